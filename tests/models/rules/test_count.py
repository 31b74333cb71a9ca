"""P2.count in the models: ranges as ties."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from models.plan import Outcome
from models.quantities import NO_LIMIT
from models.rules.count import Count, CountRange
from optimizer.check import Status, audit
from tests.reference.cases import add_village, chain, town
from tests.support import (
    complaints_of,
    dataset_of,
    finding_of,
    plan_of,
    solution_of,
    territory_of,
)

TABLES = chain(town("A"), town("B"), town("C"), town("D", county="Y"), town("E", county="Y"))


def fewest(**rule: Any) -> int | None:
    """Return the fewest units under a rule on counts, None when infeasible."""
    solution = solution_of(dataset_of(TABLES, {"count": rule}, [{"name": "units"}]))
    assert solution.outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE)
    return len(solution.plan.units) if solution.plan else None


@pytest.mark.parametrize(
    ("wanted", "bounds"),
    [
        ({"min": 3, "max": 7}, (3, 7)),
        ({"min_cut": 2, "max_cut": 4}, (6, 8)),
        ({"min": 7, "max_cut": 4}, (7, NO_LIMIT)),
        ({"max": 9, "min_cut": 2}, (0, 8)),
        ({"min_cut": 0}, (0, 10)),
        ({}, (0, NO_LIMIT)),
    ],
)
def test_bounds(wanted: dict[str, int], bounds: tuple[int, int]) -> None:
    """Of ten units before: the tighter of number and cut counts."""
    assert CountRange(**wanted).bounds(10) == bounds


def test_feasible() -> None:
    """Without a range each county is one unit; every range moves it."""
    assert fewest(city={"min": 1}) == 2
    assert fewest(city={"min": 4}) == 4
    assert fewest(county={"max_cut": 1}) == 3
    assert fewest(county={"X": {"min": 3}}) == 4
    assert fewest(county={"X": {"min": 2}}, city={"min": 4}) == 4


def test_edge() -> None:
    """Exactly as many as there are, exactly as few as there can be."""
    assert fewest(city={"min": 5}) == 5
    assert fewest(city={"max": 2}) == 2


def test_forced_violation() -> None:
    """More than there are, fewer than counties, or counties against the city."""
    assert fewest(city={"min": 6}) is None
    assert fewest(city={"max": 1}) is None
    assert fewest(county={"max_cut": 0}, city={"min_cut": 1}) is None
    assert fewest(county={"X": {"max": 1}, "Y": {"max": 1}}, city={"min": 3}) is None


def test_ties() -> None:
    """One for each county that has a range, and one for the city."""
    rule = Count(city=CountRange(min=4), county={"Y": CountRange(max=1)})
    found = [(sorted(t.counties), t.low, t.high) for t in rule.ties(territory_of(TABLES))]
    assert found == [([1], 0, 1), ([0, 1], 4, NO_LIMIT)]


def test_complaints() -> None:
    """A range for a county that is not there."""
    rule = Count(county={"Q": CountRange(min=1)})
    assert complaints_of(dataset_of(TABLES), rule) == [("unknown-county", "county", "Q")]
    assert complaints_of(dataset_of(TABLES), Count(county=CountRange(min=1))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"county": {}},
        {"city": {"min": 3, "max": 2}},
        {"city": {"min_cut": 3, "max_cut": 2}},
        {"city": {"min": 0}},
        {"city": {"min_cut": -1}},
        {"city": {"min": 1.5}},
        {"city": {"least": 1}},
    ],
)
def test_refused(wrong: dict[str, Any]) -> None:
    """Something is asked, in whole numbers, and the least is not above the most."""
    with pytest.raises(ValidationError):
        Count(**wrong)


@pytest.mark.parametrize("mode", ["whole", "split", "redraw"])
def test_no_county_has_more_units_than_before(mode: str) -> None:
    """Where any village may be a seat, the best travel founds no more units than there were."""
    tables = chain(town("A"), town("B"))
    for code in ("a2", "a3", "a4"):
        add_village(tables, code, "A", km=3)
    seats = "any" if mode == "redraw" else "townships"

    def units(**rule: Any) -> int:
        rules = {"count": rule} if rule else {}
        solution = solution_of(dataset_of(tables, rules, [{"name": "travel"}], mode, seats))
        assert solution.outcome is Outcome.OPTIMAL and solution.plan and solution.audit
        lifted = any("allow_more" in note.en for note in solution.notes)
        assert lifted is bool(rule)
        finding = finding_of(solution.audit, "P2.count")
        assert finding.status is (Status.OFF if rule else Status.MET)
        return len(solution.plan.units)

    assert units() == 2
    assert units(allow_more=True) == (5 if mode == "redraw" else 2)


def test_more_units_than_before_are_broken_by_any_plan() -> None:
    """The checker says so of a plan that nobody solved, and by how much."""
    tables = chain(town("A"), town("B"))
    add_village(tables, "a2", "A", km=3)
    for allowed in (False, True):
        rules = {"count": {"allow_more": True}} if allowed else {}
        data = dataset_of(tables, rules, mode="redraw", seats="any")
        found = finding_of(audit(plan_of(data.territory, {"a2": "a2"}), data.scenario), "P2.count")
        assert found.status is (Status.OFF if allowed else Status.BROKEN)
        assert "3 units, 1 more than the 2 before" in found.detail.en


def test_asking_for_more_units_is_a_fault_unless_it_is_allowed() -> None:
    """Only where more are possible at all: with any village as a seat."""
    tables = chain(town("A"), town("B", county="Y"))
    add_village(tables, "a2", "A", km=3)
    data = dataset_of(tables, mode="redraw", seats="any")
    county = CountRange(min=2, max=2)
    assert complaints_of(data, Count(county=county)) == [("more-units", "county.min", "2")]
    assert complaints_of(data, Count(city=CountRange(min=3))) == [("more-units", "city.min", "3")]
    assert complaints_of(data, Count(county=county, allow_more=True)) == []
    assert complaints_of(dataset_of(tables), Count(county=county)) == []
