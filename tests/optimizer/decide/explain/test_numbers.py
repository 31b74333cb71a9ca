"""Numbers are loosened as far as a scenario may hold, and shown as it reads them."""

from __future__ import annotations

import pytest

from models.plan import Outcome
from models.rules.access import Access
from optimizer.decide.explain.numbers import STEPS, UP, numbers_of
from tests.optimizer.decide.explain.support import (
    CUT,
    UNITS,
    explained,
    gaps,
    outcome,
    three,
)
from tests.reference.tables import Tables
from tests.support import dataset_of


def served(km: float = 1) -> Tables:
    """Return A and B without a way between them; hospital and school in A, b2 is km from b."""
    tables = gaps()
    tables.roads[-1]["km"] = km
    tables.facilities.extend({"village": "a", "kind": kind} for kind in ("hospital", "school"))
    for road in tables.roads:
        road["minutes"] = road["km"]
    return tables


SERVICES = [key for key in STEPS["access"] if not key.startswith("max_")]


@pytest.mark.parametrize("mode", ["whole", "redraw"])
@pytest.mark.parametrize("basis", ["seat", "nearest"])
@pytest.mark.parametrize("key", SERVICES)
def test_no_way_at_all_is_no_distance(key: str, basis: str, mode: str) -> None:
    """Where a village has no way, no number of kilometres or minutes restores a plan."""
    rules = {"access": {key: 5, "scope": "all", "services": basis}}
    found = explained(dataset_of(served(), rules, UNITS, mode))
    assert [(r.number.name, r.steps, r.proved) for r in found.relaxations] == [
        (f"access.{key}", None, True)
    ]
    assert {d.rule.key: d.suffices for d in found.drops}["access"]


def test_minutes_are_shown_as_the_rule_reads_them_back() -> None:
    """Of 80 s, 1.333333333 min would be 79."""
    rules = {"access": {"max_minutes": 1, "scope": "all"}}
    data = dataset_of(served(km=4 / 3), rules, UNITS)
    (relaxed,) = explained(data).relaxations
    shown = relaxed.number.shown(80)
    assert (relaxed.steps, shown) == (80, "1.3334")
    (number,) = numbers_of(data.scenario)
    for seconds in range(3600):
        rule = number.at(seconds)
        assert isinstance(rule, Access) and rule.max_s == seconds
        assert Access(max_minutes=float(number.shown(seconds))).max_s == seconds


def test_a_number_reaches_as_far_as_a_scenario_may_hold() -> None:
    """Upwards 1e12, downwards 0, a unit, or the smallest share above 0."""
    rules = {
        "access": dict.fromkeys(STEPS["access"], 1),
        "burden": dict.fromkeys(STEPS["burden"], 1),
        "area_cap": {"max_km2": 1},
        "population": {"min": 1, "max": 2},
        "prudent": dict.fromkeys(STEPS["prudent"], 1),
        "count": {"city": dict.fromkeys(STEPS["count"], 1)},
        "share": {"districts_target": 0.5},
        "transfers": {"max_villages": 1},
    }
    data = dataset_of(served(), rules, UNITS)
    numbers = {number.name: number for number in numbers_of(data.scenario)}
    down = {name: n.loosest for name, n in numbers.items() if n.direction != UP}
    least = {"population.rows[1].min": 0, "count.city.min": 1, "count.city.min_cut": 0}
    assert down == {**least, "share.districts_target": 1}
    for number in numbers.values():
        assert number.at(number.loosest) is not None
        if number.direction == UP:
            assert number.loosest == 10**12 * number.size


def test_a_target_above_nothing_is_no_target_of_nothing() -> None:
    """Districts without towns keep no target at all: 0 is no value of it."""
    rules = {"share": {"districts_target": 0.9}}
    found = explained(dataset_of(three(), rules, UNITS))
    assert [(r.number.name, r.steps) for r in found.relaxations] == [
        ("share.districts_target", None)
    ]


def test_a_rule_that_opens_is_not_lifted_by_leaving_it_out() -> None:
    """Without `kinds` no unit rises at all: only its number restores the target's plan."""
    kinds = {"grounds": [{"kind": "镇"}], "max_conversions": 0}
    rules = {"kinds": kinds, "share": {"districts_target": 1}}
    data = dataset_of(three(), rules, UNITS)
    found = explained(data)
    needed = {r.number.name: r.steps for r in found.relaxations}
    assert needed["kinds.max_conversions"] == 1
    assert [d.rule.key for d in found.drops] == ["share"]
    assert outcome(data, {"kinds": None}) is Outcome.INFEASIBLE


def test_a_number_is_shown_as_the_scenario_has_it() -> None:
    """4.004 km2 in the conflict and in the relaxation alike."""
    rules = {"area_cap": {"max_km2": 150.004}, "count": CUT}
    found = explained(dataset_of(three(), rules, UNITS))
    labels = [a.label.en for c in found.conflicts for a in c.atoms if a.key == "area_cap"]
    assert labels and all("150.004 km2" in label for label in labels)
    (relaxed,) = [r for r in found.relaxations if r.number.rule.key == "area_cap"]
    assert relaxed.number.given == "150.004"
