"""One county's merge problem: parts are assigned to seats.

A part is what a mode moves as one piece: a township in mode `whole`, a village
in the village modes. Rules speak of villages and seats; the problem translates
them to parts, so a rule is written once for every mode. With x[p, s] = 1 when
part p is in the unit that keeps seat s, the problem holds

- `allowed[p, s]`: whether x[p, s] may be 1,
- `limits`: low[s] <= sum_p weight[p] x[p, s] <= high[s],
- `together`, `apart`: parts that share a unit, or must not.

A unit keeps a seat and takes an option: a kind that the unit may have there.
Without the rule `kinds` every seat has one option, the present kind, and options
are the same as seats. `x`, `allowed` and the costs of parts go by seat; limits
and the costs of opening go by option.

Rules over several units are ties (`models.merge.coupling`).

Where `transfers` is a number T (mode `split`), a township whose seat is kept may
lose at most T of its parts to other seats: with T = 0 a part leaves its own
township only if that is dissolved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from models.kinds import KINDS
from models.merge.fragments import Fragments
from models.quantities import NO_LIMIT, BoolArray, IntArray
from models.territory import Territory

if TYPE_CHECKING:
    from models.standards.ground import Ground


@dataclass(frozen=True)
class Limit:
    """Bounds on the sum of `weight` over the parts of a unit.

    Attributes
    ----------
    weight
        What each part adds, whole units; may be negative.
    low, high
        Bounds by the option that the unit takes; -`NO_LIMIT` and `NO_LIMIT` bind nothing.
    grown_only
        Whether units without a part from outside their seat's township are exempt.
    """

    weight: IntArray
    low: IntArray
    high: IntArray
    grown_only: bool = False

    @property
    def monotone(self) -> bool:
        """Whether a unit that passes `high` still does when parts are added."""
        return bool((self.weight >= 0).all())


@dataclass(frozen=True)
class Options:
    """The kinds that the units of a county may take, seat by seat.

    Several options of one seat and kind are alternative grounds for that kind.

    Attributes
    ----------
    seat
        Seat of each option, shape (options,).
    kind
        Kind after the plan, as a position in `models.kinds.KINDS`.
    converted
        1 where the kind is not that of the seat's township before the plan.
    grounds
        What of a standard each option rests on; None where it needs none.
    """

    seat: IntArray
    kind: IntArray
    converted: IntArray
    grounds: tuple[Ground | None, ...] = ()

    def __len__(self) -> int:
        """Return the number of options."""
        return len(self.seat)

    @property
    def urban(self) -> IntArray:
        """1 for towns and subdistricts."""
        return (self.kind > 0).astype(np.int64)


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
    pairs
        Contiguous pairs of villages of the county (positions in the territory).
    metres
        Distance of each village to each seat.
    barriers
        Pairs of villages of the county (positions in the territory) that do not
        count as contiguous.
    transfers
        The most parts that a township may lose while its seat is kept; None for
        no limit.
    links
        (seat, village of the territory): pieces of exclaves, joined to their seat in
        the unit that keeps it and in no other.
    """

    territory: Territory
    county: int
    villages: IntArray
    townships: IntArray
    part: IntArray
    home: IntArray
    pairs: IntArray
    metres: IntArray
    allowed: BoolArray
    options: Options
    limits: list[Limit] = field(default_factory=list)
    together: list[IntArray] = field(default_factory=list)
    apart: list[tuple[IntArray, IntArray]] = field(default_factory=list)
    barriers: IntArray = field(default_factory=lambda: np.empty((0, 2), dtype=np.int64))
    transfers: int | None = None
    links: IntArray = field(default_factory=lambda: np.empty((0, 2), dtype=np.int64))

    @property
    def parts(self) -> int:
        """Number of parts."""
        return len(self.home)

    @property
    def home_of_village(self) -> IntArray:
        """Seat of each village before the plan."""
        return self.home[self.part]

    @property
    def converted(self) -> IntArray:
        """Options whose kind is not that of their township before the plan."""
        return np.nonzero(self.options.converted)[0]

    def by_option(self, of_seats: IntArray) -> IntArray:
        """Return a figure of seats for each option."""
        return of_seats[self.options.seat]

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
        self.together.append(np.unique(np.concatenate(groups)))

    def parts_of(self, township: int) -> IntArray:
        """Return the parts of a township (position in the territory)."""
        of_villages = self.townships[self.home_of_village] == township
        return np.unique(self.part[of_villages])

    def parts_with(self, villages: IntArray) -> IntArray:
        """Return the parts that hold any of some villages (positions in the territory)."""
        return np.unique(self.part[np.isin(self.villages, villages)])

    def seat_parts(self) -> IntArray:
        """Return the part that holds each seat."""
        position = {int(v): i for i, v in enumerate(self.villages)}
        seats = self.territory.seats[self.townships]
        return self.part[[position[int(v)] for v in seats]]

    @property
    def metres_of_parts(self) -> IntArray:
        """Distance of the nearest village of each part to each seat, shape (parts, seats)."""
        least = np.full(self.allowed.shape, NO_LIMIT, dtype=np.int64)
        np.minimum.at(least, self.part, self.metres)
        return least

    def travel(self) -> IntArray:
        """Person-metres of each part to each seat; 0 where there is no way."""
        return self.by_part(self.population[:, None] * np.where(self.reachable, self.metres, 0))

    def moved(self) -> IntArray:
        """Persons of each part whose unit changes when it goes to each seat."""
        return self.leaving(self.population)

    def leaving(self, of_villages: IntArray) -> IntArray:
        """Return what of a village figure leaves its township, shape (parts, seats)."""
        total = np.repeat(self.by_part(of_villages)[:, None], len(self.townships), axis=1)
        total[np.arange(self.parts), self.home] = 0
        return total

    @property
    def reachable(self) -> BoolArray:
        """Village-seat pairs with a way between them."""
        return self.metres < NO_LIMIT

    def write(self, found: tuple[IntArray, IntArray], unit: IntArray, kind: IntArray) -> None:
        """Write a plan of the county into the arrays of a plan of the territory.

        Parameters
        ----------
        found
            Seat of each village's unit, and kind of each seat that is kept.
        unit
            Township of each village's unit.
        kind
            Kind after the plan of each township whose seat is kept (position in `KINDS`).
        """
        seat, kinds = found
        unit[self.villages] = self.townships[seat]
        kept = np.unique(seat)
        kind[self.townships[kept]] = kinds[kept]

    def adjacency(self) -> csr_array:
        """Contiguity of the parts, shape (parts, parts); links count as if they did everywhere.

        What is not connected by it is not connected in any unit.
        """
        return _graph(self._ends(linked=True), self.part, self.parts)

    def _ends(self, linked: bool) -> IntArray:
        """Return the pairs of villages (positions in the county) that count as contiguous."""
        pairs = _without(self.pairs, self.barriers)
        if linked and len(self.links):
            seats = self.territory.seats[self.townships[self.links[:, 0]]]
            pairs = np.concatenate([pairs, np.stack([seats, self.links[:, 1]], axis=1)])
        ends: IntArray = np.searchsorted(self.villages, pairs)
        return ends

    def fragments(self) -> Fragments:
        """Return the pieces that the parts are in."""
        ends, size = self._ends(linked=False), len(self.villages)
        of_village = self.part
        if len(self.links):
            own = ends[self.part[ends[:, 0]] == self.part[ends[:, 1]]]
            graph = _graph(own, np.arange(size), size)
            of_village = connected_components(graph, directed=False)[1].astype(np.int64)
        count = int(of_village.max(initial=-1)) + 1
        part = np.zeros(count, dtype=np.int64)
        part[of_village] = self.part
        root = of_village[np.searchsorted(self.villages, self.territory.seats[self.townships])]
        linked = of_village[np.searchsorted(self.villages, self.links[:, 1])]
        links = np.stack([self.links[:, 0], linked], axis=1)
        return Fragments(part, _graph(ends, of_village, count), root, links)


