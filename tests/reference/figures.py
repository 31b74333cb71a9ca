"""The whole numbers behind the tables: rounded once, half up, when they are read."""

import heapq
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import asin, cos, floor, radians, sin, sqrt
from typing import Any, NamedTuple

from .tables import Row, Tables

KINDS = {"township": "乡", "town": "镇", "subdistrict": "街道"}


class Unit(NamedTuple):
    """A unit of a plan: ``code`` is the township whose seat it keeps; an empty kind is its own."""

    code: str
    villages: frozenset[str]
    kind: str = ""


class Totals(NamedTuple):
    """All that objectives and city-wide rules know of a plan; all but the worst add up."""

    units: int
    urban: int
    travel: int
    disruption: int
    district_units: int = 0
    district_urban: int = 0
    conversions: int = 0
    moved_villages: int = 0
    worse_off: int = 0
    strengthen: int = 0
    affinity: int = 0
    inertia: int = 0
    worst: int = 0


@dataclass(frozen=True)
class Figures:
    """What rules and objectives are defined on: hectares, persons and metres."""

    townships: dict[str, Row]
    rows: dict[str, Row]
    counties: list[str]
    districts: set[str]
    members: dict[str, list[str]]
    township_of: dict[str, str]
    hectares: dict[str, int]
    people: dict[str, int]
    neighbours: dict[str, set[str]]
    metres: dict[str, dict[str, int]]
    facilities: dict[str, list[str]]
    barriers: set[frozenset[str]]
    weights: dict[frozenset[str], int]
    exclaves: dict[str, list[str]]

    def county(self, township: str) -> str:
        """Return the county of a township."""
        return str(self.townships[township]["county"])

    def townships_in(self, county: str) -> list[str]:
        """Return the townships of a county in the order of the table."""
        return [code for code in self.seats_in(county) if not self.townships[code].get("new")]

    def seats_in(self, county: str) -> list[str]:
        """Return by code what may give a unit its seat: townships, then perhaps villages."""
        return [code for code in self.townships if self.county(code) == county]

    def kind(self, township: str) -> str:
        """Return 乡, 镇 or 街道."""
        return kind_word(self.townships[township]["kind"])

    def kind_of(self, unit: Unit) -> str:
        """Return the kind of a unit after the plan."""
        return unit.kind or self.kind(unit.code)

    def seat(self, township: str) -> str:
        """Return the village where the township's government sits."""
        return str(self.townships[township]["seat"])

    def distance(self, village: str, township: str) -> int:
        """Return the metres from a village to a township's seat; no way there is a fault."""
        found = self.metres[self.seat(township)].get(village)
        if found is None:
            raise ValueError(f"no road from {village} to the seat of {township}")
        return found

    def moment(self, village: str, seat: str) -> int:
        """Return people x squared straight-line metres, the square rounded to hectares.

        Haversine on a sphere of 6,371,008.8 m; 0 where a village has no point.
        """
        ends = [self.rows[village], self.rows[seat]]
        if any("lon" not in row for row in ends):
            return 0
        (x, y), (u, v) = ([radians(float(row[key])) for key in ("lon", "lat")] for row in ends)
        half = sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2
        metres = whole(2 * 6_371_008.8 * asin(sqrt(half)), 1)
        return self.people[village] * whole(Fraction(metres**2, 10_000), 1)

    def added(self, village: str, code: str) -> int:
        """Return how much farther a village is from a seat than from its own, in metres."""
        return self.distance(village, code) - self.distance(village, self.township_of[village])

    def unit_of(self, code: str, townships: tuple[str, ...]) -> Unit:
        """Return the unit of whole townships that keeps the seat of ``code``."""
        return Unit(code, frozenset(v for name in townships for v in self.members[name]))


def kind_word(kind: str) -> str:
    """Return the Chinese word for a kind in either language."""
    return KINDS.get(kind, kind)


def exact(number: Any) -> Fraction:
    """Return a number of the scenario exactly as it is written."""
    return Fraction(str(number))


def whole(value: Any, scale: int) -> int:
    """Round a figure half up to whole units.

    Parameters
    ----------
    value : Any
        The figure as in the table.
    scale : int
        Units in one: 100 for km2 in hectares, 1000 for km in metres.

    Returns
    -------
    int
        The whole number.
    """
    if isinstance(value, Fraction):
        return floor(value * scale + Fraction(1, 2))
    return int((Decimal(str(value)) * scale).quantize(Decimal(1), ROUND_HALF_UP))


