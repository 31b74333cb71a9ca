"""A stage on any set partitioning problem equals brute force, and so does its bound."""

from __future__ import annotations

from hypothesis import given, settings

from models.merge.partition import Partition
from models.merge.sums import cost_of
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.relaxation import lp_bound
from optimizer.solve.stage import Verdict, solve_stage
from tests.partitions import least, partitions

TRAVEL = cost_of("travel")


@settings(max_examples=200, deadline=None)
@given(partitions())
def test_stage_equals_brute_force(problem: Partition) -> None:
    """The stage proves the optimum, or that there is no plan."""
    expected = least(problem, TRAVEL)
    stage = solve_stage(problem, TRAVEL, Clock(Effort(workers=1)))
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
    expected = least(problem, TRAVEL)
    bound = lp_bound(problem, TRAVEL, Clock())
    assert bound is not None
    assert expected is None or bound.value <= expected
