"""The sweep equals brute force while it drops nothing, and never returns what is no plan."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.expressions import UNITS, LinearExpression, cost_of
from models.merge.partition import Partition
from models.quantities import NO_LIMIT
from optimizer.solve.clock import Clock
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.sweep import sweep
from tests.partitions import least, partitions

OBJECTIVES = (UNITS, cost_of("travel"), LinearExpression(per_unit=-3, per_urban=2))


@settings(max_examples=150, deadline=None)
@given(partitions(), st.sampled_from(OBJECTIVES), st.integers(1, 5), st.integers(-3, 3))
def test_equals_brute_force(
    problem: Partition, objective: LinearExpression, width: int, above: int
) -> None:
    """Wide sweeps find the optimum or prove that there is none; narrow ones say what they are."""
    bound = lp_bound(problem, objective, Clock())
    expected = least(problem, objective)
    assert bound is not None
    cost = problem.evaluate(objective)
    order = np.array(random.Random(width).sample(range(problem.parts), problem.parts))
    most = NO_LIMIT if expected is None else expected + above
    for wide in (width, 10_000):
        found = sweep(problem, cost, bound, most, wide, Clock(), order)
        if found.chosen is not None:
            assert problem.accepts(found.chosen)
            assert expected is not None
            assert expected <= int(cost[found.chosen].sum()) <= most
        if found.complete:
            reached = None if found.chosen is None else int(cost[found.chosen].sum())
            assert reached == (expected if expected is not None and above >= 0 else None)
    assert found.complete
