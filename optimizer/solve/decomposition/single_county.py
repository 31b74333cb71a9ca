"""One county by itself: its best plan, or any plan where the time was over before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.comparison import better, without_bounds
from optimizer.solve.decomposition.joint import known_plan, some_plan
from optimizer.solve.lexicographic import Answer, solve_lexicographic
from optimizer.solve.results import Verdict
from optimizer.solve.subproblem import Subproblem

GRACE_S = 1.0
"""Seconds for any plan where the time was over before one was found."""


def solve_alone(
    problem: Subproblem, specs: Sequence[ObjectiveSpec], clock: Clock, start: IntArray | None = None
) -> Answer:
    """Solve a county; a plan that was known before is kept where nothing better was found.

    Parameters
    ----------
    start
        A solution of the problem to begin from.
    """
    answer = _as_one_unit(problem, specs, clock)
    answer = answer or solve_lexicographic(problem, specs, clock, start)
    if answer.verdict is not Verdict.OPEN:
        return answer
    other = known_plan([problem])
    if answer.chosen is None and other is None:
        other = some_plan([problem], [], clock.grace(GRACE_S))
    found = None if answer.chosen is None else (answer.chosen,)
    if other is None or not better([problem], specs, other, found):
        return answer
    return Answer(Verdict.OPEN, other[0], without_bounds([problem], other, specs), problem)


def _as_one_unit(
    problem: Subproblem, specs: Sequence[ObjectiveSpec], clock: Clock
) -> Answer | None:
    """Choose among the units that are all of the county, where some keep the rules.

    No plan has fewer units than one, so with units first and no tolerance the best
    plan is one of them, and no other candidate need be looked at.
    """
    first = specs[0]
    if first.name != "units" or first.tolerance or (found := problem.one_unit()) is None:
        return None
    problem, part, columns = found
    answer = solve_lexicographic(part, specs, clock)
    chosen = None if answer.chosen is None else columns[answer.chosen]
    return replace(answer, chosen=chosen, problem=problem)
