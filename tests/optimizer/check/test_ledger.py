"""The sums behind the checks."""

from __future__ import annotations

from models.quantities import NO_LIMIT
from optimizer.check.ledger import Ledger
from tests.reference.cases import add_village, chain, town
from tests.support import plan_of, territory_of


def ledger(**into: str) -> Ledger:
    """Return the ledger of a plan over A, B, and C of another county; B has a second village."""
    tables = chain(town("A", 10, 1.5), town("B", 20, 2.5), town("C", 30, 3.5, county="Y"))
    add_village(tables, "b2", "B", km=4, people=5)
    return Ledger(plan_of(territory_of(tables), into), "whole")


def test_sums_by_unit() -> None:
    """Area and people of each unit, 0 where a seat is not kept."""
    book = ledger(A="B")
    assert book.kept.tolist() == [1, 2]
    assert book.area_ha.tolist() == [0, 150 + 250 + 100, 350]
    assert book.population.tolist() == [0, 35, 30]


def test_who_moved_and_what_grew() -> None:
    """By villages; a unit grows by what comes from outside its seat's township."""
    book = ledger(A="B")
    assert book.moved.tolist() == [0]
    assert book.grown.tolist() == [1]


def test_villages_left_out_are_nowhere() -> None:
    """They are in no unit, did not move, and have no distance."""
    book = ledger(a="")
    assert book.placed.tolist() == [1, 2, 3]
    assert book.kept.tolist() == [1, 2]
    assert book.moved.tolist() == []
    assert book.metres.tolist() == [NO_LIMIT, 0, 0, 4000]


def test_distances_cross_counties() -> None:
    """A unit of another county has a seat too, and there is a way to it."""
    assert ledger(A="C", b2="C").metres.tolist() == [20_000, 0, 0, 14_000]
