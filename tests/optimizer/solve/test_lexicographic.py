"""Stages in order with tolerances, on partitions: equal to the order applied to every choice."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.partition import Partition
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.lexicographic import Answer, solve_lexicographic
from optimizer.solve.results import Verdict
from tests.partitions import choices, partition_of, partitions
from tests.reference import brute
from tests.reference.figures import Totals
from tests.support import narrow

NAMES = ("units", "share", "travel")


@st.composite
def orders(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw objectives in an order, with or without tolerances."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, 3))]
    tolerances = st.sampled_from([0.0, 0.0, 0.1, 0.34, 0.5])
    return [{"name": name, "tolerance": draw(tolerances)} for name in names]


def solve(problem: Partition, order: list[dict[str, Any]], **effort: float) -> Answer:
    """Solve the stages."""
    specs = [ObjectiveSpec(**row) for row in order]
    return solve_lexicographic(problem, specs, Clock(Effort(workers=1, **effort)))


def measured(problem: Partition, chosen: Any) -> Totals:
    """Return what a choice comes to."""
    travel = int(problem.costs["travel"][chosen].sum())
    return Totals(len(chosen), int(problem.urban[chosen].sum()), travel, 0)


def expected(problem: Partition, order: list[dict[str, Any]]) -> brute.Answer | None:
    """Apply the order to every choice."""
    all_choices = [brute.Choice(measured(problem, chosen), ()) for chosen in choices(problem)]
    return brute.lexicographic(all_choices, order) if all_choices else None


def assert_equal(problem: Partition, order: list[dict[str, Any]], answer: Answer) -> None:
    """Assert that values, bounds and proofs are those of every choice."""
    best = expected(problem, order)
    if best is None:
        assert (answer.verdict, answer.chosen) == (Verdict.INFEASIBLE, None)
        return
    assert answer.verdict is Verdict.SOLVED
    assert tuple(a.value for a in answer.attained) == best.values
    assert tuple(a.bound for a in answer.attained) == best.values
    assert all(a.proved for a in answer.attained)
    assert answer.chosen is not None and problem.accepts(answer.chosen)
    totals = measured(problem, answer.chosen)
    assert tuple(brute.MEASURES[row["name"]](totals) for row in order) in best.finals


@settings(max_examples=100, deadline=None)
@given(partitions(max_parts=5), orders())
def test_equals_every_choice(problem: Partition, order: list[dict[str, Any]]) -> None:
    """Any order, any tolerance, any side row."""
    assert_equal(problem, order, solve(problem, order))


@settings(max_examples=60, deadline=None)
@given(partitions(max_parts=5), orders())
def test_narrow_path_equals_every_choice(problem: Partition, order: list[dict[str, Any]]) -> None:
    """Columns that a stage rules out stay out of the next, and none that it needs."""
    with narrow():
        answer = solve(problem, order)
    assert_equal(problem, order, answer)


def test_tolerance_is_a_budget_of_whole_units() -> None:
    """Of 10 person-metres 19 % are 1, so 11 pass and 12 do not."""
    problem = partition_of([{0}, {0}, {0}], 1, [0, 0, 1], [10, 11, 12])
    order = [{"name": "travel", "tolerance": 0.19}, {"name": "share"}]
    assert measured(problem, solve(problem, order).chosen).travel in (10, 11)
    order[0]["tolerance"] = 0.2
    answer = solve(problem, order)
    assert [a.value for a in answer.attained] == [10, 1]
    assert measured(problem, answer.chosen).travel == 12


def test_share_compares_every_number_of_units() -> None:
    """One urban of one beats two of three, which beats one of two."""
    sets: list[set[int]] = [{0}, {1}, {2}, {0, 1, 2}]
    problem = partition_of(sets, 3, [1, 1, 0, 1], [0] * 4)
    assert solve(problem, [{"name": "share"}]).attained[0].value == 1
    split = partition_of([*sets[:3], {1, 2}], 3, [1, 1, 0, 0], [0] * 4)
    assert solve(split, [{"name": "share"}]).attained[0].value == Fraction(2, 3)


def test_no_time_proves_nothing() -> None:
    """Without a start there is no plan, and it is not called infeasible."""
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [0] * 3)
    answer = solve(problem, [{"name": "units"}], seconds=0)
    assert (answer.verdict, answer.chosen, answer.attained) == (Verdict.OPEN, None, ())
