"""Every clause of the table of rules is listed by `rules`, stands in plan.json, and can break."""

from __future__ import annotations

from typing import Any

import pytest

from models.kinds import Kind
from models.plan import Plan
from models.rules import ALL_RULES
from optimizer.check import Finding, Status, audit
from optimizer.report.record import rule_records
from optimizer.report.rule_table import rule_states, rules_record
from tests.reference.cases import chain, town
from tests.reference.tables import Tables
from tests.support import dataset_of, plan_of

CLAUSES = (
    "P2.count P3.area P3.access P3.burden P2.population P2.contiguity P4.protected "
    "P4.kind.street P4.kind.standard P4.share P5.complete P5.county P2.prudent P2.cohesion "
    "W6.plans S3.together code name"
).split()
MERGED = {"A": "B"}


def row(**attributes: Any) -> Tables:
    """Return three townships in a row; B is a 镇; each lies in a basin of its own."""
    tables = chain(town("A", **attributes), town("B", kind="镇"), town("C"))
    for village in tables.villages:
        village["basin"] = village["code"]
    return tables


def two_counties() -> Tables:
    """Return a county of A and B, and one of C."""
    return chain(town("A"), town("B"), town("C", county="Y"))


BROKEN: dict[str, tuple[Tables, dict[str, Any], dict[str, str], dict[str, Kind]]] = {
    "P2.count": (row(), {"count": {"city": {"min": 3}}}, MERGED, {}),
    "P3.area": (row(), {"area_cap": {"max_km2": 199.99}}, MERGED, {}),
    "P3.access": (row(), {"access": {"max_km": 9.999}}, MERGED, {}),
    "P3.burden": (row(), {"burden": {"max_added_km": 9.999}}, MERGED, {}),
    "P2.population": (row(), {"population": {"max": 1999}}, MERGED, {}),
    "P2.contiguity": (row(), {}, {"A": "C"}, {}),
    "P4.protected": (row(), {"protected": {"townships": ["A"]}}, MERGED, {}),
    "P4.kind.street": (two_counties(), {}, {}, {"A": Kind.SUBDISTRICT}),
    "P4.kind.standard": (row(), {}, {}, {"A": Kind.TOWN}),
    "P4.share": (row(), {"share": {"floor": "status_quo"}}, {"B": "A"}, {}),
    "P5.complete": (row(), {}, {"a": ""}, {}),
    "P5.county": (two_counties(), {}, {"C": "B"}, {}),
    "P2.prudent": (row(), {"prudent": {"max_people": 999}}, MERGED, {}),
    "P2.cohesion": (row(), {"apart": [["A", "B"]]}, MERGED, {}),
    "W6.plans": (row(), {"zones": [{"column": "basin", "no_merge": True}]}, MERGED, {}),
    "S3.together": (two_counties(), {}, {"C": ""}, {}),
    "code": (row(), {"codes": {"proposed": {"B": "140401001"}}}, MERGED, {}),
    "name": (row(), {"names": {"forbidden": ["B"]}}, MERGED, {}),
}


def findings(clause: str) -> list[Finding]:
    """Judge the plan that breaks a clause."""
    tables, rules, into, conversions = BROKEN[clause]
    if clause == "P4.kind.street":
        for county in tables.counties:
            county["is_district"] = 0
    dataset = dataset_of(tables, rules)
    territory = dataset.territory
    plan = plan_of(territory, into)
    kinds = {territory.township_codes[code]: kind for code, kind in conversions.items()}
    found = audit(Plan(territory, plan.unit, kinds), dataset.scenario).findings
    return [finding for finding in found if finding.clause == clause]


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_can_break(clause: str) -> None:
    """By a plan that was made to; what nobody may refuse, names and codes, is warned of."""
    worst = Status.WARNED if clause in ("code", "name") else Status.BROKEN
    assert worst in [finding.status for finding in findings(clause)]


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_says_how_it_breaks(clause: str) -> None:
    """In both languages."""
    (detail,) = [f.detail for f in findings(clause) if f.status in (Status.BROKEN, Status.WARNED)]
    assert detail.en and not detail.zh.isascii()


def test_every_clause_is_listed_and_recorded() -> None:
    """By `rules` with its state, and in the record of every plan."""
    dataset = dataset_of(row())
    states = rules_record(rule_states(dataset.scenario, dataset.territory))
    assert set(CLAUSES) <= {state["clause"] for state in states}
    assert all(state["state"] for state in states)
    audited = audit(plan_of(dataset.territory, {}), dataset.scenario)
    assert set(CLAUSES) <= {record["clause"] for record in rule_records(audited)}
    assert set(BROKEN) == set(CLAUSES)
    assert {rule.clause for rule in ALL_RULES.values()} == {*CLAUSES, "P2.transfers"}


def test_states_follow_the_scenario() -> None:
    """On with its values, off, always on, not checked for want of data, an objective's place."""
    rules = {"area_cap": {"max_km2": 300}, "barriers": {}, "kinds": {"standard": "shanxi"}}
    dataset = dataset_of(row(), rules, [{"name": "travel"}, {"name": "worst"}])
    rows = {(r.clause, r.key): r for r in rule_states(dataset.scenario, dataset.territory)}
    assert rows["P3.area", "area_cap"].value == "max_km2 = 300.0"
    assert rows["P3.area", "area_cap"].state.en == "on"
    assert rows["P2.count", "count"].state.en == "off"
    assert rows["P5.county", ""].state.en == "always on"
    assert rows["W6.plans", "zones"].state.zh == "未核验"
    assert rows["P2.cohesion", "barriers"].state.en == "not checked"
    assert rows["P3.access", "worst"].value == "2"
    assert "请填入省定标准" in rows["P4.kind.standard", "kinds"].note.zh


def test_absent_layers_are_not_checked() -> None:
    """Without a layer, and with one that villages.csv lacks."""
    dataset = dataset_of(row(), {"zones": [{"column": "park", "no_merge": True}], "barriers": {}})
    found = audit(plan_of(dataset.territory, MERGED), dataset.scenario).findings
    checked = {finding.key: finding.status for finding in found}
    assert checked["zones"] is Status.NOT_CHECKED
    assert checked["barriers"] is Status.NOT_CHECKED
