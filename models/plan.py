"""A plan: which unit each village is in, and what that makes of the units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from models.kinds import KINDS, Kind
from models.quantities import IntArray
from models.territory import Territory


class Outcome(StrEnum):
    """How a solve ended; data, never an exception."""

    OPTIMAL = "OPTIMAL"
    FEASIBLE = "FEASIBLE"
    INFEASIBLE = "INFEASIBLE"
    UNKNOWN = "UNKNOWN"
    INTERRUPTED = "INTERRUPTED"


class Operation(StrEnum):
    """How a unit came about (terms of the notice).

    WHOLE and SPLIT: it takes in dissolved townships, all whole or not; TRANSFER:
    it exchanges villages with townships that stay; REDRAW: both; NEW: its seat is
    that of no former township.
    """

    UNCHANGED = "unchanged"
    CONVERSION = "conversion"
    WHOLE = "whole"
    JOINT = "joint founding"
    SPLIT = "split"
    TRANSFER = "transfer"
    REDRAW = "redraw"
    NEW = "new seat"


@dataclass(frozen=True)
class Unit:
    """A unit after the plan.

    Attributes
    ----------
    township
        The township whose seat, code and name it keeps; one that is `new` where
        its seat is no former one.
    kind
        Kind after the plan.
    townships
        Every township that gives it villages.
    worst_m
        Largest distance of a village to the seat, metres.
    person_m
        Travel of its people to the seat, person-metres.
    """

    township: int
    county: int
    kind: Kind
    seat: int
    townships: tuple[int, ...]
    villages: IntArray
    area_ha: int
    population: int
    worst_m: int
    person_m: int
    operation: Operation


@dataclass(frozen=True)
class Plan:
    """An assignment of every village to the township whose seat its unit keeps.

    Attributes
    ----------
    unit
        Position of that township for each village, shape (villages,).
    conversions
        Kinds of units, by that township, where the plan gives them one of its own;
        all others keep the kind of the township.
    """

    territory: Territory
    unit: IntArray
    conversions: Mapping[int, Kind] = field(default_factory=dict)

    @classmethod
    def status_quo(cls, territory: Territory) -> Plan:
        """Return the plan in which nothing changes."""
        return cls(territory, territory.villages.township.copy())

    @classmethod
    def from_arrays(cls, territory: Territory, unit: IntArray, kind: IntArray) -> Plan:
        """Return the plan of a model.

        Parameters
        ----------
        kind
            Kind after the plan of each township whose seat is kept (position in `KINDS`).
        """
        plan = cls(territory, unit)
        after = {int(t): KINDS[kind[t]] for t in plan.kept}
        before = territory.townships
        return cls(territory, unit, {t: k for t, k in after.items() if k is not before[t].kind})

    def kind(self, township: int) -> Kind:
        """Return the kind after the plan of the unit that keeps a township's seat."""
        return self.conversions.get(township, self.territory.townships[township].kind)

    @cached_property
    def kept(self) -> IntArray:
        """The townships whose seats are kept, in order."""
        return np.unique(self.unit)

    @cached_property
    def _kept(self) -> frozenset[int]:
        return frozenset(self.kept.tolist())

    @cached_property
    def _by_unit(self) -> Mapping[int, IntArray]:
        return grouped(self.unit)

    @cached_property
    def _by_origin(self) -> Mapping[int, IntArray]:
        return grouped(self.territory.villages.township)

    @cached_property
    def metres(self) -> IntArray:
        """Distance of each village to the seat of its unit, metres."""
        return self.territory.metres_to_seat(self.unit)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units of the plan, in the order of their townships."""
        return tuple(self._unit(int(township)) for township in self.kept)

    def _unit(self, township: int) -> Unit:
        territory, before = self.territory, self.territory.townships[township]
        villages = self._by_unit[township]
        people = territory.villages.population[villages]
        metres = self.metres[villages]
        return Unit(
            township=township,
            county=before.county,
            kind=self.kind(township),
            seat=before.seat,
            townships=tuple(np.unique(territory.villages.township[villages]).tolist()),
            villages=villages,
            area_ha=int(territory.villages.area_ha[villages].sum()),
            population=int(people.sum()),
            worst_m=int(metres.max(initial=0)),
            person_m=int(people @ metres),
            operation=self._operation(township, villages),
        )

    def _operation(self, township: int, villages: IntArray) -> Operation:
        """Name what happened: the unit's own view of the terms in the notice.

        A unit that takes whole townships in and changes its kind is founded anew.
        """
        if self.territory.townships[township].new:
            return Operation.NEW
        converted = self.kind(township) is not self.territory.townships[township].kind
        origin = self.territory.villages.township
        sources = set(origin[villages].tolist()) - {township}
        dissolved = sources - self._kept
        own_left = self._leaves(township, township)
        exchanges = own_left or sources > dissolved
        if not dissolved:
            unmoved = Operation.CONVERSION if converted else Operation.UNCHANGED
            return Operation.TRANSFER if exchanges else unmoved
        if exchanges:
            return Operation.REDRAW
        split = any(self._leaves(s, township) for s in dissolved)
        whole = Operation.JOINT if converted else Operation.WHOLE
        return Operation.SPLIT if split else whole

    def _leaves(self, source: int, township: int) -> bool:
        """Return whether some village of a township is in another unit than one's."""
        villages = self._by_origin.get(source)
        return villages is not None and bool((self.unit[villages] != township).any())


def grouped(labels: IntArray) -> dict[int, IntArray]:
    """Return the positions of each label, in order."""
    order = np.argsort(labels, kind="stable")
    found, starts = np.unique(labels[order], return_index=True)
    return dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True))
