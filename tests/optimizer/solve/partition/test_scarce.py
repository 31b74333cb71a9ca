"""Townships that few units can hold: no plan is lost, and what cannot be is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.problem import Limit, Options, Problem
from models.quantities import NO_LIMIT
from optimizer.solve.partition import scarce
from optimizer.solve.partition.bitset import BitsetProblem
from optimizer.solve.partition.scarce import looked_ahead, narrowed, unheld, units_beside
from tests.models.merge.test_candidates import Unit, naive, problem_of, problems


def plans(parts: frozenset[int], units: list[Unit]) -> Iterator[list[Unit]]:
    """Yield every choice of units that holds each part once."""
    if not parts:
        yield []
        return
    first = min(parts)
    for held, seat in units:
        if first in held and held <= parts:
            for rest in plans(parts - held, units):
                yield [(held, seat), *rest]


@settings(max_examples=150, deadline=None)
@given(problems(), st.sampled_from([2, 5, 200]))
def test_every_plan_is_still_allowed(drawn: tuple[nx.Graph, Problem], few: int) -> None:
    """However many sets are looked at; without a plan nothing need be allowed."""
    graph, problem = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scarce, "FEW_SETS", few)
        found = narrowed(problem, BitsetProblem(problem))
    assert (found.allowed <= problem.allowed).all()
    for plan in plans(frozenset(graph), sorted(naive(graph, problem), key=str)):
        for held, seat in plan:
            assert found.allowed[sorted(held), seat].all()
            assert all(held >= set(group) or not held & set(group) for group in found.together)


def chain(people: list[int], least: int, area: list[int], most: int) -> Problem:
    """Return a path of townships with at least so many people and at most such an area."""
    problem = problem_of(nx.path_graph(len(people)))
    ones = np.ones(len(people), dtype=np.int64)
    problem.limits = [
        Limit(np.array(people, dtype=np.int64), least * ones, NO_LIMIT * ones),
        Limit(np.array(area, dtype=np.int64), 0 * ones, most * ones, grown_only=True),
    ]
    return problem


def test_two_townships_that_need_the_same_third() -> None:
    """Both ends of three need the middle, and all three are too large."""
    problem = chain([1, 5, 1], 5, [4, 4, 4], 8)
    assert not narrowed(problem, BitsetProblem(problem)).allowed.any()


def test_seats_out_of_reach() -> None:
    """The first of four can only go with the second, so it is at neither of the others' seats."""
    problem = chain([1, 5, 5, 5], 5, [4, 4, 4, 4], 8)
    allowed = narrowed(problem, BitsetProblem(problem)).allowed
    assert allowed[0].tolist() == [True, True, False, False]
    assert allowed[2].tolist() == [False, False, True, True]


def test_a_township_with_one_unit_stays_in_it_and_no_other_joins() -> None:
    """The first of four must go with the second, and a third is too large for them."""
    problem = chain([1, 5, 5, 5], 5, [4, 4, 4, 4], 8)
    found = narrowed(problem, BitsetProblem(problem))
    assert [group.tolist() for group in found.together] == [[0, 1]]
    assert found.allowed[2:, :2].sum() == 0 and found.allowed[:2, 2:].sum() == 0


def test_a_unit_that_leaves_its_neighbour_none_goes() -> None:
    """The third of four has too few people without the second, and the fourth is too large."""
    for people, left in ((2, []), (6, [0b0011])):
        problem = chain([2, 5, people, 6], 6, [1, 4, 4, 8], 8)
        assert looked_ahead(BitsetProblem(problem), {0: [0b0011]}) == {0: left}


def test_units_beside_the_scarcest_are_looked_at_first() -> None:
    """As many townships as asked for: the one next to the first, then those next to its units."""
    bitset = BitsetProblem(chain([5] * 6, 5, [4] * 6, 8))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scarce, "BESIDE", 2)
        assert list(units_beside(bitset, {0: [0b000011]})) == [1, 2]


def test_no_kind_is_allowed_anywhere() -> None:
    """Without an option there is no unit, so no township may be anywhere."""
    problem, none = chain([1, 5, 1], 0, [4, 4, 4], 8), np.empty(0, dtype=np.int64)
    problem.options = Options(none, none, none)
    problem.limits = [replace(limit, low=none, high=none) for limit in problem.limits]
    assert not narrowed(problem, BitsetProblem(problem)).allowed.any()


def test_a_township_that_no_unit_can_hold_is_named() -> None:
    """The last of four is too large to be joined and too few by itself."""
    problem = chain([10, 10, 10, 3], 5, [1, 1, 1, 9], 9)
    assert unheld(BitsetProblem(problem)) == [3]
    assert unheld(BitsetProblem(chain([10, 10, 10, 5], 5, [1, 1, 1, 9], 9))) == []
