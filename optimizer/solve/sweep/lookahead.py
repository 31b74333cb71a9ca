"""What the parts that a state leaves open will cost at least.

A column that covers `size` parts pays its reduced cost in `size` equal shares.
An open part will be covered by a column that is disjoint from what the state
covers, so it pays at least the least share of those; the sum over open parts is
a lower bound of the reduced costs to come. A part that no such column covers
makes the state a dead end. Only parts in a corner are looked at: those with few
open parts near them.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from models.merge.bits import Words, unpack
from models.quantities import BoolArray, IntArray
from optimizer.solve.sweep.table import Table

_CORNER = 5
_FIRST = 16


class Lookahead:
    """Bounds of states, all of them at one part of the sweep."""

    def __init__(self, table: Table) -> None:
        self.table = table
        size = np.maximum(np.diff(table.members.indptr), 1)
        self.share = table.use[:, 0] // size

    @cached_property
    def holders(self) -> list[IntArray]:
        """Columns of each part, those of the least share first."""
        by_part = self.table.members.tocsc()
        parts = np.repeat(np.arange(self.table.parts), np.diff(by_part.indptr))
        order = np.lexsort((self.share[by_part.indices], parts))
        return np.split(by_part.indices[order].astype(np.int64), by_part.indptr[1:-1])

    def bound(self, words: Words, part: int) -> tuple[IntArray, BoolArray]:
        """Return what the open parts of each state will use at least, and which are dead ends."""
        states, parts = self._corners(words, part)
        columns = self._cheapest(words, states, parts, part)
        total, dead = np.zeros(len(words), dtype=np.int64), np.zeros(len(words), dtype=bool)
        dead[states[columns < 0]] = True
        np.add.at(total, states, np.where(columns < 0, 0, self.share[columns]))
        return total, dead

    def _corners(self, words: Words, part: int) -> tuple[IntArray, IntArray]:
        """Return the pairs (state, open part in a corner)."""
        start = part >> 6
        covered = unpack(words[:, start:], 64 * (words.shape[1] - start))
        covered = covered[:, part - 64 * start :]
        last = int(np.nonzero(covered.any(axis=0))[0].max(initial=-1)) + 1
        covered = covered[:, :last]
        near = self.table.near[part : part + last][:, part : part + last].toarray()
        near = near.astype(np.float32)
        # Neighbours before `part` are covered in every state, those behind `last` in none.
        behind = np.asarray(self.table.near[part : part + last, part + last :].sum(axis=1)).ravel()
        open_neighbours = (~covered).astype(np.float32) @ near + behind
        states, places = np.nonzero(~covered & (open_neighbours <= _CORNER))
        return states, places + part

    def _cheapest(self, words: Words, states: IntArray, parts: IntArray, part: int) -> IntArray:
        """Return the column of the least share that fits each pair; -1 where none does."""
        found = np.full(len(states), -1, dtype=np.int64)
        flat, begin, end = self._lists(parts, part)
        at, start = begin.copy(), part >> 6
        left = np.nonzero(at < end)[0]
        step = _FIRST
        while len(left):
            places = at[left, None] + np.arange(step)
            columns = flat[np.minimum(places, end[left, None] - 1)]
            fits = places < end[left, None]
            for word in range(start, words.shape[1]):
                held = words[states[left], word]
                fits &= (self.table.words[columns, word] & held[:, None]) == 0
            first = fits.argmax(axis=1)
            good = fits[np.arange(len(left)), first]
            found[left[good]] = columns[good, first[good]]
            at[left] += step
            left = left[~good & (at[left] < end[left])]
            step *= 4
        return found

    def _lists(self, parts: IntArray, part: int) -> tuple[IntArray, IntArray, IntArray]:
        """Return columns that may cover parts from here on; where those of each begin and end."""
        which, place = np.unique(parts, return_inverse=True)
        lists = [self.holders[q][self.table.first[self.holders[q]] >= part] for q in which]
        ends = np.cumsum([0, *(len(one) for one in lists)])
        flat = np.concatenate([np.zeros(0, dtype=np.int64), *lists])
        return flat, ends[place], ends[place + 1]
