"""The two sides of a plan: who is in which unit, under which name and kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.kinds import Kind
from models.plan import Plan
from models.quantities import HECTARES_PER_KM2, BoolArray, IntArray
from models.territory import Territory


@dataclass(frozen=True)
class Figures:
    """Area and people of a unit."""

    km2: float
    people: int


@dataclass(frozen=True)
class Flow:
    """Villages that go from one township to another unit."""

    origin: int
    unit: int
    villages: IntArray


@dataclass(frozen=True)
class View:
    """The units of one side.

    Attributes
    ----------
    plan
        The status quo or a plan.
    names
        Name of each unit by the township whose seat it keeps.
    after
        Whether what the plan changes is shown.
    """

    plan: Plan
    names: Mapping[int, str]
    after: bool

    @property
    def territory(self) -> Territory:
        """The ground."""
        return self.plan.territory

    @cached_property
    def moved(self) -> BoolArray:
        """Which villages change their unit."""
        return np.asarray(self.plan.unit != self.territory.villages.township)

    def units_of(self, county: int) -> IntArray:
        """Return the units that hold villages of a county."""
        return np.unique(self.plan.unit[self.territory.villages_in(county)])

    def kinds_of(self, county: int | None) -> dict[Kind, int]:
        """Return how many units of each kind a county or the whole territory has."""
        units = self.plan.kept if county is None else self.units_of(county)
        found = [self.plan.kind(int(u)) for u in units]
        order = (Kind.SUBDISTRICT, Kind.TOWN, Kind.TOWNSHIP)
        return {kind: found.count(kind) for kind in order if kind in found}

    @cached_property
    def figures(self) -> Mapping[int, Figures]:
        """Area and people of each unit."""
        villages, unit = self.territory.villages, self.plan.unit
        area = np.bincount(unit, weights=villages.area_ha)
        people = np.bincount(unit, weights=villages.population)
        return {
            int(u): Figures(float(area[u]) / HECTARES_PER_KM2, round(float(people[u])))
            for u in self.plan.kept
        }

    @cached_property
    def vacated(self) -> IntArray:
        """Former townships whose seats are given up."""
        if not self.after:
            return np.empty(0, dtype=np.int64)
        former = np.arange(len(self.territory.former.townships), dtype=np.int64)
        return np.setdiff1d(former, self.plan.kept)

    @cached_property
    def changed(self) -> frozenset[int]:
        """Units that gain or lose a village, or get another kind."""
        if not self.after:
            return frozenset()
        origin = self.territory.villages.township[self.moved]
        touched = np.intersect1d(np.append(self.plan.unit[self.moved], origin), self.plan.kept)
        return frozenset(touched.tolist()) | frozenset(self.plan.conversions)

    def flows(self, county: int | None) -> list[Flow]:
        """Return which villages go where, those of one county or all."""
        if not self.after:
            return []
        moved = self.moved.copy()
        if county is not None:
            outside = np.ones(len(moved), dtype=np.bool_)
            outside[self.territory.villages_in(county)] = False
            moved &= ~outside
        at = np.nonzero(moved)[0]
        ways = np.stack([self.territory.villages.township[at], self.plan.unit[at]], axis=1)
        kinds, which = np.unique(ways, axis=0, return_inverse=True)
        return [
            Flow(int(a), int(b), at[which.ravel() == number]) for number, (a, b) in enumerate(kinds)
        ]

    def flagged(self, flag: str) -> frozenset[int]:
        """Return the townships with a flag."""
        townships = self.territory.townships
        return frozenset(i for i, t in enumerate(townships) if flag in t.flags)


def status_quo(plan: Plan) -> View:
    """Return the side before a plan."""
    quo = Plan.status_quo(plan.territory)
    return View(quo, {i: t.name for i, t in enumerate(plan.territory.townships)}, after=False)
