"""One objective of a set partitioning problem, solved to proof where time allows.

Few columns go to CP-SAT at once. Many are first bounded by the LP; CP-SAT then
sees only the columns whose reduced cost lets them take part in a solution near
the bound, and more of them only as far as the value that it found leaves room.
That is exact: a column left out costs at least bound + its reduced cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from ortools.sat.python import cp_model

from models.merge.partition import Partition, partition_model
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.neighbourhood import improve
from optimizer.solve.relaxation import Bound, lp_bound

FEW = 300
_PORTION = 1500
_PATIENCE = 20


class Verdict(Enum):
    """What is known after a search."""

    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    OPEN = "open"


@dataclass(frozen=True)
class Stage:
    """What one stage reached.

    Attributes
    ----------
    chosen
        Columns of the best solution; None when none was found.
    bound
        A proved lower bound of the stage's cost.
    keep
        Columns that a solution as good as the value may use.
    """

    verdict: Verdict
    chosen: IntArray | None = None
    value: int = 0
    bound: int = 0
    keep: BoolArray | None = None


@dataclass(frozen=True)
class _Found:
    verdict: Verdict
    chosen: IntArray | None
    value: int
    bound: int


def solve_stage(
    problem: Partition,
    cost: IntArray,
    clock: Clock,
    start: IntArray | None = None,
    preference: IntArray | None = None,
    bound: Bound | None = None,
) -> Stage:
    """Minimise `cost` over a set partitioning problem.

    Parameters
    ----------
    preference
        Which columns to try first among equals, the smallest first; the result
        does not depend on it, only the way to it.
    start
        A known solution (columns), or None.
    bound
        The LP bound, where it is known already.
    """
    if not len(problem):
        return Stage(Verdict.INFEASIBLE if problem.parts else Verdict.SOLVED, np.array([], int))
    if bound is None and len(problem) > FEW:
        bound = lp_bound(problem, cost, clock)
    if bound is None:
        everything = np.ones(len(problem), dtype=bool)
        floor = int(min(0, problem.parts * cost.min()))
        found = _search(problem, cost, everything, floor, start, clock)
        if found.chosen is None and start is not None:
            return Stage(Verdict.OPEN, start, int(cost[start].sum()), found.bound)
        return Stage(found.verdict, found.chosen, found.value, found.bound, everything)
    beyond = np.maximum(bound.reduced - (bound.value * bound.scale - bound.base), 0)
    liking = bound.reduced if preference is None else preference
    order = np.lexsort((bound.reduced, liking, beyond))
    return _narrow(problem, cost, bound, order, start, clock)


def _narrow(
    problem: Partition,
    cost: IntArray,
    bound: Bound,
    order: IntArray,
    start: IntArray | None,
    clock: Clock,
) -> Stage:
    """Search among the first columns of an order by reduced cost, as many as are needed."""
    least, count = bound.value, _PORTION
    best = start
    if best is None:
        best = improve(problem, cost, least, None, order, clock, _PATIENCE)
    while best is None or int(cost[best].sum()) > least:
        allowed = np.zeros(len(problem), dtype=bool)
        allowed[order[:count]] = True
        found = _search(problem, cost, allowed, least, best, clock)
        best = found.chosen if found.chosen is not None else best
        value = int(cost[best].sum()) if best is not None else None
        least = max(least, min(_outside(bound, order, count), found.bound))
        clock.progress(value, least)
        if found.verdict is Verdict.INFEASIBLE and count >= len(problem) and best is None:
            return Stage(Verdict.INFEASIBLE)
        if clock.over or found.verdict is Verdict.OPEN:
            break
        count = _widen(bound, count, value)
    if best is None:
        return Stage(Verdict.OPEN)
    value = int(cost[best].sum())
    if value > least:
        return Stage(Verdict.OPEN, best, value, least, None)
    return Stage(Verdict.SOLVED, best, value, value, bound.columns_below(value))


def _outside(bound: Bound, order: IntArray, count: int) -> int:
    """Return a lower bound of every solution that uses a column beyond the first `count`."""
    if count >= len(order):
        return NO_LIMIT
    return -(-(bound.base + int(bound.reduced[order[count]])) // bound.scale)


def _widen(bound: Bound, count: int, value: int | None) -> int:
    """Return how many columns to allow next: four times as many, or all that can improve."""
    useful = len(bound.reduced)
    if value is not None:
        useful = int(bound.columns_below(value - 1).sum())
    return max(count + 1, min(4 * count, useful))


def _search(
    problem: Partition,
    cost: IntArray,
    allowed: BoolArray,
    least: int,
    start: IntArray | None,
    clock: Clock,
) -> _Found:
    """Run CP-SAT over the allowed columns."""
    columns = np.nonzero(allowed)[0]
    hint = None
    if start is not None:
        hint = np.isin(columns, start)
        hint = hint if hint.sum() == len(start) else None
    part = problem.take(columns)
    most = int(np.abs(cost).max(initial=0)) * problem.parts
    most = min(most, int(cost[start].sum())) if start is not None else most
    if least > most:
        return _Found(Verdict.INFEASIBLE, None, 0, NO_LIMIT)
    model, x = partition_model(part, cost[columns], least, most, hint)
    with clock.solver() as solver:
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return _Found(Verdict.INFEASIBLE, None, 0, NO_LIMIT)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return _Found(Verdict.OPEN, None, 0, least)
        chosen = columns[[k for k, var in enumerate(x) if solver.boolean_value(var)]]
        verdict = Verdict.SOLVED if status == cp_model.OPTIMAL else Verdict.OPEN
        value = int(cost[chosen].sum())
        lower = value if verdict is Verdict.SOLVED else int(np.ceil(solver.best_objective_bound))
    return _Found(verdict, chosen, value, lower)
