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
from functools import cached_property

import numpy as np

from models.merge.bits import Words, pack, unpack
from models.quantities import BoolArray, IntArray
from optimizer.solve.partition.sweep.table import Table

CORNER_PARTS = 5
"""Open parts next to the front that are bounded one by one."""
FIRST_COLUMNS = 16
"""Cheapest columns of a part that are looked at before all others."""
_CELLS = 1 << 20
"""Pairs of a state's part and a column that are looked at together; bounds the memory."""


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

    @cached_property
    def reach(self) -> Words:
        """Parts that share a column with each part, packed."""
        members = self.table.members
        return pack((members.T @ members).toarray() > 0)

    def bound(self, words: Words, part: int) -> tuple[IntArray, BoolArray]:
        """Return what the open parts of each state will use at least, and which are dead ends."""
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
        seen = words[states, start:] & self.reach[parts, start:]
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
        near = self.table.near[part : part + last][:, part : part + last].astype(np.int32)
        # Neighbours before `part` are covered in every state, those behind `last` in none.
        behind = np.asarray(self.table.near[part : part + last, part + last :].sum(axis=1)).ravel()
        open_neighbours = (near @ (~covered).T.astype(np.int32)).T + behind
        states, places = np.nonzero(~covered & (open_neighbours <= CORNER_PARTS))
        return states, places + part

    def _cheapest(self, words: Words, states: IntArray, parts: IntArray, part: int) -> IntArray:
        """Return the column of the least share that fits each pair; -1 where none does."""
        found = np.full(len(states), -1, dtype=np.int64)
        flat, at, end = self._lists(parts, part)
        inside = self.table.words[flat]
        used = np.nonzero(inside.any(axis=0))[0]
        left, step = np.nonzero(at < end)[0], FIRST_COLUMNS
        while len(left):
            good = np.zeros(len(left), dtype=bool)
            for block in _blocks(len(left), max(1, _CELLS // step)):
                some = left[block]
                places = np.minimum(at[some, None] + np.arange(step), end[some, None] - 1)
                fits = np.ones(places.shape, dtype=bool)
                for word in used:
                    fits &= (inside[:, word][places] & words[states[some], word, None]) == 0
                first = fits.argmax(axis=1)
                good[block] = fits[np.arange(len(some)), first]
                found[some[good[block]]] = flat[places[good[block], first[good[block]]]]
            at[left] += step
            left = left[~good & (at[left] < end[left])]
            step = min(4 * step, _CELLS)
        return found

    def _lists(self, parts: IntArray, part: int) -> tuple[IntArray, IntArray, IntArray]:
        """Return columns that may cover parts from here on; where those of each begin and end."""
        which, place = np.unique(parts, return_inverse=True)
        lists = [self.holders[q][self.table.first[self.holders[q]] >= part] for q in which]
        ends = np.cumsum([0, *(len(one) for one in lists)])
        flat = np.concatenate([np.zeros(0, dtype=np.int64), *lists])
        return flat, ends[place], ends[place + 1]


def _blocks(count: int, size: int) -> Iterator[slice]:
    """Yield slices of at most `size`."""
    return (slice(start, start + size) for start in range(0, count, size))
