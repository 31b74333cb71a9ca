"""What the parts that a state leaves open will cost at least.

A column that covers `size` parts pays its reduced cost in `size` equal shares.
An open part will be covered by a column that is disjoint from what the state
covers, so it pays at least the least share of those; the sum over open parts is
a lower bound of the reduced costs to come. A part that no such column covers
makes the state a dead end. Only parts in a corner are looked at: those with few
open parts near them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from models.merge.bits import Words, pack_sparse, unpack
from models.quantities import BoolArray, IntArray
from optimizer.solve.partition.sweep.table import Table

CORNER_PARTS = 5
"""Open parts next to the front that are bounded one by one."""
FIRST_COLUMNS = 16
"""Cheapest columns of a part that are looked at before all others."""
LONG = 1_000
"""Columns of a part, on average, from which on they are told apart by its neighbours."""
REFRESH, REFRESH_SIDES = 8, 128
"""Parts after which a list of columns is freed of those that begin before the sweep's part.

Lists of columns without some neighbours are short: they are made anew less often.
"""
SIDES = 40
"""Neighbours of a part by which its columns are told apart, as bits of a whole number."""
_CELLS = 1 << 20
"""Pairs of a state's part and a column that are looked at together; bounds the memory."""


class Lookahead:
    """Bounds of states, all of them at one part of the sweep."""

    def __init__(self, table: Table) -> None:
        self.table = table
        size = np.maximum(np.diff(table.members.indptr), 1)
        self.share = table.use[:, 0] // size
        self._listed: dict[int, _Listed] = {}

    @cached_property
    def holders(self) -> list[IntArray]:
        """Columns of each part, those of the least share first."""
        order = np.argsort(self.share, kind="stable")
        by_part = self.table.members[order].tocsc()
        return np.split(order[by_part.indices], by_part.indptr[1:-1])

    @cached_property
    def degree(self) -> int:
        """The most neighbours of a part."""
        return int(np.diff(self.table.near.indptr).max(initial=0))

    @cached_property
    def neighbours(self) -> IntArray:
        """Neighbours of each part, -1 where it has fewer than others, shape (parts, degree)."""
        near = self.table.near
        found = np.full((self.table.parts, self.degree), -1, dtype=np.int64)
        counts = np.diff(near.indptr)
        rows = np.repeat(np.arange(self.table.parts), counts)
        found[rows, np.arange(len(rows)) - near.indptr[rows]] = near.indices
        return found

    @property
    def sides(self) -> IntArray:
        """The first neighbours of each part, shape (parts, sides)."""
        return self.neighbours[:, :SIDES]

    @cached_property
    def reach(self) -> Words:
        """Parts that share a column with each part, packed."""
        members = self.table.members
        return pack_sparse(csr_array(members.T @ members))

    def bound(self, words: Words, part: int) -> tuple[IntArray, BoolArray]:
        """Return what the open parts of each state will use at least, and which are dead ends."""
        words = words[:, : max(_covered_words(words), (part >> 6) + 1)]
        states, parts = self._corners(words, part)
        first, like = self._alike(words, states, parts, part)
        columns = self._cheapest(words, states[first], parts[first], part)[like]
        total, dead = np.zeros(len(words), dtype=np.int64), np.zeros(len(words), dtype=bool)
        dead[states[columns < 0]] = True
        np.add.at(total, states, np.where(columns < 0, 0, self.share[columns]))
        return total, dead

    def _alike(
        self, words: Words, states: IntArray, parts: IntArray, part: int
    ) -> tuple[IntArray, IntArray]:
        """Return pairs of which each other one is a repetition, and which of them each repeats.

        Columns of a part see only what is covered within their reach.
        """
        start = part >> 6
        seen = words[states, start:] & self.reach[parts, start : words.shape[1]]
        random = np.random.default_rng(0)
        factors = random.integers(0, 2**64, seen.shape[1] + 1, dtype=np.uint64) | np.uint64(1)
        key = seen @ factors[1:] + parts.astype(np.uint64) * factors[0]
        first, like = np.unique(key, return_index=True, return_inverse=True)[1:]
        # Equal keys are taken for equal only where they are.
        odd = (parts[first][like] != parts) | (seen[first][like] != seen).any(axis=1)
        like[odd] = len(first) + np.arange(np.count_nonzero(odd))
        return np.concatenate([first, np.nonzero(odd)[0]]), like

    def _corners(self, words: Words, part: int) -> tuple[IntArray, IntArray]:
        """Return the pairs (state, open part in a corner)."""
        start = part >> 6
        covered = unpack(words[:, start:], 64 * (words.shape[1] - start))
        covered = covered[:, part - 64 * start :]
        last = int(np.nonzero(covered.any(axis=0))[0].max(initial=-1)) + 1
        covered = covered[:, :last]
        open_ = ~covered
        if self.degree <= CORNER_PARTS:
            states, places = np.nonzero(open_)
            return states, places + part
        # Neighbours before `part` are covered in every state, those behind `last` in none.
        ends = np.zeros((last + 2, len(open_)), dtype=np.int16)
        ends[:last], ends[last] = open_.T, 1
        count = np.zeros((last, len(open_)), dtype=np.int16)
        for neighbour in self.neighbours[part : part + last].T:
            count += ends[np.where(neighbour < part, last + 1, np.minimum(neighbour - part, last))]
        states, places = np.nonzero(open_ & (count.T <= CORNER_PARTS))
        return states, places + part

    def _cheapest(self, words: Words, states: IntArray, parts: IntArray, part: int) -> IntArray:
        """Return the column of the least share that fits each pair; -1 where none does.

        Most pairs are settled by the first columns of their part. For others those are left
        out that hold a neighbour of the part that the state covers.
        """
        for passed in [q for q in self._listed if q < part]:
            del self._listed[passed]
        which, place = np.unique(parts, return_inverse=True)
        heads = [self._without(q, 0, part)[:FIRST_COLUMNS] for q in which.tolist()]
        found = self._first_fitting(words[states], heads, place)
        left, count = np.nonzero(found < 0)[0], self.table.parts
        told_apart = self.table.members.nnz > LONG * count
        kinds = self._kinds(words, states[left], parts[left]) if told_apart else parts[left]
        kinds, place = np.unique(kinds, return_inverse=True)
        lists = [self._without(kind % count, kind // count, part) for kind in kinds.tolist()]
        found[left] = self._first_fitting(words[states[left]], lists, place)
        return found

    def _first_fitting(self, words: Words, lists: list[IntArray], place: IntArray) -> IntArray:
        """Return for each row of words the first column of its list that fits; -1 without one."""
        found = np.full(len(words), -1, dtype=np.int64)
        ends = np.cumsum([0, *(len(one) for one in lists)])
        at, end = ends[place], ends[place + 1]
        flat = np.concatenate([np.zeros(0, dtype=np.int64), *lists])
        inside = np.ascontiguousarray(self.table.words[flat, : words.shape[1]].T)
        used = np.nonzero(inside.any(axis=1))[0]
        left, step = np.nonzero(at < end)[0], FIRST_COLUMNS
        while len(left):
            good = np.zeros(len(left), dtype=bool)
            for block in _blocks(len(left), max(1, _CELLS // step)):
                some = left[block]
                places = np.minimum(at[some, None] + np.arange(step), end[some, None] - 1)
                fits = np.ones(places.shape, dtype=bool)
                for word in used:
                    fits &= (inside[word][places] & words[some, word, None]) == 0
                first = fits.argmax(axis=1)
                good[block] = fits[np.arange(len(some)), first]
                found[some[good[block]]] = flat[places[good[block], first[good[block]]]]
            at[left] += step
            left = left[~good & (at[left] < end[left])]
            step = min(4 * step, _CELLS)
        return found

    def _kinds(self, words: Words, states: IntArray, parts: IntArray) -> IntArray:
        """Return a number for each pair that tells its part and which neighbours are covered."""
        taken = np.zeros(len(parts), dtype=np.int64)
        for side, neighbour in enumerate(self.sides[parts].T):
            seen = (neighbour >= 0) & (neighbour >> 6 < words.shape[1])
            word = words[states, np.where(seen, neighbour >> 6, 0)]
            bit = (word >> (neighbour & 63).astype(np.uint64) & np.uint64(1)).astype(np.int64)
            taken |= np.where(seen, bit << side, 0)
        return taken * self.table.parts + parts

    def _without(self, part: int, taken: int, begun: int) -> IntArray:
        """Return the columns of a part without some of its neighbours.

        What begins before `begun` covers a part that every state covers: it is left out where
        that costs nothing.
        """
        listed = self._listed.get(part)
        # A list from a later part lacks columns: it is of no use.
        if listed is None or listed.since > begun:
            columns = self.holders[part]
            listed = _Listed(0, columns, self._held(part, columns), {}).after(
                begun, self.table.first
            )
        elif begun - listed.since >= REFRESH:
            listed = listed.after(begun, self.table.first)
        self._listed[part] = listed
        return listed.free_of(taken)

    def _held(self, part: int, columns: IntArray) -> IntArray:
        """Return which neighbours of a part each of its columns holds, as bits."""
        held = np.zeros(len(columns), dtype=np.int64)
        for side, neighbour in enumerate(self.sides[part].tolist()):
            if neighbour >= 0:
                word = self.table.words[columns, neighbour >> 6] >> np.uint64(neighbour & 63)
                held |= (word & np.uint64(1)).astype(np.int64) << side
        return held


@dataclass(frozen=True)
class _Listed:
    """The columns of a part that do not begin before a part of the sweep.

    Attributes
    ----------
    since
        That part.
    held
        Which neighbours of the part each column holds, as bits.
    without
        Lists of those that hold none of some neighbours, each since a part of its own.
    """

    since: int
    columns: IntArray
    held: IntArray
    without: dict[int, tuple[int, IntArray]]

    def after(self, begun: int, first: IntArray) -> _Listed:
        """Return those that do not begin before another part."""
        kept = first[self.columns] >= begun
        return _Listed(begun, self.columns[kept], self.held[kept], self.without)

    def free_of(self, taken: int) -> IntArray:
        """Return those that hold none of some neighbours."""
        if not taken:
            return self.columns
        since, free = self.without.get(taken, (-REFRESH_SIDES, self.columns))
        if self.since - since >= REFRESH_SIDES:
            free = self.columns[(self.held & taken) == 0]
            self.without[taken] = self.since, free
        return free


def _covered_words(words: Words) -> int:
    """Return up to which word states cover parts, at least one."""
    return 1 + int(np.nonzero(words.any(axis=0))[0].max(initial=0))


def _blocks(count: int, size: int) -> Iterator[slice]:
    """Yield slices of at most `size`."""
    return (slice(start, start + size) for start in range(0, count, size))
