"""Partial plans of a sweep."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from models.merge.bits import Words
from models.quantities import IntArray
from optimizer.solve.partition.sweep.table import Keys


@dataclass(frozen=True)
class States:
    """Partial plans: what they cover, use and cost, and how they came about."""

    words: Words
    used: IntArray
    cost: IntArray
    key: Keys
    parent: IntArray
    column: IntArray

    def __len__(self) -> int:
        return len(self.cost)

    def take(self, rows: IntArray | slice) -> States:
        """Return some of the states."""
        return States(*(getattr(self, f.name)[rows] for f in fields(self)))

    @staticmethod
    def join(pieces: list[States]) -> States:
        """Return the states of all pieces."""
        if len(pieces) == 1:
            return pieces[0]
        return States(
            *(np.concatenate([getattr(p, f.name) for p in pieces]) for f in fields(States))
        )

    def merged(self) -> States:
        """Keep the cheapest of states that cover the same and agree in the side rows."""
        order = np.lexsort((self.cost, self.key))
        key = self.key[order]
        same = key[1:] == key[:-1]
        at = np.nonzero(same)[0]
        # A key is a sum of random numbers: equal keys are taken for equal only where they are.
        # Of states that cover the same, the use of a side row tells what they add to it.
        one, other = order[at], order[at + 1]
        rows = self.used[:, 1:]
        same[at] = (self.words[one] == self.words[other]).all(axis=1)
        same[at] &= (rows[one] == rows[other]).all(axis=1)
        return self.take(order[np.concatenate([[0], 1 + np.nonzero(~same)[0]])])
