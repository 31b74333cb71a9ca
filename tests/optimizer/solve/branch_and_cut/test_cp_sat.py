"""A program solved by CP-SAT with separators added as asked for, beside all its plans."""

from __future__ import annotations

import numpy as np
import pytest

from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.branch_and_cut.cp_sat import CpSatResult, solve_by_cp_sat
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.clock import CP_SAT, Clock, Effort
from optimizer.solve.lp.program import Program
from tests.optimizer.solve.branch_and_cut.small import LISTED, listed

EFFORT = 5.0


class Case:
    """A small model, its plans and the cost of each."""

    def __init__(self, seed: int, mode: str) -> None:
        self.model: VillageModel
        self.model, self.plans = listed(seed, mode)
        pool = CutPlanPool(self.model.size)
        self.program: Program = pool.program(self.model, self.model.guide_cost).propagated()
        self.costs = [self.cost(plan) for plan in self.plans]

    def cost(self, plan: IntArray) -> int:
        """Return what a plan costs."""
        return int(self.model.guide_cost[self.model.columns(plan)].sum())

    def ask(self, most: int, clock: Clock | None = None, **more: object) -> CpSatResult:
        """Look for the cheapest plan of at most `most`."""
        clock = clock or Clock(Effort(workers=1))
        settings = {"proves": True, **more}
        return solve_by_cp_sat(self.model, self.program, most, clock, EFFORT, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(("seed", "mode"), LISTED)
def test_the_cheapest_plan(seed: int, mode: str) -> None:
    """It is found and borne out, and one below it is proved away; cuts hold for every plan."""
    case = Case(seed, mode)
    least = min(case.costs)
    for most in (NO_LIMIT, least):
        found = case.ask(most)
        assert found.complete
        assert found.chosen is not None
        assert case.model.accepts(found.chosen)
        assert case.cost(found.chosen) == least
        assert all(found.cuts.hold(case.model.point(plan)) for plan in case.plans)
    none = case.ask(least - 1)
    assert none.complete
    assert none.chosen is None


@pytest.mark.parametrize("seed", [1, 2])
def test_a_bound_and_a_hint_change_no_answer(seed: int) -> None:
    """The row of reduced costs keeps every plan of at most `most`."""
    case = Case(seed, "redraw")
    bound = case.program.lp_bound(Clock())
    assert bound is not None
    assert bound.value <= min(case.costs)
    worst = case.plans[int(np.argmax(case.costs))]
    found = case.ask(max(case.costs), bound=bound, hint=case.model.point(worst))
    assert found.complete
    assert found.chosen is not None
    assert case.cost(found.chosen) == min(case.costs)


def test_without_a_proof_only_the_plan_is_of_use() -> None:
    """Nothing is called complete where no second witness was asked."""
    case = Case(1, "redraw")
    found = case.ask(NO_LIMIT, proves=False)
    assert not found.complete
    assert not found.claimed
    assert found.chosen is not None
    assert case.model.accepts(found.chosen)
    assert not case.ask(min(case.costs) - 1, proves=False).complete


def test_a_solver_that_was_found_wrong_is_not_asked() -> None:
    """It returns no plan, no cuts, and has spent nothing."""
    case, clock = Case(1, "redraw"), Clock(Effort(workers=1))
    clock.evidence.accuse(CP_SAT, "said what is not so")
    found = case.ask(NO_LIMIT, clock)
    assert (found.complete, found.chosen, len(found.cuts), found.spent) == (False, None, 0, 0.0)
