"""Plans next to a known one where villages are assigned to seats."""

from __future__ import annotations

import numpy as np
import pytest

from models.merge.expressions import cost_of
from optimizer.solve.branch_and_cut.neighbours import neighbours
from optimizer.solve.branch_and_cut.problem import VillageProblem
from tests.optimizer.solve.branch_and_cut.small import LISTED, listed

TRAVEL = cost_of("travel")


@pytest.mark.parametrize("more", [True, False])
@pytest.mark.parametrize(("seed", "mode"), LISTED)
def test_one_unit_differs(seed: int, mode: str, more: bool) -> None:
    """One seat more or fewer, the cheapest first; the villages of all other units stay."""
    model, plans = listed(seed, mode)
    cost = model.coefficients(TRAVEL)
    accepted = 0
    for plan in plans[:40]:
        near = list(neighbours(model, plan, cost, more))
        costs = [model.measure(TRAVEL, other) for other in near]
        assert costs == sorted(costs)
        for other in near:
            assert len(np.unique(other)) == len(np.unique(plan)) + (1 if more else -1)
            assert len(np.unique(plan[other != plan])) == 1
            accepted += model.accepts(other)
    assert accepted


def test_where_mode_whole_has_plans_there_are_none() -> None:
    """Its best plan for any side rows is nearer than a neighbour's."""
    model, plans = listed(*LISTED[0])
    problem = VillageProblem.of(model)
    assert list(problem.neighbours(plans[-1], TRAVEL, more=True))
    problem.pool.whole = lambda _: None
    assert not list(problem.neighbours(plans[-1], TRAVEL, more=True))
