"""P4.kind.standard and P4.kind.street: which kinds units may have, in models and checker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.kinds import Kind
from models.plan import Operation, Outcome, Plan
from models.rules.kinds import Kinds
from models.standards.presets import STANDARDS
from optimizer.check import Audit, Status, audit
from optimizer.data.faults import InputError
from optimizer.data.plan_file import read_plan, write_plan
from optimizer.solve.solution import Solution
from tests.reference.cases import chain, town
from tests.reference.tables import Tables
from tests.support import complaints_of, dataset_of, finding_of, plan_of, solution_of

STAY = {"county": {"max_cut": 0}}


def standard(*require: dict[str, Any], kind: str = "镇", **more: Any) -> dict[str, Any]:
    """Return the rule with one ground."""
    return {"grounds": [{"kind": kind, "require": list(require), **more}]}


def most_urban(tables: Tables, rule: dict[str, Any], **rules: Any) -> Solution:
    """Return the plan with the largest share."""
    objectives = [{"name": "share"}, {"name": "units"}]
    return solution_of(dataset_of(tables, {"kinds": rule, **rules}, objectives))


def kinds_after(solution: Solution) -> dict[str, str]:
    """Return the kind of each unit, by code."""
    assert solution.plan is not None
    townships = solution.plan.territory.townships
    return {townships[u.township].code: u.kind.value for u in solution.plan.units}


def judged(tables: Tables, conversions: dict[str, Kind], **rules: Any) -> Audit:
    """Judge the status quo with other kinds."""
    dataset = dataset_of(tables, rules)
    plan = plan_of(dataset.territory, {})
    codes = dataset.territory.township_codes
    kinds = {codes[code]: kind for code, kind in conversions.items()}
    return audit(Plan(plan.territory, plan.unit, kinds), dataset.scenario)


@pytest.mark.parametrize(("least", "kind"), [(1000, "镇"), (1001, "乡")])
def test_a_threshold_is_kept_exactly(least: int, kind: str) -> None:
    """1,000 people are enough for 1,000 and not for 1,001."""
    rule = standard({"measure": "population", "min": least})
    assert kinds_after(most_urban(chain(town("A")), rule)) == {"A": kind}


def test_a_merger_may_meet_what_no_township_does() -> None:
    """Two 乡 of 1,000 people found a 镇 of 2,000; it is named a joint founding."""
    solution = most_urban(
        chain(town("A"), town("B")), standard({"measure": "population", "min": 2000})
    )
    assert solution.plan is not None
    (unit,) = solution.plan.units
    assert (unit.kind, unit.operation) == (Kind.TOWN, Operation.JOINT)
    assert unit.population == 2000


def test_conversion_alone_is_named_so() -> None:
    """Kind changes, territory and seat do not."""
    rule = standard({"measure": "population", "min": 1000})
    solution = most_urban(chain(town("A"), town("B")), rule, count=STAY)
    assert solution.plan is not None
    assert {u.operation for u in solution.plan.units} == {Operation.CONVERSION}


def test_ratios_densities_and_seats() -> None:
    """10 people a km2 at 100 km2 each; the seat's own people; strict bounds."""
    tables = chain(town("A"), town("B", people=999))
    for threshold, urban in (
        ({"measure": "population", "per": "area_km2", "min": 10}, {"A"}),
        ({"measure": "population", "per": "area_km2", "above": 10}, set()),
        ({"measure": "population", "at": "seat", "above": 999}, {"A"}),
        ({"measure": "population", "below": 1000}, {"B"}),
        ({"measure": "area_km2", "max": 100}, {"A", "B"}),
    ):
        found = kinds_after(most_urban(tables, standard(threshold), count=STAY))
        assert {code for code, kind in found.items() if kind == "镇"} == urban, threshold


def test_subdistricts_only_in_districts_or_cities_without_districts() -> None:
    """The same standard offers 街道 in a district, and elsewhere only where the table says so."""
    for is_district, column, kind in ((1, 0, "街道"), (0, 0, "乡"), (0, 1, "街道")):
        tables = chain(town("A"))
        tables.counties[0] |= {"is_district": is_district, "subdistricts": column}
        assert kinds_after(most_urban(tables, standard(kind="街道"))) == {"A": kind}


def test_the_seat_of_a_county_is_in_no_township() -> None:
    """A 乡 that is the county's seat becomes a 镇; no other 乡 may take it in."""
    rule = standard({"measure": "population", "min": 10**6})
    tables = chain(town("A", county_seat=1), town("B", county_seat=0))
    solution = solution_of(dataset_of(tables, {"kinds": rule}, [{"name": "units"}]))
    assert kinds_after(solution) == {"A": "镇"}


def test_conversions_may_be_limited_and_townships_excepted() -> None:
    """At most one of three; and A keeps its kind."""
    tables = chain(town("A"), town("B"), town("C"))
    rule = {**standard(), "max_conversions": 1, "keep": ["A"]}
    found = kinds_after(most_urban(tables, rule, count=STAY))
    assert sorted(found.values()) == sorted(["镇", "乡", "乡"]) and found["A"] == "乡"


def test_limit_on_conversions_over_two_counties() -> None:
    """Each county alone would convert both; the city may convert one."""
    tables = chain(town("A"), town("B", county="Y"))
    found = kinds_after(most_urban(tables, {**standard(), "max_conversions": 1}))
    assert sorted(found.values()) == sorted(["乡", "镇"])


