"""Small random set partitioning problems, and their optimum by trying every choice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st

from models.merge.bits import sparse
from models.merge.expressions import RURAL, UNITS, LinearExpression, Row, cost_of
from models.merge.partition import Partition
from models.quantities import IntArray
from optimizer.solve.partition.problem import PartitionProblem

SUMS = {"units": UNITS, "rural": RURAL, "travel": cost_of("travel")}


def partition_of(
    sets: list[set[int]],
    parts: int,
    urban: list[int],
    travel: list[int],
    rows: tuple[Row, ...] = (),
) -> PartitionProblem:
    """Return the problem with the columns `sets`, each one unit of county 0."""
    members = np.zeros((len(sets), parts), dtype=bool)
    for k, held in enumerate(sets):
        members[k, sorted(held)] = True
    ones = np.ones(len(sets), dtype=np.int64)
    costs = {"units": ones, "travel": np.array(travel, dtype=np.int64)}
    return PartitionProblem(
        sparse(members), ones, np.array(urban, dtype=np.int64), 0 * ones, costs, rows
    )


@st.composite
def partitions(
    draw: st.DrawFn, max_parts: int = 6, max_columns: int = 24, most: int = 40, rows: bool = True
) -> PartitionProblem:
    """Draw a problem; most often, but not always, it has a solution.

    Parameters
    ----------
    most
        The largest cost of a column.
    rows
        Whether there may be side rows on units, urban units or travel.
    """
    parts = draw(st.integers(1, max_parts))
    some = st.sets(st.integers(0, parts - 1), min_size=1)
    sets = draw(st.lists(some, min_size=1, max_size=max_columns - parts))
    singles = [{p} for p in range(parts)] if draw(st.integers(0, 3)) else []
    sets = [*singles, *sets]
    bits = st.lists(st.integers(0, 1), min_size=len(sets), max_size=len(sets))
    costs = st.lists(st.integers(0, most), min_size=len(sets), max_size=len(sets))
    sides = tuple(draw(st.lists(side_rows(parts, most), max_size=2))) if rows else ()
    return partition_of(sets, parts, draw(bits), draw(costs), sides)


@st.composite
def side_rows(draw: st.DrawFn, parts: int, most: int) -> Row:
    """Draw a side row that some choices keep."""
    name = draw(st.sampled_from(list(SUMS)))
    low = draw(st.integers(0, parts if name != "travel" else most))
    high = draw(st.integers(low, parts if name != "travel" else most * parts))
    return Row(SUMS[name], low, high) if draw(st.booleans()) else Row(SUMS[name], high=high)


def choices(problem: Partition) -> Iterator[IntArray]:
    """Yield every choice of columns that covers each part once and keeps the side rows."""
    sets = [frozenset(np.nonzero(row)[0].tolist()) for row in problem.members.toarray()]

    def covers(free: frozenset[int]) -> Iterator[list[int]]:
        if not free:
            yield []
        for k, held in enumerate(sets):
            if free and min(free) in held and held <= free:
                yield from ([k, *rest] for rest in covers(free - held))

    for found in covers(frozenset(range(problem.parts))):
        chosen = np.array(sorted(found), dtype=np.int64)
        if all(row.low <= total(problem, row.sum, chosen) <= row.high for row in problem.rows):
            yield chosen


def total(problem: Partition, sum_: LinearExpression, chosen: IntArray) -> int:
    """Return what a choice adds up to, column by column."""
    value = 0
    for k in chosen.tolist():
        value += sum_.per_unit * int(problem.units[k]) + sum_.per_urban * int(problem.urban[k])
        value += sum(weight * int(problem.costs[name][k]) for name, weight in sum_.per_cost)
    return value


def least(problem: Partition, objective: LinearExpression) -> int | None:
    """Return the least that a choice comes to; None when there is none."""
    return min((total(problem, objective, c) for c in choices(problem)), default=None)
