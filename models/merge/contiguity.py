"""Contiguity of units, exact: what falls apart and the cuts that forbid it.

For a connected unit of seat s, a village v in it and any set N of villages that
separates v from the seat within the villages that may be at s,

    x[v, s]  <=  sum of x[u, s] over u in N            (node separator)

Carvajal, Constantino, Goycoolea, Vielma, Weintraub 2013 (Oper. Res. 61(4)).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import (
    breadth_first_order,
    connected_components,
    dijkstra,
    maximum_flow,
)

from models.graphs import compact
from models.merge.fragments import linked
from models.quantities import BoolArray, IntArray

Floats = NDArray[np.float64]
Separator = tuple[int, int, tuple[int, ...]]
FLOW_UNITS = 10_000
"""Units of flow that a value of 1 is rounded to: SciPy's flows are whole numbers."""
ZERO = 1e-7
"""Values of an LP up to this count as 0."""


@dataclass(frozen=True)
class Contiguity:
    """The graph of villages, and where each seat's unit may lie.

    Attributes
    ----------
    graph
        Contiguity of the villages, shape (villages, villages).
    seat
        Village of each seat.
    may
        Village-seat pairs in play, shape (villages, seats).
    links
        (seat, village): a piece of an exclave, joined to the seat in its own unit
        alone; shape (links, 2).
    """

    graph: csr_array
    seat: IntArray
    may: BoolArray
    links: IntArray = field(default_factory=lambda: np.empty((0, 2), dtype=np.int64))

    @cached_property
    def _graphs(self) -> dict[int, csr_array]:
        return {}

    def at(self, s: int) -> csr_array:
        """Return the contiguity that counts in the unit of a seat."""
        mine = self.links[self.links[:, 0] == s, 1]
        if not len(mine):
            return self.graph
        if s not in self._graphs:
            self._graphs[s] = linked(self.graph, int(self.seat[s]), mine)
        return self._graphs[s]

    def apart(self, chosen: IntArray) -> Iterator[tuple[int, IntArray]]:
        """Yield (seat, villages) for each piece of a unit that does not hold its seat."""
        for s in np.unique(chosen[self._cut_off(chosen)]).tolist():
            yield from self._pieces(s, chosen == s)

    def connected(self, chosen: IntArray) -> bool:
        """Return whether every unit is in one piece and holds its seat."""
        return not self._cut_off(chosen).any()

    def _cut_off(self, chosen: IntArray) -> BoolArray:
        """Return the villages that no way within their unit joins to its seat."""
        a, b = self._arcs
        ways = chosen[a] == chosen[b]
        a, b = a[ways], b[ways]
        if len(self.links):
            s, piece = self.links.T
            joined = (chosen[self.seat[s]] == s) & (chosen[piece] == s)
            a = np.concatenate([a, self.seat[s[joined]]])
            b = np.concatenate([b, piece[joined]])
        size = len(chosen)
        within = csr_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(size, size))
        labels = connected_components(within, directed=False)[1]
        out: BoolArray = labels != labels[self.seat[chosen]]
        return out

    @cached_property
    def _arcs(self) -> tuple[IntArray, IntArray]:
        """The two ends of each link of the graph, both ways."""
        a, b = self.graph.tocoo().coords
        return a.astype(np.int64), b.astype(np.int64)

    def _pieces(self, s: int, inside: BoolArray) -> Iterator[tuple[int, IntArray]]:
        """Yield (seat, villages) for each piece of a set that does not hold the seat."""
        around, left = self._around(s), dict.fromkeys(np.nonzero(inside)[0].tolist())
        root = int(self.seat[s])
        if root in left:
            _spread(around, root, left)
        while left:
            yield s, np.array(sorted(_spread(around, next(iter(left)), left)), dtype=np.int64)

    def border(self, s: int, piece: IntArray) -> IntArray:
        """Return the villages next to a piece from which the seat is reached without it.

        They separate every village of the piece from the seat, and none of them
        can be left out.
        """
        around, root, inside = self._around(s), int(self.seat[s]), set(piece.tolist())
        may = self._may(s)
        touched = (set[int]().union(*(around[v] for v in inside)) & may) - inside
        met = touched & {root}
        free = set(may) - inside - touched
        if root in free or met:
            # What is reached from the seat without the piece and what touches it.
            open_, todo = touched - met, [root]
            free.discard(root)
            while todo and open_:
                near = around[todo.pop()]
                open_ -= near
                fresh = near & free
                free -= fresh
                todo += fresh
            met = touched - open_
        return np.array(sorted(met), dtype=np.int64)

    def _may(self, s: int) -> frozenset[int]:
        """Return the villages that may be at a seat."""
        if s not in self._sets:
            self._sets[s] = frozenset(np.nonzero(self.may[:, s])[0].tolist())
        return self._sets[s]

    @cached_property
    def _sets(self) -> dict[int, frozenset[int]]:
        return {}

    @cached_property
    def neighbours(self) -> list[IntArray]:
        """The villages next to each village."""
        return np.split(self.graph.indices.astype(np.int64), self.graph.indptr[1:-1])

    def neighbours_at(self, s: int) -> list[IntArray]:
        """Return the villages next to each village in the unit of a seat."""
        graph = self.at(s)
        if graph is self.graph:
            return self.neighbours
        return np.split(graph.indices.astype(np.int64), graph.indptr[1:-1])

    def _around(self, s: int) -> list[frozenset[int]]:
        """Return `neighbours_at` as sets."""
        linked = self.at(s) is not self.graph
        key = s if linked else -1
        if key not in self._neighbour_sets:
            near = self.neighbours_at(s)
            self._neighbour_sets[key] = [frozenset(n.tolist()) for n in near]
        return self._neighbour_sets[key]

    @cached_property
    def _neighbour_sets(self) -> dict[int, list[frozenset[int]]]:
        return {}

    def within(self, may: BoolArray) -> Contiguity:
        """Return the same graph with fewer pairs in play; what is known of it is shared."""
        out = replace(self, may=may)
        shared = ("neighbours", "_neighbour_sets", "_graphs", "_arcs")
        out.__dict__.update({name: getattr(self, name) for name in shared})
        return out

    def violated(self, s: int, weight: Floats, least: float) -> Iterator[Separator]:
        """Yield separators that a fractional point breaks by more than `least`.

        Parameters
        ----------
        weight
            x[v, s] of each village.
        """
        support = weight > ZERO
        if not support[self.seat[s]]:
            return
        apart = False
        for _, piece in self._pieces(s, support):
            top = piece[np.argsort(-weight[piece], kind="stable")[:3]]
            heavy = top[weight[top] > least].tolist()
            if heavy:
                apart, border = True, tuple(self.border(s, piece).tolist())
                yield from ((int(v), s, border) for v in heavy)
        # In one piece, every village is reached at the least weight of the support.
        if not apart and weight[support].min() < weight.max() - least:
            yield from self._by_flow(s, weight, least)

    def _by_flow(self, s: int, weight: Floats, least: float) -> Iterator[Separator]:
        """Yield least separators by maximum flow through villages of capacity x[u, s].

        Villages of weight 0 let nothing pass: they are in a separator where the flow meets them.
        """
        inside = np.nonzero(weight > ZERO)[0]
        around, empty = self._around(s), self._may(s).difference(inside.tolist())
        root = int(np.searchsorted(inside, self.seat[s]))
        suspects = np.searchsorted(inside, self._suspects(s, weight, least)).tolist()
        if not suspects:
            return
        arcs = self._network(s, inside, weight, root)
        size = len(inside)
        for i in suspects:
            wanted = int(weight[inside[i]] * FLOW_UNITS)
            flow = maximum_flow(arcs, root + size, i)
            if flow.flow_value < wanted - int(least * FLOW_UNITS):
                residual = arcs - flow.flow
                residual.data = (residual.data > 0).astype(np.int32)
                residual.eliminate_zeros()
                reached = np.zeros(2 * size, dtype=bool)
                order = breadth_first_order(residual, root + size, return_predecessors=False)
                reached[order] = True
                cut = reached[:size] & ~reached[size:]
                cut[root] = False
                left = inside[reached[size:]].tolist()
                met = empty.intersection(u for v in left for u in around[v])
                yield int(inside[i]), s, tuple(sorted([*inside[cut].tolist(), *met]))

    def _suspects(self, s: int, weight: Floats, least: float) -> list[int]:
        """Return the villages that the best way from the seat reaches at too little weight."""
        inside = np.nonzero(weight > ZERO)[0].tolist()
        of = dict(zip(inside, weight[inside].tolist(), strict=True))
        width = _widths(self._around(s), of, int(self.seat[s]))
        return [v for v in inside if of[v] > least and width.get(v, 0.0) < of[v] - least]

    def _network(self, s: int, inside: IntArray, weight: Floats, root: int) -> csr_array:
        """Return the network: village i has an entry i and an exit i + size."""
        size = len(inside)
        part = self.at(s)[inside][:, inside].tocoo()
        through = np.floor(weight[inside] * FLOW_UNITS + 0.5).astype(np.int32)
        ones = np.full(len(part.coords[0]), 4 * FLOW_UNITS, dtype=np.int32)
        tails = np.concatenate([np.arange(size), part.coords[0] + size])
        heads = np.concatenate([np.arange(size) + size, part.coords[1]])
        arcs = csr_array((np.concatenate([through, ones]), (tails, heads)), (2 * size, 2 * size))
        return compact(arcs)


