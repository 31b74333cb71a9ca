"""bench from end to end: what it offers, refuses, measures and records."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from optimizer.cli import bench

Run = Callable[..., Result]


def test_it_lists_what_there_is(run: Run) -> None:
    """Each benchmark with its cases and methods."""
    shown = run("bench", "--list").stdout
    assert all(f"--{name}: " in shown for name in bench.BENCHMARKS)
    assert "grid-30" in shown and "maxp" in shown and "country" in shown


def test_it_wants_to_know_what_to_measure(run: Run) -> None:
    """And says what there is."""
    assert "--ladder" in run("bench", code=2).stderr


@pytest.mark.parametrize("words", [("--cases", "grid-8"), ("--methods", "tool,gurobi")])
def test_what_there_is_not_is_bad_usage(run: Run, words: tuple[str, str], tmp_path: Path) -> None:
    """Nothing is measured or written."""
    shown = run("bench", "--ladder", *words, "-o", tmp_path / "new", code=2).stderr
    assert "no such" in shown and "there are" in shown
    assert not (tmp_path / "new").exists()


def test_it_measures_and_records(run: Run, tmp_path: Path) -> None:
    """A small case by two methods: the same proved optimum, in a dated file."""
    words = [
        "--cases",
        "county-25",
        "--methods",
        "tool,flow-cbc-ordered",
        "--time",
        60,
        "--runs",
        1,
    ]
    shown = run("bench", "--milp", *words, "-o", tmp_path).stdout
    (file,) = tmp_path.glob("*.json")
    assert file.name.endswith("-whole-vs-milp.json") and str(file) in shown
    rows = json.loads(file.read_text("utf-8"))["rows"]
    assert [(row["method"], row["status"], row["value"]) for row in rows] == [
        ("tool", "optimal", 11), ("flow-cbc-ordered", "optimal", 11),
    ]  # fmt: skip


def test_without_the_source_it_says_where_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an install from a wheel."""
    monkeypatch.setattr(bench.optimizer, "__file__", str(tmp_path / "optimizer" / "__init__.py"))
    assert "pip install -e" in run("bench", "--ladder", code=2).stderr
