"""P4.share recomputed in exact fractions: floors of counties, city and districts."""

from __future__ import annotations

from typing import Any

from optimizer.check import Finding, Status
from tests.reference.cases import chain, town
from tests.reference.tables import Tables
from tests.support import audit_of, finding_of

FLOOR = {"floor": "status_quo"}


def judge(tables: Tables, rule: dict[str, Any], **into: str) -> Finding:
    """Judge a plan by the share of towns and subdistricts."""
    return finding_of(audit_of(tables, {"share": rule}, into), "share")


def counties() -> Tables:
    """Return X with one town of two, Y with two of three, one of them a subdistrict."""
    towns = [town("A"), town("B", kind="镇"), town("C", kind="镇", county="Y")]
    return chain(*towns, town("D", county="Y"), town("E", kind="街道", county="Y"))


def test_met() -> None:
    """A 乡 that goes into a town raises the share; the city's is said."""
    found = judge(counties(), FLOOR, A="B")
    assert (found.status, found.detail.en) == (Status.MET, "city 3/4")


def test_edge_the_status_quo_itself() -> None:
    """Never below, so as before is met."""
    assert judge(counties(), FLOOR).status is Status.MET


def test_broken_in_a_county_and_in_the_city() -> None:
    """Y falls from 2/3 to 1/2, the city from 3/5 to 1/2."""
    found = judge(counties(), FLOOR, E="C")
    assert found.status is Status.BROKEN
    assert found.detail.en.split("; ") == [
        "Y: 1/2 (50.0%) below 2/3 (66.7%)",
        "X, Y: 1/2 (50.0%) below 3/5 (60.0%)",
    ]
    assert "低于 2/3（66.7%）" in found.detail.zh


def test_one_county_cannot_make_up_for_another() -> None:
    """The city's share rises, X's falls to nothing."""
    found = judge(counties(), FLOOR, B="A", D="C")
    assert found.detail.en == "X: 0 (0.0%) below 1/2 (50.0%)"


def test_a_single_county_is_said_once() -> None:
    """It is the city too."""
    tables = chain(town("A"), town("B", kind="镇"))
    assert judge(tables, FLOOR, B="A").detail.en == "X: 0 (0.0%) below 1/2 (50.0%)"


def test_districts_target() -> None:
    """All districts together, exactly at the target and just below it."""
    assert judge(counties(), {"districts_target": 0.6}).status is Status.MET
    found = judge(counties(), {"districts_target": 0.61})
    assert found.detail.en == "X, Y: 3/5 (60.0%) below 61/100 (61.0%)"


def test_counties_that_are_no_districts_do_not_count() -> None:
    """Only Y is asked; with no district at all nobody is."""
    tables = counties()
    tables.counties[0]["is_district"] = 0
    assert judge(tables, {"districts_target": 0.66}).status is Status.MET
    tables.counties[1]["is_district"] = 0
    assert judge(tables, {"districts_target": 1.0}).status is Status.MET
