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
HECTARES_PER_KM2 = 100
METRES_PER_KM = 1000
SQUARE_METRES_PER_HECTARE = 10_000
SECONDS_PER_MINUTE = 60


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
