"""What a plan must be at all: complete, within counties, in one piece, of its mode."""

from __future__ import annotations

from optimizer.check import Finding, Status
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import audit_of, finding_of


def ground() -> Tables:
    """Return A, B, C in a row, C of county Y; A has a second village beside a."""
    tables = chain(town("A"), town("B"), town("C", county="Y"))
    add_village(tables, "a2", "A", km=1)
    return tables


def judge(key: str, tables: Tables | None = None, **into: str) -> Finding:
    """Judge a plan without any rules but those that are always on."""
    return finding_of(audit_of(tables or ground(), {}, into), key)


def test_the_status_quo_is_sound() -> None:
    """Nothing is broken where nothing changes, and every rule is asked."""
    audited = audit_of(ground(), {}, {})
    assert audited.broken == ()
    assert finding_of(audited, "P5.complete").detail.en == "3 units"


def test_complete_a_village_left_out() -> None:
    """It is counted and named; nothing else is made of it."""
    found = judge("P5.complete", a2="")
    assert found.status is Status.BROKEN
    assert found.detail.en == "1 villages without a unit: a2 (a2)"
    assert found.detail.zh == "1 个村未安排：a2 (a2)"


def test_complete_many_villages_left_out_are_counted() -> None:
    """Five are named, all are counted."""
    tables = ground()
    for number in range(7):
        add_village(tables, f"x{number}", "A", km=1)
    found = judge("P5.complete", tables, **{f"x{number}": "" for number in range(7)})
    assert found.detail.en.startswith("7 villages without a unit: x0 (x0), ")
    assert found.detail.en.endswith("x4 (x4) (+2)")


def test_complete_a_unit_without_its_seat() -> None:
    """A unit whose code is A but whose seat went elsewhere."""
    found = judge("P5.complete", a="B")
    assert found.detail.en == "A (A) does not hold its seat a (a)"
    assert "A (A) 不含其驻地 a (a)" in found.detail.zh


def test_complete_a_village_without_a_way_to_its_seat() -> None:
    """No engine would put it there: a plan that does is none, as long as no way is known."""
    tables = chain(town("A"), town("B"), town("C"))
    tables.roads[:] = tables.roads[:1]
    assert judge("P5.complete", tables).status is Status.MET
    assert judge("P5.complete", tables, A="B").status is Status.MET
    found = judge("P5.complete", tables, C="B")
    assert found.status is Status.BROKEN
    assert found.detail.en == "1 villages without a known way to the seat of their unit: c (c)"


def test_complete_seats_exchanged() -> None:
    """Two townships that swap codes hold each other's seats."""
    found = judge("P5.complete", A="B", B="A")
    assert len(found.detail.en.split("; ")) == 2


def test_county() -> None:
    """A unit across the county's border is broken; one along it is not."""
    assert judge("P5.county", A="B").status is Status.MET
    found = judge("P5.county", C="B")
    assert found.status is Status.BROKEN
    assert found.detail.en == "1 villages in a unit of another county: c (c)"
    assert found.detail.zh == "1 个村跨县（区）：c (c)"


def test_contiguity_met_over_whole_townships() -> None:
    """Neighbours along the row, and a village by its only neighbour."""
    assert judge("P2.contiguity", A="B").status is Status.MET
    assert judge("P2.contiguity", A="B", C="B").status is Status.MET


def test_contiguity_one_village_moved_to_a_far_unit() -> None:
    """The unit, the number of pieces and the village that does not hang together are named."""
    found = judge("P2.contiguity", a2="C")
    assert found.status is Status.BROKEN
    assert found.detail.en == "C (C) is in 2 pieces; not connected with the seat: a2 (a2)"
    assert found.detail.zh == "C (C) 分成 2 片；与驻地不相连：a2 (a2)"


def test_contiguity_a_gap_left_behind() -> None:
    """Whoever loses the middle falls apart: a goes, a2 stays with the unit of A no more."""
    tables = ground()
    add_village(tables, "a3", "A", km=1)
    found = judge("P2.contiguity", tables, a="B")
    assert found.detail.en.startswith("A (A) is in 2 pieces")


def test_contiguity_links_count() -> None:
    """A bridge that the user vouches for joins what does not touch."""
    tables = ground()
    for pair in tables.contiguity:
        pair["link"] = 0
    tables.contiguity.append({"a": "a2", "b": "c", "link": 1})
    assert judge("P2.contiguity", tables, a2="C").status is Status.MET


def test_contiguity_roads_do_not() -> None:
    """A road alone joins nothing."""
    tables = ground()
    tables.roads.append({"a": "a2", "b": "c", "km": 1})
    assert judge("P2.contiguity", tables, a2="C").status is Status.BROKEN


def test_contiguity_pieces_of_villages_left_out_are_no_unit() -> None:
    """What the plan leaves out is not complete, but it is no unit in pieces either."""
    assert judge("P2.contiguity", a2="", c="").status is Status.MET


def test_mode_whole() -> None:
    """A township that is divided is named with the units that share it."""
    assert judge("mode", A="B").status is Status.MET
    found = judge("mode", a2="B")
    assert (found.clause, found.status) == ("mode", Status.BROKEN)
    assert found.detail.en == "A (A) is divided among A (A), B (B)"
    assert found.detail.zh == "A (A) 被分到 A (A), B (B)"
