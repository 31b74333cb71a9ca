"""docs/api.md is run block by block, and names what the package promises."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import optimizer

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[int, str]]:
    """Return (line, code) of each block."""
    return [(PAGE[: m.start(1)].count("\n"), m[1]) for m in _BLOCK.finditer(PAGE)]


@pytest.mark.filterwarnings("ignore:the map shows codes")
def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, in one namespace, in the folder of the README, as a reader would."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("TOWNSHIP_MERGE_LANG", "en")
    names: dict[str, Any] = {"tmp": tmp_path}
    for line, code in blocks():
        source = "\n" * line + code
        exec(compile(source, str(ROOT / "docs" / "api.md"), "exec"), names)
    assert "again" in names


def test_the_page_asserts() -> None:
    """A page that claims nothing would prove nothing."""
    assert sum(code.count("assert ") for _, code in blocks()) > 30


def test_the_promise_is_written_down() -> None:
    """The table of the page names `optimizer.__all__`, all of it and nothing else."""
    table = PAGE[PAGE.index("## What is promised") :]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = [name.partition("(")[0] for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert sorted(named) == sorted(optimizer.__all__)
