"""HiGHS as it is asked here: refusals of 0/1 programs are right, and nothing is presolved."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from models.quantities import NO_LIMIT
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.lp import highs
from optimizer.solve.lp.highs import Refusal, coarser, refuse_mip, solve_mip
from optimizer.solve.lp.program import Rows

LARGE = 2**31 - 1
FREE = np.zeros(6, dtype=np.int64)


def rows_of(matrix: list[list[int]], low: list[int], high: list[int]) -> Rows:
    return Rows(csr_array(np.array(matrix, dtype=np.int64)), np.array(low), np.array(high))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_refusal_is_what_brute_force_says(data: st.DataObject) -> None:
    """Of some rows of large whole numbers, some of them equations; whatever guides the search."""
    size, count = data.draw(st.integers(2, 8)), data.draw(st.integers(1, 3))
    numbers = st.lists(st.integers(-LARGE, LARGE), min_size=size, max_size=size)
    matrix = [data.draw(numbers) for _ in range(count)]
    points = [np.array(point) for point in product((0, 1), repeat=size)]
    aimed = data.draw(st.sampled_from(points))
    low = [int(np.dot(row, aimed)) + data.draw(st.integers(-2, 2)) for row in matrix]
    high = [value if data.draw(st.booleans()) else NO_LIMIT for value in low]
    rows = rows_of(matrix, low, high)
    known = any(rows.hold(point) for point in points)
    costs = st.one_of(st.integers(-5, 5), st.integers(-LARGE, LARGE))
    cost = np.array(data.draw(st.lists(costs, min_size=size, max_size=size)))
    refusal, found = refuse_mip(rows, cost, 10_000, Clock(Effort(seconds=None)))
    assert refusal is not (Refusal.INFEASIBLE if known else Refusal.FOUND) or (
        not known and found is not None and not rows.hold(np.rint(found).astype(np.int64))
    )


def test_a_coefficient_that_highs_drops_refuses_nothing() -> None:
    """One beside a thousand million: HiGHS 1.16 takes it for 0 and finds no point."""
    rows = rows_of([[1, -2, -1_000_000_000]], [1], [NO_LIMIT])
    assert rows.hold(np.array([1, 0, 0]))
    assert refuse_mip(rows, FREE[:3], 100, Clock(Effort(seconds=None)))[0] is not Refusal.INFEASIBLE


def test_a_row_whose_quotients_would_be_rounded_refuses_nothing() -> None:
    """Of 16775524 x + y >= 16775525, divided by the first, HiGHS 1.16 derives y >= 1.000000002."""
    rows = rows_of([[16_775_524, 0, 0, 0, 0, 1]], [16_775_525], [NO_LIMIT])
    assert refuse_mip(rows, FREE, 10_000, Clock(Effort(seconds=None)))[0] is Refusal.FOUND


def test_coefficients_near_a_whole_number_refuse_nothing() -> None:
    """Two of 2^30 - 1, of which HiGHS 1.16 makes 1 + 1 >= 2."""
    rows = rows_of([[2**30 - 1, 2**30 - 1]], [2**31 - 2], [NO_LIMIT])
    assert refuse_mip(rows, FREE[:2], 10_000, Clock(Effort(seconds=None)))[0] is Refusal.FOUND


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_coarser_rows_lose_nothing(data: st.DataObject) -> None:
    """Every point of the rows is one of the coarser rows."""
    numbers = st.one_of(st.integers(-5, 5), st.integers(-LARGE, LARGE))
    matrix = data.draw(st.lists(st.lists(numbers, min_size=5, max_size=5), min_size=1, max_size=3))
    low = [data.draw(st.sampled_from([-NO_LIMIT, -3, 0, 2])) for _ in matrix]
    high = [data.draw(st.sampled_from([NO_LIMIT, 3, 1, LARGE])) for _ in matrix]
    rows = rows_of(matrix, low, high)
    wider = coarser(rows)
    points = [np.array(point) for point in product((0, 1), repeat=5)]
    assert all(wider.hold(point) for point in points if rows.hold(point))
    assert (np.abs(wider.matrix.data) <= 1 << highs.COEFFICIENT_BITS).all()


def test_no_program_is_presolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither at the start nor in restarts: presolve was seen to hear no limit."""
    seen: list[tuple[Any, Any]] = []
    run = highs._run

    def ask(solver: Any, clock: Clock) -> None:
        asked = ("presolve", "mip_allow_restart")
        seen.append(tuple(solver.getOptionValue(option)[1] for option in asked))
        run(solver, clock)

    monkeypatch.setattr(highs, "_run", ask)
    rows = rows_of([[3, 5, 7]], [8], [8])
    clock = Clock(Effort(seconds=None))
    assert refuse_mip(rows, FREE[:3], 100, clock)[0] is Refusal.FOUND
    best = solve_mip(np.array([1.0, 1.0, 1.0]), rows, 100, 0.0, clock)
    assert best is not None and best.round().tolist() == [1, 1, 0]
    assert seen == [("off", False)] * 2
