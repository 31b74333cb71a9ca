"""Plans that need a unit of any connected shape are found: no way need lead nearer to the seat."""

from __future__ import annotations

from typing import Any

import pytest

from models.plan import Outcome
from tests.reference.brute import best
from tests.reference.cases import detour
from tests.reference.choosing import every_plan, is_monotone
from tests.reference.figures import read
from tests.support import codes_of, dataset_of, solution_of

OBJECTIVES = [{"name": "units"}, {"name": "travel"}]
KEPT = {"protected": {"townships": ["A", "C"]}}
"""A and C keep their seats, so that D alone can be dissolved."""


def best_monotone(rules: dict[str, Any], mode: str) -> tuple[int, int] | None:
    """Return (units, travel) of the best plan whose villages all have a nearer neighbour."""
    figures = read(detour())
    plans = every_plan(detour(), rules, mode)
    sums = (p.totals for p in plans if is_monotone(figures, p.plan))
    return min(((t.units, t.travel) for t in sums), default=None)


@pytest.mark.parametrize("engine", ["auto", "cpsat", "milp"])
@pytest.mark.parametrize("mode", ["split", "redraw"])
@pytest.mark.parametrize(
    ("rules", "monotone", "wanted"),
    [
        # v is 9 km from C's seat, 4 from A's: better by 500 person-km, but not without p.
        pytest.param(KEPT, "worse", (2, 960_000), id="strictly-best"),
        # No way of more than 8 km: neither p nor v may go to C, and D cannot be dissolved.
        pytest.param(KEPT | {"access": {"max_km": 8}}, "worse", (2, 960_000), id="fewest-units"),
        # 570 to 660 people in every unit: neither a alone nor a with p has enough.
        pytest.param(
            KEPT | {"population": {"min": 570, "max": 660}}, "none", (2, 960_000), id="feasible"
        ),
    ],
)
def test_a_village_may_reach_its_seat_by_going_away_from_it(
    rules: dict[str, Any], monotone: str, wanted: tuple[int, int], mode: str, engine: str
) -> None:
    """As by brute force, where no plan in which all ways lead nearer is as good, or is at all."""
    solution = solution_of(dataset_of(detour(), rules, OBJECTIVES, mode), engine=engine)
    expected = best(detour(), rules, OBJECTIVES, mode)
    assert expected is not None and expected.values == wanted
    assert solution.outcome is Outcome.OPTIMAL
    assert tuple(reached.value for reached in solution.reached) == wanted
    assert tuple(reached.bound for reached in solution.reached) == wanted
    assert solution.plan is not None
    assert codes_of(solution.plan) == {"a": "A", "p": "A", "v": "A", "d": "C", "c": "C"}
    other = best_monotone(rules, mode)
    assert other is None if monotone == "none" else other is not None and other > wanted
