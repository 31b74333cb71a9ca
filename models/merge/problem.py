"""One county's merge problem: parts are assigned to seats.

A part is what a mode moves as one piece: a township in mode `whole`, a village
in the village modes. Rules speak of villages and seats; the problem translates
them to parts, so a rule is written once for every mode. With x[p, s] = 1 when
part p is in the unit that keeps seat s, the problem holds

- `allowed[p, s]`: whether x[p, s] may be 1,
- `limits`: low[s] <= sum_p weight[p] x[p, s] <= high[s],
- `together`, `apart`: parts that share a unit, or must not.

Rules over several units are ties (`models.merge.ties`).

Where `transfers` is a number T (mode `split`), a township whose seat is kept may
lose at most T of its parts to other seats: with T = 0 a part leaves its own
township only if that is dissolved.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from models.quantities import NO_LIMIT, BoolArray, IntArray
from models.territory import Territory


@dataclass(frozen=True)
class Limit:
    """Bounds on the sum of `weight` over the parts of a unit.

    Attributes
    ----------
    weight
        What each part adds, whole units, not negative.
    low, high
        Bounds by the seat that the unit keeps.
    grown_only
        Whether units without a part from outside their seat's township are exempt.
    """

    weight: IntArray
    low: IntArray
    high: IntArray
    grown_only: bool = False


@dataclass
class Problem:
    """The assignment problem of one county; `restrict` of each rule adds to it.

    Attributes
    ----------
    villages
        The county's villages (positions in the territory).
    townships
        The county's townships: seat s is the seat of `townships[s]`.
    part
        Part of each village.
    home
        Seat of the township that each part belongs to before the plan.
    metres
        Distance of each village to each seat.
    transfers
        The most parts that a township may lose while its seat is kept; None for
        no limit.
    """

    territory: Territory
    county: int
    villages: IntArray
    townships: IntArray
    part: IntArray
    home: IntArray
    metres: IntArray
    allowed: BoolArray
    limits: list[Limit] = field(default_factory=list)
    together: list[IntArray] = field(default_factory=list)
    apart: list[tuple[IntArray, IntArray]] = field(default_factory=list)
    transfers: int | None = None

    @property
    def parts(self) -> int:
        """Number of parts."""
        return len(self.home)

    @property
    def home_of_village(self) -> IntArray:
        """Seat of each village before the plan."""
        return self.home[self.part]

    @property
    def population(self) -> IntArray:
        """Persons of each village."""
        return self.territory.villages.population[self.villages]

    @property
    def area_ha(self) -> IntArray:
        """Hectares of each village."""
        return self.territory.villages.area_ha[self.villages]

    def by_part(self, of_villages: IntArray) -> IntArray:
        """Add up village figures (rows) over parts."""
        total = np.zeros((self.parts, *of_villages.shape[1:]), dtype=np.int64)
        np.add.at(total, self.part, of_villages)
        return total

    def forbid(self, pairs: BoolArray) -> None:
        """Forbid village-seat pairs, shape (villages, seats)."""
        rows, seats = np.nonzero(pairs)
        self.allowed[self.part[rows], seats] = False

    def keep_together(self, *groups: IntArray) -> None:
        """Put all parts of some groups into one unit."""
        self.together.append(np.concatenate(groups))

    def parts_of(self, township: int) -> IntArray:
        """Return the parts of a township (position in the territory)."""
        of_villages = self.townships[self.home_of_village] == township
        return np.unique(self.part[of_villages])

    def seat_parts(self) -> IntArray:
        """Return the part that holds each seat."""
        position = {int(v): i for i, v in enumerate(self.villages)}
        seats = self.territory.seats[self.townships]
        return self.part[[position[int(v)] for v in seats]]

    def travel(self) -> IntArray:
        """Person-metres of each part to each seat; 0 where there is no way."""
        return self.by_part(self.population[:, None] * np.where(self.reachable, self.metres, 0))

    def moved(self) -> IntArray:
        """Persons of each part whose unit changes when it goes to each seat."""
        people = np.repeat(self.by_part(self.population)[:, None], len(self.townships), axis=1)
        people[np.arange(self.parts), self.home] = 0
        return people

    @property
    def reachable(self) -> BoolArray:
        """Village-seat pairs with a way between them."""
        return self.metres < NO_LIMIT

    def adjacency(self) -> csr_array:
        """Contiguity of the parts, shape (parts, parts)."""
        inside = self.territory.adjacency[self.villages][:, self.villages].tocoo()
        a, b = self.part[inside.coords[0]], self.part[inside.coords[1]]
        ones = np.ones(np.count_nonzero(a != b), dtype=np.int64)
        shape = (self.parts, self.parts)
        return csr_array((ones, (a[a != b], b[a != b])), shape=shape)


def whole_problem(territory: Territory, county: int) -> Problem:
    """Return the problem in which a county's townships are merged whole."""
    townships = territory.townships_in(county)
    part = _home_of_villages(territory, county)
    return _unrestricted(territory, county, part, np.arange(len(townships)))


def village_problem(territory: Territory, county: int) -> Problem:
    """Return the problem in which each village of a county may go to any seat."""
    home = _home_of_villages(territory, county)
    return _unrestricted(territory, county, np.arange(len(home)), home)


def _home_of_villages(territory: Territory, county: int) -> IntArray:
    villages = territory.villages_in(county)
    home: IntArray = np.searchsorted(
        territory.townships_in(county), territory.villages.township[villages]
    )
    return home


def _unrestricted(territory: Territory, county: int, part: IntArray, home: IntArray) -> Problem:
    townships = territory.townships_in(county)
    villages = territory.villages_in(county)
    problem = Problem(
        territory=territory,
        county=county,
        villages=villages,
        townships=townships,
        part=part,
        home=home,
        metres=territory.metres_in(county),
        allowed=np.ones((len(home), len(townships)), dtype=bool),
    )
    problem.forbid(~problem.reachable)
    return problem
