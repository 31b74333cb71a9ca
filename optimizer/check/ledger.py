"""The sums that checks need, recomputed from the plan alone.

Nothing here comes from a solver: areas, people and distances are added up again
from the territory and from the unit of each village.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.plan import Plan
from models.quantities import IntArray
from models.territory import Territory


@dataclass(frozen=True)
class Ledger:
    """A plan's sums by unit; a village that the plan leaves out has unit -1.

    A unit is known by the township whose seat it keeps; arrays by unit have one
    entry for each township and are zero where its seat is not kept.
    """

    plan: Plan
    mode: str

    @property
    def territory(self) -> Territory:
        """The ground."""
        return self.plan.territory

    @property
    def unit(self) -> IntArray:
        """Unit of each village."""
        return self.plan.unit

    @cached_property
    def placed(self) -> IntArray:
        """The villages that the plan places."""
        return np.nonzero(self.unit >= 0)[0]

    @cached_property
    def kept(self) -> IntArray:
        """The units of the plan."""
        return np.unique(self.unit[self.placed])

    def add_up(self, of_villages: IntArray) -> IntArray:
        """Return the sum of a village figure in each unit."""
        total = np.zeros(len(self.territory.townships), dtype=np.int64)
        np.add.at(total, self.unit[self.placed], of_villages[self.placed])
        return total

    @cached_property
    def area_ha(self) -> IntArray:
        """Area of each unit, hectares."""
        return self.add_up(self.territory.villages.area_ha)

    @cached_property
    def population(self) -> IntArray:
        """People of each unit."""
        return self.add_up(self.territory.villages.population)

    @cached_property
    def moved(self) -> IntArray:
        """The villages whose unit is not their township's."""
        changed: IntArray = self.placed[self.unit[self.placed] != self.origin[self.placed]]
        return changed

    @property
    def origin(self) -> IntArray:
        """Township of each village before the plan."""
        return self.territory.villages.township

    @cached_property
    def grown(self) -> IntArray:
        """Units with a village from outside the township whose seat they keep."""
        grown: IntArray = np.unique(self.unit[self.moved])
        return grown

    @cached_property
    def metres(self) -> IntArray:
        """Distance of each village to the seat of its unit; `NO_LIMIT` if unknown."""
        return self.territory.metres_to_seat(self.unit)

    @cached_property
    def metres_before(self) -> IntArray:
        """Distance of each village to the seat of its township before the plan."""
        return self.territory.metres_to_seat(self.origin)

    @cached_property
    def seconds(self) -> IntArray:
        """Time of each village to the seat of its unit; `NO_LIMIT` if unknown."""
        return self.territory.seconds_to_seat(self.unit)

    @cached_property
    def converted(self) -> list[int]:
        """The units of the plan whose kind is not that of their township."""
        kept = set(self.kept.tolist())
        return sorted(unit for unit in self.plan.conversions if unit in kept)

    def urban(self, units: IntArray) -> int:
        """Return how many of some units are towns or subdistricts after the plan."""
        return sum(self.plan.kind(int(unit)).urban for unit in units)

    def name(self, township: int) -> str:
        """Return name and code of a unit."""
        found = self.territory.townships[township]
        return f"{found.name} ({found.code})"

    def village(self, village: int) -> str:
        """Return name and code of a village."""
        villages = self.territory.villages
        return f"{villages.names[village]} ({villages.codes[village]})"
