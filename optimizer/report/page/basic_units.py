"""Basic units: villages of one township that no plan of the page takes apart.

In mode `whole` pieces are townships. Plans are written by pieces, so that the page can colour
them and add them up before it has looked at a single village.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.plan import Plan
from models.quantities import NO_LIMIT, IntArray
from models.territory import Territory


@dataclass(frozen=True)
class BasicUnits:
    """The pieces of some plans.

    Attributes
    ----------
    of_village
        Piece of each village.
    first
        A village of each piece.
    pairs
        (piece, unit) that some plan has, shape (pairs, 2).
    """

    territory: Territory
    of_village: IntArray
    first: IntArray
    pairs: IntArray

    @classmethod
    def of(cls, territory: Territory, plans: Sequence[Plan]) -> BasicUnits:
        """Return the pieces of some plans, in the order of counties, townships and villages."""
        home = territory.villages.township
        county = territory.county_of_township[home]
        units = np.stack([county, home, *(plan.unit for plan in plans)], axis=1)
        _, first, of_village = np.unique(units, axis=0, return_index=True, return_inverse=True)
        of_village = of_village.ravel().astype(np.int64)
        held = np.stack([home[first], *(plan.unit[first] for plan in plans)])
        piece = np.tile(np.arange(len(first)), len(held))
        pairs = np.unique(np.stack([piece, held.ravel()], axis=1), axis=0)
        return cls(territory, of_village, first, pairs)

    def __len__(self) -> int:
        """Return the number of pieces."""
        return len(self.first)

    @property
    def home(self) -> IntArray:
        """Township of each piece before the plan."""
        return self.territory.villages.township[self.first]

    @property
    def county(self) -> IntArray:
        """County of each piece."""
        return self.territory.county_of_township[self.home]

    def units(self, plan: Plan) -> IntArray:
        """Return the unit of each piece under a plan."""
        return plan.unit[self.first]

    def add_up(self, of_villages: IntArray) -> IntArray:
        """Return the sum of a village figure in each piece."""
        total = np.zeros(len(self), dtype=np.int64)
        np.add.at(total, self.of_village, of_villages)
        return total

    @cached_property
    def villages(self) -> tuple[IntArray, ...]:
        """The villages of each piece."""
        order = np.argsort(self.of_village, kind="stable")
        ends = np.cumsum(np.bincount(self.of_village, minlength=len(self)))
        return tuple(np.split(order, ends[:-1]))

    @cached_property
    def metres(self) -> dict[tuple[int, int], IntArray]:
        """Metres of each village of a piece to the seat of a unit that some plan has it in."""
        found: dict[tuple[int, int], IntArray] = {}
        territory = self.territory
        for county in range(len(territory.counties)):
            table, rows = territory.metres_in(county), territory.villages_in(county)
            columns = territory.townships_in(county)
            for piece, unit in self.pairs[self.county[self.pairs[:, 0]] == county].tolist():
                column = int(np.searchsorted(columns, unit))
                if column < len(columns) and columns[column] == unit:
                    at = np.searchsorted(rows, self.villages[piece])
                    found[piece, unit] = table[at, column]
        return found

    def ways(self) -> dict[str, list[int]]:
        """Return worst metres and person-metres by `piece,unit`; -1 where a way is not known."""
        people, told = self.territory.villages.population, {}
        for (piece, unit), metres in self.metres.items():
            known = bool((metres < NO_LIMIT).all())
            worst = int(metres.max(initial=0)) if known else -1
            person = int(people[self.villages[piece]] @ metres) if known else -1
            told[f"{piece},{unit}"] = [worst, person]
        return told
