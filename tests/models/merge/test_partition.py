"""Set partitioning: sums, rows, and the CP-SAT model against every choice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from models.merge.expressions import RURAL, UNITS, URBAN, LinearExpression, Row, cost_of
from models.merge.partition import Partition, partition_model
from models.quantities import NO_LIMIT
from tests.partitions import SUMS, choices, least, partition_of, partitions, total


def small() -> Partition:
    """Return two parts: each alone, and both with either seat."""
    return partition_of([{0}, {1}, {0, 1}, {0, 1}], 2, [1, 0, 1, 0], [0, 0, 9, 7])


def test_evaluate() -> None:
    """Units, urban units and costs with weights; only the counties that count."""
    problem = replace(small(), county=np.array([0, 1, 0, 1]))
    assert problem.evaluate(UNITS).tolist() == [1, 1, 1, 1]
    assert problem.evaluate(URBAN).tolist() == [1, 0, 1, 0]
    assert problem.evaluate(RURAL).tolist() == [0, 1, 0, 1]
    mixed = LinearExpression(2, -1, (("travel", 10), ("units", 1)))
    assert problem.evaluate(mixed).tolist() == [2, 3, 92, 73]
    assert problem.evaluate(replace(mixed, counties=frozenset([1]))).tolist() == [0, 3, 0, 73]


def test_take_and_bounded() -> None:
    """Some columns with the same rows, more rows over the same columns."""
    problem = small().bounded(Row(UNITS, high=1)).bounded(Row(URBAN, low=1))
    assert len(problem.rows) == 2
    part = problem.take(np.array([2, 0]))
    assert (len(part), part.parts, part.rows) == (2, 2, problem.rows)
    assert part.members.toarray().tolist() == [[1, 1], [1, 0]]
    assert part.costs["travel"].tolist() == [9, 0]


def test_accepts() -> None:
    """Each part once, and every row."""
    problem = small()
    assert problem.accepts(np.array([0, 1])) and problem.accepts(np.array([3]))
    assert not problem.accepts(np.array([0]))
    assert not problem.accepts(np.array([0, 2]))
    assert not problem.bounded(Row(UNITS, high=1)).accepts(np.array([0, 1]))
    assert not problem.bounded(Row(cost_of("travel"), low=8)).accepts(np.array([3]))


@pytest.mark.parametrize("sum_", [UNITS, cost_of("units"), replace(UNITS, counties=frozenset([0]))])
def test_units_range(sum_: LinearExpression) -> None:
    """However the number of units is written; the tightest rows count."""
    assert small().units_range() == (0, NO_LIMIT)
    problem = small().bounded(Row(sum_, 1, 5), Row(sum_, high=3), Row(URBAN, 2, 2))
    assert problem.units_range() == (1, 3)


def test_units_range_of_some_counties_is_none() -> None:
    """A row on other counties, or on a part of them, does not bound the whole."""
    problem = replace(small(), county=np.array([0, 1, 0, 1]))
    row = Row(replace(UNITS, counties=frozenset([1])), 1, 1)
    assert problem.bounded(row).units_range() == (0, NO_LIMIT)


@settings(max_examples=80, deadline=None)
@given(partitions(), st.sampled_from(list(SUMS)))
def test_model_equals_every_choice(problem: Partition, name: str) -> None:
    """The CP-SAT model's optimum is the least of all choices; infeasible when there is none."""
    expected = least(problem, SUMS[name])
    cost = problem.evaluate(SUMS[name])
    model, x = partition_model(problem, cost, 0, 10**6, None)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    status = solver.solve(model)
    if expected is None:
        assert status == cp_model.INFEASIBLE
        return
    assert status == cp_model.OPTIMAL
    chosen = np.array([k for k, var in enumerate(x) if solver.boolean_value(var)])
    assert problem.accepts(chosen)
    assert total(problem, SUMS[name], chosen) == expected
    assert solver.response_proto.inner_objective_lower_bound == expected


@settings(max_examples=50, deadline=None)
@given(partitions(max_parts=4, max_columns=8))
def test_accepts_exactly_the_choices(problem: Partition) -> None:
    """Of all subsets of columns."""
    good = {tuple(chosen.tolist()) for chosen in choices(problem)}
    n = len(problem)
    for bits in range(1, 2**n):
        chosen = np.array([k for k in range(n) if bits >> k & 1])
        assert problem.accepts(chosen) == (tuple(chosen.tolist()) in good)
