"""validate from end to end: every fault at once, and no traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support import INSTANCES

Run = Callable[..., Result]
THREE = INSTANCES / "three-townships"

FAULTS = [
    ("E205", "counties.csv", "示例县,0", "示例县,no"),
    ("E206", "townships.csv", "中和镇,镇", "中和镇,市"),
    ("E302", "townships.csv", "990001,990001201201", "990001,990001100202"),
    ("E202", "villages.csv", "中街社区,990001100,3000", "中街社区,990001100,many"),
    ("E203", "villages.csv", "990001100,1000,45.00", "990001100,1000,-45.00"),
    ("E201", "villages.csv", "南坪村,990001100,700", "南坪村,990001100,"),
    ("E303", "contiguity.csv", "990001100001,990001100201", "990001100001,990001100001"),
    ("E301", "roads.csv", "990001201201,990001201202", "990001201201,990001201209"),
    ("E502", "scenario.toml", "max_km = 15", "max_kms = 15"),
    ("E104", "roads.csv", "990001100202,3.000", "990001100202,3,000"),
]  # fmt: skip
"""Ten different faults: code, file, what stands there, what is put in its place."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the three townships, to be broken."""
    return Path(shutil.copytree(THREE, tmp_path / "data"))


def damage(folder: Path, file: str, old: str, new: str) -> None:
    """Replace something that must be there."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_dataset(run: Run) -> None:
    """Nothing but the count."""
    assert run("validate", THREE, "--lang", "en").stdout == "0 faults, 0 warnings\n"
    assert json.loads(run("validate", THREE, "--json").stdout) == {"valid": True, "faults": []}


def test_ten_faults_are_listed_all_at_once(run: Run, folder: Path) -> None:
    """Each with its code and file, on a line of its own; exit code 2 and no traceback."""
    for _, file, old, new in FAULTS:
        damage(folder, file, old, new)
    result = run("validate", folder, "--lang", "en", code=2)
    lines = result.stdout.splitlines()
    for code, file, _, _ in FAULTS:
        assert any(line.startswith(f"{code} {file}") for line in lines), code
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(("code", "file", "old", "new"), FAULTS, ids=[f[0] for f in FAULTS])
def test_each_alone(run: Run, folder: Path, code: str, file: str, old: str, new: str) -> None:
    """As data: where it is, what is wrong, what to do."""
    damage(folder, file, old, new)
    record = json.loads(run("validate", folder, "--json", "--lang", "en", code=2).stdout)
    (fault,) = [fault for fault in record["faults"] if fault["code"] == code]
    assert not record["valid"]
    assert fault["file"] == file and fault["what"] and fault["action"]


def test_warnings_alone_are_sound(run: Run, folder: Path) -> None:
    """Figures finer than they are kept: exit code 0."""
    damage(folder, "villages.csv", "40.00", "40.001")
    shown = run("validate", folder, "--lang", "en").stdout
    assert shown.startswith("W102 villages.csv")
    assert shown.endswith("0 faults, 0 warnings, 1 note\n")


def test_a_rule_that_no_unit_can_meet_is_a_warning(run: Run) -> None:
    """Validate says so, and solve proves it."""
    words = (THREE, "--set", "rules.population.min=100000", "--lang", "en")
    assert "W108" in run("validate", *words).stdout
    result = run("solve", *words, code=3)
    assert "W108" in result.stderr


@pytest.mark.parametrize("command", ["solve", "survey", "check", "rules"])
def test_other_commands_refuse_with_the_same_report(
    run: Run, folder: Path, made: Path, command: str
) -> None:
    """On stderr, exit code 2."""
    damage(folder, *FAULTS[4][1:])
    words = [made] if command == "check" else []
    result = run(command, folder, *words, "--lang", "en", code=2)
    assert "E203 villages.csv, row 3, column area_km2: '-45.00'" in result.stderr
    assert result.stdout == ""


def test_in_chinese(run: Run, folder: Path) -> None:
    """Cause and action."""
    damage(folder, *FAULTS[4][1:])
    shown = run("validate", folder, "--lang", "zh", code=2).stdout
    assert "E203 villages.csv，行 3，列 area_km2" in shown
