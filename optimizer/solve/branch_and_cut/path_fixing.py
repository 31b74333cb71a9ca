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
        found = [np.empty(0, dtype=np.int64)]
        for s, seat in enumerate(self._seat.tolist()):
            if free[s] and may[seat, s]:
                far = may[:, s] & (self._least(weight[:, s], may[:, s], seat) > gap)
                found.append(self._table[far, s])
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

    def _least(self, weight: IntArray, may: BoolArray, seat: int) -> IntArray:
        """Return the least sum on a way from the seat to each group, the seat's included."""
        a, b = self._arcs
        inside = may[a] & may[b]
        # Steps count as well, too little to matter: no arc may be 0.
        size = len(weight) + 1
        length = (weight[b[inside]] * size + 1).astype(np.float64)
        arcs: csr_array = csr_array((length, (a[inside], b[inside])), shape=(size - 1, size - 1))
        far = dijkstra(compact(arcs), indices=np.array([seat]))[0]
        reached = np.isfinite(far)
        least = np.where(reached, far, 0).astype(np.int64) // size + weight[seat]
        return np.where(reached, least, NO_LIMIT)
