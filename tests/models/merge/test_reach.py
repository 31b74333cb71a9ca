"""Seats that a village can belong to: nothing that a plan uses is ruled out."""

from __future__ import annotations

import numpy as np
import pytest

from models.merge.reach import reachable_seats
from tests.models.merge.listing import CASES, plans, problem_of
from tests.reference.cases import chain, town


@pytest.mark.parametrize("case", CASES)
def test_every_plan_uses_what_is_left(case: str) -> None:
    """By brute force over all plans; what is not allowed stays so."""
    problem = problem_of(case)
    may = reachable_seats(problem)
    used = np.zeros_like(may)
    listed = plans(problem)
    for plan in listed:
        used[np.arange(problem.parts), plan.seat] = True
    assert listed
    assert not (used & ~may).any()
    assert not (may & ~problem.allowed).any()


def test_the_way_counts_towards_a_limit() -> None:
    """At most 63 km2, of which a has 40, b 30, c 20, all others 1.

    No unit holds both a and b, so b2 behind b is none of A's, while c is A's by a2 and c2 (62).
    """
    a, b, c, a2, b2 = range(5)
    may = reachable_seats(problem_of("capped"))
    assert may[a].tolist() == [True, False, True]
    assert may[b].tolist() == may[b2].tolist() == [False, True, True]
    assert may[c].all()
    assert may[a2].all()


def test_a_village_behind_one_that_may_not_come_is_out_of_reach() -> None:
    """In the row A - B - C of which C is within 12 km of A's seat by a road past b, b is not."""
    tables = chain(town("A"), town("B"), town("C"))
    tables.roads[:] = [{"a": "a", "b": "b", "km": 20}, {"a": "a", "b": "c", "km": 11}]
    problem = problem_of("near", tables)
    assert problem.allowed.tolist() == [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
    assert reachable_seats(problem).tolist() == np.eye(3, dtype=bool).tolist()


def test_a_seat_that_may_not_be_kept_draws_nobody() -> None:
    """Together with A's seat, B's village makes neither seat the other's, and C is apart."""
    problem = problem_of("free")
    problem.allowed[problem.seat_parts()[1], 1] = False
    may = reachable_seats(problem)
    assert not may[:, 1].any()
    assert may[:, [0, 2]].any(axis=0).all()
