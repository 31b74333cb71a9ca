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
    near = nearness(problem)
    labels = connected_components(near, directed=False)[1]
    pieces = [np.nonzero(labels == label)[0] for label in np.unique(labels)]
    order = [piece[_through(csr_array(near[piece][:, piece]), turn % 4)] for piece in pieces]
    return np.concatenate(order)


def _through(near: csr_array, turn: int) -> IntArray:
    """Return the order of a connected piece: by how much farther from one end than from the other.

    With ends far apart that is a front across the piece; parts at the same depth
    go from side to side.
    """
    start = _hops(near, int(_hops(near, 0).argmax()))
    end = _hops(near, int(start.argmax()))
    side = _hops(near, int(np.minimum(start, end).argmax()))
    other = _hops(near, int(side.argmax()))
    keys = ((start - end, side), (end - start, side), (side - other, start), (other - side, start))
    depth, across = keys[turn]
    return np.lexsort((across, depth))


def _hops(near: csr_array, part: int) -> Floats:
    found = dijkstra(compact(near), directed=False, indices=[part], unweighted=True)
    hops: Floats = np.asarray(found)[0]
    return hops
