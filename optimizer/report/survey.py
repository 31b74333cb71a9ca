"""The baseline before any plan (摸底): counties, townships, and the villages farthest off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.kinds import Kind
from models.plan import Plan
from models.quantities import IntArray
from models.rules.area_cap import AreaCap
from models.scenario import Scenario
from models.territory import Territory
from optimizer.check.ledger import Ledger
from optimizer.decide.measures import p95_metres

WORST = 10
"""Villages that are listed as farthest from their seats."""


def mean_metres(people: IntArray, metres: IntArray) -> float | None:
    """Return the mean distance to the seat over the people; None where nobody lives."""
    return float((people * metres).sum() / people.sum()) if people.any() else None


@dataclass(frozen=True)
class Baseline:
    """Figures of one county, or of all; arrays have one entry a township or a village.

    Attributes
    ----------
    over_cap
        Townships over the area cap; None without a cap.
    """

    name: str
    code: str
    kinds: dict[Kind, int]
    area_ha: IntArray
    population: IntArray
    over_cap: int | None
    people: IntArray
    metres: IntArray

    @property
    def urban(self) -> int:
        """Towns and subdistricts."""
        return self.kinds[Kind.TOWN] + self.kinds[Kind.SUBDISTRICT]

    @property
    def mean_m(self) -> float | None:
        """Mean distance to the seat over the people, metres; None where nobody lives."""
        return mean_metres(self.people, self.metres)

    @property
    def p95_m(self) -> int | None:
        """Distance within which 95 % of the people live, metres; None where nobody lives."""
        return p95_metres(self.people, self.metres)


@dataclass(frozen=True)
class Standing:
    """Figures of one township.

    Attributes
    ----------
    touches
        Townships of the same county that touch it: those that it could be merged with.
    """

    township: int
    villages: int
    area_ha: int
    population: int
    mean_m: float | None
    worst_m: int
    touches: tuple[int, ...]
    over_cap: bool


@dataclass(frozen=True)
class Survey:
    """A baseline of a territory, or of one of its counties.

    Attributes
    ----------
    baselines
        One for each county; of several, the whole last.
    worst
        (village, metres) of the villages farthest from their seat.
    """

    territory: Territory
    baselines: tuple[Baseline, ...]
    standings: tuple[Standing, ...]
    worst: tuple[tuple[int, int], ...]


def survey(territory: Territory, scenario: Scenario, county: int | None = None) -> Survey:
    """Return the baseline of a territory, or of one county (position)."""
    territory = territory.former
    ledger = Ledger(Plan.status_quo(territory), scenario.mode)
    cap: AreaCap | None = scenario.rule("area_cap")
    counties = range(len(territory.counties)) if county is None else [county]
    townships = np.concatenate([territory.townships_in(c) for c in counties])
    villages = np.concatenate([territory.villages_in(c) for c in counties])
    baselines = [_baseline(ledger, cap, c) for c in counties]
    if len(baselines) > 1:
        baselines.append(_figures(ledger, cap, ("", ""), townships, villages))
    standings = _standings(ledger, cap, townships)
    return Survey(territory, tuple(baselines), standings, _worst(ledger, np.sort(villages)))


def _over(ledger: Ledger, cap: AreaCap | None, township: int) -> bool:
    found = ledger.territory.townships[township]
    return cap is not None and bool(ledger.area_ha[township] > cap.cap_ha(found))


def _baseline(ledger: Ledger, cap: AreaCap | None, county: int) -> Baseline:
    territory = ledger.territory
    names = territory.counties[county].name, territory.counties[county].code
    townships, villages = territory.townships_in(county), territory.villages_in(county)
    return _figures(ledger, cap, names, townships, villages)


def _figures(
    ledger: Ledger,
    cap: AreaCap | None,
    names: tuple[str, str],
    townships: IntArray,
    villages: IntArray,
) -> Baseline:
    kinds = [ledger.territory.townships[t].kind for t in townships]
    return Baseline(
        *names,
        kinds={kind: kinds.count(kind) for kind in Kind},
        area_ha=ledger.area_ha[townships],
        population=ledger.population[townships],
        over_cap=None if cap is None else sum(_over(ledger, cap, int(t)) for t in townships),
        people=ledger.territory.villages.population[villages],
        metres=ledger.metres[villages],
    )


def _neighbours(territory: Territory) -> dict[int, list[int]]:
    """Return the townships of the same county that touch each township."""
    pairs = np.unique(np.sort(territory.villages.township[territory.pairs], axis=1), axis=0)
    county = territory.county_of_township[pairs]
    near: dict[int, list[int]] = {t: [] for t in range(len(territory.townships))}
    for a, b in pairs[(pairs[:, 0] != pairs[:, 1]) & (county[:, 0] == county[:, 1])].tolist():
        near[a].append(b)
        near[b].append(a)
    return near


def _standings(ledger: Ledger, cap: AreaCap | None, townships: IntArray) -> tuple[Standing, ...]:
    order = np.argsort(ledger.origin, kind="stable")
    ends = np.searchsorted(ledger.origin[order], np.arange(len(ledger.territory.townships) + 1))
    near = _neighbours(ledger.territory)
    return tuple(
        _standing(ledger, cap, t, order[ends[t] : ends[t + 1]], near[t]) for t in townships.tolist()
    )


def _standing(
    ledger: Ledger, cap: AreaCap | None, township: int, villages: IntArray, near: list[int]
) -> Standing:
    people, metres = ledger.territory.villages.population[villages], ledger.metres[villages]
    return Standing(
        township=township,
        villages=len(villages),
        area_ha=int(ledger.area_ha[township]),
        population=int(ledger.population[township]),
        mean_m=mean_metres(people, metres),
        worst_m=int(metres.max()),
        touches=tuple(sorted(near)),
        over_cap=_over(ledger, cap, township),
    )


def _worst(ledger: Ledger, villages: IntArray) -> tuple[tuple[int, int], ...]:
    metres = ledger.metres[villages]
    order = np.argsort(-metres, kind="stable")[:WORST]
    return tuple((int(villages[v]), int(metres[v])) for v in order)
