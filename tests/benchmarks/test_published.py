"""The published problems: the tool says what was published, and what contradicts it is seen."""

from __future__ import annotations

import pytest

from benchmarks import published, published_runs
from benchmarks.published_beside import agrees


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure in this process."""

    def rows(function: object, *arguments: object, seconds: float, row: object) -> object:
        return function(*arguments)  # type: ignore[operator]

    monkeypatch.setattr(published_runs, "rows_or_reason", rows)


@pytest.mark.parametrize(
    ("case", "status"), [("idaho-2010", "OPTIMAL"), ("colorado-2010", "INFEASIBLE")]
)
def test_the_tool_agrees(case: str, status: str) -> None:
    """An optimum with its districts, and that no plan exists."""
    (row,) = published_runs.measure(case, "tool", 300)
    assert (row["status"], row["agrees"]) == (status, True)
    assert row.get("same_districts", True) and row.get("value") == row.get("bound")
    assert published.faults([row]) == []
    assert [target["met"] for target in published.judge([row])] == [True]


def test_a_peer_is_set_beside_too() -> None:
    """Its plan is judged and measured as the tool's; without a proof it agrees with nothing."""
    (row,) = published_runs.measure("colorado-2010", "flow-highs", 60)
    assert row["agrees"] is not False and "source" in row and row["build_seconds"] >= 0


OPTIMUM = {"case": "idaho-2010", "method": "tool", "published": "optimal"}
NO_PLAN = {"case": "oregon-2010", "method": "tool", "published": "infeasible"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({**OPTIMUM, "status": "OPTIMAL", "difference": 1e-12}, True),
        ({**OPTIMUM, "status": "OPTIMAL", "difference": 1e-6}, False),
        ({**OPTIMUM, "status": "OPTIMAL", "difference": -1e-6}, False),
        ({**OPTIMUM, "status": "FEASIBLE", "difference": 0.01}, None),
        ({**OPTIMUM, "status": "FEASIBLE", "difference": -0.01}, False),
        ({**OPTIMUM, "status": "INFEASIBLE"}, False),
        ({**OPTIMUM, "status": "UNKNOWN"}, None),
        ({**NO_PLAN, "status": "INFEASIBLE"}, True),
        ({**NO_PLAN, "status": "UNKNOWN"}, None),
        ({**NO_PLAN, "status": "FEASIBLE", "value": 5}, False),
    ],
)
def test_what_agrees(row: dict[str, object], expected: bool | None) -> None:
    """Proofs agree or not; without one only a better plan, or one too many, contradicts."""
    assert agrees(row) is expected
    row |= {"agrees": expected, "published_square_miles": None, "limit_s": 300}
    assert len(published.faults([row])) == (expected is False)
    assert [target["met"] for target in published.judge([row])] == [expected is True]
