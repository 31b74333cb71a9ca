"""P2.population recomputed: floors and ceilings, by terrain, and by how much."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.check import Finding, Status
from tests.reference.cases import chain, town
from tests.support import audit_of, finding_of

TABLES = chain(
    town("A", 1000, terrain="hill"), town("B", 2000, terrain="plain"), town("C", 3000, terrain="")
)


def judge(rule: Any, **into: str) -> Finding:
    """Judge a plan by bounds on people."""
    return finding_of(audit_of(TABLES, {"population": rule}, into), "population")


def test_met_at_both_edges() -> None:
    """Exactly the least and exactly the most are met."""
    assert judge({"min": 3000, "max": 3000}, A="B").status is Status.MET


def test_one_person_short() -> None:
    """A unit that nothing happened to is bound too."""
    found = judge({"min": 3001}, A="B")
    assert found.status is Status.BROKEN
    assert found.detail.en.split("; ") == [
        "B (B) has 3000 people, 1 short of 3001",
        "C (C) has 3000 people, 1 short of 3001",
    ]
    assert "低于下限 3001 差 1" in found.detail.zh


def test_one_person_over() -> None:
    """The excess is said."""
    found = judge({"max": 2999}, A="B", C="B")
    assert found.detail.en == "B (B) has 6000 people, 3001 over 2999"
    assert "高于上限 2999 多 3001" in found.detail.zh


def test_a_limit_between_persons_is_exact() -> None:
    """At least 999.5 people are 1000, at most 3000.5 are 3000."""
    assert judge({"min": 999.5, "max": 3000.5}).status is Status.MET
    assert judge({"min": 1000.5}).detail.en == "A (A) has 1000 people, 1 short of 1001"


@pytest.mark.parametrize(("into", "broken"), [({}, ""), ({"A": "B"}, ""), ({"B": "A"}, "A (A)")])
def test_terrain_is_that_of_the_seat(into: dict[str, str], broken: str) -> None:
    """Hill units are bound by the hill row; other terrains by none, without a row for them."""
    found = judge([{"terrain": "hill", "max": 1500}], **into)
    assert found.status is (Status.BROKEN if broken else Status.MET)
    assert found.detail.en.startswith(broken)


def test_a_row_without_terrain_is_for_all_others() -> None:
    """It replaces no row that names the terrain."""
    rows = [{"terrain": "hill", "min": 1}, {"min": 2500}]
    assert judge(rows).detail.en == "B (B) has 2000 people, 500 short of 2500"
