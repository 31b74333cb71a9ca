"""Growth over a graph: what makes every territory, county and township connected."""

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree

from optimizer.data.generate.arrays import Bools, Floats, Ints


def _graph(count: int, a: Ints, b: Ints, km: Floats) -> csr_array:
    """Return the sparse matrix of an undirected graph, each edge given once."""
    return coo_array((km, (a.astype(np.int32), b.astype(np.int32))), shape=(count, count)).tocsr()


def nearest_to(start: int, wanted: int, count: int, a: Ints, b: Ints, km: Floats) -> Bools:
    """Return the mask of the `wanted` nodes nearest to `start` along the graph.

    They are connected: whatever lies on the way to one of them is nearer still.

    Raises
    ------
    RuntimeError
        When fewer nodes than `wanted` can be reached.
    """
    far = dijkstra(_graph(count, a, b, km), directed=False, indices=np.array([start]))[0]
    order = np.argsort(far, kind="stable")[:wanted]
    if len(order) < wanted or not np.isfinite(far[order[-1]]):
        raise RuntimeError("the villages drawn do not hang together; try another seed")
    chosen = np.zeros(count, dtype=np.bool_)
    chosen[order] = True
    return chosen


def grow(seeds: Ints, count: int, a: Ints, b: Ints, km: Floats) -> Ints:
    """Give every node to the seed nearest along the graph.

    Parameters
    ----------
    seeds : int array, shape (m,)
        Distinct nodes.
    count : int
        Nodes of the graph; each must be reachable from a seed.
    a, b, km : arrays, shape (e,)
        The edges and their positive lengths.

    Returns
    -------
    int array, shape (count,)
        The position in `seeds` of each node's seed. Each part is connected: the way from a
        node to its seed runs within the part.
    """
    _, _, source = dijkstra(
        _graph(count, a, b, km),
        directed=False,
        indices=seeds,
        min_only=True,
        return_predecessors=True,
    )
    position = np.full(count, -1, dtype=np.int64)
    position[seeds] = np.arange(len(seeds))
    return position[source]


def spanning(count: int, a: Ints, b: Ints, km: Floats) -> Bools:
    """Return the mask of the edges of a shortest spanning tree."""
    number = np.arange(1, len(a) + 1, dtype=np.float64)
    by_length = np.argsort(km, kind="stable")
    number[by_length] = number.copy()  # ranks stand for lengths: unique, so the tree is too
    tree = minimum_spanning_tree(_graph(count, a, b, number))
    chosen = np.zeros(len(a), dtype=np.bool_)
    chosen[by_length[tree.data.astype(np.int64) - 1]] = True
    return chosen
