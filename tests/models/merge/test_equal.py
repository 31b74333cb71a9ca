"""Pairs of one column are one decision: equal in every plan."""

from __future__ import annotations

import numpy as np
import pytest

from models.merge.equal import equal_columns
from models.merge.reach import reachable_seats
from tests.models.merge.listing import CASES, plans, problem_of
from tests.reference.cases import add_village, chain, town

A, B, C = 0, 1, 2


@pytest.mark.parametrize("case", CASES)
def test_pairs_of_a_column_are_equal_in_every_plan(case: str) -> None:
    """By brute force, where all pairs are in play and where only those within reach are."""
    problem = problem_of(case)
    points = [np.eye(3, dtype=bool)[list(plan.seat)] for plan in plans(problem)]
    for may in (problem.allowed, reachable_seats(problem)):
        column = equal_columns(problem, may)
        assert (np.unique(column[column >= 0]) == np.arange(column.max() + 1)).all()
        for x in points:
            assert not x[column < 0].any()
            for k in range(column.max() + 1):
                assert len(set(x[column == k].tolist())) == 1


def test_what_hangs_on_one_village_goes_with_it() -> None:
    """b2 hangs on b; a seat on the far side would keep a village of its own."""
    problem = problem_of("free")
    column = equal_columns(problem, problem.allowed)
    b, b2, a2 = 1, 4, 3
    assert (column[b] == column[b2]).all()
    assert len(np.unique(column)) == 18
    assert not np.isin(column[a2], column[0]).any()


def test_a_row_of_villages_hangs_on_the_nearest_that_is_joined_to_a_seat() -> None:
    """Behind b, x and y share its columns; of c, which holds a seat, b need have nothing."""
    tables = chain(town("A"), town("B"), town("C"))
    add_village(tables, "x", "B", km=1)
    add_village(tables, "y", "B", km=1)
    tables.contiguity[-1] = {"a": "x", "b": "y"}
    problem = problem_of("free", tables)
    column = equal_columns(problem, problem.allowed)
    assert (column[1] == column[3]).all() and (column[3] == column[4]).all()
    assert len(np.unique(column[:3])) == 9


def test_a_township_that_stays_keeps_its_villages() -> None:
    """Mode split without transfers: x[v, home] is y[home], elsewhere villages part."""
    problem = problem_of("dissolved")
    column = equal_columns(problem, problem.allowed)
    assert column[0, A] == column[3, A] and column[2, C] == column[5, C]
    assert column[0, B] != column[3, B] and column[0, C] != column[3, C]
    lost = problem_of("transferred")
    column = equal_columns(lost, lost.allowed)
    assert column[0, A] != column[3, A]


def test_a_column_goes_with_any_of_its_pairs() -> None:
    """Where b2 may not be at A, b may not either; where a seat is not kept nobody is at it."""
    problem = problem_of("free")
    may = problem.allowed.copy()
    may[4, A] = False
    may[2, C] = False
    column = equal_columns(problem, may)
    assert column[[1, 4], A].tolist() == [-1, -1]
    assert (column[:, C] == -1).all()
    assert (column[[0, 3, 6], A] >= 0).all()
