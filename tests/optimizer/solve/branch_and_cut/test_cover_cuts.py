"""Lifted covers hold for every 0/1 point of their row, and cut off the point they came from."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.merge.rows import RowMaker
from optimizer.solve.branch_and_cut.cover_cuts import knapsacks, separate_covers
from optimizer.solve.lp.program import Program


def _program(weights: list[int], low: int, high: int, fixed: dict[int, bool]) -> Program:
    maker = RowMaker()
    maker.add(range(len(weights)), weights, low=low, high=high)
    size = len(weights)
    program = Program(
        np.zeros(size, np.int64), maker.rows(size), np.zeros(size, bool), np.ones(size, bool)
    )
    for column, value in fixed.items():
        program = program.fixed(np.array([column]), value)
    return program


WEIGHTS = st.lists(st.integers(-9, 12), min_size=3, max_size=9)


@given(WEIGHTS, st.integers(-5, 30), st.integers(0, 20), st.data())
def test_covers_hold_for_every_point(
    weights: list[int], high: int, width: int, data: st.DataObject
) -> None:
    """Brute force over the points within the bounds, rows with both ends."""
    columns = st.integers(0, len(weights) - 1)
    fixed = data.draw(st.dictionaries(columns, st.booleans(), max_size=2))
    program = _program(weights, high - width, high, fixed)
    share = st.integers(0, 8).map(lambda k: k / 8)
    x = np.array(data.draw(st.lists(share, min_size=len(weights), max_size=len(weights))))
    x = np.where(program.low == program.high, program.low, x)
    covers = separate_covers(knapsacks(program), x, len(weights))
    for point in product((0, 1), repeat=len(weights)):
        at = np.array(point)
        inside = (program.low <= at).all() and (at <= program.high).all()
        if inside and program.rows.hold(at):
            assert covers.hold(at)
    assert (covers.matrix @ x > covers.high).all()


def test_a_cover_is_lifted() -> None:
    """Three of weight 4 do not fit into 10, and nothing fits beside the heavy one."""
    program = _program([4, 4, 4, 10], -100, 10, {})
    covers = separate_covers(knapsacks(program), np.array([0.9, 0.9, 0.7, 0.0]), 4)
    assert covers.matrix.toarray().tolist() == [[1, 1, 1, 2]]
    assert covers.high.tolist() == [2]


def test_a_seat_that_is_not_kept_holds_nothing() -> None:
    """With the limit on the seat's own column, the cover speaks of it too."""
    program = _program([4, 4, 4, -10], -100, 0, {})
    covers = separate_covers(knapsacks(program), np.array([0.9, 0.9, 0.9, 1.0]), 4)
    assert covers.matrix.toarray().tolist() == [[1, 1, 1, -2]]
    assert covers.high.tolist() == [0]


def test_what_always_fits_has_no_cover() -> None:
    """No row that can bind, no cover."""
    assert knapsacks(_program([1, 2, 3], 0, 6, {})) == []
