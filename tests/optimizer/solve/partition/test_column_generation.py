"""Candidates made on demand, with a budget far too small: what is proved stays the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.merge.expressions import RURAL, UNITS, cost_of
from models.plan import Outcome
from optimizer.data.dataset import read_dataset
from optimizer.data.generate import generate_county, write_dataset
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.column_generation import complete
from optimizer.solve.partition.stage import solve_stage
from optimizer.solve.results import ObjectiveResult
from optimizer.solve.solution import Solution
from tests.reference import judge
from tests.reference.brute import Answer, best
from tests.reference.cases import chain, town
from tests.reference.strategies import problems
from tests.reference.tables import Objectives, Rules, Tables
from tests.support import INSTANCES, codes_of, dataset_of, kinds_of, models_of, solution_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
Problem = tuple[Tables, Rules, Objectives]

TOWN_OR_NEAR: Problem = (
    chain(town("A", people=2000), town("B", people=100, kind="镇")),
    {"population": {"min": 2000}},
    [],
)
"""B is too small alone. With A it is a town at B's seat, or has less travel at A's."""


def assert_honest(problem: Problem, solution: Solution, expected: Answer | None) -> None:
    """Assert that nothing is claimed that is not so."""
    if solution.plan is None:
        assert solution.outcome is not Outcome.INFEASIBLE or expected is None
        return
    assert expected is not None
    plan = solution.plan
    assert judge.broken(*problem[:2], codes_of(plan), kinds_of(plan)) == set()
    for reached, value in zip(solution.reached, expected.values, strict=True):
        assert no_better(reached, value)
        if not reached.proved:
            break
        assert reached.best == reached.bound == value


def no_better(reached: ObjectiveResult, value: Any) -> bool:
    """Return whether a value is between the optimum and its own side of the bound."""
    sign = -1 if reached.name == "share" else 1
    in_bound = reached.bound is None or sign * reached.bound <= sign * value
    return in_bound and sign * value <= sign * reached.best


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=6), st.integers(1, 12))
def test_proved_is_proved(problem: Problem, budget: int) -> None:
    """Under every rule, with room for a dozen candidate sets at most."""
    solution = solution_of(dataset_of(*problem), candidates=budget)
    assert_honest(problem, solution, best(*problem))


@settings(max_examples=15, deadline=None, suppress_health_check=RELAXED)
@given(
    problems(max_townships=6, max_counties=1), st.sampled_from([UNITS, RURAL, cost_of("travel")])
)
@example(TOWN_OR_NEAR, cost_of("travel"))
def test_the_bound_is_that_of_all_candidates(problem: Problem, objective: Any) -> None:
    """Pricing ends with the LP bound over the full enumeration, where there is a solution.

    Every seat of a set is priced, so the enumeration may not leave out those that the
    order of the objectives would never choose: the objective asked may be a later one.
    """
    tables, rules, _ = problem
    dataset = dataset_of(tables, rules, [{"name": name} for name in ("units", "share", "travel")])
    (full,), (short,) = models_of(dataset, every_seat=True), models_of(dataset, budget=1)
    clock = Clock(Effort(workers=1))
    if short.complete or solve_stage(full.partition, UNITS, clock).chosen is None:
        return
    _, found = complete(short.partition, objective, clock)
    expected = lp_bound(full.partition, objective, clock)
    assert found is not None and expected is not None
    assert found.value == expected.value


@settings(max_examples=15, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=6, max_counties=1), st.permutations(["units", "share", "travel"]))
def test_the_first_bound_needs_no_seat_left_out(problem: Problem, order: list[str]) -> None:
    """Seats that the order never chooses make no difference to what comes first in it."""
    dataset = dataset_of(*problem[:2], [{"name": name} for name in order])
    (kept,), (full,) = models_of(dataset), models_of(dataset, every_seat=True)
    clock = Clock(Effort(workers=1))
    if solve_stage(full.partition, UNITS, clock).chosen is None:
        return
    objective = RURAL if order[0] == "share" else cost_of(order[0])
    found, expected = (lp_bound(m.partition, objective, clock) for m in (kept, full))
    assert found is not None and expected is not None
    assert found.value == expected.value


@pytest.mark.parametrize("budget", [1, 10**6])
@pytest.mark.parametrize("order", ["units share travel", "units travel share", "travel"])
def test_the_order_decides_between_town_and_travel(order: str, budget: int) -> None:
    """Values and bounds are the brute force's, whichever of the two comes first."""
    objectives = [{"name": name} for name in order.split()]
    solution = solution_of(dataset_of(*TOWN_OR_NEAR[:2], objectives), candidates=budget)
    expected = best(*TOWN_OR_NEAR[:2], objectives)
    assert expected is not None
    assert solution.outcome is Outcome.OPTIMAL
    assert [r.best for r in solution.reached] == list(expected.values)
    assert [r.bound for r in solution.reached] == list(expected.values)


def test_the_same_values_as_with_all_candidates(tmp_path: Path) -> None:
    """A county of 15 townships is solved to the same proof, and the notes say how."""
    write_dataset(generate_county(15, 150, seed=2), tmp_path / "county")
    dataset = read_dataset(tmp_path / "county")
    full, short = solution_of(dataset), solution_of(dataset, candidates=20)
    assert full.outcome is short.outcome is Outcome.OPTIMAL
    assert [r.value for r in short.reached] == [r.value for r in full.reached]
    assert [r.bound for r in short.reached] == [r.bound for r in full.reached]
    assert not any("on demand" in note.en for note in full.notes)
    assert any("on demand" in note.en for note in short.notes)


def test_one_unit_is_proved_on_demand(tmp_path: Path) -> None:
    """Without a cap the county becomes one unit: its best seat is proved, like with all."""
    write_dataset(generate_county(12, 60, seed=1), tmp_path / "county")
    dataset = read_dataset(tmp_path / "county", {"rules": {}})
    full, short = solution_of(dataset), solution_of(dataset, candidates=20)
    assert full.outcome is short.outcome is Outcome.OPTIMAL
    assert full.reached[0].value == 1
    assert [r.bound for r in short.reached] == [r.value for r in full.reached]


@pytest.mark.parametrize("instance", ["three-townships", "one-county"])
def test_teaching_instances(instance: str) -> None:
    """The first objective is proved although hardly any candidate fits."""
    dataset = read_dataset(INSTANCES / instance)
    full, short = solution_of(dataset), solution_of(dataset, candidates=10)
    assert short.plan is not None
    assert short.reached[0].proved
    assert [r.value for r in short.reached] == [r.value for r in full.reached]
