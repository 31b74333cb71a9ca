"""Measure how the estimates agree with what is known."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from . import constants, roads
from .county import Estimate
from .facts import Row, rows

SMALLEST_STRAIGHT_KM = 0.5


@dataclass(frozen=True)
class Agreement:
    """Township pairs that touch: here, in the facts, in both."""

    here: int
    facts: int
    both: int

    @property
    def precision(self) -> float:
        """Share of the pairs here that the facts have too."""
        return self.both / self.here

    @property
    def recall(self) -> float:
        """Share of the facts' pairs that are found here."""
        return self.both / self.facts


def agreement(found: Estimate, folder: Path) -> Agreement:
    """Compare township adjacency with the facts', within one county.

    The township that the facts do not place has no pair there and is left out.
    """
    of = found.township
    touching = {frozenset((of[a], of[b])) for a, b in found.borders if of[a] != of[b]}
    here = {pair for pair in touching if constants.UNPLACED_TOWNSHIP not in pair}
    known = {
        frozenset((row["a"], row["b"]))
        for row in rows(folder / "township_adjacency.csv")
        if row["same_county"] == "1" and row["a"].startswith(found.county.code)
    }
    return Agreement(len(here), len(known), len(here & known))


@dataclass(frozen=True)
class Access:
    """Road distance of villages to their own seat before any plan."""

    mean_km: float
    p95_km: float
    worst_km: float
    circuity: float


def access(found: Sequence[Estimate], pairs: Sequence[tuple[roads.Pair, str]]) -> dict[str, Access]:
    """Return the distances of every county, over the roads of all.

    Notes
    -----
    `mean_km` weighs by people, `p95_km` is over villages, `circuity` is the median
    of road km / straight km for villages farther than 0.5 km from their seat.
    """
    position = {code: point for e in found for code, point in e.position.items()}
    index = {code: i for i, code in enumerate(position)}
    seats = [seat for e in found for seat, _ in e.seat.values()]
    reach = dijkstra(_network(pairs, position, index), indices=[index[s] for s in seats])
    row = {seat: i for i, seat in enumerate(seats)}
    result = {}
    for e in found:
        own = {code: e.seat[e.township[code]][0] for code in e.population}
        km = np.array([reach[row[seat], index[code]] for code, seat in own.items()])
        line = [roads.straight_km(position[code], position[seat]) for code, seat in own.items()]
        result[e.county.code] = _access(km, np.array(line), np.array(list(e.population.values())))
    return result


def _network(
    pairs: Sequence[tuple[roads.Pair, str]],
    position: dict[str, tuple[float, float]],
    index: dict[str, int],
) -> csr_array:
    a = [index[pair[0]] for pair, _ in pairs]
    b = [index[pair[1]] for pair, _ in pairs]
    km = [roads.road_km(position[p], position[q]) for (p, q), _ in pairs]
    size = len(index)
    return csr_array((km + km, (a + b, b + a)), shape=(size, size))


def _access(
    km: np.ndarray[tuple[int], np.dtype[np.float64]],
    line: np.ndarray[tuple[int], np.dtype[np.float64]],
    people: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Access:
    far = line > SMALLEST_STRAIGHT_KM
    return Access(
        mean_km=float((km * people).sum() / people.sum()),
        p95_km=float(np.percentile(km, 95)),
        worst_km=float(km.max()),
        circuity=float(statistics.median((km[far] / line[far]).tolist())),
    )


def published(found: Sequence[Estimate], folder: Path) -> list[dict[str, str]]:
    """Set the published areas and populations beside the estimates."""
    area = {code: ha for e in found for code, ha in e.area_ha.items()}
    people: dict[str, int] = {}
    for e in found:
        for code, persons in e.population.items():
            people[e.township[code]] = people.get(e.township[code], 0) + persons
    return [
        _compared(row, area[row["code"]] / 100, people[row["code"]])
        for row in rows(folder / "published_township_figures.csv")
    ]


def _compared(row: Row, area_km2: float, persons: int) -> dict[str, str]:
    known_area, known_people = row["area_km2"], row["population"]
    return {
        "code": row["code"],
        "name": row["name"],
        "published_km2": known_area,
        "estimated_km2": f"{area_km2:.2f}",
        "area_ratio": f"{area_km2 / float(known_area):.2f}" if known_area else "",
        "published_population": known_people,
        "estimated_population": str(persons),
        "population_ratio": f"{persons / int(known_people):.2f}" if known_people else "",
        "note": row["note"],
    }
