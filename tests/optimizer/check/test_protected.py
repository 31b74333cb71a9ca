"""P4.protected recomputed: flags and names; the seat is what is kept."""

from __future__ import annotations

from typing import Any

from optimizer.check import Finding, Status
from tests.reference.cases import add_village, chain, town
from tests.support import audit_of, finding_of

TABLES = chain(town("A", key_town=1), town("B", key_town=0), town("C", key_town=0))
add_village(TABLES, "a2", "A", km=1)


def judge(rule: dict[str, Any], **into: str) -> Finding:
    """Judge a plan by protection."""
    return finding_of(audit_of(TABLES, {"protected": rule}, into), "protected")


def test_met() -> None:
    """A protected township may take others; how many are kept is said."""
    found = judge({"flags": ["key_town"], "townships": ["C"]}, B="A")
    assert (found.status, found.detail.en) == (Status.MET, "2 kept")


def test_broken() -> None:
    """A dissolved township is named, and where its seat went."""
    found = judge({"flags": ["key_town"]}, A="B")
    assert found.status is Status.BROKEN
    assert found.detail.en == "A (A) is dissolved, its seat is in B (B)"
    assert found.detail.zh == "A (A) 被撤销，驻地划入 B (B)"


def test_every_one_is_named() -> None:
    """Flagged and named townships alike."""
    found = judge({"flags": ["key_town"], "townships": ["C"]}, A="B", C="B")
    assert [text[0] for text in found.detail.en.split("; ")] == ["A", "C"]


def test_edge_the_seat_village_decides() -> None:
    """A that loses another village is kept; a unit of A without A's seat is not A kept."""
    assert judge({"townships": ["A"]}, a2="B").status is Status.MET
    assert judge({"townships": ["A"]}, a="B").status is Status.BROKEN


def test_a_seat_left_out() -> None:
    """A plan that leaves the seat out has dissolved the township into nothing."""
    assert judge({"townships": ["A"]}, a="").detail.en == "A (A) is dissolved, its seat is in -"


def test_nothing_named_is_met() -> None:
    """A rule without flags or names protects nobody."""
    assert judge({}, A="B").detail.en == "0 kept"
