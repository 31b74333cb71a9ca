"""P3.area recomputed: units that grow, kinds, written exceptions, and by how much."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.check import Finding, Status
from tests.reference.cases import chain, town
from tests.reference.tables import Tables
from tests.support import audit_of, finding_of

REASON = "山区,面积大"


def judge(tables: Tables, into: dict[str, str], max_km2: float = 200, **rule: Any) -> Finding:
    """Judge a plan by an area cap."""
    rules = {"area_cap": {"max_km2": max_km2, **rule}}
    return finding_of(audit_of(tables, rules, into), "area_cap")


def pair(b_km2: float = 100, **more: Any) -> Tables:
    """Return A with 100 km2, B, and C with 400 km2."""
    return chain(town("A", km2=100), town("B", km2=b_km2, **more), town("C", km2=400))


def test_met() -> None:
    """A union under the cap is met, with nothing to say; C is larger but does not grow."""
    found = judge(pair(99), {"A": "B"})
    assert (found.status, found.clause, found.detail.en) == (Status.MET, "P3.area", "")


def test_edge() -> None:
    """Exactly the cap is met, a hundredth of a km2 more is broken by just that."""
    assert judge(pair(100), {"A": "B"}).status is Status.MET
    found = judge(pair(100.01), {"A": "B"})
    assert found.status is Status.BROKEN
    assert found.detail.en == "B (B) has 200.01 km2, 0.01 over 200"
    assert found.detail.zh == "B (B) 面积 200.01 平方公里，超出上限 200 达 0.01"


def test_a_cap_finer_than_a_hectare_is_rounded_down() -> None:
    """A cap of 199.999 km2 lets 199.99 pass and 200.00 not."""
    assert judge(pair(99.99), {"A": "B"}, 199.999).status is Status.MET
    assert judge(pair(100), {"A": "B"}, 199.999).status is Status.BROKEN


def test_broken_by_every_unit_that_is_too_large() -> None:
    """Each unit is named with its own excess."""
    tables = chain(*(town(code, km2=150) for code in "ABCD"))
    found = judge(tables, {"A": "B", "C": "D"})
    assert found.detail.en.split("; ") == [
        "B (B) has 300.00 km2, 100.00 over 200",
        "D (D) has 300.00 km2, 100.00 over 200",
    ]


def test_a_single_village_from_outside_makes_a_unit_grow() -> None:
    """C, over the cap by itself, is in breach as soon as it takes anything."""
    assert judge(pair(), {}).status is Status.MET
    assert "C (C) has 500.00 km2, 300.00 over 200" in judge(pair(), {"b": "C"}).detail.en


def test_kinds_not_named_are_free() -> None:
    """The kind after the plan counts: a subdistrict's seat lifts the cap that a town's has."""
    tables = pair(150, kind="街道")
    assert judge(tables, {"A": "B"}).status is Status.MET
    assert judge(tables, {"B": "A"}).status is Status.BROKEN
    assert judge(tables, {"A": "B"}, kinds=["乡", "镇", "街道"]).status is Status.BROKEN


def test_exception_is_printed_with_its_reason() -> None:
    """The unit that keeps the excepted seat is excepted by how much, and why is said."""
    exceptions = [{"township": "B", "reason": REASON}]
    found = judge(pair(150), {"A": "B"}, exceptions=exceptions)
    assert found.status is Status.EXCEPTED
    assert found.detail.en == f"B (B) has 250.00 km2, 50.00 over 200: {REASON}"


@pytest.mark.parametrize("into", [{"B": "A"}, {"A": "B", "b": "C", "a": "C"}])
def test_exception_is_for_one_seat_alone(into: dict[str, str]) -> None:
    """Another unit over the cap is broken, whatever township went into it."""
    exceptions = [{"township": "B", "reason": REASON}]
    assert judge(pair(150), into, exceptions=exceptions).status is Status.BROKEN


def test_a_breach_counts_more_than_an_exception() -> None:
    """With one unit excepted and one broken, the rule is broken."""
    tables = chain(*(town(code, km2=150) for code in "ABCD"))
    exceptions = [{"township": "B", "reason": REASON}]
    found = judge(tables, {"A": "B", "C": "D"}, exceptions=exceptions)
    assert found.status is Status.BROKEN
    assert found.detail.en == "D (D) has 300.00 km2, 100.00 over 200"
