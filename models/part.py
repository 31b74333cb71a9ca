"""Some counties of a territory by themselves; roads and services outside stay known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from models.quantities import IntArray
from models.territory import Territory, Villages
from models.travel import Travel


@dataclass(frozen=True)
class PartTravel:
    """Travel of a part: the distances of the whole, by the part's positions.

    Attributes
    ----------
    places
        Position in the whole of each village of the part, and behind these of
        each place outside it that has a facility.
    """

    whole: Travel
    places: IntArray

    @property
    def basis(self) -> str:
        """Say what the distances of the whole rest on."""
        return self.whole.basis

    @property
    def basis_zh(self) -> str:
        """Say so in Chinese."""
        return self.whole.basis_zh

    @property
    def has_time(self) -> bool:
        """Whether minutes are known."""
        return self.whole.has_time

    @property
    def anywhere(self) -> bool:
        """Whether distances to other places than seats are known."""
        return self.whole.anywhere

    def metres(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return distances, shape (villages, seats)."""
        return self.whole.metres(self.places[villages], self.places[seats])

    def seconds(self, villages: IntArray, seats: IntArray) -> IntArray:
        """Return times, shape (villages, seats)."""
        return self.whole.seconds(self.places[villages], self.places[seats])


def part_of(territory: Territory, counties: Collection[int]) -> Territory:
    """Return some counties of a territory as one of their own.

    Distances are those of the whole: shortest paths may lead through other counties.
    A facility outside keeps serving; its `village` is then a position behind the
    part's villages, which `travel` knows and no other table does.

    Parameters
    ----------
    counties
        Positions; their order is the territory's.
    """
    here = np.array(sorted(counties), dtype=np.int64)
    townships = np.nonzero(np.isin(territory.county_of_township, here))[0]
    inside = np.isin(territory.villages.township, townships)
    villages = np.nonzero(inside)[0]
    serving = {f.village for f in territory.facilities if not inside[f.village]}
    places = np.concatenate([villages, np.array(sorted(serving), dtype=np.int64)])
    village = _positions(places, len(territory.villages))
    township = _positions(townships, len(territory.townships))
    county = _positions(here, len(territory.counties))
    exclaves = territory.exclaves[np.isin(territory.exclaves[:, 0], townships)]
    return replace(
        territory,
        counties=tuple(territory.counties[c] for c in here),
        townships=tuple(
            replace(t, county=int(county[t.county]), seat=int(village[t.seat]))
            for t in (territory.townships[t] for t in townships)
        ),
        villages=_villages(territory.villages, villages, township),
        pairs=village[_within(territory.pairs, inside)],
        travel=PartTravel(territory.travel, places),
        facilities=tuple(replace(f, village=int(village[f.village])) for f in territory.facilities),
        barriers=village[_within(territory.barriers, inside)],
        affinity=_affinity(territory.affinity, township),
        exclaves=np.stack([township[exclaves[:, 0]], village[exclaves[:, 1]]], axis=1),
        left_out=frozenset(territory.villages.codes[v] for v in np.nonzero(~inside)[0])
        | {t.code for t in territory.townships if county[t.county] < 0},
    )


def _villages(old: Villages, kept: IntArray, township: IntArray) -> Villages:
    """Return some of the villages, their townships by the positions in the part."""
    return Villages(
        tuple(old.codes[v] for v in kept),
        tuple(old.names[v] for v in kept),
        township[old.township[kept]],
        old.population[kept],
        old.area_ha[kept],
        old.lon[kept],
        old.lat[kept],
        {key: tuple(column[v] for v in kept) for key, column in old.attributes.items()},
    )


def _affinity(
    weights: Mapping[tuple[int, int], int], township: IntArray
) -> dict[tuple[int, int], int]:
    """Return the ties between two townships of the part."""
    return {
        (int(township[a]), int(township[b])): weight
        for (a, b), weight in weights.items()
        if township[a] >= 0 and township[b] >= 0
    }


def _positions(kept: IntArray, size: int) -> IntArray:
    """Return the new position of each old one; -1 where it is left out."""
    found = np.full(size, -1, dtype=np.int64)
    found[kept] = np.arange(len(kept))
    return found


def _within(pairs: IntArray, inside: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> IntArray:
    return pairs[inside[pairs].all(axis=1)]
