"""Graphs as the compiled searches of SciPy take them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import numpy as np
from scipy.sparse import csr_array


def compact(graph: csr_array) -> csr_array:
    """Return a graph with indices of 32 bits.

    Made of 64-bit node numbers, a matrix keeps such indices in some versions of SciPy;
    `dijkstra` and `maximum_flow` refuse them before 1.15, `minimum_spanning_tree` before 1.17.1.
    """
    if graph.indices.dtype == graph.indptr.dtype == np.int32:
        return graph
    indices, ends = graph.indices.astype(np.int32), graph.indptr.astype(np.int32)
    return csr_array((graph.data, indices, ends), shape=graph.shape)


def articulation_points(neighbours: Sequence[Set[int]], inside: Set[int]) -> set[int]:
    """Return the nodes of a subgraph without each of which one of its pieces falls apart.

    Parameters
    ----------
    neighbours
        Of every node of the graph.
    inside
        The nodes of the subgraph.

    Notes
    -----
    Hopcroft and Tarjan (1973). Subgraphs of a few dozen nodes are asked for over and over:
    for them plain sets take a fraction of what a graph object does.
    """
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    found: set[int] = set()
    for root in inside:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        way: list[tuple[int, Iterator[int]]] = [(root, iter(neighbours[root] & inside))]
        branches = 0
        while way:
            node, rest = way[-1]
            for u in rest:
                met = order.get(u)
                if met is None:
                    order[u] = low[u] = len(order)
                    way.append((u, iter(neighbours[u] & inside)))
                    break
                if met < low[node]:
                    low[node] = met
            else:
                way.pop()
                if len(way) == 1:
                    branches += 1
                elif way:
                    before = way[-1][0]
                    if low[node] >= order[before]:
                        found.add(before)
                    elif low[node] < low[before]:
                        low[before] = low[node]
        if branches > 1:
            found.add(root)
    return found


def reached(neighbours: Sequence[Set[int]], start: int, without: int) -> set[int]:
    """Return the nodes that ways from one lead to which do not pass through another."""
    seen, todo = {start}, [start]
    while todo:
        fresh = (neighbours[todo.pop()] - seen) - {without}
        seen |= fresh
        todo += fresh
    return seen


def falls_apart(neighbours: Sequence[Set[int]], inside: Set[int], node: int) -> bool:
    """Return whether a subgraph in one piece falls apart without one of its nodes.

    Most often the node's neighbours are joined among themselves, and nothing else is looked at.
    """
    near = neighbours[node] & inside
    if len(near) < 2:
        return False
    start = next(iter(near))
    for ground in (near, inside):
        left = set(ground) - {node, start}
        todo = [start]
        while todo and near & left:
            fresh = neighbours[todo.pop()] & left
            left -= fresh
            todo += fresh
        if not near & left:
            return False
    return True
