"""The baseline of each county before any plan (摸底)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.kinds import Kind
from models.plan import Plan
from models.quantities import HECTARES_PER_KM2, METRES_PER_KM, IntArray
from models.scenario import Scenario
from models.territory import Territory
from optimizer.check.ledger import Ledger
from optimizer.report.screen import Column, Screen
from optimizer.report.words import Words, km, km2, percent

WORST = 10


@dataclass(frozen=True)
class Baseline:
    """Figures of the units of one county, or of all; arrays have one entry a unit or a village."""

    name: str
    code: str
    kinds: dict[Kind, int]
    area_ha: IntArray
    population: IntArray
    over_cap: int
    people: IntArray
    metres: IntArray

    @property
    def urban(self) -> int:
        """Towns and subdistricts."""
        return self.kinds[Kind.TOWN] + self.kinds[Kind.SUBDISTRICT]

    @property
    def mean_m(self) -> float:
        """Mean distance to the seat over the people, metres."""
        return float((self.people * self.metres).sum() / max(1, self.people.sum()))

    @property
    def p95_m(self) -> int:
        """Distance within which 95 % of the people live, metres."""
        order = np.argsort(self.metres, kind="stable")
        reached = np.cumsum(self.people[order]) * 100 >= self.people.sum() * 95
        return int(self.metres[order][np.argmax(reached)])


def survey(territory: Territory, scenario: Scenario) -> list[Baseline]:
    """Return the baseline of each county, and of the whole territory last."""
    ledger = Ledger(Plan.status_quo(territory), scenario.mode)
    cap = scenario.rule("area_cap")
    groups = [(c.name, c.code, territory.townships_in(i)) for i, c in enumerate(territory.counties)]
    if len(groups) > 1:
        groups.append(("", "", np.arange(len(territory.townships))))
    return [_baseline(ledger, cap, *group) for group in groups]


def _baseline(ledger: Ledger, cap: Any, name: str, code: str, townships: IntArray) -> Baseline:
    territory = ledger.territory
    rows = [territory.townships[t] for t in townships]
    villages = np.nonzero(np.isin(ledger.origin, townships))[0]
    over = [cap and ledger.area_ha[t] > cap.cap_ha(territory.townships[t]) for t in townships]
    return Baseline(
        name=name,
        code=code,
        kinds={kind: sum(t.kind is kind for t in rows) for kind in Kind},
        area_ha=ledger.area_ha[townships],
        population=ledger.population[townships],
        over_cap=sum(map(bool, over)),
        people=territory.villages.population[villages],
        metres=ledger.metres[villages],
    )


def print_survey(
    screen: Screen, words: Words, territory: Territory, baselines: Sequence[Baseline]
) -> None:
    """Print the baseline as tables, and the worst villages."""
    _print_kinds(screen, words, baselines)
    _print_sizes(screen, words, baselines)
    _print_worst(screen, words, territory)


def _print_kinds(screen: Screen, words: Words, baselines: Sequence[Baseline]) -> None:
    columns = [Column(words("county"), whole=True), *(Column(k.value, figures=True) for k in Kind)]
    keys = ("units", "share", "over_cap", "mean_km", "p95_km", "worst_km")
    columns += [Column(words(key), figures=True) for key in keys]
    rows = [
        (
            b.name or words("total"),
            *(str(b.kinds[kind]) for kind in Kind),
            str(len(b.area_ha)),
            percent(b.urban, len(b.area_ha)),
            str(b.over_cap),
            km(b.mean_m),
            km(b.p95_m),
            km(int(b.metres.max())),
        )
        for b in baselines
    ]
    screen.table(words("baseline"), columns, rows)


def _spread(values: IntArray) -> tuple[float, ...]:
    return float(values.mean()), float(np.median(values)), int(values.min()), int(values.max())


def _print_sizes(screen: Screen, words: Words, baselines: Sequence[Baseline]) -> None:
    figures = ("mean", "median", "min", "max")
    columns = [Column(words("county"), whole=True)]
    for what in ("area", "people"):
        columns += [Column(f"{words(what)} {words(f)}", figures=True) for f in figures]
    rows = [
        (
            b.name or words("total"),
            *(km2(v) for v in _spread(b.area_ha)),
            *(f"{v:,.0f}" for v in _spread(b.population)),
        )
        for b in baselines
    ]
    screen.table(words("area_people"), columns, rows)


def _worst(territory: Territory) -> list[tuple[int, int]]:
    """Return (village, metres) of the villages farthest from their seat."""
    metres = Ledger(Plan.status_quo(territory), "whole").metres
    order = np.argsort(-metres, kind="stable")[:WORST]
    return [(int(v), int(metres[v])) for v in order]


def _print_worst(screen: Screen, words: Words, territory: Territory) -> None:
    columns = [Column(words(k), whole=True) for k in ("county", "township", "village", "code")]
    columns.append(Column(words("km"), figures=True))
    rows = []
    for village, metres in _worst(territory):
        township = territory.townships[territory.villages.township[village]]
        county = territory.counties[township.county].name
        name, code = territory.villages.names[village], territory.villages.codes[village]
        rows.append((county, township.name, name, code, km(metres)))
    screen.table(words("worst_villages"), columns, rows)


def survey_record(territory: Territory, baselines: Sequence[Baseline]) -> dict[str, Any]:
    """Return the baseline for programs."""
    worst = [
        {"village": territory.villages.codes[v], "km": m / METRES_PER_KM}
        for v, m in _worst(territory)
    ]
    counties = [_record(b) for b in baselines if b.code]
    total = _record(baselines[-1])
    return {"counties": counties, "total": total, "worst_villages": worst}


def _record(b: Baseline) -> dict[str, Any]:
    area = [v / HECTARES_PER_KM2 for v in _spread(b.area_ha)]
    names = ("mean", "median", "min", "max")
    return {
        "code": b.code or None,
        "name": b.name or None,
        "units": len(b.area_ha),
        "kinds": {kind.value: n for kind, n in b.kinds.items()},
        "urban_share": f"{b.urban}/{len(b.area_ha)}",
        "over_cap": b.over_cap,
        "area_km2": dict(zip(names, area, strict=True)),
        "population": dict(zip(names, _spread(b.population), strict=True)),
        "mean_km": round(b.mean_m / METRES_PER_KM, 3),
        "p95_km": b.p95_m / METRES_PER_KM,
        "worst_km": int(b.metres.max()) / METRES_PER_KM,
    }
