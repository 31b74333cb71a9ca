"""The lookahead of a sweep: never above what a state's completions cost, dead only where dead."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings

from models.merge.bits import unpack
from models.merge.expressions import cost_of
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.resources import Resource
from optimizer.solve.partition.sweep.lookahead import Lookahead
from optimizer.solve.partition.sweep.table import Table
from tests.partitions import choices, partitions

TRAVEL = cost_of("travel")


def prefixes(chosen: IntArray, first: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield each beginning of a plan, by first parts, and the rest."""
    order = chosen[np.argsort(first[chosen])]
    for k in range(len(order)):
        yield order[:k], order[k:]


@settings(max_examples=75, deadline=None)
@given(partitions(rows=False))
def test_bound_of_states_that_have_a_completion(problem: Partition) -> None:
    """Every beginning of every plan is alive and costs no less than is foreseen."""
    bound = lp_bound(problem, TRAVEL, Clock())
    assert bound is not None
    cost = problem.evaluate(TRAVEL)
    order = np.arange(problem.parts)
    table = Table.of(problem, cost, [Resource(bound.reduced, NO_LIMIT)], order)
    lookahead = Lookahead(table)
    for chosen in choices(problem):
        for begun, rest in prefixes(chosen, table.first):
            words = np.bitwise_or.reduce(table.words[begun], axis=0)[None, :]
            covered = unpack(words, problem.parts)[0]
            ahead, dead = lookahead.bound(words, int(covered.argmin()))
            assert not dead[0]
            assert int(ahead[0]) <= int(bound.reduced[rest].sum())
