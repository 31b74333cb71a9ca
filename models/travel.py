"""Distance and time from villages to seats, in whole metres and seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from models.geodesy import Earth, Floats, straight_m, whole
from models.graphs import compact
from models.quantities import NO_LIMIT, IntArray


class Travel(Protocol):
    """How far villages are from seats, and on what grounds that is known."""

    @property
    def basis(self) -> str:
        """Where the distances come from, in words for the reports."""

    @property
    def basis_zh(self) -> str:
        """The same in Chinese."""

    @property
    def has_time(self) -> bool:
        """Whether minutes are known."""

    @property
    def anywhere(self) -> bool:
        """Whether distances to other places than seats are known."""

    def metres(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return distances, shape (villages, seats); `NO_LIMIT` where there is no way."""

    def seconds(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return times, shape (villages, seats); `NO_LIMIT` where there is no way."""


def straight(
    lon: Floats, lat: Floats, villages: IntArray, seats: IntArray, on: Earth, detour: float = 1.0
) -> IntArray:
    """Return straight-line distances x detour in whole metres, rounded half up.

    Parameters
    ----------
    lon, lat
        Degrees of every village.
    on
        What the Earth is taken for.

    Returns
    -------
    IntArray
        Shape (villages, seats); `NO_LIMIT` where a coordinate is unknown.
    """
    return whole(straight_m(lon, lat, villages, seats, on) * detour)


def network(a: IntArray, b: IntArray, weight: IntArray, size: int) -> csr_array:
    """Return the symmetric road network; the shortest of parallel roads counts.

    Parameters
    ----------
    a, b
        Ends of each road (villages).
    weight
        Length or time of each road, whole and positive.
    size
        Number of villages.
    """
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((weight, high, low))
    low, high, weight = low[order], high[order], weight[order]
    first = np.ones(len(low), dtype=bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    ends = (np.concatenate([low[first], high[first]]), np.concatenate([high[first], low[first]]))
    return csr_array((np.tile(weight[first], 2).astype(np.float64), ends), shape=(size, size))


@dataclass(frozen=True)
class RoadTravel:
    """Shortest paths over the entire road network, through other units too."""

    roads_m: csr_array
    roads_s: csr_array | None = None
    file: str = "roads.csv"

    @property
    def basis(self) -> str:
        """Name the road table."""
        return f"shortest path over {self.file}"

    @property
    def basis_zh(self) -> str:
        """Name the road table in Chinese."""
        return f"{self.file} 路网最短路径"

    anywhere = True

    @property
    def has_time(self) -> bool:
        """Whether the roads have minutes."""
        return self.roads_s is not None

    def metres(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return shortest road distances, shape (villages, seats)."""
        return _shortest(self.roads_m, self._component, villages, seats)

    def seconds(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return quickest road times, shape (villages, seats)."""
        if self.roads_s is None:
            raise ValueError("the roads have no minutes")
        return _shortest(self.roads_s, self._component, villages, seats)

    @cached_property
    def _component(self) -> IntArray:
        labels: IntArray = connected_components(self.roads_m, directed=False)[1].astype(np.int64)
        return labels


def _shortest(
    roads: csr_array, component: IntArray, villages: IntArray, seats: IntArray
) -> IntArray:
    """Search only as far from the seats as is needed.

    No place on a path of length <= R from a seat is farther than R from it, so
    lengths up to R are right within the places that near; R grows until every
    pair that has a way at all is found.
    """
    apart = component[seats][:, None] != component[villages][None, :]
    asked = np.union1d(villages, seats)
    lengths = _within(roads, asked, villages, seats)
    reach = lengths[np.isfinite(lengths)].max(initial=1.0)
    while True:
        near = dijkstra(compact(roads), indices=seats, limit=reach, min_only=True)
        lengths = _within(roads, np.nonzero(np.isfinite(near))[0], villages, seats)
        if (apart | (lengths <= reach)).all():
            return whole(lengths.T)
        reach *= 2


def _within(
    roads: csr_array, places: IntArray, villages: IntArray, seats: IntArray
) -> NDArray[np.float64]:
    """Return lengths of shortest paths within some places, shape (seats, villages)."""
    column = np.minimum(np.searchsorted(places, villages), len(places) - 1)
    inside = places[column] == villages
    near = compact(roads[places][:, places])
    paths = dijkstra(near, indices=np.searchsorted(places, seats))
    return np.where(inside, paths[:, column], np.inf)


@dataclass(frozen=True)
class TableTravel:
    """Distances as given by a table of (village, seat) rows."""

    metres_by_pair: Mapping[tuple[int, int], int]
    seconds_by_pair: Mapping[tuple[int, int], int] = field(default_factory=dict)
    file: str = "travel.csv"

    @property
    def basis(self) -> str:
        """Name the table."""
        return self.file

    basis_zh = basis

    anywhere = False

    @property
    def has_time(self) -> bool:
        """Whether the table has minutes."""
        return bool(self.seconds_by_pair)

    def metres(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return the table's distances, shape (villages, seats)."""
        return self._lookup(self.metres_by_pair, villages, seats)

    def seconds(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return the table's times, shape (villages, seats)."""
        return self._lookup(self.seconds_by_pair, villages, seats)

    @staticmethod
    def _lookup(
        table: Mapping[tuple[int, int], int], villages: IntArray, seats: IntArray
    ) -> IntArray:
        def value(v: int, s: int) -> int:
            return 0 if v == s else table.get((v, s), NO_LIMIT)

        rows = [[value(int(v), int(s)) for s in seats] for v in villages]
        return np.array(rows, dtype=np.int64).reshape(len(villages), len(seats))


@dataclass(frozen=True)
class KnownTravel:
    """Distances that were found before, of every village to some seats.

    Attributes
    ----------
    table
        Metres, shape (villages, seats).
    known
        The seats of the columns (villages).
    """

    table: IntArray
    known: IntArray

    basis = "found before"
    basis_zh = "已算得"
    has_time = False
    anywhere = False

    def metres(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return the distances, shape (villages, seats)."""
        column = {int(v): k for k, v in enumerate(self.known)}
        found: IntArray = self.table[villages][:, [column[int(s)] for s in seats]]
        return found

    def seconds(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Refuse: times are not taken along."""
        raise ValueError("no minutes are known here")


@dataclass(frozen=True)
class StraightTravel:
    """Straight-line distance x a detour factor, where no road is known."""

    lon: Floats
    lat: Floats
    detour: float
    earth: Earth = "sphere"

    has_time = False
    anywhere = True

    @property
    def basis(self) -> str:
        """Say that these are not road distances."""
        line = "straight line" if self.earth == "sphere" else "straight line on WGS 84"
        return f"{line} x {self.detour:g} (no roads.csv, no travel.csv)"

    @property
    def basis_zh(self) -> str:
        """Say so in Chinese."""
        line = "直线距离" if self.earth == "sphere" else "WGS 84 椭球面直线距离"
        return f"{line} × {self.detour:g}（没有 roads.csv 和 travel.csv）"

    def metres(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return straight-line distance x detour, shape (villages, seats)."""
        return straight(self.lon, self.lat, villages, seats, self.earth, self.detour)

    def seconds(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Refuse: straight lines have no times."""
        raise ValueError("straight-line distances have no minutes")


class SamePlace:
    """Travel without any distance, for rules that ask for none: paths take long to find."""

    basis = basis_zh = ""
    has_time = True
    anywhere = True

    def metres(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return 0 everywhere, shape (villages, seats)."""
        return np.zeros((len(villages), len(seats)), dtype=np.int64)

    seconds = metres
