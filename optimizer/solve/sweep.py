"""Dynamic programming over partial plans, part by part, exact while it can hold them all.

The parts are put into an order in which neighbours are close. A state is a set of
disjoint columns that covers every part before some part i and perhaps some after
it; it is extended by the columns whose first part is i. Of two states that cover
the same parts and agree in the side rows only the cheaper one is kept. A state is
dropped when its reduced costs, or what it uses of a side row, pass what a plan of
the value sought may use (`resources`). Where more than `width` states wait at a
part, those of least reduced cost go on: they are nearest to a plan at the bound,
since a plan's distance from the bound is the sum of its reduced costs.

As long as none was dropped for want of room the result is exact: the best plan
of at most the value sought, or the proof that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import reverse_cuthill_mckee

from models.merge.bits import Words, pack
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.nearness import nearness
from optimizer.solve.relaxation import Bound
from optimizer.solve.resources import Resource, row_resources

Keys = NDArray[np.uint64]
_PAIRS = 2_000_000
_WAITING = 6


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


def sweep_order(problem: Partition) -> IntArray:
    """Return an order of the parts in which neighbours are close."""
    order: IntArray = np.asarray(reverse_cuthill_mckee(nearness(problem)), dtype=np.int64)
    return order


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
    found = _Sweep(_Table.of(problem, cost, resources, order), width, clock).run()
    # Reduced costs bound the cost from below; where rows have prices it may still be higher.
    if found.chosen is None or int(cost[found.chosen].sum()) <= most:
        return found
    return Swept(None, found.complete)


@dataclass(frozen=True)
class _Table:
    """Columns that fit the budgets, in terms of the order.

    Attributes
    ----------
    words
        Parts of each column as bits, in the order.
    reach
        Words that the columns of a part can touch, from and to.
    key
        A random number of each column; sums of them tell states apart.
    at
        Columns by their first part, those of least reduced cost first.
    """

    columns: IntArray
    words: Words
    cost: IntArray
    use: IntArray
    key: Keys
    budget: IntArray
    at: list[IntArray]

    @staticmethod
    def of(
        problem: Partition, cost: IntArray, resources: list[Resource], order: IntArray
    ) -> _Table:
        use = np.stack([resource.use for resource in resources], axis=1)
        budget = np.array([resource.budget for resource in resources], dtype=np.int64)
        columns = np.nonzero((use <= budget).all(axis=1))[0]
        members, place = problem.members[columns], np.argsort(order)
        inside = np.zeros((len(columns), problem.parts), dtype=bool)
        inside[
            np.repeat(np.arange(len(columns)), np.diff(members.indptr)), place[members.indices]
        ] = True
        sorted_ = np.lexsort((use[columns, 0], inside.argmax(axis=1)))
        first = inside.argmax(axis=1)[sorted_]
        ends = np.searchsorted(first, np.arange(problem.parts + 1))
        return _Table(
            columns,
            pack(inside),
            cost[columns],
            use[columns],
            _keys(problem, columns),
            budget,
            [sorted_[a:b] for a, b in pairwise(ends)],
        )


def _keys(problem: Partition, columns: IntArray) -> Keys:
    """Return for each column the sum of random numbers of its parts and of its side rows."""
    random = np.random.default_rng(0)
    of_part = random.integers(0, 2**64, problem.parts, dtype=np.uint64)
    keys: Keys = problem.members[columns].astype(np.uint64) @ of_part
    for row in problem.rows:
        factor = random.integers(0, 2**64, dtype=np.uint64)
        keys = keys + problem.evaluate(row.sum)[columns].astype(np.uint64) * factor
    return keys


@dataclass(frozen=True)
class _States:
    """Partial plans: what they cover, use and cost, and how they came about."""

    words: Words
    used: IntArray
    cost: IntArray
    key: Keys
    parent: IntArray
    column: IntArray

    def __len__(self) -> int:
        return len(self.cost)

    def take(self, rows: IntArray | slice) -> _States:
        return _States(*(getattr(self, f.name)[rows] for f in fields(self)))

    @staticmethod
    def join(pieces: list[_States]) -> _States:
        if len(pieces) == 1:
            return pieces[0]
        return _States(
            *(np.concatenate([getattr(p, f.name) for p in pieces]) for f in fields(_States))
        )

    def merged(self) -> _States:
        """Keep the cheapest of states that cover the same and agree in the side rows."""
        order = np.lexsort((self.cost, self.key))
        states = self.take(order)
        same = states.key[1:] == states.key[:-1]
        at = np.nonzero(same)[0]
        # A key is a sum of random numbers: equal keys are taken for equal only where they are.
        same[at] = (states.words[at] == states.words[at + 1]).all(axis=1)
        return states.take(np.concatenate([[0], 1 + np.nonzero(~same)[0]]))

    def least(self, width: int) -> _States:
        """Keep the states of least reduced cost."""
        if len(self) <= width:
            return self
        return self.take(np.argpartition(self.used[:, 0], width)[:width])


class _Sweep:
    """One pass over the parts."""

    def __init__(self, table: _Table, width: int, clock: Clock) -> None:
        self.table = table
        self.width = width
        self.clock = clock
        self.parts = len(table.at)
        self.waiting: list[list[_States]] = [[] for _ in range(self.parts + 1)]
        self.history: list[tuple[IntArray, IntArray]] = []
        self.settled = 0
        self.complete = True
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
        final = _States.join(ends)
        return Swept(self._trace(final.take(np.array([final.cost.argmin()]))), self.complete)

    def _empty(self) -> _States:
        one = np.zeros(1, dtype=np.int64)
        words = np.zeros((1, self.table.words.shape[1]), dtype=np.uint64)
        used = np.zeros((1, len(self.table.budget)), dtype=np.int64)
        return _States(words, used, one, np.zeros(1, dtype=np.uint64), one - 1, one - 1)

    def _settle(self, part: int) -> _States:
        """Return the states that go on from a part."""
        pieces, self.waiting[part] = self.waiting[part], []
        if not pieces:
            return self._empty().take(slice(0))
        states = _States.join(pieces).merged()
        self.complete &= len(states) <= self.width
        return states.least(self.width)

    def _extend(self, states: _States, part: int, first: int) -> None:
        """Add to each state each column of the part that fits."""
        columns = self.table.at[part]
        step = max(1, _PAIRS // len(columns))
        for start in range(0, len(states), step):
            rows = np.arange(start, min(len(states), start + step))
            state, column = self._fitting(states.take(rows), columns)
            self._file(self._children(states, rows[state], columns[column], first))

    def _fitting(self, states: _States, columns: IntArray) -> tuple[IntArray, IntArray]:
        table = self.table
        fits = np.ones((len(states), len(columns)), dtype=bool)
        for word in np.nonzero(table.words[columns].any(axis=0))[0]:
            fits &= (states.words[:, word, None] & table.words[columns, word]) == 0
        for resource, budget in enumerate(table.budget):
            left = budget - states.used[:, resource, None]
            fits &= table.use[columns, resource] <= left
        rows, places = np.nonzero(fits)
        return rows, places

    def _children(self, states: _States, rows: IntArray, columns: IntArray, first: int) -> _States:
        table = self.table
        return _States(
            states.words[rows] | table.words[columns],
            states.used[rows] + table.use[columns],
            states.cost[rows] + table.cost[columns],
            states.key[rows] + table.key[columns],
            first + rows,
            columns,
        )

    def _file(self, children: _States) -> None:
        """Put states to the first part that they leave open."""
        open_ = self._first_open(children.words)
        order = np.argsort(open_, kind="stable")
        ends = np.concatenate([[0], np.nonzero(np.diff(open_[order]))[0] + 1, [len(order)]])
        for a, b in pairwise(ends):
            if a < b:
                part = int(open_[order[a]])
                self.waiting[part].append(children.take(order[a:b]))
                self._thin(part)

    def _thin(self, part: int) -> None:
        """Let no more states wait than can be held; a few more than go on."""
        pieces = self.waiting[part]
        if sum(len(piece) for piece in pieces) > _WAITING * self.width:
            states = _States.join(pieces).merged()
            self.complete &= len(states) <= self.width
            self.waiting[part] = [states.least(self.width)]

    def _first_open(self, words: Words) -> IntArray:
        """Return the first part that each state leaves open; all of them where it covers all."""
        place = np.full(len(words), self.parts, dtype=np.int64)
        for word in range(words.shape[1] - 1, -1, -1):
            open_ = ~words[:, word] & self.all[word]
            lowest = open_ & (~open_ + np.uint64(1))
            bit = np.log2(np.maximum(lowest, 1).astype(np.float64)).astype(np.int64)
            place = np.where(open_ != 0, 64 * word + bit, place)
        return place

    def _trace(self, end: _States) -> IntArray:
        """Return the columns that led to a state."""
        parent = np.concatenate([p for p, _ in self.history])
        column = np.concatenate([c for _, c in self.history])
        chosen, at = [int(end.column[0])], int(end.parent[0])
        while column[at] >= 0:
            chosen.append(int(column[at]))
            at = int(parent[at])
        return np.sort(self.table.columns[np.array(chosen)])
