"""The state of a procedure as tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

import optimizer as tm
from tests.optimizer.procedure.made import write_sources

Run = Callable[..., Result]


@pytest.fixture
def opened(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a case with one gate passed."""
    write_sources(tmp_path)
    (tmp_path / "e.pdf").write_text("材料", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOWNSHIP_MERGE_LANG", "en")
    by = ("--by", "张三", "--date", "2026-03-02")
    run("case", "open", "data", "plan.csv", "-o", "case", *by)
    run("case", "pass", "survey", "--case", "case", "--evidence", "e.pdf", *by)
    return tmp_path / "case"


def test_a_case_as_tables(run: Run, opened: Path) -> None:
    """The figures of `case status --json`, and its words."""
    case = tm.read_case(opened, as_of=date(2026, 3, 3))
    assert not case.executable and "open: consultation" in repr(case)
    survey = case.gates.query("gate == 'survey'")
    assert survey["state"].tolist() == ["passed", "passed"]
    assert survey["by"].tolist() == ["张三", "张三"]
    assert len(case.tasks) == len(case.record()["tasks"]) > 0
    assert run("case", "status", "--case", opened).stdout.rstrip() == str(case)
    assert "<table" in case._repr_html_()


def test_a_head_that_was_kept_outside(opened: Path) -> None:
    """What is not its record's is refused, as a fault."""
    with pytest.raises(tm.InputError, match="E9"):
        tm.read_case(opened, head="0" * 64)
