"""The near-optimal plans of a village mode as one problem over all counties."""

from __future__ import annotations

from collections.abc import Iterator

from models.merge.expressions import UNITS, LinearExpression, Row, cost_of
from optimizer.decide.near import Near
from optimizer.solve.branch_and_cut.problem import VillageProblem, beside, joined_plan


def all_near(near: Near) -> VillageProblem:
    """Return the problem whose plans are the near-optimal ones; the best is known to it."""
    problems = near.space.villages
    whole = beside(problems, near.space.wide).bounded(*near.rows, *_own_counts(near))
    if near.best is not None:
        whole.known(joined_plan(problems, near.best))
    return whole


def _own_counts(near: Near) -> Iterator[Row]:
    """Yield each county's number of units, where nothing binds the counties.

    The fewest of the city are then the fewest of each.
    """
    if near.best is None or not near.proved or near.space.wide:
        return
    for county, (problem, plan) in enumerate(zip(near.space.villages, near.best, strict=True)):
        units = problem.measure(UNITS, plan)
        yield Row(LinearExpression(per_unit=1, counties=frozenset({county})), units, units)


def near_county(near: Near, county: int) -> tuple[VillageProblem, int]:
    """Return the near-optimal plans of a county that nothing binds to others.

    Returns
    -------
    tuple
        The problem, and the most travel: all that the city may spend is spent here.
    """
    assert near.best is not None
    problem, plan = near.space.villages[county], near.best[county]
    units, travel = problem.measure(UNITS, plan), problem.measure(cost_of("travel"), plan)
    most = travel + near.most_travel - near.travel
    rows = Row(UNITS, units, units), Row(cost_of("travel"), high=most)
    return problem.by_itself().bounded(*rows), most
