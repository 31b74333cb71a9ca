"""A county's plans worth considering by the city: one for each number of units it may keep.

Counties share nothing but ties, and ties see only how many units and how many
towns and subdistricts a county keeps. With no tolerance it is therefore enough
to know, for each such pair of numbers, the lexicographically best plan: the
city's problem is to choose one for each county.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.merge.bits import sparse
from models.merge.expressions import UNITS, URBAN, Row, cost_of
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.lexicographic import Answer, solve_lexicographic
from optimizer.solve.partition.problem import PartitionProblem
from optimizer.solve.results import Verdict
from optimizer.solve.subproblem import Subproblem


@dataclass(frozen=True)
class Option:
    """A county's best plan with `units` units, `urban` of them towns or subdistricts."""

    units: int
    urban: int
    chosen: IntArray
    costs: dict[str, int]
    proved: bool


def county_options(
    problem: Subproblem,
    specs: Sequence[ObjectiveSpec],
    units: int,
    urban_counts: bool,
    clock: Clock,
    best: Answer | None = None,
) -> tuple[list[Option], bool]:
    """Return the options at a number of units, and whether none is missing.

    Where towns and subdistricts count, the best plan comes first and then the
    best with at least one urban unit more, and so on.

    Parameters
    ----------
    best
        The proved best plan with that number of units, where it is known.
    """
    options = [] if best is None else [_option(best)]
    inner = [spec for spec in specs if spec.name != "units"] or specs
    bounded = problem.bounded(Row(UNITS, units, units))
    while not options or (urban_counts and options[-1].urban < units):
        least = options[-1].urban + 1 if options else 0
        answer = solve_lexicographic(
            bounded.bounded(Row(URBAN, low=least)) if least else bounded, inner, clock
        )
        if answer.chosen is None:
            return options, answer.verdict is Verdict.INFEASIBLE
        options.append(_option(answer))
    return options, True


def _option(answer: Answer) -> Option:
    problem, chosen = answer.problem, answer.chosen
    assert chosen is not None
    costs = {name: problem.measure(cost_of(name), chosen) for name in problem.cost_names}
    units, urban = problem.measure(UNITS, chosen), problem.measure(URBAN, chosen)
    return Option(units, urban, chosen, costs, answer.verdict is Verdict.SOLVED)


def options_partition(
    options: Sequence[Sequence[Option]], specs: Sequence[ObjectiveSpec]
) -> PartitionProblem:
    """Return the problem of choosing one option for each county."""
    flat = [(c, option) for c, county in enumerate(options) for option in county]
    members = np.zeros((len(flat), len(options)), dtype=bool)
    members[np.arange(len(flat)), [c for c, _ in flat]] = True
    costs = {
        spec.name: np.array([option.costs[spec.name] for _, option in flat], dtype=np.int64)
        for spec in specs
    }
    units = np.array([option.units for _, option in flat], dtype=np.int64)
    urban = np.array([option.urban for _, option in flat], dtype=np.int64)
    county = np.array([c for c, _ in flat], dtype=np.int64)
    return PartitionProblem(sparse(members), units, urban, county, costs)
