"""P2.cohesion recomputed: together and apart, by villages."""

from __future__ import annotations

from optimizer.check import Finding, Status
from tests.reference.cases import add_village, chain, town
from tests.support import audit_of, finding_of

TABLES = chain(town("A"), town("B"), town("C"))
add_village(TABLES, "b2", "B", km=1)


def judge(rule: str, pairs: list[list[str]], **into: str) -> Finding:
    """Judge a plan by one of the rules on pairs."""
    return finding_of(audit_of(TABLES, {rule: pairs}, into), rule)


def test_together_met() -> None:
    """Both in one unit, be it a third township's."""
    assert judge("together", [["A", "B"]], A="B").status is Status.MET
    assert judge("together", [["A", "B"]], A="C", B="C").status is Status.MET


def test_together_broken() -> None:
    """The pair is named, and only the pair that is broken."""
    found = judge("together", [["A", "B"], ["B", "C"]], A="B")
    assert found.status is Status.BROKEN
    assert found.detail.en == "B (B) and C (C) are not in one unit"
    assert found.detail.zh == "B (B) 与 C (C) 不在同一单位"


def test_together_edge_a_single_village_elsewhere() -> None:
    """All villages of both, not only the seats."""
    assert judge("together", [["A", "B"]], A="B", b2="C").status is Status.BROKEN
    assert judge("together", [["A", "B"]], A="B", b2="").status is Status.BROKEN


def test_apart_met() -> None:
    """In different units, whatever else is in them."""
    assert judge("apart", [["A", "C"]], A="B").status is Status.MET


def test_apart_broken() -> None:
    """The pair is named with the unit that they share."""
    found = judge("apart", [["A", "C"], ["A", "B"]], A="B", C="B")
    assert found.status is Status.BROKEN
    assert found.detail.en.split("; ") == [
        "A (A) and C (C) share B (B)",
        "A (A) and B (B) share B (B)",
    ]
    assert found.detail.zh.startswith("A (A) 与 C (C) 同在 B (B)")


def test_apart_edge_a_single_village() -> None:
    """One village of each in one unit is enough; villages left out share nothing."""
    assert judge("apart", [["B", "C"]], b2="C").status is Status.BROKEN
    assert judge("apart", [["B", "C"]], b2="", C="").status is Status.MET