def _spread(around: Sequence[frozenset[int]], start: int, left: dict[int, None]) -> list[int]:
    """Return the villages joined to one of them, taken out of those that are left."""
    del left[start]
    found = [start]
    for village in found:
        fresh = [u for u in around[village] if u in left]
        for u in fresh:
            del left[u]
        found += fresh
    return found


def _widths(
    around: Sequence[frozenset[int]], weight: dict[int, float], root: int
) -> dict[int, float]:
    """Return the least weight on the best way from the root to each village.

    Where it is no less than a village's own weight, no separator is broken there.
    """
    width: dict[int, float] = {}
    best = {root: weight[root]}
    todo = [(-weight[root], root)]
    while todo:
        narrow, village = heappop(todo)
        if village in width:
            continue
        width[village] = -narrow
        for u in around[village]:
            if u in weight and u not in width:
                way = min(-narrow, weight[u])
                if way > best.get(u, -1.0):
                    best[u] = way
                    heappush(todo, (-way, u))
    return width


def nearness(
    graph: csr_array, seat: IntArray, metres: IntArray, links: IntArray | None = None
) -> IntArray:
    """Return an order of the villages by seat in which one can walk to the seat downhill.

    The least total climb in metres on a way from the seat, then the steps: where
    some way leads ever farther from the seat it is the distance itself.

    Parameters
    ----------
    metres
        Distance of each village to each seat, shape (villages, seats).
    links
        (seat, village) of the links of exclaves.
    """
    known = np.empty((0, 2), dtype=np.int64) if links is None else links
    order = np.empty_like(metres)
    for s, root in enumerate(seat):
        mine = known[known[:, 0] == s, 1]
        a, b = (linked(graph, int(root), mine) if len(mine) else graph).tocoo().coords
        climb = np.maximum(metres[b, s] - metres[a, s], 0).astype(np.float64)
        arcs: csr_array = csr_array((climb * len(metres) + 1, (a, b)), shape=graph.shape)
        far = dijkstra(compact(arcs), indices=np.array([root]))[0]
        order[:, s] = np.where(np.isfinite(far), far, 2.0**62).astype(np.int64)
    return order
