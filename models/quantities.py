"""Whole units of account: persons, hectares (0.01 km2), metres, seconds.

Every figure is rounded once, half up, when it is read; every rule and every
objective is defined on the rounded figures. Limits are never rounded to the
nearest unit: an upper limit is rounded down and a lower limit up, which is
exact, because the quantities that they bound are whole numbers.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

NO_LIMIT = 2**62
"""Stands for no limit: beyond every sum, and twice it still fits 64 bits."""
HECTARES_PER_KM2 = 100
METRES_PER_KM = 1000
"""Metres in a kilometre."""
SQUARE_METRES_PER_HECTARE = 10_000
"""Square metres in a hectare."""
SECONDS_PER_MINUTE = 60
"""Seconds in a minute."""


def _scaled(value: float | str | Decimal, factor: int, rounding: str) -> int:
    exact = Decimal(str(value)) * factor
    return int(exact.to_integral_value(rounding=rounding))


def nearest(value: float | str | Decimal, factor: int = 1) -> int:
    """Return `value` x `factor` rounded half up to a whole number."""
    return _scaled(value, factor, ROUND_HALF_UP)


def at_most(limit: float | None, factor: int = 1) -> int:
    """Return the largest whole number that keeps an upper limit."""
    return NO_LIMIT if limit is None else _scaled(limit, factor, ROUND_FLOOR)


def at_least(limit: float | None, factor: int = 1) -> int:
    """Return the smallest whole number that keeps a lower limit."""
    return 0 if limit is None else _scaled(limit, factor, ROUND_CEILING)


def fraction(value: float) -> Fraction:
    """Return the decimal number that the user wrote, exactly."""
    return Fraction(str(value))


def neighbours(value: Fraction, largest: int) -> tuple[Fraction, Fraction]:
    """Return the nearest fractions (at most, at least) `value` of small denominators.

    Parameters
    ----------
    value
        Not negative.
    largest
        The largest denominator, at least 1.

    Notes
    -----
    Both are neighbours in the Farey sequence of order `largest`: no fraction of such a
    denominator lies between them. So for whole n and 0 < d <= largest, n / d >= value is
    the same as n / d >= the upper one, and n / d <= value as n / d <= the lower one. They
    are the last two convergents, or one and a semiconvergent, of the continued fraction.
    """
    if value.denominator <= largest:
        return value, value
    before, last = (0, 1), (1, 0)
    rest = (value.numerator, value.denominator)
    while True:
        whole = rest[0] // rest[1]
        denominator = before[1] + whole * last[1]
        if denominator > largest:
            break
        before, last = last, (before[0] + whole * last[0], denominator)
        rest = (rest[1], rest[0] - whole * rest[1])
    steps = (largest - before[1]) // last[1]
    semi = Fraction(before[0] + steps * last[0], before[1] + steps * last[1])
    convergent = Fraction(*last)
    return min(semi, convergent), max(semi, convergent)


def allowance(value: int, tolerance: Fraction) -> int:
    """Return by how many whole units later stages may worsen `value`.

    Parameters
    ----------
    value
        What the stage reached, in the objective's unit.
    tolerance
        Relative; rounded down to whole units.
    """
    return int(abs(value) * tolerance)
