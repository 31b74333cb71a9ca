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

from models.merge.partition import Partition, Row
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.lexicographic import solve_lexicographic
from optimizer.solve.stage import Verdict, solve_stage


@dataclass(frozen=True)
class Option:
    """A county's best plan with `units` units, `urban` of them towns or subdistricts."""

    units: int
    urban: int
    chosen: IntArray
    costs: dict[str, int]
    proved: bool


@dataclass(frozen=True)
class Range:
    """The fewest and the most units that a county can keep; empty when it has no plan."""

    fewest: int
    most: int
    proved: bool = True


def count_range(problem: Partition, clock: Clock, start: IntArray | None = None) -> Range:
    """Return the fewest and the most units of a county's plans."""
    fewest = solve_stage(problem, problem.units, clock, start)
    if fewest.verdict is Verdict.INFEASIBLE:
        return Range(1, 0)
    most = solve_stage(problem, -problem.units, clock, fewest.chosen)
    proved = fewest.verdict is most.verdict is Verdict.SOLVED
    return Range(fewest.bound, -most.bound, proved)


def county_options(
    problem: Partition, specs: Sequence[ObjectiveSpec], units: int, urban_counts: bool, clock: Clock
) -> tuple[list[Option], bool]:
    """Return the options at a number of units, and whether none is missing.

    Where towns and subdistricts count, the best plan comes first and then the
    best with at least one urban unit more, and so on.
    """
    options: list[Option] = []
    least = 0
    bounded = problem.bounded(problem.count_row(units, units))
    while True:
        rows = bounded.bounded(Row(problem.urban, low=least)) if least else bounded
        answer = solve_lexicographic(rows, specs, clock)
        if answer.chosen is None:
            return options, answer.verdict is Verdict.INFEASIBLE
        urban = int(problem.urban[answer.chosen].sum())
        costs = {name: int(cost[answer.chosen].sum()) for name, cost in problem.costs.items()}
        proved = answer.verdict is Verdict.SOLVED
        options.append(Option(units, urban, answer.chosen, costs, proved))
        if not urban_counts or urban == units:
            return options, True
        least = urban + 1


def options_partition(
    options: Sequence[Sequence[Option]], specs: Sequence[ObjectiveSpec]
) -> Partition:
    """Return the problem of choosing one option for each county."""
    flat = [(c, option) for c, county in enumerate(options) for option in county]
    members = np.zeros((len(flat), len(options)), dtype=bool)
    members[np.arange(len(flat)), [c for c, _ in flat]] = True
    from models.merge.bits import sparse

    costs = {
        spec.name: np.array([option.costs[spec.name] for _, option in flat], dtype=np.int64)
        for spec in specs
    }
    units = np.array([option.units for _, option in flat], dtype=np.int64)
    urban = np.array([option.urban for _, option in flat], dtype=np.int64)
    return Partition(sparse(members), units, urban, costs)
