"""Villages that are too dear for a seat, with all villages counted that must come along.

A unit is connected: with `x[v, s] = 1` some way from the seat to v lies in the unit, and every
village u on it leaves the resting point of an LP's bound where that has it elsewhere. So

    scale * cost . x  >=  base + least over ways of sum over u of w[u, s],
    w[u, s] = reduced[u, s] where it rests at 0, + reduced[u, t] where u rests at t != s,

and `x[v, s] = 0` in every plan of cost at most `most` if the least way costs more than the gap.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from models.graphs import compact
from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.branch_and_cut.grouped_assignment import contracted
from optimizer.solve.lp.program import Bound, Program

EXACT_BITS = 51
"""Bits of whole numbers that floats hold exactly, less those of a sum's last carry."""

ARCS = 300_000
"""Arcs of the seats whose ways are looked for at once."""


class PathFixing:
    """The ways of a model, over groups of villages that are alike at every seat."""

    def __init__(self, model: VillageModel) -> None:
        table, group_of = np.unique(model.column, axis=0, return_inverse=True)
        group_of = group_of.ravel()
        self._table = np.maximum(table, 0)
        self._there: BoolArray = table >= 0
        self._seat = group_of[model.contiguity.seat]
        self._arcs = contracted(model, group_of, linked=True).tocoo().coords
        # A column that several groups share may count once on a way: at the seat's own group.
        many = np.bincount(table[self._there], minlength=model.size) > 1
        self._once = self._there & ~many[self._table]
        self._own = self._there & False
        own = self._there[self._seat, np.arange(model.seats)]
        self._own[self._seat[own], np.nonzero(own)[0]] = True

    def fix_by_reduced_cost(self, program: Program, bound: Bound, most: int) -> Program:
        """Fix the columns that no plan of cost at most `most` can change from the bound's rest."""
        kept = program.fix_by_reduced_cost(bound, most)
        return kept.fixed(self.beyond_gap(kept, bound, most), False)

    def beyond_gap(self, program: Program, bound: Bound, most: int) -> IntArray:
        """Return columns that no plan of cost at most `most` uses."""
        weight, unit = self._weights(bound)
        gap = bound.gap(most) // unit
        may = self._there & program.high[self._table]
        free: BoolArray = np.any(may & ~program.low[self._table], axis=0)
        at = np.arange(len(self._seat))
        seats = at[free & may[self._seat, at]]
        found = [np.empty(0, dtype=np.int64)]
        for some in np.array_split(seats, -(-len(seats) * len(self._arcs[0]) // ARCS) or 1):
            inside = may[:, some]
            least = self._least(weight[:, some], inside, self._seat[some], gap)
            found.append(self._table[:, some][inside & (least > gap)])
        return np.unique(np.concatenate(found))

    def _weights(self, bound: Bound) -> tuple[IntArray, int]:
        """Return w, rounded down to multiples of a unit in which sums are exact as floats."""
        reduced = bound.reduced[self._table]
        rest = self._there & bound.bound_point[self._table]
        left = np.where(rest & self._once, reduced, 0)
        taken = np.where(~rest & (self._once | self._own), reduced, 0)
        weight = taken + left.sum(axis=1, keepdims=True) - left
        # Sums over the groups, times their number, stay below 2**52.
        bits = max(1, EXACT_BITS - 2 * len(weight).bit_length())
        unit = max(1, int(weight.max(initial=0)) >> bits)
        return weight // unit, unit

    def _least(self, weight: IntArray, may: BoolArray, seat: IntArray, most: int) -> IntArray:
        """Return the least sum on a way from a seat to each group, the seat's included.

        Parameters
        ----------
        weight, may
            Shape (groups, seats).
        seat
            Group of each seat's village.
        most
            What is more counts as `NO_LIMIT`.
        """
        size, seats = weight.shape
        every = np.arange(seats)
        entry = weight[seat, every]
        # The graphs of the seats side by side: none has an arc into another's.
        inside, (a, b) = may.T, self._arcs
        s, arc = np.nonzero(inside[:, a] & inside[:, b])
        a, b = a[arc], b[arc]
        # Steps count as well, too little to matter: no arc may be 0.
        length = (weight[b, s] * (size + 1) + 1).astype(np.float64)
        ends = (s * size + a, s * size + b)
        arcs: csr_array = csr_array((length, ends), shape=(seats * size, seats * size))
        found = dijkstra(
            compact(arcs),
            indices=every * size + seat,
            min_only=True,
            limit=max(0.0, float(most - int(entry.min(initial=0)) + 1) * (size + 1)),
        )
        far = found.reshape(seats, size).T
        reached = np.isfinite(far)
        least = np.where(reached, far, 0).astype(np.int64) // (size + 1) + entry
        return np.where(reached, least, NO_LIMIT)
