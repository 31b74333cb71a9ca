"""One objective to proof: equal to every choice, with and without the narrow path."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.expressions import UNITS, LinearExpression, Row, cost_of
from models.merge.partition import Partition
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.partition import stage as module
from optimizer.solve.partition.cp_sat import Found
from optimizer.solve.partition.stage import solve_stage
from optimizer.solve.partition.sweep import Swept
from optimizer.solve.results import StageResult, Verdict
from tests.partitions import SUMS, choices, least, partition_of, partitions, total
from tests.support import narrow

NAMES = st.sampled_from(list(SUMS))


def clock(**effort: float) -> Clock:
    """Return a clock for one worker."""
    return Clock(Effort(workers=1, **effort))


def assert_solved(problem: Partition, objective: LinearExpression, stage: StageResult) -> None:
    """Assert that a stage is the optimum of every choice, and keeps what optima use."""
    best = least(problem, objective)
    if best is None:
        assert stage.verdict is Verdict.INFEASIBLE
        assert stage.chosen is None
        return
    assert (stage.verdict, stage.value, stage.bound) == (Verdict.SOLVED, best, best)
    assert stage.chosen is not None and problem.accepts(stage.chosen)
    assert total(problem, objective, stage.chosen) == best
    assert stage.keep is not None
    for chosen in choices(problem):
        if total(problem, objective, chosen) == best:
            assert stage.keep[chosen].all()


@settings(max_examples=60, deadline=None)
@given(partitions(), NAMES)
def test_equals_every_choice(problem: Partition, name: str) -> None:
    """By sweeps, as far as they go."""
    assert_solved(problem, SUMS[name], solve_stage(problem, SUMS[name], clock()))


@settings(max_examples=60, deadline=None)
@given(partitions(), NAMES, st.integers(0, 2**32))
def test_narrow_path_equals_every_choice(problem: Partition, name: str, seed: int) -> None:
    """Columns are left out by reduced cost and taken in as needed, in any order of preference."""
    preference = np.random.default_rng(seed).integers(0, 9, len(problem))
    with narrow():
        stage = solve_stage(problem, SUMS[name], clock(), preference=preference)
    assert_solved(problem, SUMS[name], stage)


@settings(max_examples=40, deadline=None)
@given(partitions(), NAMES)
def test_cp_sat_first_equals_every_choice(problem: Partition, name: str) -> None:
    """The best columns go to CP-SAT before the sweeps, as where too many are in play."""
    with narrow(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MANY_IN_PLAY", 0)
        patch.setattr(module, "COLUMNS_PER_PART", 0)
        stage = solve_stage(problem, SUMS[name], clock())
    assert_solved(problem, SUMS[name], stage)


@settings(max_examples=40, deadline=None)
@given(st.data(), partitions(), NAMES, st.booleans())
def test_a_start_is_only_a_start(
    data: st.DataObject, problem: Partition, name: str, by_lp: bool
) -> None:
    """From any known choice the same optimum is reached."""
    known = list(choices(problem))
    if not known:
        return
    start = data.draw(st.sampled_from(known))
    if by_lp:
        with narrow():
            stage = solve_stage(problem, SUMS[name], clock(), start)
    else:
        stage = solve_stage(problem, SUMS[name], clock(), start)
    assert_solved(problem, SUMS[name], stage)


def test_negative_costs() -> None:
    """The most units are the least of minus units."""
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [0] * 3)
    stage = solve_stage(problem, LinearExpression(per_unit=-1), clock())
    assert (stage.verdict, stage.value, stage.bound) == (Verdict.SOLVED, -2, -2)


@pytest.mark.parametrize("start", [None, [0, 1]])
def test_when_the_time_is_over(start: list[int] | None) -> None:
    """The start is kept, nothing is proved, and the bound is one that needs no search."""
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [4, 5, 3])
    known = None if start is None else np.array(start)
    stage = solve_stage(problem, cost_of("travel"), clock(seconds=0), known)
    assert stage.verdict is Verdict.OPEN
    assert stage.bound <= 3
    if start is None:
        assert stage.chosen is None
    else:
        assert stage.chosen is not None
        assert (stage.chosen.tolist(), stage.value) == (start, 9)


def test_no_columns_at_all() -> None:
    """A county without a single candidate has no plan."""
    empty = partition_of([{0}], 1, [0], [0]).take(np.array([], dtype=np.int64))
    assert solve_stage(empty, UNITS, clock()).verdict is Verdict.INFEASIBLE


def test_rows_that_contradict() -> None:
    """At least two units and at most one."""
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [0] * 3)
    problem = problem.bounded(Row(UNITS, low=2), Row(UNITS, high=1))
    assert solve_stage(problem, UNITS, clock()).verdict is Verdict.INFEASIBLE
    with narrow():
        assert solve_stage(problem, UNITS, clock()).verdict is Verdict.INFEASIBLE


def test_what_nothing_bears_out_is_asked_again_with_more_nodes_and_then_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the columns that could make a better plan are not all there are."""
    asked: list[int] = []
    columns: list[int] = []

    def search(*given: Any) -> Found:
        asked.append(given[-1])
        columns.append(int(given[2].sum()))
        return Found(Verdict.OPEN, None, 0, 0, claimed=True)

    monkeypatch.setattr(module, "search", search)
    monkeypatch.setattr(module, "sweep", lambda *_: Swept(None, False))
    monkeypatch.setattr(module, "improve", lambda *_: None)
    problem = partition_of(
        [{0, 1}, {1, 2}, {0, 2}, {0}, {1}, {2}, {0, 1, 2}], 3, [0] * 7, [1, 1, 1, 1, 1, 1, 50]
    )
    with narrow():
        stage = solve_stage(problem, cost_of("travel"), clock(), np.array([3, 4, 5]))
    assert columns[-module._DOUBTS :] == [6] * module._DOUBTS
    assert (stage.verdict, stage.claimed) == (Verdict.OPEN, True)
    assert asked[-module._DOUBTS :] == [20_000 * 4**k for k in range(module._DOUBTS)]


def test_another_way_is_gone_once_where_too_many_columns_are_in_play(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its plan and its bound end the stage that sweeps and CP-SAT leave open."""
    monkeypatch.setattr(module, "search", lambda *_: Found(Verdict.OPEN, None, 0, 0))
    monkeypatch.setattr(module, "sweep", lambda *_: Swept(None, False))
    monkeypatch.setattr(module, "improve", lambda *_: None)
    problem = partition_of([{0, 1}, {1, 2}, {0, 2}, {0}, {1}, {2}], 3, [0] * 6, [1] * 6)
    asked: list[tuple[list[int], int]] = []

    def otherwise(known: Any, least: int, own: Clock) -> StageResult:
        asked.append((known.tolist(), least))
        return StageResult(Verdict.SOLVED, np.array([0, 5]), 2, 2)

    start = np.array([3, 4, 5])
    with narrow():
        for many, result in ((6, Verdict.OPEN), (5, Verdict.SOLVED)):
            monkeypatch.setattr(module, "MANY_IN_PLAY", many)
            own = clock(seconds=0.2 if result is Verdict.OPEN else 60)
            stage = solve_stage(problem, UNITS, own, start, otherwise=otherwise)
            assert stage.verdict is result
    assert stage.chosen is not None
    assert (stage.chosen.tolist(), stage.value, stage.bound) == ([0, 5], 2, 2)
    assert asked == [([3, 4, 5], 2)]
