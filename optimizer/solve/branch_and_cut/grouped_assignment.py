"""Villages in groups of one fate, and the limits of the seats that are kept."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.merge.rows import Rows
from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.lp.program import Program

Floats = NDArray[np.float64]
LINK_COLUMNS = 2
"""Columns of a row x <= y; rows of more are limits."""


class GroupedAssignment:
    """What exchanges move, for given seats.

    Parameters
    ----------
    program
        With the columns of seats and options fixed.

    Attributes
    ----------
    may, column, cost
        Whether a group of villages may be at a seat, by which column, at what cost.
    weight, low, high
        Coefficients of each seat's limits, shape (seats, groups, limits), and their ends.
    seat_group
        Group of each seat's village.
    """

    def __init__(self, model: VillageModel, program: Program) -> None:
        self.model, self.program = model, program
        rows, group_of = np.unique(model.column, axis=0, return_inverse=True)
        group_of = group_of.ravel()
        column = np.maximum(rows, 0)
        may: BoolArray = (rows >= 0) & np.take(program.high, column)
        must: BoolArray = (rows >= 0) & np.take(program.low, column)
        may &= must | ~np.any(must, axis=1, keepdims=True)
        may[:, (model.seat_column < 0) | ~program.low[np.maximum(model.seat_column, 0)]] = False
        self.may = may
        self.column = np.where(self.may, rows, 0)
        self.cost = np.where(self.may, program.cost[self.column], 0)
        self.seat_group = group_of[model.contiguity.seat]
        graph = contracted(model, group_of)
        parts = np.split(graph.indices, graph.indptr[1:-1])
        self.neighbours = [set(part.tolist()) for part in parts]
        self.edges = graph.tocoo().coords
        self._limits()

    def _limits(self) -> None:
        """Take the rows that speak of one seat's villages: coefficients, loads and ends."""
        groups, seats = self.may.shape
        found: list[list[tuple[Floats, float, float]]] = [[] for _ in range(seats)]
        for seat, row in self._rows_of_seats():
            found[seat].append(row)
        most = max(1, *(len(f) for f in found))
        self.weight = np.zeros((seats, groups, most))
        self.low, self.high = np.full((seats, most), -np.inf), np.full((seats, most), np.inf)
        for seat, limits in enumerate(found):
            for k, (weight, low, high) in enumerate(limits):
                self.weight[seat, :, k] = weight
                self.low[seat, k], self.high[seat, k] = low, high

    def _rows_of_seats(self) -> Iterator[tuple[int, tuple[Floats, float, float]]]:
        """Yield (seat, (coefficient of each group, least load, most)) of each limit."""
        rows, low = self.model.fixed, self.program.low
        owner, group = np.full(len(low), -1), np.full(len(low), -1)
        g, s = np.nonzero(self.may)
        owner[self.column[g, s]], group[self.column[g, s]] = s, g
        owner[low] = -1
        settled = rows.matrix @ low.astype(np.int64)
        for i in _of_one(owner, rows).tolist():
            at = slice(rows.matrix.indptr[i], rows.matrix.indptr[i + 1])
            columns, values = rows.matrix.indices[at], rows.matrix.data[at]
            free = owner[columns] >= 0
            columns, values = columns[free], values[free]
            weight = np.zeros(len(self.may))
            weight[group[columns]] = values
            least = rows.low[i] - settled[i] if rows.low[i] > -NO_LIMIT else -np.inf
            most = rows.high[i] - settled[i] if rows.high[i] < NO_LIMIT else np.inf
            yield int(owner[columns[0]]), (weight, float(least), float(most))


def _of_one(owner: IntArray, rows: Rows) -> IntArray:
    """Return the rows that are no links and speak of several columns of one owner, free ones."""
    counts = np.diff(rows.matrix.indptr)
    wide = np.nonzero(counts > LINK_COLUMNS)[0]
    whose = owner[rows.matrix.indices]
    free = np.bincount(rows.row[whose >= 0], minlength=len(rows))[wide]
    starts = rows.matrix.indptr[:-1]
    if not len(wide):
        return wide
    last = np.maximum.reduceat(whose, starts[counts > 0])
    first = np.minimum.reduceat(np.where(whose >= 0, whose, len(owner)), starts[counts > 0])
    at = np.cumsum(counts > 0)[wide] - 1
    out: IntArray = wide[(free >= LINK_COLUMNS) & (first[at] == last[at])]
    return out


def contracted(model: VillageModel, group_of: IntArray, linked: bool = False) -> csr_array:
    """Return the contiguity of groups of villages.

    Parameters
    ----------
    linked
        Count links of exclaves as if they did in every unit: what is far apart even so
        is far apart in each.
    """
    u, v = model.contiguity.graph.tocoo().coords
    if linked:
        links = model.contiguity.links
        ends = model.contiguity.seat[links[:, 0]], links[:, 1]
        u, v = np.concatenate([u, *ends]), np.concatenate([v, *ends[::-1]])
    a, b = group_of[u], group_of[v]
    apart = a != b
    size = int(group_of.max()) + 1
    graph = csr_array((np.ones(apart.sum()), (a[apart], b[apart])), shape=(size, size))
    graph.sum_duplicates()
    return graph
