"""Modes split and redraw: engines agree, a plan is found again, and little time is no excuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.plan import Outcome
from optimizer.data.dataset import Dataset
from optimizer.solve.solution import Solution
from tests.support import solution_of

Read = Callable[..., Dataset]
MODES = ["split", "redraw"]


def values(solution: Solution) -> list[object]:
    """Return the values of the objectives, which these scenarios all minimise."""
    return [reached.value for reached in solution.reached]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["county", "tied"])
def test_engines_prove_the_same_values(read: Read, name: str, mode: str) -> None:
    """CP-SAT alone, LP bounds and branching alone, and both."""
    found = [solution_of(read(name, mode), engine=e) for e in ("auto", "cpsat", "milp")]
    for solution in found:
        assert solution.outcome is Outcome.OPTIMAL
        assert [reached.bound for reached in solution.reached] == values(solution)
    assert values(found[0]) == values(found[1]) == values(found[2])


@pytest.mark.parametrize(
    ("mode", "engine"),
    [("split", "auto"), ("redraw", "auto"), ("redraw", "cpsat"), ("redraw", "milp")],
)
def test_one_worker_gives_the_same_plan_again(read: Read, mode: str, engine: str) -> None:
    """Village by village, with the same seed."""
    first, second = (solution_of(read("county", mode), engine=engine, seed=3) for _ in range(2))
    assert first.plan is not None and second.plan is not None
    assert first.plan.unit.tolist() == second.plan.unit.tolist()
    assert first.reached == second.reached


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.1])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["county", "city", "tied"])
def test_a_plan_however_little_time(read: Read, name: str, mode: str, seconds: float) -> None:
    """It is no worse than mode whole's, keeps every rule, and no bound is above the optimum."""
    solution = solution_of(read(name, mode), seconds=seconds)
    assert solution.outcome in (Outcome.FEASIBLE, Outcome.OPTIMAL)
    assert solution.audit is not None and solution.audit.broken == ()
    if not seconds:
        assert values(solution) <= values(solution_of(read(name, "whole"), seconds=seconds))
    best = solution_of(read(name, mode))
    assert values(best) <= values(solution)
    first, optimum = solution.reached[0], best.reached[0]
    assert first.bound is None or 0 <= first.bound <= optimum.value
    for reached, proved in zip(solution.reached, best.reached, strict=True):
        assert not reached.proved or reached.value == proved.value
