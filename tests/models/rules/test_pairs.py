"""P2.cohesion in the models: which pairs share a unit, and which never."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from models.rules.pairs import Apart, Together
from tests.reference.cases import chain, town
from tests.reference.tables import Tables
from tests.support import candidate_units, complaints_of, dataset_of

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
    """Townships that are not there, and a township with itself."""
    found = complaints_of(dataset_of(ROW), rule(pairs=(("A", "Q"), ("B", "B"))))
    assert found == [("unknown-township", "pairs", "Q"), ("repeated", "pairs", "B")]


def test_a_bare_list_is_the_pairs() -> None:
    """The rule may be written without a table; a pair is of two."""
    assert Apart.model_validate([["A", "B"]]) == Apart(pairs=(("A", "B"),))
    with pytest.raises(ValidationError):
        Together.model_validate([["A", "B", "C"]])
