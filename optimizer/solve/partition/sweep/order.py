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


def sweep_order(problem: Partition, turn: int = 0) -> IntArray:
    """Return an order of the parts.

    Parameters
    ----------
    turn
        Which way to go: there and back between two far ends, then between two
        more that are far from these.
    """
    return SweepOrders(problem)(turn)


class SweepOrders:
    """The orders of a problem's parts; what they have in common is looked at once."""

    def __init__(self, problem: Partition) -> None:
        near = nearness(problem)
        labels = connected_components(near, directed=False)[1]
        by_piece = np.argsort(labels, kind="stable")
        pieces = np.split(by_piece, np.cumsum(np.bincount(labels))[:-1])
        self._pieces = [(piece, _ends(near, piece)) for piece in pieces]

    def __call__(self, turn: int) -> IntArray:
        """Return the order of a turn."""
        return np.concatenate([piece[_through(ends, turn % 4)] for piece, ends in self._pieces])


Ends = tuple[Floats, Floats, Floats, Floats]


def _ends(near: csr_array, piece: IntArray) -> Ends:
    """Return the hops of a piece's parts from two far ends, and from two far from these."""
    if len(piece) == 1:
        alone = np.zeros(1)
        return alone, alone, alone, alone
    inside = compact(csr_array(near[piece][:, piece]))
    start = _hops(inside, int(_hops(inside, 0).argmax()))
    end = _hops(inside, int(start.argmax()))
    side = _hops(inside, int(np.minimum(start, end).argmax()))
    return start, end, side, _hops(inside, int(side.argmax()))


def _through(ends: Ends, turn: int) -> IntArray:
    """Return the order of a connected piece: by how much farther from one end than from the other.

    With ends far apart that is a front across the piece; parts at the same depth
    go from side to side.
    """
    start, end, side, other = ends
    keys = ((start - end, side), (end - start, side), (side - other, start), (other - side, start))
    depth, across = keys[turn]
    return np.lexsort((across, depth))


def _hops(near: csr_array, part: int) -> Floats:
    found = dijkstra(near, indices=[part], unweighted=True)  # a symmetric graph
    hops: Floats = np.asarray(found)[0]
    return hops
