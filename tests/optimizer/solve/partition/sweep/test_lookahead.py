"""The lookahead of a sweep: never above what a state's completions cost, dead only where dead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.bits import Words, pack, unpack
from models.merge.expressions import cost_of
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.resources import Resource
from optimizer.solve.partition.sweep import lookahead as module
from optimizer.solve.partition.sweep.lookahead import Lookahead
from optimizer.solve.partition.sweep.table import Table
from tests.partitions import choices, partition_of, partitions

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


def by_definition(
    lookahead: Lookahead, words: Words, part: int, corner: int
) -> tuple[IntArray, BoolArray]:
    """Return what `bound` says, state by state, part by part and column by column."""
    table = lookahead.table
    covered = unpack(words, table.parts)
    members, near = table.members.toarray() > 0, table.near.toarray() > 0
    last = max(np.nonzero(covered.any(axis=0))[0].max(initial=-1) + 1, part)
    total, dead = np.zeros(len(words), dtype=np.int64), np.zeros(len(words), dtype=bool)
    for state, inside in enumerate(covered):
        for p in range(part, last):
            if inside[p] or np.count_nonzero(near[p] & ~inside) > corner:
                continue
            fits = members[:, p] & ~(members & inside).any(axis=1)
            dead[state] |= not fits.any()
            total[state] += lookahead.share[fits].min() if fits.any() else 0
    return total, dead


@settings(max_examples=60, deadline=None)
@given(partitions(rows=False), st.sampled_from([1, 5]), st.sampled_from([0, 500]))
def test_bounds_by_their_definition(problem: Partition, corner: int, long: int) -> None:
    """However columns are told apart, and whether or not all open parts are in corners."""
    bound = lp_bound(problem, TRAVEL, Clock())
    assert bound is not None
    resources = [Resource(bound.reduced, NO_LIMIT)]
    cost, order = problem.evaluate(TRAVEL), np.arange(problem.parts)
    lookahead = Lookahead(Table.of(problem, cost, resources, order))
    states = defaultdict(list)
    for chosen in choices(problem):
        for begun, _ in prefixes(chosen, lookahead.table.first):
            words = np.bitwise_or.reduce(lookahead.table.words[begun], axis=0)
            states[int(unpack(words[None, :], problem.parts)[0].argmin())].append(words)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("CORNER_PARTS", corner), ("LONG", long), ("FIRST_COLUMNS", 2)):
            patch.setattr(module, name, value)
        for part in sorted(states):
            words = np.stack(states[part])
            ahead, dead = lookahead.bound(words, part)
            total, ends = by_definition(lookahead, words, part, corner)
            assert dead.tolist() == ends.tolist()
            assert ahead.tolist() == total.tolist()


@pytest.mark.parametrize("long", [0, 500])
def test_states_of_several_words(long: int) -> None:
    """Parts of a path of 150, in pairs and threes; states end within words and at their ends."""
    parts = 150
    sets = [set(range(k, min(k + size, parts))) for k in range(parts - 1) for size in (2, 3)]
    problem = partition_of(sets, parts, [0] * len(sets), [7 + min(s) % 5 for s in sets])
    bound = lp_bound(problem, TRAVEL, Clock())
    assert bound is not None
    resources = [Resource(bound.reduced, NO_LIMIT)]
    lookahead = Lookahead(Table.of(problem, problem.evaluate(TRAVEL), resources, np.arange(parts)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LONG", long)
        for part in (5, 63, 64, 65, 120, 128, 140):
            covered = np.zeros((3, parts), dtype=bool)
            covered[:, :part] = True
            covered[1, part + 1 : part + 3] = True
            covered[2, part + 3 : part + 7] = True
            words = pack(covered)
            ahead, dead = lookahead.bound(words, part)
            total, ends = by_definition(lookahead, words, part, module.CORNER_PARTS)
            assert dead.tolist() == ends.tolist() == [False, True, False]
            assert ahead.tolist() == total.tolist()
