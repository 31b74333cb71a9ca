"""P3.access in the models: which seats a township may go to."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from models.rules.access import Access
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import candidate_units, complaints_of, dataset_of


def ground(minutes: bool = False) -> Tables:
    """Return a and b 10 km apart, and a village of A 20 km from a, 30 km from b."""
    tables = chain(town("A"), town("B"))
    add_village(tables, "far", "A", km=20)
    if minutes:
        for road in tables.roads:
            road["minutes"] = road["km"] * 2
    return tables


def units(tables: Tables, **rule: Any) -> set[str]:
    """Return the candidate units under limits of access."""
    return candidate_units(dataset_of(tables, {"access": rule}))


def test_feasible() -> None:
    """Every village is near enough to both seats."""
    assert units(ground(), max_km=30) == {"A", "B", "AB", "BA"}


def test_forced_violation() -> None:
    """Nobody may change seat; who keeps theirs is free, far as they are."""
    assert units(ground(), max_km=5) == {"A", "B"}


@pytest.mark.parametrize(
    ("km", "joined"), [(30, {"AB", "BA"}), (29.999, {"AB"}), (10, {"AB"}), (9.9999, set())]
)
def test_edges(km: float, joined: set[str]) -> None:
    """B moves 10 km to a; A's far village would move 30 km to b."""
    assert units(ground(), max_km=km) == {"A", "B"} | joined


def test_scope_all() -> None:
    """A's own far village forbids A's own seat, too."""
    assert units(ground(), max_km=19, scope="all") == {"B"}
    assert units(ground(), max_km=20, scope="all") == {"A", "B", "AB"}


def test_minutes() -> None:
    """Times alone, or with distances: both hold."""
    assert units(ground(True), max_minutes=20) == {"A", "B", "AB"}
    assert units(ground(True), max_minutes=19.9) == {"A", "B"}
    assert units(ground(True), max_minutes=60, max_km=29) == {"A", "B", "AB"}


def test_no_way_forbids_a_seat_without_any_limit() -> None:
    """What cannot be reached cannot be a seat."""
    tables = chain(town("A"), town("B"), town("C"))
    tables.roads[:] = tables.roads[:1]
    assert candidate_units(dataset_of(tables)) == {"A", "B", "C", "AB", "BA"}


def test_complaints() -> None:
    """Minutes are asked for where none are known."""
    rule = Access(max_minutes=30)
    found = complaints_of(dataset_of(ground()), rule)
    assert found == [("needs-minutes", "max_minutes", "30.0")]
    assert complaints_of(dataset_of(ground(True)), rule) == []


def test_limits_in_whole_metres_and_seconds() -> None:
    """Rounded down."""
    rule = Access(max_km=1.2345, max_minutes=0.999)
    assert (rule.max_m, rule.max_s) == (1234, 59)


@pytest.mark.parametrize("wrong", [{}, {"max_km": -1}, {"max_km": 1, "scope": "some"}])
def test_refused(wrong: dict[str, Any]) -> None:
    """One limit at least, none below 0, a known scope."""
    with pytest.raises(ValidationError):
        Access(**wrong)
