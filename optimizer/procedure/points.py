"""Points of the risk register that a plan gives by itself; people add theirs.

The register points at what has to be looked at; it judges nothing. Where it takes a
number of its own (how large is large, how near is tight), procedure.toml can change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from models.plan import Operation, Plan, Unit
from models.quantities import HECTARES_PER_KM2, METRES_PER_KM
from models.scenario import Scenario
from optimizer.check.burden import worse_off
from optimizer.check.ledger import Ledger
from optimizer.check.naming import unit_names
from optimizer.procedure.facts import RiskPoint
from optimizer.procedure.margins import tight_margins
from optimizer.procedure.settings import RiskLimits
from optimizer.procedure.sounds import sound
from optimizer.text import Text

SERVICES = {"hospital": Text("hospital", "医院"), "school": Text("school", "学校")}
ETHNIC = re.compile(r"族.*[乡镇街道]$")
SUFFIXES = ("街道办事处", "街道", "民族乡", "乡", "镇")
"""Words for the kind, the longer ones first."""


@dataclass(frozen=True)
class Points:
    """Finds the points of a plan."""

    plan: Plan
    scenario: Scenario
    limits: RiskLimits

    @cached_property
    def ledger(self) -> Ledger:
        """The plan's sums, added up again by the checker."""
        return Ledger(self.plan, self.scenario.mode)

    @cached_property
    def names(self) -> dict[int, str]:
        """The name of each unit after the plan."""
        return unit_names(self.plan, self.scenario)

    def all(self) -> Iterator[RiskPoint]:
        """Yield every point, by kind."""
        yield from self._far()
        yield from self._over_cap()
        yield from self._vacated()
        yield from self._services()
        yield from self._large()
        yield from self._ethnic()
        yield from self._names()
        yield from self._seats()
        yield from self._margins()
        yield from self._estimated()

    def _point(self, kind: str, unit: int, said: Text, more: str = "") -> RiskPoint:
        """Return a point about the unit that keeps a township's seat."""
        territory = self.plan.territory
        code = territory.unit_codes[unit]
        county = territory.counties[territory.townships[unit].county].code
        number = "-".join(filter(None, (kind, code, more)))
        return RiskPoint(id=number, kind=kind, county=county, unit=code, en=said.en, zh=said.zh)

    def _name(self, unit: int) -> str:
        return self.names.get(unit) or self.plan.territory.townships[unit].name

    @cached_property
    def _changed(self) -> tuple[Unit, ...]:
        return tuple(u for u in self.plan.units if u.operation is not Operation.UNCHANGED)

    def _far(self) -> Iterator[RiskPoint]:
        """Point at units with villages that are farther from their seat than before."""
        found = worse_off(self.ledger, round(self.limits.farther_km * METRES_PER_KM))
        units = self.plan.unit[found.villages]
        people = self.plan.territory.villages.population
        for unit in np.unique(units).tolist():
            here = found.villages[units == unit]
            most = int(found.added_m[units == unit].max())
            worst = self.ledger.village(int(found.villages[np.argmax(units == unit)]))
            count, persons, km = len(here), int(people[here].sum()), f"{most / METRES_PER_KM:.3f}"
            name = self._name(unit)
            said = Text(
                f"{name}: {count} villages with {persons:,} people are farther from their seat, "
                f"most {worst}: +{km} km",
                f"{name}：{count} 个村（居）、{persons:,} 人距驻地增加，"
                f"最多的是 {worst}：增加 {km} 公里",
            )
            yield self._point("far", unit, said)

    def _over_cap(self) -> Iterator[RiskPoint]:
        """Point at units over the area cap by a written exception."""
        rule = self.scenario.rule("area_cap")
        for excepted in rule.exceptions if rule else ():
            unit = self.plan.territory.township_codes.get(excepted.township, -1)
            area = int(self.ledger.area_ha[unit]) if unit >= 0 else 0
            if area > rule.max_km2 * HECTARES_PER_KM2 and unit in self.ledger.grown:
                name, km2 = self._name(unit), f"{area / HECTARES_PER_KM2:.2f}"
                said = Text(
                    f"{name} has {km2} km2, over {rule.max_km2:g} by exception: {excepted.reason}",
                    f"{name} 面积 {km2} 平方公里，例外超过 {rule.max_km2:g}：{excepted.reason}",
                )
                yield self._point("over_cap", unit, said)

    def _vacated(self) -> Iterator[RiskPoint]:
        """Point at seats that are given up."""
        territory, kept = self.plan.territory, set(self.plan.kept.tolist())
        for at, township in enumerate(territory.former.townships):
            unit = int(self.plan.unit[township.seat])
            if at not in kept and unit >= 0:
                seat = territory.villages.names[township.seat]
                said = Text(
                    f"the seat of {township.name} in {seat} is vacated: premises, staff, services",
                    f"{township.name}（{seat}）驻地撤销：办公用房、人员和便民服务须安排",
                )
                yield self._point("vacated", unit, said, township.code)

    def _services(self) -> Iterator[RiskPoint]:
        """Point at hospitals, schools and other facilities whose unit changes."""
        territory = self.plan.territory
        home = territory.villages.township
        for at, place in enumerate(territory.facilities):
            if place.village >= len(home):  # it serves from a county that is left out
                continue
            unit = int(self.plan.unit[place.village])
            if unit in (-1, int(home[place.village])):
                continue
            kind = SERVICES.get(place.kind, Text(place.kind, place.kind))
            where = place.name or territory.villages.names[place.village]
            old, new = territory.townships[int(home[place.village])].name, self._name(unit)
            said = Text(
                f"{kind.en} {where} changes from {old} to {new}",
                f"{kind.zh}“{where}”由{old}改属{new}",
            )
            yield self._point("service", unit, said, place.code or str(at + 1))

    def _large(self) -> Iterator[RiskPoint]:
        """Point at large mergers."""
        for unit in self._changed:
            name, count, people = self._name(unit.township), len(unit.townships), unit.population
            most = self.limits.large_people
            if count >= self.limits.large_townships or (most is not None and people >= most):
                said = Text(
                    f"{name} is formed of {count} townships and has {people:,} people",
                    f"{name} 由 {count} 个乡镇（街道）组成，人口 {people:,}",
                )
                yield self._point("large", unit.township, said)

    def _ethnic(self) -> Iterator[RiskPoint]:
        """Point at ethnic townships (民族乡), known by their names or the flag `ethnic`."""
        territory = self.plan.territory
        for unit in self._changed:
            for at in unit.townships:
                township = territory.townships[at]
                flagged = "ethnic" in township.flags or township.attributes.get("ethnic") == "1"
                if not township.new and (flagged or ETHNIC.search(township.name)):
                    said = Text(
                        f"{township.name} is an ethnic township; the department asks first",
                        f"{township.name} 为民族乡，须先征求民族事务部门意见",
                    )
                    yield self._point("ethnic", unit.township, said, township.code)

    def _names(self) -> Iterator[RiskPoint]:
        """Point at names of changed units that are equal to others, or sound like them."""
        rule = self.scenario.rule("names")
        others = [(None, name) for name in (rule.taken if rule else ())]
        units = [(unit.township, self._name(unit.township)) for unit in self.plan.units]
        changed = {unit.township for unit in self._changed}
        pairs = [*combinations(units, 2), *((u, other) for u in units for other in others)]
        for number, ((unit, name), (against, other)) in enumerate(pairs):
            touched = unit if unit in changed else against if against in changed else None
            said = None if touched is None else _alike(name, other)
            if touched is not None and said is not None:
                other_code = "" if against is None else self.plan.territory.unit_codes[against]
                yield self._point("name", touched, said, other_code or f"taken{number}")
        if units and changed and sound("乡") is None:
            text = Text(
                "names that sound alike were not looked for: the extra `procedure` is missing",
                "未核查同音地名：缺少附加组件 procedure",
            )
            yield self._point("name", min(changed), text, "unchecked")

    def _seats(self) -> Iterator[RiskPoint]:
        """Point at seats where none was before."""
        for unit in self._changed:
            if unit.operation is Operation.NEW:
                seat = self.plan.territory.villages.names[unit.seat]
                said = Text(
                    f"{self._name(unit.township)} has its seat in {seat}, where none was",
                    f"{self._name(unit.township)} 驻地设在 {seat}，此前无驻地",
                )
                yield self._point("seat", unit.township, said)

    def _margins(self) -> Iterator[RiskPoint]:
        """Point at limits that are only just kept."""
        for number, (unit, said) in enumerate(
            tight_margins(self.ledger, self.scenario, self.names, self.limits.tight_percent)
        ):
            yield self._point("margin", unit, said, str(number + 1))

    def _estimated(self) -> Iterator[RiskPoint]:
        """Point, in each county that changes, at data that are estimated."""
        estimated = self.plan.territory.estimated
        for county in sorted({u.county for u in self._changed} if estimated else ()):
            code = self.plan.territory.counties[county].code
            yield RiskPoint(
                id=f"estimated-{code}",
                kind="estimated",
                county=code,
                unit="",
                en=f"estimated data: {estimated}",
                zh=f"估计数据：{estimated}",
            )


def _stem(name: str) -> str:
    """Return a name without the word for the kind."""
    suffix = next((s for s in SUFFIXES if name.endswith(s) and name != s), "")
    return name.removesuffix(suffix)


def _alike(name: str, other: str) -> Text | None:
    """Say how two names are alike, without the word for the kind; None where they are not."""
    stems = _stem(name), _stem(other)
    if stems[0] == stems[1]:
        return Text(f"{name} and {other} have the same name", f"{name}与{other}重名")
    sounds = sound(stems[0]), sound(stems[1])
    if sounds[0] is None or sounds[0] != sounds[1]:
        return None
    said = "、".join(sounds[0])
    return Text(f"{name} and {other} sound alike ({said})", f"{name}与{other}同音（{said}）")
