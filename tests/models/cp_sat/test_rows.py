"""Rows and objectives of any size mean in CP-SAT what they say."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from models.cp_sat import add_row, guarded, minimise, solve
from models.cp_sat.rows import REACH
from models.quantities import NO_LIMIT

SIZES = st.sampled_from([1, 10**3, 10**6, 2**31, 10**11, 10**17, 10**24])


@st.composite
def coefficients(draw: st.DrawFn) -> list[int]:
    size = draw(SIZES)
    count = draw(st.integers(1, 5))
    return [draw(st.integers(-9, 9)) * size + draw(st.integers(-3, 3)) for _ in range(count)]


def _points(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> set[tuple[int, ...]]:
    """Return the points of the model, each asked for by itself."""
    found = set()
    for point in itertools.product((0, 1), repeat=len(x)):
        fixed = model.clone()
        for var, value in zip(x, point, strict=True):
            fixed.add(fixed.get_bool_var_from_proto_index(var.index) == value)
        solver = guarded()
        solver.parameters.num_workers = 1
        if solver.solve(fixed) == cp_model.OPTIMAL:
            found.add(point)
    return found


@settings(max_examples=60, deadline=None)
@given(coefficients(), st.data())
def test_a_row_keeps_its_points_and_no_others(a: list[int], data: st.DataObject):
    sums = {p: sum(map(lambda c, v: c * v, a, p)) for p in itertools.product((0, 1), repeat=len(a))}
    near = st.sampled_from(sorted(sums.values())).flatmap(lambda s: st.integers(s - 1, s + 1))
    low, high = sorted((data.draw(near), data.draw(near)))
    low, high = max(low, -(2**62)), min(high, 2**62)
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in a]
    add_row(model, x, a, low, high)
    ends = (low if low > -(2**62) else -(10**30), high if high < 2**62 else 10**30)
    assert _points(model, x) == {p for p, s in sums.items() if ends[0] <= s <= ends[1]}
    assert _largest(model) <= REACH


@settings(max_examples=60, deadline=None)
@given(coefficients().filter(lambda a: max(map(abs, a)) < 10**16), st.integers(-5, 5))
def test_the_least_value_is_found(a: list[int], constant: int):
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in a]
    add_row(model, x, [1] * len(a), low=1)
    sums = [sum(map(lambda c, v: c * v, a, p)) for p in itertools.product((0, 1), repeat=len(a))]
    best = min(sums[1:]) + constant
    value = minimise(model, x, a, constant, min(sums) + constant, max(sums) + constant)
    assert value is not None
    solver = guarded()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    assert sum(c * solver.boolean_value(v) for c, v in zip(a, x, strict=True)) + constant == best
    value.at_least(best + 1)
    if solver.solve(model) == cp_model.OPTIMAL and abs(best) < 2**50:
        assert round(solver.objective_value) > best


def _largest(model: cp_model.CpModel) -> int:
    rows = [c.linear.coeffs for c in model.proto.constraints if len(c.linear.vars)]
    return max((abs(c) for row in rows for c in row), default=0)


@pytest.mark.parametrize(("low", "high"), [(2, 2), (1, NO_LIMIT), (-3, -1), (-NO_LIMIT, -2)])
def test_a_row_without_terms_can_be_broken(low: int, high: int):
    """Nothing adds up to 0: where that is not allowed there is no solution."""
    for coefficients in ([], [0, 0]):
        model = cp_model.CpModel()
        add_row(model, [model.new_bool_var("") for _ in coefficients], coefficients, low, high)
        assert solve(guarded(), model) == cp_model.INFEASIBLE
