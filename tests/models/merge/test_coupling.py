"""Ties: a sum over the units of some counties within bounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import LinearExpression
from tests.partitions import partition_of

SMALL = st.integers(-3, 3)


@given(
    st.sets(st.integers(0, 2), min_size=1),
    SMALL,
    SMALL,
    SMALL,
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), SMALL), min_size=1, max_size=8),
)
def test_the_row_adds_up_the_counties_units(
    counties: set[int], unit: int, urban: int, km: int, units: list[tuple[int, int, int]]
) -> None:
    """Units are (county, urban, travel); those of other counties do not count."""
    tie = CouplingConstraint("x", frozenset(counties), unit, urban, (("travel", km),))
    columns = partition_of(
        [{0} for _ in units], 1, [u for _, u, _ in units], [t for *_, t in units]
    )
    columns = replace(columns, county=np.array([c for c, *_ in units]))
    by_hand = sum(unit + urban * u + km * t for c, u, t in units if c in counties)
    assert int(columns.evaluate(tie.row().sum).sum()) == by_hand


@pytest.mark.parametrize(("total", "holds"), [(1, False), (2, True), (5, True), (6, False)])
def test_bounds_are_kept_with_equality(total: int, holds: bool) -> None:
    """At least 2, at most 5; the row has the same bounds."""
    tie = CouplingConstraint("P2.count", frozenset([1]), per_unit=1, low=2, high=5)
    assert tie.holds(total) is holds
    assert (tie.row().low, tie.row().high) == (2, 5)
    assert tie.row().sum == LinearExpression(1, 0, (), frozenset([1]))


def test_counts_units() -> None:
    """Only a tie on units alone does."""
    assert CouplingConstraint("x", frozenset([0]), 1).counts_units
    assert not CouplingConstraint("x", frozenset([0]), 1, 1).counts_units
    assert not CouplingConstraint("x", frozenset([0]), 0, 0, (("travel", 1),)).counts_units
