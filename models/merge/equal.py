"""Which assignments x[v, s] are one and the same decision.

Reasons, all exact:

- groups kept together share their unit: x[a, s] = x[b, s] for every s;
- villages that hang on the rest by one village only, with no seat among them,
  share that village's unit: a connected unit must pass through it;
- in mode `split` without transfers a township that stays keeps its villages, and
  one that is dissolved has no seat to go to: x[v, home] = y[home].
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from models.graphs import articulation_points, reached
from models.merge.problem import Problem
from models.quantities import BoolArray, IntArray


def equal_columns(problem: Problem, may: BoolArray) -> IntArray:
    """Return the column of each part-seat pair, shape (parts, seats); -1 where it is 0.

    Pairs of one column are equal in every plan; a column with a pair that may not
    be 1 is left out.
    """
    seats = may.shape[1]
    atom = _atoms(problem)
    node = atom[:, None] * seats + np.arange(seats)[None, :]
    label = _joined(problem, node)[node]
    bad = np.zeros(label.max() + 1, dtype=bool)
    bad[label[~may]] = True
    closed = bad[label[problem.seat_parts(), np.arange(seats)]]
    bad[label[:, closed]] = True
    kept = np.unique(label[~bad[label]])
    column = np.full(len(bad), -1, dtype=np.int64)
    column[kept] = np.arange(len(kept))
    out: IntArray = column[label]
    return out


def _joined(problem: Problem, node: IntArray) -> IntArray:
    """Return the class of each atom-seat pair."""
    size = int(node.max()) + 1
    if problem.transfers != 0:
        return np.arange(size)
    kept = node[problem.seat_parts(), np.arange(node.shape[1])]
    own = node[np.arange(problem.parts), problem.home]
    links = csr_array((np.ones(len(own)), (own, kept[problem.home])), shape=(size, size))
    labels: IntArray = connected_components(links, directed=False)[1].astype(np.int64)
    return labels


def _atoms(problem: Problem) -> IntArray:
    """Return for each part the group that shares its unit in every plan."""
    pairs = [pair for group in problem.together for pair in _chain(group)]
    pairs += [pair for group in _hanging(problem) for pair in _chain(group)]
    a, b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    links = csr_array((np.ones(len(a)), (a, b)), shape=(problem.parts, problem.parts))
    atoms: IntArray = connected_components(links, directed=False)[1].astype(np.int64)
    return atoms


def _chain(group: IntArray) -> list[tuple[int, int]]:
    members = group.tolist()
    return list(pairwise(members))


def _hanging(problem: Problem) -> Iterator[IntArray]:
    """Yield a cut village with the villages that hang on it, where no seat is among these."""
    graph = problem.adjacency()
    parts = np.split(graph.indices, graph.indptr[1:-1])
    around = [set(near.tolist()) - {v} for v, near in enumerate(parts)]
    seats = set(problem.seat_parts().tolist())
    for village in sorted(articulation_points(around, set(range(problem.parts)))):
        left = around[village].copy()
        while left:
            piece = reached(around, min(left), village)
            left -= piece
            if not piece & seats:
                yield np.array([village, *sorted(piece)])
