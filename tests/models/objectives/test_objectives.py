"""What each objective costs a seat and a part; one that is added is listed here by itself."""

from __future__ import annotations

import pytest

from models.merge.problem import whole_problem
from models.objectives import OBJECTIVES, Objective
from tests.reference.cases import add_village, chain, town
from tests.support import territory_of

TABLES = chain(town("A", 100), town("B", 200, kind="镇"))
for lon, row in zip((113.0, 113.1), TABLES.villages, strict=True):
    row |= {"lon": lon, "lat": 0.0}
add_village(TABLES, "a2", "A", km=2, people=7)
TABLES.villages[-1] |= {"lon": 113.0, "lat": 0.01}
PROBLEM = whole_problem(territory_of(TABLES), 0)

COSTS = {
    "units": ([1, 1], [[0, 0], [0, 0]]),
    "share": ([1, 0], [[0, 0], [0, 0]]),
    "travel": ([0, 0], [[7 * 2_000, 100 * 10_000 + 7 * 12_000], [200 * 10_000, 0]]),
    # 1,112 m, 11,120 m and, across, 11,175 m: 123.65, 12,365.44 and 12,488.06 ha
    "inertia": ([0, 0], [[7 * 124, 100 * 12_365 + 7 * 12_488], [200 * 12_365, 0]]),
    "disruption": ([0, 0], [[0, 107], [200, 0]]),
}


@pytest.mark.parametrize("name", COSTS)
def test_costs(name: str) -> None:
    """Opening a seat, and each township (row) at each seat (column)."""
    objective = OBJECTIVES[name]
    opening, assigning = COSTS[name]
    assert objective.opening(PROBLEM).tolist() == opening
    assert objective.assigning(PROBLEM).tolist() == assigning


@pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=OBJECTIVES)
def test_every_objective_says_what_it_is(objective: type[Objective]) -> None:
    """A name, what its value counts, and whether it is a ratio."""
    assert OBJECTIVES[objective.name] is objective
    assert objective.unit
    assert objective.ratio == (objective.name == "share")
