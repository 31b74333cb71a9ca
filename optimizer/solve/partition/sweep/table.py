"""The columns of a sweep, by the first part that they cover."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.merge.bits import Words, pack_sparse
from models.merge.partition import Partition
from models.quantities import IntArray
from optimizer.solve.partition.nearness import nearness
from optimizer.solve.partition.resources import Resource

Keys = NDArray[np.uint64]


@dataclass(frozen=True)
class Table:
    """Columns that fit the budgets; parts are counted in the order of the sweep.

    Attributes
    ----------
    columns
        Positions of the columns in the problem.
    members
        0/1 matrix, shape (columns, parts).
    words
        The same, packed.
    use, budget
        What each column uses of each resource, and what a plan may use.
    key
        A random number of each column; sums of them tell states apart.
    at
        Columns by their first part, those of least reduced cost first.
    near
        Neighbours of each part.
    """

    columns: IntArray
    members: csr_array
    words: Words
    cost: IntArray
    use: IntArray
    budget: IntArray
    key: Keys
    at: list[IntArray]
    near: csr_array

    @staticmethod
    def of(problem: Partition, cost: IntArray, resources: list[Resource], order: IntArray) -> Table:
        """Return the table of a problem."""
        use = np.stack([resource.use for resource in resources], axis=1)
        budget = np.array([resource.budget for resource in resources], dtype=np.int64)
        columns = np.nonzero((use <= budget).all(axis=1))[0]
        members, place = problem.members[columns], np.argsort(order)
        moved = csr_array((members.data, place[members.indices], members.indptr), members.shape)
        return Table(
            columns,
            moved,
            pack_sparse(moved),
            cost[columns],
            use[columns],
            budget,
            _keys(problem, columns),
            _by_first(moved, use[columns, 0]),
            _neighbours(problem, order),
        )

    @property
    def parts(self) -> int:
        """Number of parts."""
        return len(self.at)

    @cached_property
    def first(self) -> IntArray:
        """First part of each column."""
        return _first(self.members)


def _neighbours(problem: Partition, order: IntArray) -> csr_array:
    near = csr_array(nearness(problem)[order][:, order])
    near.setdiag(0)
    near.eliminate_zeros()
    return near


def _first(members: csr_array) -> IntArray:
    if not members.shape[0]:
        return np.zeros(0, dtype=np.int64)
    first: IntArray = np.minimum.reduceat(members.indices, members.indptr[:-1]).astype(np.int64)
    return first


def _by_first(members: csr_array, reduced: IntArray) -> list[IntArray]:
    first = _first(members)
    order = np.lexsort((reduced, first))
    ends = np.searchsorted(first[order], np.arange(members.shape[1] + 1))
    return [order[a:b] for a, b in pairwise(ends)]


def _keys(problem: Partition, columns: IntArray) -> Keys:
    """Return for each column the sum of random numbers of its parts and of its side rows."""
    random = np.random.default_rng(0)
    of_part = random.integers(0, 2**64, problem.parts, dtype=np.uint64)
    keys: Keys = problem.members[columns].astype(np.uint64) @ of_part
    for row in problem.rows:
        factor = random.integers(0, 2**64, dtype=np.uint64)
        keys = keys + problem.evaluate(row.sum)[columns].astype(np.uint64) * factor
    return keys
