"""Orders of the parts in which neighbours are close: from one end of the territory to another."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from models.graphs import compact
from models.merge.partition import Partition
from models.quantities import IntArray
from optimizer.solve.lp.partition_lp import Floats
from optimizer.solve.partition.nearness import nearness

DIRECTIONS = 8
"""Directions in which the orders go, there and back."""


def sweep_order(problem: Partition, turn: int = 0) -> IntArray:
    """Return an order of the parts.

    Parameters
    ----------
    turn
        Which way to go: there and back, in the direction of the shortest front first.
    """
    return SweepOrders(problem)(turn)


class SweepOrders:
    """The orders of a problem's parts; what they have in common is looked at once."""

    def __init__(self, problem: Partition) -> None:
        near = nearness(problem)
        labels = connected_components(near, directed=False)[1]
        by_piece = np.argsort(labels, kind="stable")
        pieces = np.split(by_piece, np.cumsum(np.bincount(labels))[:-1])
        self._orders = [[piece[order] for order in _orders(near, piece)] for piece in pieces]

    def __call__(self, turn: int) -> IntArray:
        """Return the order of a turn."""
        return np.concatenate([orders[turn % len(orders)] for orders in self._orders])


def _orders(near: csr_array, piece: IntArray) -> list[IntArray]:
    """Return the orders of a connected piece, there and back, those of the shortest fronts first.

    The front is what lies between the parts before and the parts behind: the sum of
    its lengths over all cuts is that of the edges' spans (the linear arrangement).
    """
    if len(piece) == 1:
        return [np.zeros(1, dtype=np.int64)]
    inside = compact(csr_array(near[piece][:, piece]))
    along, aside = _axes(inside)
    found = [_through(along, aside, np.pi * d / DIRECTIONS) for d in range(DIRECTIONS)]
    a, b = inside.nonzero()
    spans = [np.abs(place[a] - place[b]).sum() for place in map(np.argsort, found)]
    shortest = [found[d] for d in np.argsort(spans, kind="stable")]
    return [way for order in shortest for way in (order, order[::-1])]


def _axes(inside: csr_array) -> tuple[Floats, Floats]:
    """Return how much farther each part is from one far end than from another, twice."""
    start = _hops(inside, int(_hops(inside, 0).argmax()))
    end = _hops(inside, int(start.argmax()))
    side = _hops(inside, int(np.minimum(start, end).argmax()))
    return start - end, side - _hops(inside, int(side.argmax()))


def _through(along: Floats, aside: Floats, angle: float) -> IntArray:
    """Return the order of a connected piece in a direction, across it from side to side.

    With ends far apart that is a front across the piece.
    """
    depth = np.cos(angle) * along + np.sin(angle) * aside
    across = np.cos(angle) * aside - np.sin(angle) * along
    return np.lexsort((across, np.round(depth, 6)))


def _hops(near: csr_array, part: int) -> Floats:
    found = dijkstra(near, indices=[part], unweighted=True)  # a symmetric graph
    hops: Floats = np.asarray(found)[0]
    return hops
