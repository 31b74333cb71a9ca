"""Peers that need a number of units: the fewest is closed in on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.peers import PeerResult, solve
from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem
from models.quantities import NO_LIMIT
from models.scenario import ObjectiveSpec

SLICE = 0.2
"""Share of the time left that one number of units is given before more are asked for."""


def with_count(
    ties: Sequence[CouplingConstraint], problem: Problem, low: int, high: int
) -> list[CouplingConstraint]:
    """Return ties that also hold a county to a number of units."""
    county = frozenset([problem.county])
    return [*ties, CouplingConstraint("count", county, per_unit=1, low=low, high=high)]


def fewest(
    method: str,
    problem: Problem,
    ties: Sequence[CouplingConstraint],
    spec: ObjectiveSpec,
    limit: float,
) -> PeerResult:
    """Ask for numbers of units a third of the way from one not found to the fewest found.

    When they meet, the rest of the time goes to one less than the fewest found.
    """
    low, high = span(problem)
    most, failed = high + 1, low - 1
    best = PeerResult("open", None, None, 0.0)
    while best.seconds < limit and most > low:
        last = most - failed == 1
        units = most - 1 if last else failed + max(1, (most - failed) // 3)
        left = limit - best.seconds
        counted = with_count(ties, problem, units, units)
        found = solve(method, problem, counted, spec, left if last else SLICE * left)
        if found.status == "unsuited":
            return found
        best = _after(best, found)
        if found.plan is None:
            failed = units
        else:
            most, failed = units, units - 2 if last else failed
    return best


def span(problem: Problem) -> tuple[int, int]:
    """Return the fewest and the most units that are asked for: by the sums of limits alone."""
    low, high = 1, len(problem.townships)
    for limit in problem.limits:
        total = int(limit.weight.sum())
        if (top := int(limit.high.max())) < NO_LIMIT:
            low = max(low, -(-total // max(1, top)))
        if (bottom := int(limit.low.min())) > 0:
            high = min(high, total // bottom)
    return low, max(low, high)


def _after(best: PeerResult, found: PeerResult) -> PeerResult:
    """Return what is known after another question: its plan, if there is one."""
    seconds = best.seconds + max(found.seconds, 0.01)
    if found.plan is None:
        return replace(best, seconds=seconds)
    later = (replace(m, seconds=best.seconds + m.seconds) for m in found.trail)
    trail = (*best.trail, *later)
    return replace(found, status="open", bound=None, seconds=seconds, trail=trail)
