"""P3.access recomputed: whose distance counts, to which seat, and by how much."""

from __future__ import annotations

from typing import Any

from optimizer.check import Finding, Status
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import audit_of, finding_of


def tables(minutes: bool = False) -> Tables:
    """Return a, b, c 10 km apart in a row, and a village of B 30 km from b."""
    found = chain(town("A"), town("B"), town("C"))
    add_village(found, "far", "B", km=30)
    if minutes:
        for road in found.roads:
            road["minutes"] = road["km"] * 2
    return found


def judge(ground: Tables, into: dict[str, str], **rule: Any) -> Finding:
    """Judge a plan by access to the seat."""
    return finding_of(audit_of(ground, {"access": rule}, into), "access")


def test_met_with_the_worst() -> None:
    """Only villages whose seat changes count: B's own far village does not."""
    found = judge(tables(), {"A": "B"}, max_km=15)
    assert (found.status, found.clause) == (Status.MET, "P3.access")
    assert found.detail.en == "worst 10.000 km"


def test_edge() -> None:
    """Exactly the limit is met, a metre less is broken by a metre."""
    assert judge(tables(), {"A": "B"}, max_km=10).status is Status.MET
    found = judge(tables(), {"A": "B"}, max_km=9.999)
    assert found.status is Status.BROKEN
    assert found.detail.en == "a (a) is 10.000 km from the seat of B (B), 0.001 too far"
    assert found.detail.zh == "a (a) 距 B (B) 驻地 10.000 公里，超出 0.001"


def test_nobody_moves() -> None:
    """The status quo has nothing too far."""
    assert judge(tables(), {}, max_km=0).detail.en == "worst 0.000 km"


def test_scope_all_counts_every_village() -> None:
    """B's far village is 30 km from its own seat."""
    assert judge(tables(), {}, max_km=30, scope="all").status is Status.MET
    found = judge(tables(), {}, max_km=29, scope="all")
    assert found.detail.en == "far (far) is 30.000 km from the seat of B (B), 1.000 too far"


def test_distance_is_the_shortest_way_through_any_unit() -> None:
    """A road past other units is a way."""
    ground = tables()
    ground.roads.append({"a": "a", "b": "c", "km": 1})
    assert judge(ground, {"A": "B"}, max_km=9.999).status is Status.BROKEN
    assert judge(ground, {"A": "B", "C": "B"}, max_km=11).status is Status.MET
    assert judge(ground, {"B": "A", "C": "A"}, max_km=40).status is Status.MET
    assert judge(ground, {"B": "A", "C": "A"}, max_km=39).status is Status.BROKEN


def test_minutes() -> None:
    """Times are judged apart from distances, in minutes."""
    assert judge(tables(True), {"A": "B"}, max_minutes=20).status is Status.MET
    found = judge(tables(True), {"A": "B"}, max_minutes=19.5, max_km=9)
    assert found.detail.en.split("; ") == [
        "a (a) is 10.000 km from the seat of B (B), 1.000 too far",
        "a (a) is 20.000 min from the seat of B (B), 0.500 too far",
    ]


def test_no_way_at_all() -> None:
    """A village without a way to its new seat is said to have none."""
    ground = chain(town("A"), town("B"), town("C"))
    ground.roads[:] = ground.roads[:1]
    found = judge(ground, {"C": "B"}, max_km=1000)
    assert found.status is Status.BROKEN
    assert found.detail.en == "c (c) has no way to the seat of B (B)"