def test_area_cap_goes_by_the_kind_after_the_plan() -> None:
    """A union over the cap of 乡 may be founded as a 街道."""
    tables = chain(town("A"), town("B"))
    rules = {"area_cap": {"max_km2": 150}, "kinds": standard(kind="街道")}
    solution = solution_of(dataset_of(tables, rules, [{"name": "units"}]))
    assert list(kinds_after(solution).values()) == ["街道"]


def test_the_checker_finds_what_breaks_the_standard() -> None:
    """Below the threshold, downwards, a 街道 outside districts, a 乡 with the county's seat."""
    rule = standard({"measure": "population", "min": 1001})
    tables = chain(town("A"), town("B", kind="镇"))
    tables.counties[0]["is_district"] = 0
    for conversions, clause in (
        ({"A": Kind.TOWN}, "kinds"),
        ({"B": Kind.TOWNSHIP}, "kinds"),
        ({"B": Kind.SUBDISTRICT}, "P4.kind.street"),
    ):
        found = judged(tables, conversions, kinds=rule)
        assert finding_of(found, clause).status is Status.BROKEN
    seat = judged(chain(town("A", county_seat=1), town("B", county_seat=0)), {}, kinds=rule)
    assert finding_of(seat, "kinds").status is Status.BROKEN
    assert finding_of(judged(tables, {}, kinds=rule), "kinds").status is Status.MET


def test_without_a_standard_no_kind_may_change() -> None:
    """The rule off: a plan that converts breaks it, one that does not leaves it off."""
    tables = chain(town("A"))
    assert finding_of(judged(tables, {"A": Kind.TOWN}), "kinds").status is Status.BROKEN
    assert finding_of(judged(tables, {}), "kinds").status is Status.OFF


@pytest.mark.parametrize("name", STANDARDS)
def test_presets_are_marked_as_reference(name: str) -> None:
    """Each says where it is from; the empty one says what to fill in and converts nothing."""
    said = STANDARDS[name]
    if said.grounds:
        assert said.source_zh.startswith("参考")
        return
    assert "请填入省定标准" in said.source_zh
    found = most_urban(chain(town("A")), {"standard": name})
    assert kinds_after(found) == {"A": "乡"} and found.outcome is Outcome.OPTIMAL


def test_hunan_asks_for_people_land_and_committees() -> None:
    """60,000 people, a quarter within the boundary, half residents' committees."""
    tables = chain(town("A", people=60000))
    tables.villages[0] |= {"name": "甲社区", "development_km2": 25}
    assert kinds_after(most_urban(tables, {"standard": "hunan-2024"})) == {"A": "街道"}
    tables.villages[0]["development_km2"] = 24.99
    assert kinds_after(most_urban(tables, {"standard": "hunan-2024"})) == {"A": "乡"}
    tables.villages[0] |= {"name": "甲村", "development_km2": 25}
    assert kinds_after(most_urban(tables, {"standard": "hunan-2024"})) == {"A": "乡"}


def test_a_standard_needs_its_columns() -> None:
    """A preset that names a column which villages.csv lacks is a fault of the scenario."""
    rule = Kinds(standard="shandong-2021", keep=("Z",))
    found = complaints_of(dataset_of(chain(town("A"))), rule)
    assert ("unknown-township", "keep", "Z") in found
    assert ("unknown-column", "grounds.require.measure", "built_up_people") in found
    with pytest.raises(InputError):
        dataset_of(chain(town("A")), {"kinds": {"standard": "shandong-2021"}})


def test_kinds_are_written_and_read_back(tmp_path: Path) -> None:
    """plan.csv has a third column only where a kind changes."""
    dataset = dataset_of(chain(town("A"), town("B")))
    plan = plan_of(dataset.territory, {})
    write_plan(tmp_path, plan, {})
    assert (tmp_path / "plan.csv").read_text(encoding="utf-8").startswith("village,unit\n")
    write_plan(tmp_path, Plan(plan.territory, plan.unit, {0: Kind.TOWN}), {})
    assert read_plan(tmp_path, dataset.territory).plan.conversions == {0: Kind.TOWN}


def test_a_unit_with_two_kinds_is_a_fault(tmp_path: Path) -> None:
    """Also a word that is no kind."""
    tables = chain(town("A"), town("B"))
    territory = dataset_of(tables).territory
    file = tmp_path / "plan.csv"
    file.write_text("village,unit,kind\na,A,镇\nb,A,街道\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_plan(file, territory)
    assert [fault.code for fault in error.value.faults] == ["E602"]


def test_what_is_kept_stays_and_a_county_seat_cannot_be_kept_a_township() -> None:
    """A 乡 with the county's seat is at least a 镇: to keep it is a fault, and never met."""
    tables = chain(town("A", county_seat=1), town("B", kind="镇", county_seat=0))
    grounds = [{"kind": "镇"}]
    data = dataset_of(tables, {"kinds": {"grounds": grounds, "keep": ["B"]}})
    rule = Kinds.model_validate({"grounds": grounds, "keep": ["A", "B"]})
    assert complaints_of(data, rule) == [("keeps-county-seat", "keep", "A")]
    kept = data.scenario.with_rule("kinds", rule)
    for kinds in ({}, {0: Kind.TOWN}):
        plan = Plan(data.territory, plan_of(data.territory, {}).unit, kinds)
        assert finding_of(audit(plan, kept), "kinds").status is Status.BROKEN
