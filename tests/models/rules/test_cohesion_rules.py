"""Barriers, zones, frozen counties, names and codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.kinds import Kind
from models.naming import proposed_codes, proposed_name
from models.plan import Outcome, Plan
from models.rules.codes import Codes
from models.rules.freeze import Freeze
from models.rules.names import Names
from models.rules.zones import Zones
from optimizer.check import Status, audit
from optimizer.check.naming import unit_codes, unit_names
from optimizer.data.dataset import Dataset, read_dataset
from tests.reference.cases import add_village, chain, town
from tests.support import (
    candidate_units,
    complaints_of,
    dataset_of,
    finding_of,
    plan_of,
    solution_of,
    write_folder,
)

UNITS = [{"name": "units"}]


def walled(tmp_path: Path, rules: dict[str, Any]) -> Dataset:
    """Return A - B - C with a ridge between A and B, and one inside C."""
    tables = chain(town("A"), town("B"), town("C"))
    add_village(tables, "c2", "C", km=1)
    folder = write_folder(tmp_path, tables, rules, UNITS)
    (folder / "barriers.csv").write_text("a,b\nb,a\nc,c2\n", encoding="utf-8")
    return read_dataset(folder)


def test_no_unit_is_joined_across_a_barrier(tmp_path: Path) -> None:
    """B and C may join; C is on both sides of its own ridge already."""
    assert candidate_units(walled(tmp_path, {"barriers": {}})) == {"A", "B", "C", "BC", "CB"}
    assert "AB" in candidate_units(walled(tmp_path, {}))


def test_the_checker_walks_around_barriers(tmp_path: Path) -> None:
    """A with B is broken; B with C is met."""
    dataset = walled(tmp_path, {"barriers": {}})
    for into, status in (({"A": "B"}, Status.BROKEN), ({"B": "C"}, Status.MET)):
        found = audit(plan_of(dataset.territory, into), dataset.scenario)
        assert finding_of(found, "barriers").status is status


def zoned(layer: dict[str, Any], **rules: Any) -> Dataset:
    """Return A (east), B (no zone), C (west) with a layer."""
    tables = chain(town("A"), town("B"), town("C"))
    for village, zone in zip(tables.villages, ("east", "", "west"), strict=True):
        village["basin"] = zone
    return dataset_of(tables, {"zones": [{"column": "basin", **layer}], **rules}, UNITS)


def test_mergers_may_not_join_zones() -> None:
    """B lies outside all zones: that is another place than any zone, not one of each."""
    units = candidate_units(zoned({"no_merge": True}))
    assert units == {"A", "B", "C"}


@pytest.mark.parametrize(("zones", "kinds"), [([], {"B"}), (["east"], {"B", "C"})])
def test_conversions_may_not_touch_zones(zones: list[str], kinds: set[str]) -> None:
    """With all zones closed only B rises, with the east closed C does too."""
    rules = {
        "kinds": {"grounds": [{"kind": "镇"}]},
        "count": {"county": {"max_cut": 0}},
    }
    dataset = zoned({"no_conversion": ["镇"], "zones": zones}, **rules)
    scenario = dataset.scenario.model_validate(
        {**dataset.scenario.model_dump(mode="json"), "objectives": [{"name": "share"}]}
    )
    solution = solution_of(Dataset(**{**vars(dataset), "scenario": scenario}))
    assert solution.plan is not None
    codes = {dataset.territory.townships[t].code for t in solution.plan.conversions}
    assert codes == kinds
    everything = dict.fromkeys(range(3), Kind.TOWN)
    plan = Plan(dataset.territory, plan_of(dataset.territory, {}).unit, everything)
    assert finding_of(audit(plan, dataset.scenario), "zones").status is Status.BROKEN


def test_an_absent_layer_restricts_nothing() -> None:
    """It is named as missing."""
    rule = Zones.model_validate([{"column": "park", "no_merge": True, "no_conversion": ["镇"]}])
    dataset = dataset_of(chain(town("A"), town("B")), {"zones": rule.model_dump()["layers"]})
    assert "AB" in candidate_units(dataset)
    assert rule.missing(dataset.territory)[0] == "no column park"


def test_a_frozen_county_keeps_its_plan() -> None:
    """X is held to two units although one would do; Y is solved."""
    tables = chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y"))
    rule = {"counties": ["X"], "units": {"a": "A", "b": "B"}}
    dataset = dataset_of(tables, {"freeze": rule}, UNITS)
    solution = solution_of(dataset)
    assert (solution.outcome, solution.reached[0].value) == (Outcome.OPTIMAL, 3)
    for into, status in (({"A": "B"}, Status.BROKEN), ({"C": "D"}, Status.MET)):
        found = audit(plan_of(dataset.territory, into), dataset.scenario)
        assert finding_of(found, "freeze").status is status


def test_a_frozen_county_keeps_its_kinds() -> None:
    """The agreed kind, and no other, although the objective wants towns."""
    ground = {"grounds": [{"kind": "镇"}]}
    units = {"a": "A", "b": "B"}
    rule = {"counties": ["X"], "units": units, "kinds": {"B": "镇"}}
    tables = chain(town("A"), town("B"))
    dataset = dataset_of(tables, {"kinds": ground, "freeze": rule}, [{"name": "share"}])
    solution = solution_of(dataset)
    assert solution.plan is not None
    assert {u.kind for u in solution.plan.units} == {Kind.TOWNSHIP, Kind.TOWN}


def test_a_frozen_plan_that_breaks_a_rule_is_infeasible() -> None:
    """It is not waved through."""
    rules = {"freeze": {"counties": ["X"], "units": {"a": "A", "b": "A"}}, "apart": [["A", "B"]]}
    solution = solution_of(dataset_of(chain(town("A"), town("B")), rules, UNITS))
    assert solution.outcome is Outcome.INFEASIBLE


def test_what_does_not_fit_is_named() -> None:
    """Unknown counties and townships."""
    dataset = dataset_of(chain(town("A")))
    freeze = Freeze(counties=("Q",), units={"a": "R"}, kinds={"S": "镇"})
    assert complaints_of(dataset, freeze) == [
        ("unknown-county", "counties", "Q"),
        ("unknown-township", "units", "R"),
        ("unknown-township", "kinds", "S"),
    ]
    assert complaints_of(dataset, Names(proposed={"Q": "x"})) == [
        ("unknown-township", "proposed", "Q")
    ]
    assert complaints_of(dataset, Codes(proposed={"Q": "x"})) == [
        ("unknown-township", "proposed", "Q")
    ]


def official() -> dict[str, Any]:
    """Return a county with official codes: two 乡 and a 镇."""
    rows = [
        town("140431200", name="甲乡", county="140431"),
        town("140431201", name="乙乡", county="140431"),
        town("140431101", name="丙镇", kind="镇", county="140431"),
    ]
    return {"tables": chain(*rows)}


def converted(rules: dict[str, Any], kinds: dict[int, Kind]) -> tuple[Plan, Dataset]:
    """Return the status quo with other kinds."""
    dataset = dataset_of(official()["tables"], rules)
    return Plan(dataset.territory, plan_of(dataset.territory, {}).unit, kinds), dataset


def test_names_follow_the_kind() -> None:
    """甲乡 becomes 甲镇 or 甲街道; the user's proposal counts more."""
    plan, dataset = converted({}, {0: Kind.TOWN, 1: Kind.SUBDISTRICT})
    assert [proposed_name(plan, t) for t in range(3)] == ["甲镇", "乙街道", "丙镇"]
    plan, dataset = converted({"names": {"proposed": {"140431200": "新镇"}}}, {0: Kind.TOWN})
    assert unit_names(plan, dataset.scenario)[0] == "新镇"


