"""Whole mode equals brute force over all partitions, on random small territories."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from models.plan import Outcome
from optimizer.data.dataset import read_dataset
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.run import solve
from optimizer.solve.solution import Solution
from tests.reference import judge
from tests.reference.brute import best
from tests.reference.strategies import problems
from tests.reference.tables import Tables, scenario_text

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]


def solved(tables: Tables, rules: dict[str, Any], objectives: list[Any], **effort: Any) -> Solution:
    """Solve tables by way of files, as a user would."""
    with tempfile.TemporaryDirectory() as folder:
        tables.write(Path(folder))
        text = scenario_text(rules, objectives)
        (Path(folder) / "scenario.toml").write_text(text, encoding="utf-8")
        dataset = read_dataset(Path(folder))
    clock = Clock(Effort(workers=1, **effort))
    return solve(dataset, clock)


def codes(solution: Solution) -> dict[str, str]:
    """Return the plan as {village: unit}, in codes."""
    assert solution.plan is not None
    territory = solution.plan.territory
    units = [territory.townships[u].code for u in solution.plan.unit]
    return dict(zip(territory.villages.codes, units, strict=True))


def kinds(solution: Solution) -> dict[str, str]:
    """Return the kinds that units change to, by code."""
    assert solution.plan is not None
    townships = solution.plan.territory.townships
    return {townships[t].code: kind.value for t, kind in solution.plan.conversions.items()}


def agree(tables: Tables, rules: dict[str, Any], objectives: list[Any], **effort: Any) -> None:
    """Assert that solver and brute force agree in everything that is determined."""
    expected = best(tables, rules, objectives)
    solution = solved(tables, rules, objectives, **effort)
    if expected is None:
        assert solution.outcome is Outcome.INFEASIBLE
        assert solution.plan is None
        return
    assert solution.outcome is Outcome.OPTIMAL
    assert tuple(r.best for r in solution.reached) == tuple(expected.values)
    assert tuple(r.bound for r in solution.reached) == tuple(expected.values)
    assert tuple(r.value for r in solution.reached) in expected.finals
    assert judge.broken(tables, rules, codes(solution), kinds(solution)) == set()


@settings(max_examples=40, deadline=None, suppress_health_check=RELAXED)
@given(problems())
def test_equals_brute_force(problem: tuple[Tables, dict[str, Any], list[Any]]) -> None:
    """Units, share, travel, disruption; caps, floors, protections, counts; infeasible alike."""
    agree(*problem)


@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=8, max_counties=3, finer=True))
def test_equals_brute_force_over_counties(
    problem: tuple[Tables, dict[str, Any], list[Any]],
) -> None:
    """Ties over several counties are combined exactly, also with figures that are rounded."""
    agree(*problem)


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=7))
def test_a_judged_plan_has_the_checkers_values(
    problem: tuple[Tables, dict[str, Any], list[Any]],
) -> None:
    """The checker's objectives equal those of an independent judge."""
    tables, rules, objectives = problem
    solution = solved(tables, rules, objectives)
    if solution.plan is None:
        return
    values = judge.values(tables, codes(solution), kinds(solution))
    assert solution.audit is not None
    for name, value in values.items():
        found = solution.audit.objectives[name]
        assert found is not None
        assert Fraction(found) == Fraction(value)
