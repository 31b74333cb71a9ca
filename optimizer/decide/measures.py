"""The figures by which plans are compared: the rows of the 方案比选表."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from models.quantities import HECTARES_PER_KM2, NO_LIMIT, IntArray
from models.scenario import Scenario
from optimizer.check import Audit
from optimizer.check.ledger import Ledger
from optimizer.data.notice import notice
from optimizer.decide.travellers import Travellers

Number = int | Fraction | None
Form = Literal["count", "share", "km2", "people", "km", "person_km"]
Better = Literal["less", "more", ""]


@dataclass(frozen=True)
class Measure:
    """A row: what it is called, how it is printed, and which end of it is better.

    Attributes
    ----------
    better
        Empty where neither more nor less is better in itself.
    """

    key: str
    form: Form
    better: Better = ""


MEASURES = (
    Measure("units", "count", "less"),
    Measure("cut", "count"),
    Measure("cut_share", "share"),
    *(Measure(f"area_{end}", "km2") for end in ("mean", "median", "min", "max")),
    *(Measure(f"people_{end}", "people") for end in ("mean", "median", "min", "max")),
    Measure("over_cap", "count", "less"),
    Measure("share", "share", "more"),
    Measure("worse_off", "people", "less"),
    Measure("better_off", "people", "more"),
    Measure("mean_m", "km", "less"),
    Measure("p95_m", "km", "less"),
    Measure("worst_m", "km", "less"),
    Measure("travel", "person_km", "less"),
    Measure("vacated", "count", "less"),
    Measure("villages_moved", "count", "less"),
    Measure("disruption", "people", "less"),
    Measure("conversions", "count"),
    Measure("broken", "count", "less"),
)


def measure(ledger: Ledger, scenario: Scenario, audit: Audit) -> dict[str, Number]:
    """Return every measure of a plan, exact; distances in metres, areas in hectares."""
    before, after = len(ledger.territory.former.townships), len(ledger.kept)
    return {
        "units": after,
        "cut": before - after,
        "cut_share": Fraction(before - after, before),
        **_spread("area", ledger.area_ha[ledger.kept]),
        **_spread("people", ledger.population[ledger.kept]),
        "over_cap": _over_cap(ledger, scenario),
        "share": audit.objectives["share"],
        **_distances(ledger),
        "travel": _travel(ledger, audit),
        "vacated": before - int((ledger.kept < before).sum()),
        "villages_moved": len(ledger.moved),
        "disruption": audit.objectives["disruption"],
        "conversions": len(ledger.converted),
        "broken": len(audit.broken),
    }


def _spread(name: str, values: IntArray) -> dict[str, Number]:
    """Return mean, median, least and greatest of a figure of units."""
    if not len(values):
        return {f"{name}_{end}": None for end in ("mean", "median", "min", "max")}
    ranked, size = np.sort(values).tolist(), len(values)
    middle = Fraction(ranked[(size - 1) // 2] + ranked[size // 2], 2)
    return {
        f"{name}_mean": Fraction(sum(ranked), size),
        f"{name}_median": middle,
        f"{name}_min": ranked[0],
        f"{name}_max": ranked[-1],
    }


def cap_km2(scenario: Scenario) -> float:
    """Return the cap by which large units are counted: the scenario's, else the notice's."""
    rule = scenario.rule("area_cap")
    return float(rule.max_km2) if rule else float(notice().area_cap.max_km2)


def _over_cap(ledger: Ledger, scenario: Scenario) -> int:
    """Count units over the cap, grown or not; with the rule off, all kinds count."""
    rule = scenario.rule("area_cap")
    townships = ledger.territory.townships
    kinds = [ledger.plan.kind(int(u)) for u in ledger.kept]
    notice_ha = notice().area_cap.max_km2 * HECTARES_PER_KM2
    caps = [
        rule.cap_ha(townships[u], kind) if rule else notice_ha
        for u, kind in zip(ledger.kept, kinds, strict=True)
    ]
    return int((ledger.area_ha[ledger.kept] > np.array(caps)).sum())


def _travel(ledger: Ledger, audit: Audit) -> Number:
    """Return the travel; None where no way that counts is known."""
    travel = audit.objectives["travel"]
    return None if ledger.territory.township_level and not travel else travel


def _distances(ledger: Ledger) -> dict[str, Number]:
    """Return distances over the people; None where a distance is unknown.

    Where each township is a single village the ways within townships are unknown: no mean and
    no P95 of all people can be said, and the worst is that of the villages that moved.
    """
    moves = Travellers.of(ledger)
    metres, people = moves.after[ledger.placed], moves.people[ledger.placed]
    known = bool((metres < NO_LIMIT).all())
    found: dict[str, Number] = {
        "worse_off": int(moves.people[moves.worse].sum()) if known else None,
        "better_off": int(moves.people[moves.better].sum()) if known else None,
    }
    if not len(metres) or not known:
        return {**found, "mean_m": None, "p95_m": None, "worst_m": None}
    if ledger.territory.township_level:
        return {**found, "mean_m": None, "p95_m": None, "worst_m": int(metres.max()) or None}
    return {
        **found,
        "mean_m": Fraction(int(people @ metres), int(people.sum())) if people.any() else None,
        "p95_m": p95_metres(people, metres),
        "worst_m": int(metres.max()),
    }


def p95_metres(people: IntArray, metres: IntArray) -> int | None:
    """Return the distance within which 95 % of the people live, metres; None without people."""
    if not people.any():
        return None
    order = np.argsort(metres, kind="stable")
    reached = np.cumsum(people[order]) * 100 >= people.sum() * 95
    return int(metres[order][np.argmax(reached)])


def best_of(row: Measure, values: Iterable[Number]) -> Number:
    """Return the best value of a row; None where no end is better or all are alike."""
    known = [v for v in values if v is not None]
    if not row.better or len(set(known)) < 2:
        return None
    return min(known) if row.better == "less" else max(known)


def best_by_row(columns: Iterable[Mapping[str, Number]]) -> dict[str, Number]:
    """Return the best value of each row over some plans."""
    held = list(columns)
    return {row.key: best_of(row, (column[row.key] for column in held)) for row in MEASURES}
