"""Sums over the columns of a plan, and bounds on them."""

from __future__ import annotations

from dataclasses import dataclass

from models.quantities import NO_LIMIT


@dataclass(frozen=True)
class Sum:
    """per_unit * units + per_urban * urban units + sum of weight * cost by objective.

    Attributes
    ----------
    per_cost
        Weights of objectives by name.
    counties
        The counties that count; all of them when None.
    """

    per_unit: int = 0
    per_urban: int = 0
    per_cost: tuple[tuple[str, int], ...] = ()
    counties: frozenset[int] | None = None


UNITS = Sum(per_unit=1)
URBAN = Sum(per_urban=1)
RURAL = Sum(per_unit=1, per_urban=-1)


def cost_of(name: str) -> Sum:
    """Return the sum that is an objective's value."""
    return Sum(per_cost=((name, 1),))


def negated(sum_: Sum) -> Sum:
    """Return the sum times -1."""
    costs = tuple((name, -weight) for name, weight in sum_.per_cost)
    return Sum(-sum_.per_unit, -sum_.per_urban, costs, sum_.counties)


@dataclass(frozen=True)
class Row:
    """A side row: low <= sum <= high."""

    sum: Sum
    low: int = -NO_LIMIT
    high: int = NO_LIMIT
