"""Former townships and units after a plan as tables and documents show them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.kinds import Kind
from models.measures import measure
from models.plan import Unit, grouped
from models.quantities import IntArray
from optimizer.decide.compare import Contender
from optimizer.report.dossier.material import Material
from optimizer.text import Text

NO_VILLAGES: IntArray = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Place:
    """A former township or a unit.

    Attributes
    ----------
    code
        For a unit the code that is proposed; None where none can be.
    seat
        Name of the village of its seat.
    area_ha
        Hectares (0.01 km2).
    villages, communities
        Villagers' committees, residents' committees.
    """

    code: str | None
    name: str
    kind: Kind
    county: int
    seat: str
    area_ha: int
    population: int
    villages: int
    communities: int

    @property
    def parts(self) -> Text:
        """The number of villages and communities in words."""
        return counted(self.villages, self.communities)


def counted(villages: int, communities: int) -> Text:
    """Return numbers of villages and communities in words, those that are 0 left out.

    >>> counted(12, 3).zh
    '12个村、3个社区'
    """
    en = [several(n, one, many) for n, one, many in _counts(villages, communities)]
    zh = [f"{villages}个村"] if villages or not communities else []
    zh += [f"{communities}个社区"] if communities else []
    return Text(" and ".join(en), "、".join(zh))


def several(count: int, one: str, many: str) -> str:
    """Return a number with its word in English."""
    return f"{count} {one if count == 1 else many}"


def _counts(villages: int, communities: int) -> list[tuple[int, str, str]]:
    found = [(villages, "village", "villages"), (communities, "community", "communities")]
    return [row for row in found if row[0]] or found[:1]


@dataclass(frozen=True)
class Places:
    """The places of a material before and after one of its plans."""

    material: Material
    contender: Contender

    @cached_property
    def community(self) -> IntArray:
        """1 for residents' committees: by the column `community`, else by name."""
        return measure(self.material.territory, "communities").figures

    @cached_property
    def former(self) -> tuple[Place, ...]:
        """The townships before the plan, in the territory's order."""
        territory = self.material.territory
        inside = grouped(territory.villages.township)
        found = []
        for at, township in enumerate(territory.former.townships):
            found.append(
                Place(
                    township.code,
                    township.name,
                    township.kind,
                    township.county,
                    territory.villages.names[township.seat],
                    *self._sums(inside.get(at, NO_VILLAGES)),
                )
            )
        return tuple(found)

    @cached_property
    def units(self) -> dict[int, Place]:
        """The units of the plan by the township whose seat they keep, in its order."""
        names = self.material.unit_names(self.contender)
        codes = self.material.unit_codes(self.contender)
        return {
            unit.township: self._unit(unit, names[unit.township], codes[unit.township])
            for unit in self.contender.plan.units
        }

    def of_county(self, county: int) -> tuple[list[Place], list[Place]]:
        """Return a county's places before and after."""
        found = [side.get(county, []) for side in self._by_county]
        return found[0], found[1]

    @cached_property
    def _by_county(self) -> tuple[dict[int, list[Place]], dict[int, list[Place]]]:
        sides: tuple[dict[int, list[Place]], dict[int, list[Place]]] = ({}, {})
        for side, places in zip(sides, (self.former, self.units.values()), strict=True):
            for place in places:
                side.setdefault(place.county, []).append(place)
        return sides

    def _unit(self, unit: Unit, name: str, code: str | None) -> Place:
        seat = self.material.territory.villages.names[unit.seat]
        return Place(code, name, unit.kind, unit.county, seat, *self._sums(unit.villages))

    def _sums(self, villages: IntArray) -> tuple[int, int, int, int]:
        held, communities = self.material.territory.villages, int(self.community[villages].sum())
        return (
            int(held.area_ha[villages].sum()),
            int(held.population[villages].sum()),
            len(villages) - communities,
            communities,
        )

    def parts(self, villages: IntArray) -> Text:
        """Return in words how many villages and communities some villages are."""
        communities = int(self.community[villages].sum())
        return counted(len(villages) - communities, communities)
