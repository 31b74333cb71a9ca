"""The village modes by the tool and by peers: the same question, the same proved answer."""

from __future__ import annotations

import pytest

from benchmarks import village_modes, village_runs
from benchmarks.village_cases import CASES, Case

TINY = {
    "tiny-split": Case("tiny-split", "split", 5, 0.0, townships=5, villages=16, seed=2),
    "tiny-redraw": Case("tiny-redraw", "redraw", 5, 0.0, townships=5, villages=16, seed=2),
}
EXACT = ("tool", "flow-cbc", "flow-highs", "plain-cpsat")


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be tiny cases, in this process."""

    def rows(function: object, *arguments: object, seconds: float, row: object) -> object:
        return function(*arguments)  # type: ignore[operator]

    monkeypatch.setattr(village_runs, "rows_or_reason", rows)
    monkeypatch.setattr(village_runs, "CASES", {**CASES, **TINY})


@pytest.mark.parametrize("case", TINY)
def test_exact_methods_agree(case: str) -> None:
    """Units and travel, each proved."""
    rows = [row for method in EXACT for row in village_runs.measure(case, method, 20)]
    assert all(row["units_proved"] and row["travel_proved"] for row in rows)
    assert len({(row["units"], row["travel"]) for row in rows}) == 1
    assert village_modes.faults(rows) == []


def test_gerrychain_where_the_rules_allow() -> None:
    """Redraw: a plan, no bound; split: unsuited."""
    pytest.importorskip("gerrychain")
    (walked,) = village_runs.measure("tiny-redraw", "gerrychain", 1)
    assert walked["units"] is not None and walked["travel"] is not None
    assert not walked["units_proved"] and walked["travel_bound"] is None
    (unsuited,) = village_runs.measure("tiny-split", "gerrychain", 1)
    assert unsuited["status"] == "unsuited"


def test_two_proofs_that_differ_are_a_fault() -> None:
    row = {"case": "a", "units": 3, "units_proved": True, "travel": 7, "travel_proved": True}
    rows = [{**row, "method": "tool"}, {**row, "method": "flow-cbc", "travel": 8}]
    assert village_modes.faults(rows) == ["a, travel: tool 7; flow-cbc 8"]
