"""The territory before the plan: counties, townships, villages, contiguity, travel.

Villages are the smallest parts that a plan moves, so they are kept as arrays;
a village, a township and a county are known by their position in these arrays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from models.borders import BordersSource
from models.facilities import Facility
from models.geodesy import Earth
from models.kinds import Kind
from models.quantities import NO_LIMIT, IntArray
from models.travel import Travel, straight

Measure = Callable[[IntArray, IntArray], IntArray]


@dataclass(frozen=True, slots=True)
class County:
    """A county, or a district when `is_district`.

    Attributes
    ----------
    subdistricts
        Whether it may have 街道 although it is no district: a city without districts.
    """

    code: str
    name: str
    is_district: bool
    subdistricts: bool = False

    @property
    def has_subdistricts(self) -> bool:
        """Whether a unit may become a 街道 here (P4.kind.street)."""
        return self.is_district or self.subdistricts


@dataclass(frozen=True, slots=True)
class Township:
    """A unit before the plan; `county` and `seat` are positions in the territory.

    Attributes
    ----------
    new
        Whether it was none before: it stands for a village that may become a seat
        (`models.seats`), and no village belongs to it.
    """

    code: str
    name: str
    kind: Kind
    county: int
    seat: int
    terrain: str = ""
    flags: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict)
    new: bool = False


@dataclass(frozen=True)
class Villages:
    """Villages as columns of equal length.

    Attributes
    ----------
    township
        Position of the township before the plan.
    population
        Persons.
    area_ha
        Hectares (0.01 km2).
    lon, lat
        Degrees; NaN where unknown.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    township: IntArray
    population: IntArray
    area_ha: IntArray
    lon: np.ndarray[tuple[int], np.dtype[np.float64]]
    lat: np.ndarray[tuple[int], np.dtype[np.float64]]
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of villages."""
        return len(self.codes)


@dataclass(frozen=True)
class Territory:
    """Everything about the ground that a plan is made on.

    Attributes
    ----------
    pairs
        Contiguous pairs of villages, shape (pairs, 2), links included.
    exclaves
        (township, village): the village's piece counts as joined to the township's seat,
        in the unit that keeps this seat and in no other; shape (links, 2).
    travel
        Distances from villages to seats.
    flags
        Names of the flag columns of townships, also those that no township has set.
    estimated
        What of the data is estimated, in words; empty when nothing is said to be.
    facilities
        Hospitals, schools and others.
    barriers
        Pairs of villages between which a ridge, a river or an expressway runs, shape (pairs, 2).
    affinity
        Weight of the ties between two townships (positions, the lower first).
    any_seat
        Whether any village may be a seat: then each has a township, those that are
        `new` after all others, and units are named by the codes of their seats.
    earth
        What the Earth is taken for where straight lines are measured.
    borders
        Where the villages' polygons are read when they are drawn; None when there are none.
    left_out
        Codes of the townships and villages of counties that are left out (`models.part`).
    """

    counties: tuple[County, ...]
    townships: tuple[Township, ...]
    villages: Villages
    pairs: IntArray
    travel: Travel
    flags: frozenset[str] = frozenset()
    estimated: str = ""
    facilities: tuple[Facility, ...] = ()
    barriers: IntArray = field(default_factory=lambda: np.empty((0, 2), dtype=np.int64))
    affinity: Mapping[tuple[int, int], int] = field(default_factory=dict)
    any_seat: bool = False
    earth: Earth = "sphere"
    borders: BordersSource | None = None
    exclaves: IntArray = field(default_factory=lambda: np.empty((0, 2), dtype=np.int64))
    left_out: frozenset[str] = frozenset()

    @cached_property
    def township_level(self) -> bool:
        """Whether each township is a single village: distances within it are not known then."""
        return len(self.villages) == len(set(self.villages.township.tolist())) > 1

    @cached_property
    def former(self) -> Territory:
        """The territory as it was before the plan: without townships that are `new`."""
        if not self.any_seat:
            return self
        known = tuple(t for t in self.townships if not t.new)
        return replace(self, townships=known, any_seat=False)

    @cached_property
    def unit_codes(self) -> tuple[str, ...]:
        """Code of the unit that keeps each township's seat."""
        if self.any_seat:
            return tuple(self.villages.codes[t.seat] for t in self.townships)
        return tuple(t.code for t in self.townships)

    @cached_property
    def units_by_code(self) -> Mapping[str, int]:
        """Township whose seat a unit keeps, by the unit's code, or by the township's own."""
        own = {code: i for i, code in enumerate(self.unit_codes)}
        return {**self.township_codes, **own}

    @cached_property
    def adjacency(self) -> csr_array:
        """Symmetric village contiguity matrix, shape (villages, villages)."""
        n, (a, b) = len(self.villages), self.pairs.T
        ones = np.ones(2 * len(a), dtype=np.int8)
        both = (np.concatenate([a, b]), np.concatenate([b, a]))
        return csr_array((ones, both), shape=(n, n))

    def without(self, barriers: IntArray) -> csr_array:
        """Return the contiguity matrix without some pairs."""
        if not len(barriers):
            return self.adjacency
        a, b = barriers.T
        ones = np.ones(2 * len(a), dtype=np.int8)
        ends = (np.concatenate([a, b]), np.concatenate([b, a]))
        blocked = csr_array((ones, ends), shape=self.adjacency.shape) > 0
        out = csr_array(self.adjacency - self.adjacency.multiply(blocked))
        out.eliminate_zeros()
        return out

    @cached_property
    def county_of_township(self) -> IntArray:
        """County of each township."""
        return np.array([t.county for t in self.townships], dtype=np.int64)

    @cached_property
    def seats(self) -> IntArray:
        """Seat village of each township."""
        return np.array([t.seat for t in self.townships], dtype=np.int64)

    @cached_property
    def urban(self) -> IntArray:
        """1 for towns and subdistricts, 0 for townships (乡)."""
        return np.array([t.kind.urban for t in self.townships], dtype=np.int64)

    @cached_property
    def township_codes(self) -> Mapping[str, int]:
        """Position of each township by code, those that are `new` left out."""
        return {t.code: i for i, t in enumerate(self.townships) if not t.new}

    @cached_property
    def village_codes(self) -> Mapping[str, int]:
        """Position of each village by code."""
        return {code: i for i, code in enumerate(self.villages.codes)}

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Name of each township, with its code where others of its county have the name."""
        names = Counter((t.county, t.name) for t in self.townships)
        return tuple(
            t.name if names[t.county, t.name] == 1 else f"{t.name} ({t.code})"
            for t in self.townships
        )

    @cached_property
    def county_codes(self) -> Mapping[str, int]:
        """Position of each county by code."""
        return {c.code: i for i, c in enumerate(self.counties)}

    @cached_property
    def _townships_by_county(self) -> tuple[IntArray, ...]:
        return _groups(self.county_of_township, len(self.counties))

    @cached_property
    def _villages_by_county(self) -> tuple[IntArray, ...]:
        return _groups(self.county_of_township[self.villages.township], len(self.counties))

    def townships_in(self, county: int) -> IntArray:
        """Return the townships of a county."""
        return self._townships_by_county[county]

    def villages_in(self, county: int) -> IntArray:
        """Return the villages of a county."""
        return self._villages_by_county[county]

    @cached_property
    def _pairs_by_county(self) -> tuple[IntArray, ...]:
        return self._inside(self.pairs)

    @cached_property
    def _barriers_by_county(self) -> tuple[IntArray, ...]:
        return self._inside(self.barriers)

    def _inside(self, pairs: IntArray) -> tuple[IntArray, ...]:
        """Return the pairs that lie in each county with both ends."""
        county = self.county_of_township[self.villages.township[pairs]]
        inner = pairs[county[:, 0] == county[:, 1]]
        of_pair = county[county[:, 0] == county[:, 1], 0]
        return tuple(inner[group] for group in _groups(of_pair, len(self.counties)))

    def pairs_in(self, county: int) -> IntArray:
        """Return the contiguous pairs of villages of a county, shape (pairs, 2)."""
        return self._pairs_by_county[county]

    def exclaves_in(self, county: int) -> IntArray:
        """Return (seat of the county, village) of each link of an exclave, shape (links, 2)."""
        townships = self.townships_in(county)
        inside = self.exclaves[np.isin(self.exclaves[:, 0], townships)]
        return np.stack([np.searchsorted(townships, inside[:, 0]), inside[:, 1]], axis=1)

    def barriers_in(self, county: int) -> IntArray:
        """Return the pairs with a barrier between villages of a county, shape (pairs, 2)."""
        return self._barriers_by_county[county]

    @property
    def strongest(self) -> int:
        """The largest weight of a tie between townships; 0 where there are none."""
        return max(self.affinity.values(), default=0)

    def metres_in(self, county: int) -> IntArray:
        """Return distances of a county's villages to its seats, computed once.

        Returns
        -------
        IntArray
            Metres, shape (villages_in(county), townships_in(county)); `NO_LIMIT`
            where there is no way.
        """
        return self._in_county(county, self.travel.metres)

    def seconds_in(self, county: int) -> IntArray:
        """Return times of a county's villages to its seats, computed once; like `metres_in`."""
        return self._in_county(county, self.travel.seconds)

    def straight_in(self, county: int) -> IntArray:
        """Return straight-line metres of a county's villages to its seats; like `metres_in`."""
        return self._in_county(county, self.straight)

    def straight(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return straight-line metres between villages, shape (villages, seats)."""
        return straight(self.villages.lon, self.villages.lat, villages, seats, self.earth)

    @cached_property
    def _measured(self) -> dict[tuple[str, int], IntArray]:
        return {}

    def _in_county(self, county: int, measure: Measure) -> IntArray:
        key = (measure.__name__, county)
        if key not in self._measured:
            seats = self.seats[self.townships_in(county)]
            self._measured[key] = measure(self.villages_in(county), seats)
        return self._measured[key]

    def metres_to_seat(self, unit: IntArray) -> IntArray:
        """Return the distance of each village to the seat of a township.

        Parameters
        ----------
        unit
            Township for each village, shape (villages,); -1 for none.

        Returns
        -------
        IntArray
            Metres, shape (villages,); `NO_LIMIT` where there is no way or no township.
        """
        return self._to_seat(unit, self.travel.metres)

    def seconds_to_seat(self, unit: IntArray) -> IntArray:
        """Return the time of each village to the seat of a township; like `metres_to_seat`."""
        return self._to_seat(unit, self.travel.seconds)

    def straight_to_seat(self, unit: IntArray) -> IntArray:
        """Return straight-line metres to the seat of a township; like `metres_to_seat`."""
        return self._to_seat(unit, self.straight)

    def _to_seat(self, unit: IntArray, measure: Measure) -> IntArray:
        found = np.full(len(unit), NO_LIMIT, dtype=np.int64)
        for county in range(len(self.counties)):
            villages, townships = self.villages_in(county), self.townships_in(county)
            column = np.minimum(np.searchsorted(townships, unit[villages]), len(townships) - 1)
            here = townships[column] == unit[villages]
            found[villages[here]] = self._in_county(county, measure)[here, column[here]]
        home = self.county_of_township[self.villages.township]
        for village in np.nonzero((unit >= 0) & (self.county_of_township[unit] != home))[0]:
            found[village] = measure(np.array([village]), self.seats[unit[[village]]])[0, 0]
        return found

    def urban_share_counts(self, counties: IntArray) -> tuple[int, int]:
        """Return (towns + subdistricts, units) of some counties before the plan."""
        inside = np.isin(self.former.county_of_township, counties)
        return int(self.former.urban[inside].sum()), int(inside.sum())


def _groups(labels: IntArray, count: int) -> tuple[IntArray, ...]:
    order = np.argsort(labels, kind="stable")
    ends = np.cumsum(np.bincount(labels, minlength=count))
    return tuple(np.split(order, ends[:-1]))
