"""A county's problem: parts, seats, and what rules may ask of them."""

from __future__ import annotations

import numpy as np

from models.merge.problem import Problem, whole_problem
from models.quantities import NO_LIMIT
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import territory_of


def ground() -> Tables:
    """Return Y with C and E around A of X, and a second village of E beside e."""
    tables = chain(
        town("C", 10, 1, county="Y"), town("A", 20, 2), town("E", 30, 3, county="Y"), km=5
    )
    add_village(tables, "e2", "E", km=1, people=7)
    tables.contiguity.append({"a": "c", "b": "e2"})
    return tables


def problem(county: int = 0) -> Problem:
    """Return the problem of Y (0) or X (1)."""
    return whole_problem(territory_of(ground()), county)


def test_parts_are_the_countys_townships() -> None:
    """Positions lead back to the territory."""
    found = problem()
    assert found.townships.tolist() == [0, 2]
    assert found.villages.tolist() == [0, 2, 3]
    assert found.part.tolist() == [0, 1, 1]
    assert found.home_of_village.tolist() == [0, 1, 1]
    assert found.seat_parts().tolist() == [0, 1]
    assert found.parts_of(2).tolist() == [1]
    assert found.parts_of(1).tolist() == []


def test_figures_by_part() -> None:
    """People, area, travel and who would change unit."""
    found = problem()
    assert found.by_part(found.population).tolist() == [10, 37]
    assert found.by_part(found.area_ha).tolist() == [100, 400]
    assert found.travel().tolist() == [[0, 100_000], [30 * 10_000 + 7 * 11_000, 7_000]]
    assert found.moved().tolist() == [[0, 10], [37, 0]]


def test_distances_lead_through_other_counties() -> None:
    """From C to E past A."""
    assert problem().metres.tolist() == [[0, 10_000], [10_000, 0], [11_000, 1_000]]


def test_adjacency_is_inside_the_county() -> None:
    """C and E touch by e2 alone; A is of another county."""
    assert problem().adjacency().toarray().astype(bool).tolist() == [[False, True], [True, False]]
    assert problem(1).adjacency().toarray().tolist() == [[0]]


def test_forbid_one_village_forbids_its_part() -> None:
    """A township goes whole or not at all."""
    found = problem()
    pairs = np.zeros((3, 2), dtype=bool)
    pairs[2, 0] = True
    found.forbid(pairs)
    assert found.allowed.tolist() == [[True, True], [False, True]]


def test_no_way_is_forbidden_and_costs_nothing() -> None:
    """Where a village cannot reach a seat, its township may not go there."""
    tables = ground()
    tables.roads[:] = [road for road in tables.roads if road["b"] != "a"]
    found = whole_problem(territory_of(tables), 0)
    assert found.metres[0, 1] == NO_LIMIT
    assert found.allowed.tolist() == [[True, False], [False, True]]
    assert found.travel().tolist() == [[0, 0], [0, 7_000]]


def test_keep_together_joins_groups() -> None:
    """All parts in one group."""
    found = problem()
    found.keep_together(np.array([0]), np.array([1]))
    assert [group.tolist() for group in found.together] == [[0, 1]]
