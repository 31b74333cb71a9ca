"""Ties: rules over several units, linear in the units and urban units of counties."""

from __future__ import annotations

from dataclasses import dataclass

from models.merge.sums import Row, Sum
from models.quantities import NO_LIMIT


@dataclass(frozen=True)
class Tie:
    """`low <= sum over counties of (per_unit * n + per_urban * t) <= high`.

    n is the number of units of a county after the plan, t the number of towns
    and subdistricts among them.

    Attributes
    ----------
    clause
        The rule that asks for it.
    counties
        Positions of the counties that it adds up.
    """

    clause: str
    counties: frozenset[int]
    per_unit: int
    per_urban: int = 0
    low: int = -NO_LIMIT
    high: int = NO_LIMIT

    def row(self) -> Row:
        """Return the tie as a side row."""
        return Row(Sum(self.per_unit, self.per_urban, (), self.counties), self.low, self.high)

    def holds(self, counts: dict[int, tuple[int, int]]) -> bool:
        """Return whether (units, urban units) by county keep the tie."""
        total = sum(
            self.per_unit * counts[c][0] + self.per_urban * counts[c][1] for c in self.counties
        )
        return self.low <= total <= self.high