def test_codes_are_kept_or_new_and_never_used_twice() -> None:
    """After 101 comes 102, and 103 when 102 was used in the past; the unchanged keep theirs."""
    plan, dataset = converted({}, {0: Kind.TOWN, 1: Kind.TOWN})
    assert proposed_codes(plan) == {0: "140431102", 1: "140431103", 2: "140431101"}
    assert proposed_codes(plan, ["140431102"])[0] == "140431103"
    used = [f"140431{n:03d}" for n in range(101, 200)]
    assert proposed_codes(plan, used)[0] == "140431100"
    assert proposed_codes(plan, [*used, "140431100"])[0] is None
    plan, dataset = converted({"codes": {"proposed": {"140431200": "140431150"}}}, {0: Kind.TOWN})
    assert unit_codes(plan, dataset.scenario)[0] == "140431150"


@pytest.mark.parametrize(
    ("rules", "kinds", "said"),
    [
        ({"codes": {"proposed": {"140431200": "140431250"}}}, {0: Kind.TOWN}, "out of its range"),
        ({"codes": {"proposed": {"140431200": "140431101"}}}, {0: Kind.TOWN}, "used before"),
        ({"codes": {"retired": ["140431102"]}}, {}, ""),
    ],
)
def test_codes_are_warned_of(rules: dict[str, Any], kinds: dict[int, Kind], said: str) -> None:
    """And all are marked as proposals."""
    plan, dataset = converted(rules, kinds)
    found = finding_of(audit(plan, dataset.scenario), "codes")
    assert found.status is (Status.WARNED if said else Status.MET)
    assert said in found.detail.en and "以省民政厅公布为准" in found.detail.zh


def test_names_are_warned_of() -> None:
    """Twice in the plan, taken in the province, with a forbidden word."""
    rule = {"proposed": {"140431200": "丙镇"}, "taken": ["乙乡"], "forbidden": ["丙"]}
    plan, dataset = converted({"names": rule}, {0: Kind.TOWN})
    detail = finding_of(audit(plan, dataset.scenario), "names").detail.en
    assert "2 units are named 丙镇" in detail
    assert "乙乡 is taken" in detail and "forbidden word 丙" in detail
