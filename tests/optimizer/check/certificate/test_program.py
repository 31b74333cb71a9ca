"""What prices prove, beside all 0/1 points of small systems."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from models.quantities import NO_LIMIT
from optimizer.check.certificate.broken import BrokenError
from optimizer.check.certificate.program import Fixing, Program, State, evaluate
from optimizer.check.certificate.tree import Halve, Leaf, Narrow, refute

small = st.integers(-4, 4)


class Nothing:
    """Nothing may be asked."""

    def sides(self, question: str, of: object) -> tuple[Fixing, Fixing]:
        raise BrokenError(question, question)


@st.composite
def systems(draw: st.DrawFn) -> tuple[Program, State, dict[tuple[str | int, ...], int]]:
    """Draw rows over up to four columns, a box of one sum, some columns fixed, and prices."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    table = [[draw(small) for _ in range(columns)] for _ in range(rows)]
    ends = [sorted(draw(st.tuples(small, small))) for _ in range(rows)]
    program = Program(
        csr_array(np.array(table, dtype=np.int64).reshape(rows, columns)),
        np.array([low for low, _ in ends], dtype=np.int64),
        np.array([high for _, high in ends], dtype=np.int64),
        tuple(("row", i) for i in range(rows)),
        {"units": np.array([draw(small) for _ in range(columns)], dtype=np.int64)},
        Nothing(),
    )
    fixed = [draw(st.sampled_from([(0, 1), (0, 1), (0, 0), (1, 1)])) for _ in range(columns)]
    low, high = (np.array(e, dtype=bool) for e in zip(*fixed, strict=True))
    box = {"units": tuple(sorted(draw(st.tuples(small, small))))}
    prices = {key: draw(small) for key in (*program.keys, ("sum", "units"))}
    return program, State(low, high, box), prices


def points(program: Program, state: State) -> list[tuple[int, ...]]:
    """Return every solution within a state."""
    out = []
    for x in product((0, 1), repeat=program.size):
        point = np.array(x, dtype=np.int64)
        sums = program.rows @ point
        low, high = state.box["units"]
        inside = ((point >= state.low) & (point <= state.high)).all()
        kept = ((sums >= program.low) & (sums <= program.high)).all()
        if inside and kept and low <= int(program.sums["units"] @ point) <= high:
            out.append(x)
    return out


@given(systems())
def test_what_prices_refute_has_no_point(
    drawn: tuple[Program, State, dict[tuple[str | int, ...], int]],
) -> None:
    """A value above 0 means no solution, and narrowing keeps every one."""
    program, state, prices = drawn
    found = evaluate(program, state, prices)
    known = points(program, state)
    if found.value > 0:
        assert not known
    assert points(program, found.narrowed(state)) == known


def test_a_tree_that_is_no_tree() -> None:
    """A subtree too few, one too many, and a leaf that proves nothing are refused."""
    program = Program(
        csr_array(np.array([[1, 1]], dtype=np.int64)),
        np.array([1], dtype=np.int64),
        np.array([1], dtype=np.int64),
        (("cover", 0),),
        {"units": np.array([1, 1], dtype=np.int64)},
        Nothing(),
    )
    state = State.of(2, {"units": (-NO_LIMIT, 0)})
    proof = Leaf({("cover", 0): 1, ("sum", "units"): -1})
    assert refute(program, state, [proof]) == 0
    assert refute(program, state, [Halve("units", -1), proof, proof]) == 0
    for nodes in ([], [proof, proof], [Halve("units", 0), proof], [Narrow({})], [Leaf({})]):
        with pytest.raises(BrokenError):
            refute(program, state, nodes)


@pytest.mark.parametrize(
    "prices", [{("cover", 0): 2**63}, {("sum", "units"): 1}, {("cover", 7): 1}, {("sum", "x"): 1}]
)
def test_prices_that_are_refused(prices: dict[tuple[str | int, ...], int]) -> None:
    """Beyond 64 bits, on an end that does not bind, and of rows that are not there."""
    program = Program(
        csr_array(np.array([[1]], dtype=np.int64)),
        np.array([1], dtype=np.int64),
        np.array([1], dtype=np.int64),
        (("cover", 0),),
        {"units": np.array([1], dtype=np.int64)},
        Nothing(),
    )
    with pytest.raises(BrokenError):
        evaluate(program, State.of(1, {}), prices)
