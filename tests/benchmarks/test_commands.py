"""The benchmarks of whole commands and of phases, on something small."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import core_phases, growth
from benchmarks.spec import Limits


def test_growth(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A territory is made once, solved as a user solves it, and judged by its aims."""
    monkeypatch.setattr(growth, "TERRITORIES", tmp_path)
    sizes = {"county": growth.Size(1, 3, 9, wall_s=600, peak_mib=1)}
    monkeypatch.setattr(growth, "SIZES", sizes)
    (row,) = growth.PROVINCE.measure("county", "tool", Limits(60, 1))
    assert (row["exit"], row["outcome"], row["villages"]) == (0, "OPTIMAL", 9)
    assert row["wall_s"] > 0 and row["peak_mib"] > 20 and row["generate_s"] > 0
    assert [target["met"] for target in growth.judge([row])] == [True, False]
    assert growth.territory("county", tmp_path) == (tmp_path / "county", {})


def test_a_territory_that_cannot_be_made_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """More counties than townships."""
    monkeypatch.setattr(growth, "TERRITORIES", tmp_path)
    monkeypatch.setattr(growth, "SIZES", {"county": growth.Size(5, 3, 9, wall_s=600)})
    (row,) = growth.PROVINCE.measure("county", "tool", Limits(60, 1))
    assert row["outcome"] == "not generated"
    assert [target["met"] for target in growth.judge([row])] == [False]


def test_a_phase_by_pytest_benchmark() -> None:
    """One row a case, with times in milliseconds."""
    pytest.importorskip("pytest_benchmark")
    rows = core_phases.SPEC.measure("contiguity", "tool", Limits(0.1, 1))
    assert [row["on"] for row in rows] == ["villages-400", "villages-1000"]
    assert all(0 < row["min_ms"] <= row["median_ms"] for row in rows)


def test_phases_without_pytest_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that says how to get it."""
    monkeypatch.setattr(core_phases.importlib.util, "find_spec", lambda _name: None)
    (row,) = core_phases.SPEC.measure("bound", "tool", Limits(0.1, 1))
    assert "pip install" in row["status"]
