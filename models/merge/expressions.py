"""Sums over the columns of a plan, and bounds on them."""

from __future__ import annotations

from dataclasses import dataclass

from models.quantities import NO_LIMIT


@dataclass(frozen=True)
class LinearExpression:
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


UNITS = LinearExpression(per_unit=1)
URBAN = LinearExpression(per_urban=1)
RURAL = LinearExpression(per_unit=1, per_urban=-1)


def cost_of(name: str) -> LinearExpression:
    """Return the sum that is an objective's value."""
    return LinearExpression(per_cost=((name, 1),))


def negated(sum_: LinearExpression) -> LinearExpression:
    """Return the sum times -1."""
    costs = tuple((name, -weight) for name, weight in sum_.per_cost)
    return LinearExpression(-sum_.per_unit, -sum_.per_urban, costs, sum_.counties)


@dataclass(frozen=True)
class Row:
    """A side row: low <= sum <= high."""

    sum: LinearExpression
    low: int = -NO_LIMIT
    high: int = NO_LIMIT
