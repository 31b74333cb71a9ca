"""A plan of all counties put together from what is at hand, when the time is over."""

from __future__ import annotations

from collections.abc import Sequence

from models.merge.coupling import CouplingConstraint
from optimizer.solve.decomposition.county_result import CountyResult


def assembled(
    variants: Sequence[Sequence[CountyResult]], ties: Sequence[CouplingConstraint]
) -> list[CountyResult] | None:
    """Return an answer of each county so that they keep the ties over several; None if none do.

    Begun with the first variant of each, county after county goes over to another where that
    brings the ties nearer, until they hold.
    """
    if not all(variants):
        return None
    chosen = [county[0] for county in variants]
    far = _far(chosen, ties)
    better = True
    while far and better:
        better = False
        for c, county in enumerate(variants):
            for other in county:
                tried = [*chosen[:c], other, *chosen[c + 1 :]]
                if _far(tried, ties) < far:
                    chosen, far, better = tried, _far(tried, ties), True
    return None if far else chosen


def _far(chosen: Sequence[CountyResult], ties: Sequence[CouplingConstraint]) -> int:
    """Return by how much the ties are missed."""
    missed = 0
    for tie in ties:
        sum_, total = tie.row().sum, 0
        for one in chosen:
            assert one.answer.chosen is not None
            total += one.answer.problem.measure(sum_, one.answer.chosen)
        missed += max(0, tie.low - total) + max(0, total - tie.high)
    return missed
