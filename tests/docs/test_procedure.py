"""The walk of docs/procedure.md is run, and its tables are those of the tool."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from optimizer.cli import cli
from optimizer.data.faults import Findings, catalogue
from optimizer.procedure.case import read_case
from optimizer.procedure.gates import REQUIRED, by_law
from optimizer.procedure.settings import Settings, read_settings
from optimizer.report.words.case import WORDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "procedure.md").read_text(encoding="utf-8")


def block(mark: str) -> str:
    """Return the block of the page that follows a mark."""
    return PAGE.split(f"<!-- {mark} -->")[1].split("```")[1].partition("\n")[2]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the evidence that the walk names."""
    place = tmp_path_factory.mktemp("walk")
    for name in re.findall(r"WORK/([\w-]+\.pdf)", block("walk")):
        (place / name).write_text(name, encoding="utf-8")
    return place


@pytest.mark.timeout(300)
def test_the_walk_ends_executable(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of the walk works; the plan is executable after the last gate, not before."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("TOWNSHIP_MERGE_CASE", str(work / "case"))
    monkeypatch.setenv("TOWNSHIP_MERGE_LANG", "en")
    answers = []
    for line in block("walk").replace("WORK", str(work)).splitlines():
        result = CliRunner().invoke(cli, shlex.split(line))
        assert result.exit_code == 0, (line, result.output)
        if " status" in line:
            answers.append(re.findall(r"executable = (\w+)", result.output))
    assert answers == [["no"], ["yes"]]
    assert "executable = yes" in PAGE
    passed = read_case(work / "case")
    assert [e.data["gate"] for e in passed.found.entries if e.event == "pass"][-1] == "approval"


def test_the_table_of_gates_is_that_of_the_tool() -> None:
    """Each gate has its row with what stands before it, the five in bold."""
    table = PAGE.split("| gate | 环节 |")[1].split("\n\n")[0]
    rows = [[c.strip() for c in row.strip("|").split("|")] for row in table.splitlines()[2:]]
    found = {
        row[0].strip("*`"): ("**" in row[0], row[1], re.findall(r"`(\w+)`", row[2])) for row in rows
    }
    assert list(found) == [gate.key for gate in by_law()]
    for gate in by_law():
        bold, zh, after = found[gate.key]
        assert bold == (gate.key in REQUIRED)
        assert gate.name.zh.startswith(zh)
        assert tuple(after) == gate.after


def test_the_example_of_settings_is_read(tmp_path: Path) -> None:
    """The example has no faults, and names every key there is."""
    path = tmp_path / "procedure.toml"
    path.write_text(block("procedure.toml"), encoding="utf-8")
    findings = Findings()
    settings = read_settings(path, findings)
    assert findings.faults == []
    assert settings.model_fields_set == set(Settings.model_fields)
    assert settings.risks.model_fields_set == set(type(settings.risks).model_fields)


def test_kinds_of_points_and_codes_that_are_named_exist() -> None:
    """What the page points to is there."""
    kinds = {key.removeprefix("kind_") for key in WORDS if key.startswith("kind_")}
    table = PAGE.split("## Risk register")[1].split("## Application")[0]
    named = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    assert named == kinds - {"entered"}
    assert set(re.findall(r"\b[EW]9\d\d\b", PAGE)) <= set(catalogue())
