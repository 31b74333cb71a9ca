"""Modes split and redraw equal brute force over all assignments, on small territories."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan import Outcome
from tests.reference import judge
from tests.reference.brute import best
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import codes_of, dataset_of, kinds_of, solution_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
SMALL = {"max_townships": 4, "max_counties": 2, "villages_per_township": (1, 4)}
Drawn = tuple[Tables, dict[str, Any], list[Any]]


def agree(drawn: Drawn, mode: str) -> None:
    """Assert that solver and brute force agree in everything that is determined."""
    tables, rules, objectives = drawn
    expected = best(tables, rules, objectives, mode)
    solution = solution_of(dataset_of(tables, rules, objectives, mode))
    if expected is None:
        assert solution.outcome is Outcome.INFEASIBLE
        return
    assert solution.outcome is Outcome.OPTIMAL
    assert tuple(r.best for r in solution.reached) == tuple(expected.values)
    assert tuple(r.bound for r in solution.reached) == tuple(expected.values)
    assert tuple(r.value for r in solution.reached) in expected.finals
    assert solution.plan is not None
    plan, kinds = codes_of(solution.plan), kinds_of(solution.plan)
    assert judge.broken(tables, rules, plan, kinds, mode) == set()


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(drawn=problems(**SMALL).filter(lambda drawn: len(drawn[0].villages) <= 10))
def test_equals_brute_force(mode: str, drawn: Drawn) -> None:
    """Every rule and objective, tolerances, one and two counties; infeasible alike."""
    agree(drawn, mode)


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(
    drawn=problems(**SMALL | {"max_counties": 1}).filter(lambda d: len(d[0].villages) <= 10),
    most=st.integers(0, 2),
)
def test_transfers_equal_brute_force(drawn: Drawn, most: int) -> None:
    """A township that stays may lose as many villages as the rule says."""
    tables, rules, objectives = drawn
    agree((tables, rules | {"transfers": {"max_villages": most}}, objectives), "split")
