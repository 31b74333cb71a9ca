"""What a plan changes, as the procedure needs it: counties, units, items and who approves them.

Facts are taken once, when a plan is bound to a case, and kept in the case: it can be read
without the scenario.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from models.kinds import Kind
from models.plan import Operation, Plan, Unit
from models.scenario import Scenario
from optimizer.check.naming import unit_names

ItemKind = Literal["abolition", "founding", "conversion", "boundary", "seat", "name"]
Approver = Literal["province", "founder"]
"""Who approves: the province, or for a 街道 the government that approved its founding."""
_CONFIG = ConfigDict(extra="forbid", frozen=True)


class CountyFacts(BaseModel):
    """A county and its numbers of units."""

    model_config = _CONFIG

    code: str
    name: str
    before: int
    after: int
    changed: bool


class Item(BaseModel):
    """One item for approval (条例 art 9, 10)."""

    model_config = _CONFIG

    kind: ItemKind
    county: str
    place: str
    name: str
    unit_kind: str
    approver: Approver


class UnitFacts(BaseModel):
    """A unit that changes, with what it is formed from.

    Attributes
    ----------
    area_ha
        Hectares (0.01 km2).
    vacated
        Names of the former townships whose seats it makes needless.
    """

    model_config = _CONFIG

    code: str
    name: str
    kind: str
    county: str
    seat: str
    operation: str
    formed_from: tuple[str, ...]
    vacated: tuple[str, ...]
    area_ha: int
    population: int
    villages: int


class RiskPoint(BaseModel):
    """A point of the risk register that the plan itself gives."""

    model_config = _CONFIG

    id: str
    kind: str
    county: str
    unit: str
    en: str
    zh: str


class Facts(BaseModel):
    """Everything that a case needs to know of a plan."""

    model_config = _CONFIG

    title: str
    scenario: str
    mode: str
    estimated: str
    distances: tuple[str, str]
    counties: tuple[CountyFacts, ...]
    units: tuple[UnitFacts, ...]
    items: tuple[Item, ...]
    risks: tuple[RiskPoint, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """Codes of the counties in which something changes."""
        return tuple(county.code for county in self.counties if county.changed)

    def county_name(self, code: str) -> str:
        """Return a county's name; the code itself where it is none."""
        return next((c.name for c in self.counties if c.code == code), code)

    def approvers(self, county: str) -> tuple[Approver, ...]:
        """Return who has to approve a county's items."""
        found = {item.approver for item in self.items if item.county == county}
        return tuple(who for who in ("province", "founder") if who in found)


def approver_of(kind: Kind) -> Approver:
    """Return who approves an item of a unit of a kind."""
    return "founder" if kind is Kind.SUBDISTRICT else "province"


def county_facts(plan: Plan, items: tuple[Item, ...]) -> Iterator[CountyFacts]:
    """Yield each county with its numbers of units."""
    territory = plan.territory
    for at, county in enumerate(territory.counties):
        before = len(territory.former.townships_in(at))
        after = sum(unit.county == at for unit in plan.units)
        changed = any(item.county == county.code for item in items)
        yield CountyFacts(
            code=county.code, name=county.name, before=before, after=after, changed=changed
        )


def unit_facts(plan: Plan, scenario: Scenario) -> Iterator[UnitFacts]:
    """Yield each unit that changes."""
    names, territory = unit_names(plan, scenario), plan.territory
    kept = set(plan.kept.tolist())
    for unit in plan.units:
        named = names[unit.township]
        if unit.operation is Operation.UNCHANGED and not _renamed(plan, unit, named):
            continue
        sources = [t for t in unit.townships if not territory.townships[t].new]
        gone = [t for t in sources if t not in kept and _goes_to(plan, t) == unit.township]
        yield UnitFacts(
            code=territory.unit_codes[unit.township],
            name=named,
            kind=unit.kind.value,
            county=territory.counties[unit.county].code,
            seat=territory.villages.names[unit.seat],
            operation=unit.operation.value,
            formed_from=tuple(territory.townships[t].name for t in sources),
            vacated=tuple(territory.townships[t].name for t in gone),
            area_ha=unit.area_ha,
            population=unit.population,
            villages=len(unit.villages),
        )


def _goes_to(plan: Plan, township: int) -> int:
    """Return the unit that the seat village of a dissolved township is in."""
    return int(plan.unit[plan.territory.townships[township].seat])


def _renamed(plan: Plan, unit: Unit, name: str) -> bool:
    return unit.kind is plan.territory.townships[unit.township].kind and (
        name != plan.territory.townships[unit.township].name
    )


def items(plan: Plan, scenario: Scenario) -> Iterator[Item]:
    """Yield each item for approval: of units that grow, are new or change, and of those dissolved.

    The item, not the plan, tells who approves: of a 乡 or 镇 the province, of a 街道 the
    government that approved its founding. A 乡 that becomes a 街道 needs both.
    """
    names, territory = unit_names(plan, scenario), plan.territory
    moved = moved_seats(plan)
    for unit in plan.units:
        before, name = territory.townships[unit.township], names[unit.township]
        where = territory.unit_codes[unit.township]
        if before.new:
            kind: ItemKind = "seat" if unit.township in moved else "founding"
            yield _item(plan, unit.county, kind, where, name, unit.kind)
        if unit.kind is not before.kind:
            yield _item(plan, unit.county, "conversion", where, name, unit.kind)
            if approver_of(unit.kind) != approver_of(before.kind):
                yield _item(plan, unit.county, "abolition", before.code, before.name, before.kind)
        elif _renamed(plan, unit, name):
            yield _item(plan, unit.county, "name", where, name, unit.kind)
        if unit.operation not in _NO_BOUNDARY or _regrouped(plan, unit, moved):
            yield _item(plan, unit.county, "boundary", where, name, unit.kind)
    kept = set(plan.kept.tolist())
    for at, township in enumerate(territory.former.townships):
        if at not in kept and at not in moved.values():
            home = township.county
            yield _item(plan, home, "abolition", township.code, township.name, township.kind)


_NO_BOUNDARY = (Operation.UNCHANGED, Operation.CONVERSION, Operation.NEW)


def _regrouped(plan: Plan, unit: Unit, moved: Mapping[int, int]) -> bool:
    """Return whether a unit with a moved seat has other villages than the township before."""
    home = moved.get(unit.township)
    if home is None:
        return False
    before = np.nonzero(plan.territory.villages.township == home)[0]
    return not np.array_equal(before, np.sort(unit.villages))


def moved_seats(plan: Plan) -> dict[int, int]:
    """Return units with a new seat, and the former township that only moves its seat there."""
    territory, kept = plan.territory, set(plan.kept.tolist())
    found: dict[int, int] = {}
    for unit in plan.units:
        home = int(territory.villages.township[unit.seat])
        new = territory.townships[unit.township].new
        if new and home not in kept and home not in found.values():
            found[unit.township] = home
    return found


def _item(plan: Plan, county: int, kind: ItemKind, place: str, name: str, unit_kind: Kind) -> Item:
    return Item(
        kind=kind,
        county=plan.territory.counties[county].code,
        place=place,
        name=name,
        unit_kind=unit_kind.value,
        approver=approver_of(unit_kind),
    )
