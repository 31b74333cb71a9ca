"""P2.population in the models: which units are candidates, by the terrain of their seat."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from models.quantities import NO_LIMIT
from models.rules.population import Population
from tests.reference.cases import chain, town
from tests.support import candidate_units, complaints_of, dataset_of, territory_of

TABLES = chain(town("A", 1000, terrain="hill"), town("B", 2000, terrain="plain"), town("C", 3000))


def units(rule: Any) -> set[str]:
    """Return the candidate units under bounds on people."""
    return candidate_units(dataset_of(TABLES, {"population": rule}))


def test_feasible() -> None:
    """Bounds that all units keep leave all connected sets."""
    assert units({"min": 1, "max": 6000}) == {
        "A", "B", "C", "AB", "BA", "BC", "CB", "ABC", "BAC", "CAB",
    }  # fmt: skip


def test_forced_violation() -> None:
    """A floor that only the union of all reaches; one that nothing reaches."""
    assert units({"min": 5500}) == {"ABC", "BAC", "CAB"}
    assert units({"min": 6001}) == set()


def test_edges() -> None:
    """Exactly the least, exactly the most; also for a township that nothing happens to."""
    assert units({"min": 2000, "max": 3000}) == {"B", "C", "AB", "BA"}
    assert units({"min": 2001, "max": 2999}) == set()


def test_by_terrain_of_the_seat() -> None:
    """The hill row for A's seat alone; without a row for the others they are free."""
    assert units([{"terrain": "hill", "min": 5000}]) == {
        "B", "C", "BA", "BC", "CB", "ABC", "BAC", "CAB",
    }  # fmt: skip
    assert units([{"terrain": "hill", "max": 1000}, {"max": 2999}]) == {"A", "B"}


def test_bounds_in_whole_persons() -> None:
    """A floor is rounded up, a ceiling down."""
    a, b, _ = territory_of(TABLES).townships
    rule = Population(rows=({"terrain": "hill", "min": 9.5}, {"max": 9.5}))
    assert rule.bounds(a) == (10, NO_LIMIT)
    assert rule.bounds(b) == (0, 9)


def test_three_ways_to_write_it() -> None:
    """One table, a list of tables, or `rows`."""
    one = Population.model_validate({"min": 5})
    assert one == Population.model_validate([{"min": 5}]) == Population(rows=({"min": 5},))


def test_complaints() -> None:
    """A terrain given twice, and one that no township has."""
    rule = Population(rows=({"terrain": "hill", "min": 1}, {"terrain": "hill", "max": 2}))
    assert complaints_of(dataset_of(TABLES), rule) == [("repeated", "terrain", "hill")]
    rule = Population(rows=({"terrain": "sea", "min": 1},))
    assert complaints_of(dataset_of(TABLES), rule) == [("unknown-terrain", "terrain", "sea")]


@pytest.mark.parametrize(
    "wrong", [{}, [], {"min": 2, "max": 1}, {"min": -1}, {"max": 0}, {"terrain": "hill"}, 5]
)
def test_refused(wrong: Any) -> None:
    """Something is asked, and the least is not above the most."""
    with pytest.raises(ValidationError):
        Population.model_validate(wrong)
