"""Orders of a sweep hold every part once, whatever hangs together."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.partition import Partition
from optimizer.solve.partition.sweep import SweepOrders, sweep_order
from tests.partitions import partition_of, partitions


@settings(max_examples=100, deadline=None)
@given(partitions(max_parts=9), st.integers(0, 9))
def test_an_order_is_a_permutation(problem: Partition, turn: int) -> None:
    """Also where parts are in pieces or hang together with none."""
    order = sweep_order(problem, turn)
    assert sorted(order.tolist()) == list(range(problem.parts))
    assert SweepOrders(problem)(turn).tolist() == order.tolist()


def test_a_chain_is_followed_from_end_to_end() -> None:
    """On a chain the first order goes along it and the second one back."""
    parts = 12
    mixed = np.random.default_rng(1).permutation(parts)
    pairs = [{int(mixed[k]), int(mixed[k + 1])} for k in range(parts - 1)]
    problem = partition_of(pairs, parts, [0] * len(pairs), [1] * len(pairs))
    place = np.argsort(mixed)
    for turn in range(2):
        steps = np.diff(place[sweep_order(problem, turn)])
        assert np.abs(steps).max() == 1
    there, back = sweep_order(problem, 0), sweep_order(problem, 1)
    assert (place[there[0]] < place[there[-1]]) != (place[back[0]] < place[back[-1]])