def _graph(ends: IntArray, node: IntArray, size: int) -> csr_array:
    """Return the graph of some nodes from pairs of villages in the county."""
    nodes = node[ends]
    a, b = nodes[nodes[:, 0] != nodes[:, 1]].T
    ones = np.ones(2 * len(a), dtype=np.int64)
    both = (np.concatenate([a, b]), np.concatenate([b, a]))
    return csr_array((ones, both), shape=(size, size))


def _without(pairs: IntArray, barriers: IntArray) -> IntArray:
    """Return the pairs that are none of some others, whichever end comes first."""
    if not len(barriers):
        return pairs
    size = int(max(pairs.max(initial=0), barriers.max())) + 1
    keys, blocked = (np.sort(x, axis=1) @ np.array([size, 1]) for x in (pairs, barriers))
    kept: IntArray = pairs[~np.isin(keys, blocked)]
    return kept


def present_options(territory: Territory, townships: IntArray) -> Options:
    """Return one option a seat: the kind that its township has before the plan."""
    kinds = [KINDS.index(territory.townships[t].kind) for t in townships]
    seats = np.arange(len(townships), dtype=np.int64)
    return Options(seats, np.array(kinds, dtype=np.int64), np.zeros_like(seats))


def whole_problem(territory: Territory, county: int) -> Problem:
    """Return the problem in which a county's townships are merged whole, seats being former."""
    territory = territory.former
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
        pairs=territory.pairs_in(county),
        metres=territory.metres_in(county),
        allowed=np.ones((len(home), len(townships)), dtype=bool),
        options=present_options(territory, townships),
        links=territory.exclaves_in(county),
    )
    problem.forbid(~problem.reachable)
    return problem
