"""P2.count recomputed: ranges of units and of the cut, by county and for the city."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.check import Finding, Status
from tests.reference.cases import chain, town
from tests.support import audit_of, finding_of

TABLES = chain(town("A"), town("B"), town("C"), town("D", county="Y"), town("E", county="Y"))


def judge(rule: dict[str, Any], **into: str) -> Finding:
    """Judge a plan by ranges of units."""
    return finding_of(audit_of(TABLES, {"count": rule}, into), "count")


@pytest.mark.parametrize(
    "city", [{"min": 4, "max": 4}, {"min_cut": 1, "max_cut": 1}, {"max": 4, "max_cut": 1}]
)
def test_met_at_both_edges(city: dict[str, int]) -> None:
    """Four units of five are at least and at most four, cut by at least and at most one."""
    found = judge({"city": city}, A="B")
    assert (found.status, found.detail.en) == (Status.MET, "5 -> 4 units")


@pytest.mark.parametrize(
    ("city", "limit", "off"),
    [({"min": 5}, 5, 1), ({"max": 2}, 2, 2), ({"min_cut": 3}, 2, 2), ({"max_cut": 0}, 5, 1)],
)
def test_broken_in_the_city(city: dict[str, int], limit: int, off: int) -> None:
    """By how many units it is off the limit."""
    found = judge({"city": city}, A="B")
    assert found.status is Status.BROKEN
    assert f"4 units (cut 1), {off} off the limit of {limit}" in found.detail.en
    assert f"4 个（减少 1），与限值 {limit} 相差 {off}" in found.detail.zh


def test_of_several_limits_the_tighter_counts() -> None:
    """At least 3 units, and at most 1 fewer than 5."""
    assert judge({"city": {"min": 3, "max_cut": 1}}, A="B", C="B").status is Status.BROKEN


def test_one_range_is_for_every_county() -> None:
    """X goes from three to one, Y stays: only Y misses a cut of at least one."""
    found = judge({"county": {"min_cut": 1}}, A="B", C="B")
    assert found.detail.en == "Y: 2 units (cut 0), 1 off the limit of 1"


def test_a_table_is_for_the_counties_that_it_names() -> None:
    """X is free."""
    assert judge({"county": {"Y": {"min": 2}}}, A="B", C="B").status is Status.MET
    assert judge({"county": {"Y": {"min": 2}}}, D="E").status is Status.BROKEN


def test_county_and_city_are_both_said() -> None:
    """Every range that is missed is named."""
    found = judge({"city": {"max": 3}, "county": {"X": {"max": 1}}}, A="B")
    assert found.detail.en.startswith("X: 2 units (cut 1), 1 off the limit of 1; ")
    assert found.detail.en.endswith("4 units (cut 1), 1 off the limit of 3")
