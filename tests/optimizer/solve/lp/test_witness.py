"""The second witness says what is so, by either of its ways."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.rows import RowMaker
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.evidence import Proof
from optimizer.solve.lp import witness
from optimizer.solve.lp.program import Program
from optimizer.solve.lp.witness import second_witness


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a small program, its coefficients from 1 to a billion."""
    size, scale = draw(st.integers(1, 6)), draw(st.sampled_from([1, 1000, 10**9]))
    whole = st.integers(-5, 5).map(lambda n: n * scale + n)
    maker = RowMaker()
    for _ in range(draw(st.integers(1, 4))):
        row = draw(st.lists(whole, min_size=size, max_size=size))
        low, high = sorted((draw(whole), draw(whole)))
        maker.add(range(size), row, low, high)
    cost = np.array(draw(st.lists(whole, min_size=size, max_size=size)), dtype=np.int64)
    ends = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
    return Program(cost, maker.rows(size), *ends)


def _values(program: Program) -> list[int]:
    points = itertools.product((0, 1), repeat=len(program.cost))
    arrays = [np.array(point, dtype=np.int64) for point in points]
    return [int(program.cost @ x) for x in arrays if program.rows.hold(x)]


@pytest.mark.parametrize("nodes", [0, 30])
@settings(max_examples=80, deadline=None)
@given(program=programs(), data=st.data())
def test_it_agrees_with_every_point(nodes: int, program: Program, data: st.DataObject):
    values = _values(program)
    most = data.draw(st.sampled_from(values or [0])) + data.draw(st.integers(-1, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(witness, "_TREE_NODES", nodes)
        said = second_witness(program, most, Clock(Effort(workers=1)))
    if said.point is not None:
        assert program.rows.hold(said.point)
        assert int(program.cost @ said.point) <= most
    if said.proof is not None:
        assert not [value for value in values if value <= most]
    if nodes:
        assert said.proof is (None if said.point is not None else Proof.BOUND)


def test_a_cost_that_is_missed_by_one_is_told_from_a_point():
    """Of thousands of millions: HiGHS takes the known points for cheap enough, one by one."""
    maker = RowMaker()
    maker.add(range(4), [1, 1, 1, 1], 1, 1)
    ends = np.zeros(4, dtype=bool), np.ones(4, dtype=bool)
    cost = np.array([3_000_000_007, 3_000_000_006, 3_000_000_005, 4_000_000_009])
    program = Program(cost, maker.rows(4), *ends)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(witness, "_TREE_NODES", 0)
        clock = Clock(Effort(workers=1))
        assert second_witness(program, 3_000_000_004, clock).proof is Proof.TWO_SOLVERS
        point = second_witness(program, 3_000_000_005, clock).point
        patch.setattr(witness, "_NEAR_MISSES", 1)
        assert second_witness(program, 3_000_000_004, clock).proof is None
    assert point is not None and point.tolist() == [0, 0, 1, 0]


def test_it_says_nothing_when_the_time_is_over():
    maker = RowMaker()
    maker.add([0, 1, 2], [2, 2, 2], 3, 3)
    ends = np.zeros(3, dtype=bool), np.ones(3, dtype=bool)
    program = Program(np.zeros(3, dtype=np.int64), maker.rows(3), *ends)
    said = second_witness(program, 0, Clock(Effort(seconds=0)))
    assert (said.proof, said.point) == (None, None)
