"""P2.cohesion in the models: which pairs share a unit, and which never."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from models.rules.dissolve import Dissolve
from models.rules.pairs import Apart, Together
from optimizer.check import Status, audit
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import (
    candidate_units,
    codes_of,
    complaints_of,
    dataset_of,
    finding_of,
    plan_of,
    solution_of,
)

ROW = chain(town("A"), town("B"), town("C"))


def units(tables: Tables = ROW, county: int = 0, **rules: Any) -> set[str]:
    """Return the candidate units of a county."""
    return candidate_units(dataset_of(tables, rules), county)


def test_together_feasible() -> None:
    """Units with both or neither, whatever seat they keep."""
    assert units(together=[["A", "B"]]) == {"C", "AB", "BA", "ABC", "BAC", "CAB"}


def test_together_takes_along_what_lies_between() -> None:
    """Edge: A and C touch only by B."""
    assert units(together=[["A", "C"]]) == {"B", "ABC", "BAC", "CAB"}


def test_together_chains() -> None:
    """Two pairs with a township in common are three together."""
    assert units(together=[["A", "B"], ["B", "C"]]) == {"ABC", "BAC", "CAB"}


def test_together_forced_violation() -> None:
    """What must and may not be together has no unit."""
    assert units(together=[["A", "B"]], apart=[["A", "B"]]) == {"C"}


def test_together_across_counties_leaves_no_unit() -> None:
    """No unit crosses the border."""
    tables = chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y"))
    assert units(tables, together=[["B", "C"]]) == {"A"}
    assert units(tables, 1, together=[["B", "C"]]) == {"D"}


def test_apart() -> None:
    """Feasible: units with one of them or neither. Forced: with all apart nothing merges."""
    assert units(apart=[["A", "B"]]) == {"A", "B", "C", "BC", "CB"}
    assert units(apart=[["A", "B"], ["B", "C"]]) == {"A", "B", "C"}


def test_apart_forbids_supersets_too() -> None:
    """Edge: A and C are apart, so no unit reaches from one to the other."""
    assert units(apart=[["A", "C"]]) == {"A", "B", "C", "AB", "BA", "BC", "CB"}


def test_apart_across_counties_asks_for_nothing() -> None:
    """They are apart anyhow."""
    tables = chain(town("A"), town("B"), town("C", county="Y"))
    assert units(tables, apart=[["B", "C"]]) == units(tables)


@pytest.mark.parametrize("rule", [Together, Apart])
def test_complaints(rule: type[Together] | type[Apart]) -> None:
    """Townships that are not there, and a township with itself; villages only where they may be."""
    found = complaints_of(dataset_of(ROW), rule(pairs=(("A", "Q"), ("B", "B"), ("A", "c"))))
    apart = rule is Apart
    unknown = "unknown-township" if apart else "unknown-part"
    expected = (
        [(unknown, "pairs", "Q"), (unknown, "pairs", "c")] if apart else [(unknown, "pairs", "Q")]
    )
    assert found == [*expected, ("repeated", "pairs", "B")]


@pytest.mark.parametrize(("mode", "broken"), [("whole", True), ("redraw", True)])
def test_villages_are_kept_together(mode: str, broken: bool) -> None:
    """Two villages of two townships share a unit; in mode whole their townships do."""
    tables = chain(town("A"), town("B"), town("C"))
    add_village(tables, "a2", "A", km=1)
    tables.contiguity.append({"a": "a2", "b": "b"})
    rules = {"together": [["a2", "b"]]}
    data = dataset_of(tables, rules, [{"name": "disruption"}], mode)
    solution = solution_of(data)
    assert solution.plan is not None
    unit = codes_of(solution.plan)
    assert unit["a2"] == unit["b"]
    assert solution.reached[0].value == (1000 if mode == "whole" else 10)
    stay = audit(plan_of(data.territory, {}), data.scenario)
    assert (finding_of(stay, "together").status is Status.BROKEN) is broken
    assert "a2 (a2) and b (b) are not in one unit" in finding_of(stay, "together").detail.en


def test_a_village_and_a_township_together() -> None:
    """The township goes where the village is, or the village to it."""
    assert units(together=[["a", "B"]]) == units(together=[["A", "B"]])


@pytest.mark.parametrize("mode", ["whole", "split", "redraw"])
def test_dissolved_townships_are_no_units(mode: str) -> None:
    """Their seats are kept by nobody; a plan that keeps one breaks the rule."""
    data = dataset_of(ROW, {"dissolve": ["A", "C"]}, [{"name": "disruption"}], mode)
    solution = solution_of(data)
    assert solution.plan is not None
    assert set(codes_of(solution.plan).values()) == {"B"}
    stay = finding_of(audit(plan_of(data.territory, {}), data.scenario), "dissolve")
    assert stay.status is Status.BROKEN and "A (A)" in stay.detail.en
    assert complaints_of(data, Dissolve(townships=("B", "Q"))) == [
        ("unknown-township", "townships", "Q")
    ]


def test_dissolved_units_are_no_candidates() -> None:
    """Feasible: in any other's unit. Forced violation: nobody left to go to."""
    assert units(dissolve=["B"]) == {"A", "C", "AB", "CB", "ABC", "CAB"}
    assert units(dissolve=["A", "B", "C"]) == set()


def test_a_bare_list_is_the_pairs() -> None:
    """The rule may be written without a table; a pair is of two."""
    assert Apart.model_validate([["A", "B"]]) == Apart(pairs=(("A", "B"),))
    with pytest.raises(ValidationError):
        Together.model_validate([["A", "B", "C"]])
