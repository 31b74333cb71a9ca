"""What a plan means for people: who is worse off, and how far services are before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from models.plan import Plan
from models.quantities import METRES_PER_KM, NO_LIMIT, IntArray
from models.scenario import Scenario
from models.services import Basis, service_distances
from optimizer.check.burden import worse_off
from optimizer.check.ledger import Ledger
from optimizer.text import Text

_KINDS = (("hospital", Text("hospital", "医院")), ("school", Text("school", "学校")))


def people_record(plan: Plan, scenario: Scenario) -> dict[str, Any]:
    """Return every village that is worse off, the worst first, and the ways to services."""
    found, villages = worse_off(Ledger(plan, scenario.mode)), plan.territory.villages
    return {
        "worse_off": {
            "villages": len(found.villages),
            "people": found.people,
            "list": [
                {
                    "village": villages.codes[v],
                    "people": int(villages.population[v]),
                    "added_km": int(added) / METRES_PER_KM,
                }
                for v, added in zip(found.villages, found.added_m, strict=True)
            ],
        },
        "services": list(_services(plan, scenario)),
    }


def _services(plan: Plan, scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Yield the way to each kind of service before and after, people-weighted mean and worst."""
    territory, access = plan.territory, scenario.rule("access")
    basis: Basis = access.services if access else "seat"
    for kind, _ in _KINDS:
        if not territory.travel.anywhere or all(f.kind != kind for f in territory.facilities):
            yield {"kind": kind, "status": "not checked"}
            continue
        before = service_distances(territory, territory.villages.township, kind, basis)
        after = service_distances(territory, plan.unit, kind, basis)
        people, level = territory.villages.population, territory.township_level
        yield {
            "kind": kind,
            "basis": basis,
            "before": _summary(before, people, level),
            "after": _summary(after, people, level),
        }


def _summary(metres: IntArray, people: IntArray, township_level: bool) -> dict[str, float | None]:
    """Return mean and worst; within a township that is one village no way is known, so no mean."""
    known = (metres >= 0) & (metres < NO_LIMIT)
    if township_level and not metres[known].all():
        worst = int(np.max(metres[known], initial=0))
        return {"mean_km": None, "worst_km": worst / METRES_PER_KM if worst else None}
    total = max(1, int(people[known].sum()))
    return {
        "mean_km": round(int(people[known] @ metres[known]) / total / METRES_PER_KM, 3),
        "worst_km": int(np.max(metres[known], initial=0)) / METRES_PER_KM,
    }


def people_lines(plan: Plan, scenario: Scenario) -> Iterator[Text]:
    """Yield the same in a few lines."""
    record = people_record(plan, scenario)
    worse = record["worse_off"]
    most = worse["list"][0]["added_km"] if worse["list"] else 0
    count, people = f"{worse['villages']:,}", f"{worse['people']:,}"
    yield Text(
        f"Farther from their seat than before: {count} villages, {people} people, "
        f"at most +{most:.3f} km",
        f"距驻地增加：{count} 个村（居）、{people} 人，最多增加 {most:.3f} 公里",
    )
    for service, (_, name) in zip(record["services"], _KINDS, strict=True):
        if "after" not in service:
            yield Text(f"To the {name.en}: not checked, no data", f"到{name.zh}：未核验，无数据")
            continue
        found = [service[when][what] for when in ("before", "after") for what in _WHAT]
        said = ["-" if km is None else f"{km:.3f}" for km in found]
        yield Text(
            f"To the {name.en}: mean {said[0]} -> {said[2]} km, worst {said[1]} -> {said[3]} km",
            f"到{name.zh}：平均 {said[0]} -> {said[2]} 公里，最远 {said[1]} -> {said[3]} 公里",
        )


_WHAT = ("mean_km", "worst_km")
