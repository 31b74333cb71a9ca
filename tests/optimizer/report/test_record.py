"""plan.json: the format that programs rely on."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest

from models.plan import Outcome
from optimizer.check import audit
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.report.record import audit_record, number, solution_record
from optimizer.solve.clock import Effort
from optimizer.solve.results import ObjectiveResult, OpenCounty
from optimizer.solve.solution import Solution
from tests.support import INSTANCES, plan_of, solution_of


@pytest.fixture(scope="module")
def three() -> Dataset:
    """Return the three townships."""
    return read_dataset(INSTANCES / "three-townships", {"rules.share.floor": "status_quo"})


@pytest.fixture(scope="module")
def record(three: Dataset) -> dict[str, Any]:
    """Return the record of their plan, by way of JSON."""
    made = solution_record(solution_of(three), three, Effort(60, 1, 7))
    found: dict[str, Any] = json.loads(json.dumps(made, ensure_ascii=False))
    return found


def test_head(record: dict[str, Any], three: Dataset) -> None:
    """Format, scenario with its hash and overrides, mode, outcome."""
    assert record["format"] == "merge-plan/1"
    assert record["scenario"] == {
        "name": "three-townships",
        "title": "三乡镇教学示例",
        "file": "scenario.toml",
        "sha256": three.sha256,
        "overrides": {"rules.share.floor": "status_quo"},
    }
    assert re.fullmatch(r"[0-9a-f]{64}", three.sha256)
    assert (record["mode"], record["outcome"]) == ("whole", "OPTIMAL")
    assert record["distances"] == "shortest path over roads.csv"


def test_objectives(record: dict[str, Any]) -> None:
    """Whole numbers, shares as exact fractions, bounds and proofs."""
    assert [(o["name"], o["value"], o["bound"]) for o in record["objectives"]] == [
        ("units", 2, 2),
        ("share", "1/2", "1/2"),
        ("travel", 14_100_000, 14_100_000),
        ("disruption", 1_300, 1_300),
    ]
    assert all(o["proved"] and o["best"] == o["value"] for o in record["objectives"])
    assert record["objectives"][2]["unit"] == "person-metres"


def test_what_a_tolerance_gave_away() -> None:
    """The bound is of what the stage came to; how far it might be worsened stands beside it."""
    away = [{"name": "units", "tolerance": 0.6}, {"name": "share", "tolerance": 0.5}]
    found = read_dataset(INSTANCES / "three-townships", {"objectives": [*away, {"name": "travel"}]})
    units, share, travel = solution_record(solution_of(found), found, Effort())["objectives"]
    assert (units["value"], units["best"], units["bound"], units["allowed"]) == (3, 2, 2, 3)
    assert (share["value"], share["best"], share["allowed"]) == ("1/3", "1/2", "1/4")
    assert units["proved"] and share["proved"] and travel["allowed"] is None


def test_units(record: dict[str, Any]) -> None:
    """Everything of a unit by codes, in km2, km and persons."""
    first, second = record["units"]
    assert first == {
        "code": "990001100",
        "name": "中和镇",
        "kind": "镇",
        "county": "990001",
        "seat": "990001100001",
        "townships": ["990001100", "990001200"],
        "villages": [
            "990001100001", "990001100201", "990001100202", "990001200201", "990001200202",
        ],
        "area_km2": 230.0,
        "population": 6000,
        "operation": "whole",
        "worst_km": 7.0,
        "person_km": 11_700.0,
        "proposed_name": "中和镇",
        "proposed_code": "990001100",
    }  # fmt: skip
    assert (second["code"], second["operation"]) == ("990001201", "unchanged")


def test_rules(record: dict[str, Any]) -> None:
    """One entry a rule, the mode too, with clause, key and status."""
    statuses = {rule["key"]: rule["status"] for rule in record["rules"]}
    assert {"mode", "P2.contiguity", "area_cap", "count"} <= set(statuses)
    assert (statuses["area_cap"], statuses["count"]) == ("met", "off")
    assert all(rule["clause"] for rule in record["rules"])


def test_solver(record: dict[str, Any]) -> None:
    """What the plan was made with."""
    made = record["solver"]
    assert (made["seed"], made["workers"], made["time_limit"]) == (7, 1, 60)
    assert made["seconds"] >= 0 and made["engine"]


def test_open_counties(three: Dataset) -> None:
    """With the first objective that is not proved, where there is a plan of the county."""
    first = ObjectiveResult("units", 8, 6, False)
    open_ = (OpenCounty("甲县", first), OpenCounty("乙县"))
    found = solution_record(
        Solution(Outcome.FEASIBLE, None, None, (), (), 1.0, open=open_), three, Effort()
    )
    one, other = found["solver"]["open_counties"]
    assert (one["county"], one["first_open"]["value"], one["first_open"]["bound"]) == ("甲县", 8, 6)
    assert other == {"county": "乙县", "first_open": None}


def test_without_a_plan(three: Dataset) -> None:
    """No units and no rules, but the outcome."""
    nothing = Solution(Outcome.UNKNOWN, None, None, (), (), 1.23456)
    found = solution_record(nothing, three, Effort())
    assert (found["outcome"], found["units"], found["rules"]) == ("UNKNOWN", [], [])
    assert found["solver"]["seconds"] == 1.235


def test_audit(three: Dataset) -> None:
    """What is broken, and the values; a value that nobody knows is null."""
    plan = plan_of(three.territory, {"990001200": "990001201"})
    found = audit_record(audit(plan, three.scenario), three, plan)
    assert found["passed"]
    assert found["objectives"]["travel"] == 20_600_000
    far = plan_of(three.territory, {"990001202": "990001201", "990001201202": "990001200"})
    broken = audit_record(audit(far, three.scenario), three, far)
    assert not broken["passed"]
    assert {r["key"] for r in broken["rules"] if r["status"] == "broken"} >= {"P2.contiguity"}


@pytest.mark.parametrize(
    ("value", "written"), [(5, 5), (Fraction(1), "1/1"), (Fraction(2, 4), "1/2"), (None, None)]
)
def test_numbers(value: Any, written: Any) -> None:
    """Fractions are text, so that nothing is rounded."""
    assert number(value) == written
