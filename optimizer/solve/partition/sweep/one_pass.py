"""One sweep over the parts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from models.merge.bits import Words, pack
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.partition_bound import Bound
from optimizer.solve.partition.resources import Resource, row_resources
from optimizer.solve.partition.sweep.lookahead import Lookahead
from optimizer.solve.partition.sweep.order import sweep_order
from optimizer.solve.partition.sweep.states import States
from optimizer.solve.partition.sweep.table import Table

MOST_PAIRS = 2_000_000
"""Pairs of a state and a column that are looked at together; bounds the memory."""
WAITING_WIDTHS = 10
"""States that may wait at a part, in widths."""
SHARE_OF_PACE = 0.5
"""Share of the mean waste of a plan at the bound that a state is granted for what it covers.

By reduced costs alone a state that covers less looks better than one that covers more as
well. On a grid of 400 cells two to four fifths found plans more often than none or all.
"""
BATCH_WIDTHS = 3
"""States that are judged at a time, in widths, until a width of them is alive."""


@dataclass(frozen=True)
class Swept:
    """What a sweep found.

    Attributes
    ----------
    chosen
        The cheapest plan that was found, or None.
    complete
        Whether nothing was dropped for want of room or time: then no plan of at
        most the value sought is cheaper, and without one there is none.
    """

    chosen: IntArray | None
    complete: bool


def sweep(
    problem: Partition,
    cost: IntArray,
    bound: Bound,
    most: int,
    width: int,
    clock: Clock,
    order: IntArray | None = None,
) -> Swept:
    """Look for a plan that costs at most `most`.

    Parameters
    ----------
    width
        The most states that go on from a part.
    order
        The parts in the order in which they are covered; any is right.
    """
    slack = NO_LIMIT if most >= NO_LIMIT else most * bound.scale - bound.base
    resources = [Resource(bound.reduced, slack), *row_resources(problem)]
    if any(resource.budget < 0 for resource in resources):
        return Swept(None, True)
    order = sweep_order(problem) if order is None else order
    spare = bound.value * bound.scale - bound.base
    pace = SHARE_OF_PACE * spare / bound.base if bound.base > 0 else 0.0
    table = Table.of(problem, cost, resources, order)
    found = _Sweep(table, width, pace, bound.scale, clock).run()
    # Reduced costs bound the cost from below; where rows have prices it may still be higher.
    if found.chosen is None or int(cost[found.chosen].sum()) <= most:
        return found
    return Swept(None, found.complete)


class _Sweep:
    """One pass over the parts."""

    def __init__(self, table: Table, width: int, pace: float, scale: int, clock: Clock) -> None:
        self.table = table
        self.width = width
        self.pace = pace
        self.scale = scale
        self.lookahead = Lookahead(table)
        self.clock = clock
        self.parts = len(table.at)
        self.waiting: list[list[States]] = [[] for _ in range(self.parts + 1)]
        self.history: list[tuple[IntArray, IntArray]] = []
        self.settled = 0
        self.complete = True
        self.worst = np.full(self.parts + 1, NO_LIMIT)
        self.all = pack(np.ones((1, self.parts), dtype=bool))[0]

    def run(self) -> Swept:
        """Sweep over the parts; return the cheapest plan at the end."""
        table = self.table
        self.waiting[0].append(self._empty())
        for part in range(self.parts):
            if self.clock.over:
                return Swept(None, False)
            states = self._settle(part)
            if len(states):
                self.history.append((states.parent, states.column))
                first = self.settled
                self.settled += len(states)
                if len(table.at[part]):
                    self._extend(states, part, first)
        ends = self.waiting[self.parts]
        if not ends:
            return Swept(None, self.complete)
        final = States.join(ends)
        return Swept(self._trace(final.take(np.array([final.cost.argmin()]))), self.complete)

    def _empty(self) -> States:
        one = np.zeros(1, dtype=np.int64)
        words = np.zeros((1, self.table.words.shape[1]), dtype=np.uint64)
        used = np.zeros((1, len(self.table.budget)), dtype=np.int64)
        return States(words, used, one, np.zeros(1, dtype=np.uint64), one - 1, one - 1)

    def _settle(self, part: int) -> States:
        """Return the states that go on from a part."""
        pieces, self.waiting[part] = self.waiting[part], []
        if not pieces:
            return self._empty().take(slice(0))
        states = States.join(pieces).merged()
        if len(states) <= self.width:
            return states
        rank = self._rank(states.used, states.cost)
        order = np.argsort(rank, kind="stable")
        alive: list[IntArray] = []
        for start in range(0, len(order), BATCH_WIDTHS * self.width):
            some = order[start : start + BATCH_WIDTHS * self.width]
            ahead, dead = self.lookahead.bound(states.words[some], part)
            good = ~dead & (states.used[some, 0] + ahead <= self.table.budget[0])
            rank[some] += ahead
            alive.append(some[good])
            if sum(map(len, alive)) >= self.width:
                self.complete &= start + BATCH_WIDTHS * self.width >= len(order)
                break
        kept = np.concatenate(alive)
        return states.take(kept[self._least(rank[kept], self.width)])

    def _rank(self, used: IntArray, cost: IntArray) -> IntArray:
        """Return what each state used, less what was to be used for what it covers."""
        spent = used[:, 0]
        return spent - (self.pace * (cost * self.scale - spent)).astype(np.int64)

    def _least(self, rank: IntArray, width: int) -> IntArray:
        """Return which states are kept: those of the least rank."""
        if len(rank) <= width:
            return np.arange(len(rank))
        self.complete = False
        return np.argpartition(rank, width)[:width]

    def _extend(self, states: States, part: int, first: int) -> None:
        """Add to each state each column of the part that fits."""
        columns = self.table.at[part]
        step = max(1, MOST_PAIRS // len(columns))
        for start in range(0, len(states), step):
            rows = np.arange(start, min(len(states), start + step))
            state, column = self._fitting(states.take(rows), columns)
            self._file(states, rows[state], columns[column], part, first)

    def _fitting(self, states: States, columns: IntArray) -> tuple[IntArray, IntArray]:
        table = self.table
        fits = np.ones((len(states), len(columns)), dtype=bool)
        for word in np.nonzero(table.words[columns].any(axis=0))[0]:
            fits &= (states.words[:, word, None] & table.words[columns, word]) == 0
        for resource, budget in enumerate(table.budget):
            left = budget - states.used[:, resource, None]
            fits &= table.use[columns, resource] <= left
        rows, places = np.nonzero(fits)
        return rows, places

    def _file(
        self, states: States, rows: IntArray, columns: IntArray, part: int, first: int
    ) -> None:
        """Put each state with a column more to the first part that is left open.

        Those that would not be let wait there are dropped before they are made.
        """
        table = self.table
        words = states.words[rows] | table.words[columns]
        used = states.used[rows] + table.use[columns]
        cost = states.cost[rows] + table.cost[columns]
        open_ = self._first_open(words, part)
        worth = np.nonzero(self._rank(used, cost) <= self.worst[open_])[0]
        order = worth[np.argsort(open_[worth], kind="stable")]
        ends = np.concatenate([[0], np.nonzero(np.diff(open_[order]))[0] + 1, [len(order)]])
        for a, b in pairwise(ends):
            if a < b:
                some, at = order[a:b], int(open_[order[a]])
                row, column = rows[some], columns[some]
                key = states.key[row] + table.key[column]
                self.waiting[at].append(
                    States(words[some], used[some], cost[some], key, first + row, column)
                )
                self._thin(at)

    def _thin(self, part: int) -> None:
        """Let no more states wait than can be held; a few more than go on."""
        pieces, width = self.waiting[part], WAITING_WIDTHS * self.width
        if sum(len(piece) for piece in pieces) > 2 * width:
            states = States.join(pieces).merged()
            rank = self._rank(states.used, states.cost)
            if len(states) > width:
                self.worst[part] = np.partition(rank, width - 1)[width - 1]
            self.waiting[part] = [states.take(self._least(rank, width))]

    def _first_open(self, words: Words, part: int) -> IntArray:
        """Return the first part that each state leaves open; all of them where it covers all.

        All that is before `part` is covered.
        """
        place, left = np.full(len(words), self.parts, dtype=np.int64), np.arange(len(words))
        for word in range(part >> 6, words.shape[1]):
            open_ = ~words[left, word] & self.all[word]
            lowest = open_ & (~open_ + np.uint64(1))
            found = np.nonzero(open_)[0]
            bit = np.log2(lowest[found].astype(np.float64)).astype(np.int64)
            place[left[found]] = 64 * word + bit
            left = left[open_ == 0]
        return place

    def _trace(self, end: States) -> IntArray:
        """Return the columns that led to a state."""
        parent = np.concatenate([p for p, _ in self.history])
        column = np.concatenate([c for _, c in self.history])
        chosen, at = [int(end.column[0])], int(end.parent[0])
        while column[at] >= 0:
            chosen.append(int(column[at]))
            at = int(parent[at])
        return np.sort(self.table.columns[np.array(chosen)])
