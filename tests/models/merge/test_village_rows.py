"""The rows of the village modes say what the rules say, no more and no less."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from models.merge.equal import equal_columns
from models.merge.problem import Problem
from models.merge.village_rows import VillageRows, village_rows
from models.quantities import IntArray
from tests.models.merge.listing import (
    CASES,
    Listed,
    assignments,
    is_connected,
    keeps_rules,
    problem_of,
)


def made_of(problem: Problem) -> tuple[IntArray, VillageRows]:
    """Return the columns of pairs, and the rows."""
    column = equal_columns(problem, problem.allowed)
    return column, village_rows(problem, column)


def holds(column: IntArray, made: VillageRows, plan: Listed) -> bool:
    """Return whether the rows hold for some values of the auxiliary columns."""
    pairs = column[np.arange(len(column)), plan.seat]
    taken = made.option_column[sorted(plan.options)]
    if (pairs < 0).any() or (taken < 0).any():
        return False
    point = np.zeros(made.size, dtype=np.int64)
    point[pairs] = point[taken] = 1
    free = np.setdiff1d(np.arange(made.size), np.union1d(column, made.option_column))
    values = np.array(list(product((0, 1), repeat=len(free))), dtype=np.int64).T
    points = np.repeat(point[:, None], values.shape[1], axis=1)
    points[free] = values
    sums = made.rows.matrix @ points
    kept = (sums >= made.rows.low[:, None]) & (sums <= made.rows.high[:, None])
    return bool(kept.all(axis=0).any())


@pytest.mark.parametrize("case", CASES)
def test_rows_hold_where_the_rules_do(case: str) -> None:
    """For every assignment whose units are connected; both answers occur."""
    problem = problem_of(case)
    column, made = made_of(problem)
    said = set()
    for plan in assignments(problem):
        if is_connected(problem, plan):
            kept = keeps_rules(problem, plan)
            assert holds(column, made, plan) is kept
            said.add(kept)
    assert said == ({True} if case == "free" else {True, False})


def test_villages_are_at_one_seat_and_it_is_kept() -> None:
    """A village at two seats or none, or at a seat that is not kept, breaks a row."""
    problem = problem_of("free")
    column, made = made_of(problem)
    point = np.zeros(made.size, dtype=np.int64)
    point[column[:, 0]] = 1
    assert made.rows.hold(point)
    nowhere, twice, closed = point.copy(), point.copy(), point.copy()
    nowhere[column[5, 0]] = 0
    twice[[column[1, 1], made.option_column[1]]] = 1
    closed[[column[5, 0], column[5, 2]]] = [0, 1]
    assert not any(made.rows.hold(x) for x in (nowhere, twice, closed))


def test_a_single_option_is_the_seat_itself() -> None:
    """Where a kind may change each option has a column; exactly one of a kept seat is taken."""
    problem = problem_of("free")
    column, made = made_of(problem)
    assert (made.option_column == column[problem.seat_parts(), np.arange(3)]).all()
    problem = problem_of("kinds")
    column, made = made_of(problem)
    several = np.flatnonzero(np.bincount(problem.options.seat) > 1)
    assert len(several)
    for seat in several:
        mine = made.option_column[problem.options.seat == seat]
        assert not np.isin(mine, column).any()
        point = np.zeros(made.size, dtype=np.int64)
        point[np.unique(column[:, seat])] = 1
        assert not made.rows.hold(point)
        point[mine] = 1
        assert not made.rows.hold(point)


def test_a_seat_out_of_play_has_no_rows() -> None:
    """Its option has no column, and the other seats' rows are as many as without it."""
    problem = problem_of("capped")
    may = problem.allowed.copy()
    may[problem.seat_parts()[1], 1] = False
    column = equal_columns(problem, may)
    made = village_rows(problem, column)
    assert made.option_column[1] == -1
    assert (made.option_column[[0, 2]] >= 0).all()
    assert len(made.rows) < len(made_of(problem)[1].rows)
