"""Lifted cover inequalities of the limits: what no fractional load of a unit shows.

For a row sum of a[j] x[j] <= b with a > 0, and a set C whose weights come to more than b,

    sum of x[j] over C  +  sum of alpha[j] x[j] over the rest  <=  |C| - 1

where alpha[j] = |C| - 1 - most that the columns lifted before can come to in what j leaves
of b (Balas 1975, Math. Program. 8; Zemel 1989, Math. Oper. Res. 14). Columns of negative
weight are complemented. All in whole numbers: no cover depends on the LP's accuracy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.merge.rows import RowMaker, Rows
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.lp.program import Program

Floats = NDArray[np.float64]
LEAST_VIOLATION = 0.02
"""By how much a point must break a cover for it to be worth a row."""
LEAST_WEIGHT = 2
"""Largest coefficient from which on a row is a limit and not a link."""
LARGEST_ROOM = 2**61
"""Room up to which sums of weights fit 64 bits."""


@dataclass(frozen=True)
class Knapsack:
    """The row sum of weight[j] * y[j] <= room, y[j] being x[j] or 1 - x[j].

    Attributes
    ----------
    column, turned, weight
        Columns that are free, whether each is complemented, and weights above 0.
    """

    column: IntArray
    turned: BoolArray
    weight: IntArray
    room: int

    def cover(self, x: Floats) -> tuple[IntArray, IntArray, int] | None:
        """Return (columns, coefficients, most) of a cover that a point breaks."""
        y = np.where(self.turned, 1 - x[self.column], x[self.column])
        inside = self._cover(y)
        if inside is None:
            return None
        found = self._lifted(inside, y)
        items = np.nonzero(found)[0]
        most = len(inside) - 1
        if float(found[items] @ y[items]) <= most + LEAST_VIOLATION:
            return None
        turned, value = self.turned[items], found[items]
        return (
            self.column[items],
            np.where(turned, -value, value),
            most - int(value[turned].sum()),
        )

    def _cover(self, y: Floats) -> list[int] | None:
        """Return the items of a least cover that the point nearly fills."""
        order = np.argsort((1 - y) / self.weight, kind="stable")
        total = np.cumsum(self.weight[order])
        count = int(np.searchsorted(total, self.room, side="right")) + 1
        if count > len(order):
            return None
        inside: list[int] = order[:count].tolist()
        load = int(total[count - 1])
        for i in sorted(inside, key=lambda i: float(y[i])):
            if load - int(self.weight[i]) > self.room:
                inside.remove(i)
                load -= int(self.weight[i])
        return inside

    def _lifted(self, inside: list[int], y: Floats) -> IntArray:
        """Return the coefficient of each item: 1 in the cover, lifted one by one elsewhere."""
        most = len(inside) - 1
        value = np.zeros(len(y), dtype=np.int64)
        value[inside] = 1
        # least[v]: the least weight of lifted items that come to v or more.
        least = np.concatenate([[0], np.cumsum(np.sort(self.weight[inside])[:most])])
        rest = np.setdiff1d(np.arange(len(y)), inside)
        for i in rest[np.lexsort((-self.weight[rest], -y[rest]))].tolist():
            weight = int(self.weight[i])
            if weight > self.room:
                continue
            fit = int(np.searchsorted(least, self.room - weight, side="right")) - 1
            value[i] = most - fit
            if value[i]:
                with_it = least[: most + 1 - value[i]] + weight
                least[value[i] :] = np.minimum(least[value[i] :], with_it)
                least = np.minimum.accumulate(least[::-1])[::-1]
        return value


def knapsacks(program: Program) -> list[Knapsack]:
    """Return the limits of a program, over its free columns."""
    matrix, rows = program.rows.matrix, program.rows
    found = []
    for i in range(len(rows)):
        at = slice(matrix.indptr[i], matrix.indptr[i + 1])
        if np.abs(matrix.data[at]).max(initial=0) < LEAST_WEIGHT:
            continue
        column, value = matrix.indices[at].astype(np.int64), matrix.data[at]
        if rows.high[i] < NO_LIMIT:
            found.append(_knapsack(program, column, value, int(rows.high[i])))
        if rows.low[i] > -NO_LIMIT:
            found.append(_knapsack(program, column, -value, -int(rows.low[i])))
    return [one for one in found if 0 <= one.room < min(LARGEST_ROOM, int(one.weight.sum()))]


def _knapsack(program: Program, column: IntArray, value: IntArray, high: int) -> Knapsack:
    low = program.low[column]
    free = low != program.high[column]
    room = high - int(value[low & ~free].sum()) - int(np.minimum(value[free], 0).sum())
    return Knapsack(column[free], value[free] < 0, np.abs(value[free]), room)


def separate_covers(limits: list[Knapsack], x: Floats, size: int) -> Rows:
    """Return covers that a point breaks, one for each limit at most."""
    maker = RowMaker()
    for limit in limits:
        found = limit.cover(x)
        if found is not None:
            maker.add(found[0], found[1], high=found[2])
    return maker.rows(size)
