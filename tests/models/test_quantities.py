"""Whole units of account: rounding of figures, limits, and tolerances."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.quantities import NO_LIMIT, allowance, at_least, at_most, fraction, nearest

LIMITS = st.decimals(0, 10**9, places=4)


@pytest.mark.parametrize(
    ("value", "factor", "whole"),
    [(1.005, 100, 101), ("1.005", 100, 101), (2.5, 1, 3), (0.0004999, 1000, 0), (3, 100, 300)],
)
def test_figures_are_rounded_half_up_as_written(
    value: float | str, factor: int, whole: int
) -> None:
    """In decimals: 1.005 km2 are 101 hectares although the binary number lies below."""
    assert nearest(value, factor) == whole


@given(LIMITS, st.sampled_from([1, 60, 100, 1000]))
def test_limits_are_exact(limit: Decimal, factor: int) -> None:
    """A whole quantity keeps the whole limit if and only if it keeps the limit itself."""
    exact = Fraction(limit) * factor
    most, least = at_most(float(limit), factor), at_least(float(limit), factor)
    assert most <= exact < most + 1
    assert least - 1 < exact <= least


def test_no_limit() -> None:
    """None is no limit at all."""
    assert (at_most(None, 100), at_least(None, 100)) == (NO_LIMIT, 0)


def test_fraction_is_what_was_written() -> None:
    """0.1 is a tenth and not the nearest binary number."""
    assert fraction(0.1) == Fraction(1, 10)


@pytest.mark.parametrize(
    ("value", "tolerance", "spare"), [(100, 0.02, 2), (149, 0.02, 2), (2, 0.49, 0), (50, 1.5, 75)]
)
def test_allowance_is_rounded_down(value: int, tolerance: float, spare: int) -> None:
    """To whole units."""
    assert allowance(value, fraction(tolerance)) == spare


def test_allowance_is_exact() -> None:
    """0.07 of 100 is 7; in binary numbers it would be 7.000000000000001, and 0.29 of 100 28.99."""
    assert allowance(100, fraction(0.07)) == 7
    assert allowance(100, fraction(0.29)) == 29
