"""Ties say the same of counts by county as their side rows say of columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.merge.sums import Sum
from models.merge.ties import Tie
from tests.partitions import partition_of

SMALL = st.integers(-3, 3)


@given(
    st.sets(st.integers(0, 2), min_size=1),
    SMALL,
    SMALL,
    st.integers(-9, 9),
    st.integers(-9, 9),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=8),
)
def test_holds_equals_the_row(
    counties: set[int],
    per_unit: int,
    per_urban: int,
    low: int,
    high: int,
    units: list[tuple[int, int]],
) -> None:
    """Units (county, urban) in a row, or counted by county."""
    tie = Tie("x", frozenset(counties), per_unit, per_urban, low, high)
    urban = [u for _, u in units]
    columns = partition_of([{0} for _ in units], 1, urban, [0] * len(units))
    columns = replace(columns, county=np.array([c for c, _ in units]))
    row = tie.row()
    by_row = row.low <= int(columns.evaluate(row.sum).sum()) <= row.high
    counts = {
        c: (sum(d == c for d, _ in units), sum(u for d, u in units if d == c)) for c in range(3)
    }
    assert tie.holds(counts) == by_row


def test_row_names_its_counties() -> None:
    """What is not added up does not count."""
    tie = Tie("P2.count", frozenset([1]), per_unit=1, low=2)
    assert tie.row().sum == Sum(1, 0, (), frozenset([1]))
    assert tie.holds({0: (0, 0), 1: (2, 0)})
    assert not tie.holds({0: (9, 9), 1: (1, 0)})
