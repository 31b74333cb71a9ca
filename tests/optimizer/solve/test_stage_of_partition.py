"""A stage on any set partitioning problem equals brute force, and so does its bound."""

from __future__ import annotations

from hypothesis import given, settings

from models.merge.partition import Partition
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.relaxation import lp_bound
from optimizer.solve.stage import Verdict, solve_stage
from tests.reference.partitions import COST, best_cost, partitions


@settings(max_examples=200, deadline=None)
@given(partitions())
def test_stage_equals_brute_force(problem: Partition) -> None:
    """The stage proves the optimum, or that there is no plan."""
    expected = best_cost(problem)
    stage = solve_stage(problem, COST, Clock(Effort(workers=1)))
    if expected is None:
        assert stage.verdict is Verdict.INFEASIBLE
        assert stage.chosen is None
        return
    assert stage.verdict is Verdict.SOLVED
    assert stage.chosen is not None
    assert problem.accepts(stage.chosen)
    assert (stage.value, stage.bound) == (expected, expected)
    assert stage.keep is not None
    assert stage.keep[stage.chosen].all()


@settings(max_examples=200, deadline=None)
@given(partitions())
def test_lp_bound_is_a_bound(problem: Partition) -> None:
    """No plan costs less than the bound, plan by plan with its reduced costs."""
    expected = best_cost(problem)
    bound = lp_bound(problem, COST, Clock())
    assert bound is not None
    assert expected is None or bound.value <= expected
