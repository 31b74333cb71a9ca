"""Fractions of small denominators that say the same of whole sums."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.quantities import neighbours

RATIOS = st.fractions(min_value=0, max_value=50, max_denominator=10**16)


@given(RATIOS, st.integers(1, 60))
def test_no_fraction_lies_between(value: Fraction, largest: int):
    lower, upper = neighbours(value, largest)
    assert lower <= value <= upper
    assert max(lower.denominator, upper.denominator) <= largest
    for d in range(1, largest + 1):
        below = Fraction(value.numerator * d // value.denominator, d)
        assert below <= lower
        assert (below if below == value else below + Fraction(1, d)) >= upper


def test_what_is_small_already_stays():
    assert neighbours(Fraction(2, 3), 3) == (Fraction(2, 3), Fraction(2, 3))
    assert neighbours(Fraction(2, 3), 2) == (Fraction(1, 2), Fraction(1))
