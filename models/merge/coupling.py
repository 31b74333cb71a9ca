"""Ties: rules over several units, linear in the units and urban units of counties."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.merge.expressions import LinearExpression, Row
from models.quantities import NO_LIMIT


@dataclass(frozen=True)
class CouplingConstraint:
    """`low <= sum over counties of (per_unit * n + per_urban * t + costs) <= high`.

    n is the number of units of a county after the plan, t the number of towns
    and subdistricts among them.

    Attributes
    ----------
    clause
        The rule that asks for it.
    counties
        Positions of the counties that it adds up.
    per_cost
        Weights of objectives' costs by name, whether they are objectives of the
        scenario or not.
    of_city
        Whether it is asked of the whole territory, also where that is a single county.
    """

    clause: str
    counties: frozenset[int]
    per_unit: int
    per_urban: int = 0
    per_cost: tuple[tuple[str, int], ...] = ()
    low: int = -NO_LIMIT
    high: int = NO_LIMIT
    of_city: bool = field(default=False, compare=False, repr=False)

    def row(self) -> Row:
        """Return the tie as a side row."""
        total = LinearExpression(self.per_unit, self.per_urban, self.per_cost, self.counties)
        return Row(total, self.low, self.high)

    @property
    def counts_units(self) -> bool:
        """Whether it bounds a number of units and nothing else."""
        return not self.per_urban and not self.per_cost

    def holds(self, total: int) -> bool:
        """Return whether a sum keeps the tie."""
        return self.low <= total <= self.high
