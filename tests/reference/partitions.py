"""Small random set partitioning problems, and their solution by trying every choice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st

from models.merge.bits import sparse
from models.merge.partition import Partition
from models.merge.sums import Row, Sum
from models.quantities import NO_LIMIT

COST = Sum(per_cost=(("cost", 1),))
SUMS = (Sum(per_unit=1), Sum(per_urban=1), Sum(2, -3), COST, Sum(per_cost=(("other", 1),)))


@st.composite
def partitions(draw: st.DrawFn, most_parts: int = 7, most_columns: int = 14) -> Partition:
    """Draw a problem; every second one holds all single parts, so that it has a plan."""
    parts = draw(st.integers(1, most_parts))
    sets = draw(st.lists(st.integers(1, 2**parts - 1), min_size=1, max_size=most_columns))
    if draw(st.booleans()):
        sets += [2**p for p in range(parts)]
    members = np.array([[bool(s >> p & 1) for p in range(parts)] for s in sets])
    size = len(sets)
    low, high = draw(st.sampled_from([(1, 1), (0, 3), (1, 50), (-4, 9)]))
    numbers = st.lists(st.integers(low, high), min_size=size, max_size=size)
    flags = st.lists(st.integers(0, 1), min_size=size, max_size=size)
    others = st.lists(st.integers(-5, 20), min_size=size, max_size=size)
    return Partition(
        sparse(members),
        np.ones(size, dtype=np.int64),
        np.array(draw(flags), dtype=np.int64),
        np.zeros(size, dtype=np.int64),
        {"cost": np.array(draw(numbers)), "other": np.array(draw(others))},
        tuple(draw(st.lists(rows(), max_size=3))),
    )


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Draw a side row: a lower limit, an upper limit, or both."""
    low = draw(st.integers(-10, 12))
    high = draw(st.integers(low, 40))
    sides = draw(st.sampled_from([(low, high), (low, NO_LIMIT), (-NO_LIMIT, high), (low, low)]))
    return Row(draw(st.sampled_from(SUMS)), *sides)


def plans(problem: Partition) -> Iterator[tuple[int, ...]]:
    """Yield every choice that the problem accepts."""
    sets = [
        frozenset(problem.members.indices[a:b].tolist())
        for a, b in zip(problem.members.indptr[:-1], problem.members.indptr[1:], strict=True)
    ]

    def extend(covered: frozenset[int], chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(covered) == problem.parts:
            yield chosen
            return
        part = min(set(range(problem.parts)) - covered)
        for k, inside in enumerate(sets):
            if part in inside and not inside & covered:
                yield from extend(covered | inside, (*chosen, k))

    values = [(row, problem.evaluate(row.sum)) for row in problem.rows]
    for chosen in extend(frozenset(), ()):
        if all(row.low <= sum(int(v[k]) for k in chosen) <= row.high for row, v in values):
            yield chosen


def best_cost(problem: Partition, objective: Sum = COST) -> int | None:
    """Return the least cost of a plan, or None when there is none."""
    cost = problem.evaluate(objective)
    return min((sum(int(cost[k]) for k in chosen) for chosen in plans(problem)), default=None)