def read(tables: Tables, seats: str = "townships") -> Figures:
    """Read tables into whole numbers.

    Parameters
    ----------
    tables : Tables
        The dataset.
    seats : str
        ``"any"`` lets every village be a seat: one that is no township's goes by its own code.

    Returns
    -------
    Figures
        Everything that a rule or an objective needs.
    """
    villages = tables.villages
    townships = [*tables.townships, *(_new_seats(tables) if seats == "any" else [])]
    roads = _roads(tables)
    served = {row["village"] for row in tables.facilities}
    homes = {row["seat"] for row in townships}
    return Figures(
        townships={row["code"]: row for row in townships},
        rows={row["code"]: row for row in villages},
        counties=[row["code"] for row in tables.counties],
        districts={row["code"] for row in tables.counties if row["is_district"]},
        members=_members(tables),
        township_of={row["code"]: row["township"] for row in villages},
        hectares={row["code"]: whole(row["area_km2"], 100) for row in villages},
        people={row["code"]: whole(row["population"], 1) for row in villages},
        neighbours=_neighbours(tables),
        metres={village: shortest(roads, village) for village in homes | served},
        facilities=_facilities(tables),
        barriers={frozenset((row["a"], row["b"])) for row in tables.barriers},
        weights={frozenset((row["a"], row["b"])): row["weight"] for row in tables.affinity},
        exclaves=_exclaves(tables),
    )


def _exclaves(tables: Tables) -> dict[str, list[str]]:
    """Name one village of each piece of a township marked as an exclave: that of the lowest row."""
    marked = {row["code"]: row["seat"] for row in tables.townships if row.get("exclave") == 1}
    neighbours, found = _neighbours(tables), {}
    for code, seat in marked.items():
        left = [row["code"] for row in tables.villages if row["township"] == code]
        found[code] = []
        while left:
            piece, waiting = {left[0]}, [left[0]]
            while waiting:
                new = neighbours[waiting.pop()] & set(left) - piece
                piece |= new
                waiting += new
            found[code] += [left[0]] if seat not in piece else []
            left = [village for village in left if village not in piece]
    return found


def _new_seats(tables: Tables) -> list[Row]:
    """Describe what villages that are no seats may found: like their township, but unmarked."""
    home = {row["code"]: row for row in tables.townships}
    seats = {row["seat"] for row in tables.townships}
    plain = ("kind", "county", "terrain")
    return [
        {key: home[row["township"]][key] for key in plain if key in home[row["township"]]}
        | {"code": row["code"], "name": row["name"], "seat": row["code"], "new": True}
        for row in tables.villages
        if row["code"] not in seats
    ]


def shortest(roads: dict[str, list[tuple[str, int]]], start: str) -> dict[str, int]:
    """Find the shortest way from one village to every other (Dijkstra).

    Parameters
    ----------
    roads : dict[str, list[tuple[str, int]]]
        For each village the villages at the other end of a road, with metres.
    start : str
        The village to start from.

    Returns
    -------
    dict[str, int]
        Metres to each village that can be reached.
    """
    settled: dict[str, int] = {}
    queue = [(0, start)]
    while queue:
        metres, village = heapq.heappop(queue)
        if village not in settled:
            settled[village] = metres
            for other, length in roads[village]:
                heapq.heappush(queue, (metres + length, other))
    return settled


def _roads(tables: Tables) -> dict[str, list[tuple[str, int]]]:
    roads: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in tables.roads:
        metres = whole(row["km"], 1000)
        roads[row["a"]].append((row["b"], metres))
        roads[row["b"]].append((row["a"], metres))
    return roads


def _facilities(tables: Tables) -> dict[str, list[str]]:
    """Gather the villages that have a kind of facility, in the order of their table."""
    found: dict[str, list[str]] = {}
    for village in tables.villages:
        kinds = {row["kind"] for row in tables.facilities if row["village"] == village["code"]}
        for kind in kinds:
            found.setdefault(kind, []).append(village["code"])
    return found


def _members(tables: Tables) -> dict[str, list[str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for row in tables.villages:
        members[row["township"]].append(row["code"])
    return members


def _neighbours(tables: Tables) -> dict[str, set[str]]:
    neighbours: dict[str, set[str]] = {row["code"]: set() for row in tables.villages}
    for row in tables.contiguity:
        neighbours[row["a"]].add(row["b"])
        neighbours[row["b"]].add(row["a"])
    return neighbours
