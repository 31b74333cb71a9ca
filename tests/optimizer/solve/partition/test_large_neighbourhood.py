"""The neighbourhood search: its plan is accepted and never worse than the start."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.expressions import cost_of
from models.merge.partition import Partition
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.partition.large_neighbourhood import improve
from tests.partitions import SUMS, choices, partition_of, partitions, total

CLOCK = Clock(Effort(workers=1))
PATIENCE = 5


@settings(max_examples=40, deadline=None)
@given(st.data(), partitions(max_parts=8, max_columns=30), st.sampled_from(list(SUMS)))
def test_never_worse_than_the_start(data: st.DataObject, problem: Partition, name: str) -> None:
    """From any plan; every side row is kept."""
    known = list(choices(problem))
    if not known:
        return
    start = data.draw(st.sampled_from(known))
    cost = problem.evaluate(SUMS[name])
    found = improve(problem, cost, 0, start, np.arange(len(problem)), CLOCK, PATIENCE)
    assert found is not None
    assert problem.accepts(found)
    assert total(problem, SUMS[name], found) <= total(problem, SUMS[name], start)


@settings(max_examples=40, deadline=None)
@given(partitions(max_parts=8, max_columns=30), st.integers(0, 2**32))
def test_a_plan_from_nothing_is_accepted_or_none(problem: Partition, seed: int) -> None:
    """Greedy along any order, then completed; never a plan that leaves something open."""
    order = np.random.default_rng(seed).permutation(len(problem))
    found = improve(problem, problem.evaluate(cost_of("travel")), 0, None, order, CLOCK, PATIENCE)
    if found is not None:
        assert problem.accepts(found)
    if not list(choices(problem)):
        assert found is None


def test_it_finds_better_plans() -> None:
    """Sixteen singles in a row become eight pairs."""
    sets = [{p} for p in range(16)] + [{p, p + 1} for p in range(15)]
    problem = partition_of(sets, 16, [0] * 31, [0] * 31)
    ones = np.ones(31, dtype=np.int64)
    found = improve(problem, ones, 8, np.arange(16), np.arange(31), CLOCK)
    assert found is not None
    assert len(found) == 8


def test_the_same_seed_gives_the_same_plan() -> None:
    """And is not moved by what ran before."""
    sets = [{p} for p in range(12)] + [{p, (p + 1) % 12} for p in range(12)]
    problem = partition_of(sets, 12, [0] * 24, [0] * 24)
    ones = np.ones(24, dtype=np.int64)
    plans = [improve(problem, ones, 6, np.arange(12), np.arange(24), CLOCK) for _ in range(2)]
    assert plans[0] is not None and plans[1] is not None
    assert plans[0].tolist() == plans[1].tolist()


def test_the_target_ends_it() -> None:
    """A start that is good enough is returned as it is."""
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [0] * 3)
    found = improve(problem, np.ones(3, dtype=np.int64), 2, np.array([0, 1]), np.arange(3), CLOCK)
    assert found is not None
    assert found.tolist() == [0, 1]
