"""A 0/1 program over whole rows, its propagation, and exact LP bounds.

For any whole prices z of the rows and every 0/1 point that keeps them,

    scale * cost . x  >=  base + sum over j of reduced[j] * [x[j] differs from rest[j]]

with reduced >= 0: the LP bound of Neumaier and Shcherbina (2004, Math. Program. 99),
evaluated in whole numbers, so that it holds whatever the LP solver's accuracy is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.merge.rows import Rows
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.highs import LpPoint
from optimizer.solve.lp.sifting import Sifted

Floats = NDArray[np.float64]
LARGEST_SUM = 2.0**58
"""What whole-number sums may come to; far below 2**63."""
FINEST_SCALE = 2**40
"""Scale of prices beyond which no bound gets better."""
MOST_PASSES = 20
"""Passes of the propagation; what is left then is left to the LP."""


class NoSolutionError(Exception):
    """The rows have no 0/1 point within the bounds: proved in whole numbers."""


@dataclass(frozen=True)
class Bound:
    """An exact lower bound, in units of 1 / scale, and what leaving `bound_point` costs.

    Attributes
    ----------
    x
        The LP's point, a hint.
    """

    scale: int
    base: int
    bound_point: BoolArray
    reduced: IntArray
    x: Floats

    @property
    def value(self) -> int:
        """The bound, rounded up to a whole number."""
        return -(-self.base // self.scale)

    def gap(self, most: int) -> int:
        """Return what a point of cost at most `most` may spend, in units of 1 / scale."""
        return most * self.scale - self.base


@dataclass(frozen=True)
class Program:
    """Minimise cost . x over low <= x <= high, x in {0, 1}, and rows.

    Attributes
    ----------
    cost, low, high
        By column; columns with low = high are fixed.
    """

    cost: IntArray
    rows: Rows
    low: BoolArray
    high: BoolArray

    @property
    def free(self) -> IntArray:
        """The columns that are not fixed."""
        return np.nonzero(self.low != self.high)[0]

    def fixed(self, columns: IntArray, value: bool) -> Program:
        """Return the program with some columns fixed."""
        low, high = self.low.copy(), self.high.copy()
        if value:
            low[columns] = True
        else:
            high[columns] = False
        return replace(self, low=low, high=high)

    def with_rows(self, rows: Rows) -> Program:
        """Return the program with more rows."""
        return replace(self, rows=self.rows + rows) if len(rows) else self

    def propagated(self) -> Program:
        """Fix what the rows force, one after another.

        Raises
        ------
        NoSolutionError
            When a row cannot be kept.
        """
        low, high = self.low.copy(), self.high.copy()
        entries = _Entries.of(self.rows)
        for _ in range(MOST_PASSES):
            if not entries.tighten(low, high):
                break
        return replace(self, low=low, high=high)

    def active_rows(self) -> Rows:
        """Return the rows that can still be broken, over the free columns."""
        rows = self.drop_redundant_rows().rows
        done = rows.matrix @ self.low.astype(np.int64)
        low = np.where(rows.low > -NO_LIMIT, rows.low - done, rows.low)
        high = np.where(rows.high < NO_LIMIT, rows.high - done, rows.high)
        return Rows(csr_array(rows.matrix[:, self.free]), low, high)

    def drop_redundant_rows(self) -> Program:
        """Return the program without the rows that nothing within the bounds can break."""
        least, most = self.rows.activity(self.low, self.high)
        binding = np.nonzero((least < self.rows.low) | (most > self.rows.high))[0]
        return replace(self, rows=self.rows.take(binding))

    def lp_bound(self, clock: Clock, liking: IntArray | None = None) -> Bound | None:
        """Return the LP's exact bound; None when the LP was not solved in time.

        Parameters
        ----------
        liking
            As for `Relaxation`.

        Raises
        ------
        NoSolutionError
            When the LP's ray, in whole numbers, shows that there is no point.
        """
        return Relaxation(self, clock, liking).bound()

    def alone(self) -> Bound:
        """Return the bound where every column is fixed."""
        value = int(self.cost @ self.low)
        nothing = np.zeros(len(self.cost), dtype=np.int64)
        return Bound(1, value, self.low, nothing, self.low.astype(np.float64))

    def fix_by_reduced_cost(self, bound: Bound, most: int) -> Program:
        """Fix the columns that no point of cost at most `most` can change from `bound_point`."""
        settled = (bound.reduced > bound.gap(most)) & (self.low != self.high)
        low, high = self.low.copy(), self.high.copy()
        low[settled & bound.bound_point] = True
        high[settled & ~bound.bound_point] = False
        return replace(self, low=low, high=high)


class Relaxation:
    """The LP of a program, kept while separators are added and columns are fixed.

    Attributes
    ----------
    first, program
        The program that the LP was made of, and the one that it is solved for.

    Parameters
    ----------
    liking
        Of the columns of each choice, those of the least liking are in play first; by
        default those of the least cost.
    """

    def __init__(self, program: Program, clock: Clock, liking: IntArray | None = None) -> None:
        self.program = self.first = program
        self._free = program.free
        self._rows = program.active_rows()
        cost = program.cost[self._free]
        self._size = float(max(1, int(np.abs(cost).max(initial=1))))
        liking = cost if liking is None else liking[self._free]
        self._lp = Sifted(cost / self._size, self._rows, clock, liking)

    def add(self, rows: Rows) -> None:
        """Add rows to the program and to its LP."""
        new = replace(self.first, rows=rows).active_rows()
        self.program = self.program.with_rows(rows)
        self._rows = self._rows + new
        self._lp.add(new)

    def move(self, program: Program) -> None:
        """Go over to the first program with other columns fixed; the LP starts from its basis.

        Parameters
        ----------
        program
            Within the bounds of the first one, with the same rows.
        """
        self.program = program
        self._lp.limit(program.low[self._free], program.high[self._free])

    def bound(self) -> Bound | None:
        """Return the LP's exact bound; None when the LP was not solved in time."""
        if not len(self.program.free):
            return self.program.alone()
        point = self._lp.solve()
        if point is None:
            return None
        if point.x is None:
            self._refute(point)
            return None
        return self._exact(point.dual * self._size, point.x)

    def _refute(self, ray: LpPoint) -> None:
        nothing, rows = np.zeros(len(self._free), dtype=np.int64), self._rows
        for sign in (1.0, -1.0):
            prices = sign * ray.dual / max(1e-9, float(np.abs(ray.dual).max(initial=0)))
            base, reduced = _evaluate(nothing, rows, prices, _scale(nothing, rows, prices))
            if base + self._least(reduced) > 0:
                raise NoSolutionError

    def _least(self, reduced: IntArray) -> int:
        """Return what the columns come to at least, at some reduced costs."""
        low, high = self.program.low[self._free], self.program.high[self._free]
        return int(np.minimum(reduced * low, reduced * high).sum())

    def _exact(self, prices: Floats, x: Floats) -> Bound:
        program, first, free = self.program, self.first, self._free
        scale = _scale(first.cost[free], self._rows, prices)
        base, reduced = _evaluate(first.cost[free], self._rows, prices, scale)
        bound_point, costs = program.low.copy(), np.zeros(len(program.cost), dtype=np.int64)
        open_ = program.low[free] != program.high[free]
        bound_point[free[open_]] = reduced[open_] < 0
        costs[free[open_]] = np.abs(reduced[open_])
        settled = int(first.cost @ first.low) - int(first.cost[free] @ first.low[free])
        base += self._least(reduced) + scale * settled
        point = program.low.astype(np.float64)
        point[free] = x
        return Bound(scale, base, bound_point, costs, point)


def _scale(cost: IntArray, rows: Rows, prices: Floats) -> int:
    """Return a power of two that keeps every sum below 2**58."""
    ends = np.maximum(
        np.where(rows.low > -NO_LIMIT, np.abs(rows.low), 0),
        np.where(rows.high < NO_LIMIT, np.abs(rows.high), 0),
    )
    total = float(np.abs(cost).sum(dtype=np.float64)) + float(
        np.abs(prices) @ np.maximum(ends, rows.width).astype(np.float64)
    )
    exponent = int(np.floor(np.log2(LARGEST_SUM / max(1.0, total))))
    return min(FINEST_SCALE, 1 << max(0, exponent))


def _evaluate(cost: IntArray, rows: Rows, prices: Floats, scale: int) -> tuple[int, IntArray]:
    """Return (sum of price x end, reduced costs) with prices rounded to 1 / scale."""
    z = np.rint(prices * scale).astype(np.int64)
    z[(z > 0) & (rows.low <= -NO_LIMIT)] = 0
    z[(z < 0) & (rows.high >= NO_LIMIT)] = 0
    ends = np.where(z > 0, rows.low, rows.high)
    base = int((z * np.where(z == 0, 0, ends)).sum())
    return base, scale * cost - rows.matrix.T @ z


@dataclass(frozen=True)
class _Entries:
    """The entries of a matrix beside their rows, for propagation.

    Attributes
    ----------
    widest
        The largest coefficient of each row, in absolute value.
    """

    rows: Rows
    row: IntArray
    column: IntArray
    value: IntArray
    widest: IntArray

    @classmethod
    def of(cls, rows: Rows) -> _Entries:
        return cls(rows, rows.row, rows.column, rows.matrix.data, rows.widest)

    def tighten(self, low: BoolArray, high: BoolArray) -> bool:
        """Fix columns in place; return whether anything changed."""
        least, most = self.rows.activity(low, high)
        if (least > self.rows.high).any() or (most < self.rows.low).any():
            raise NoSolutionError
        near = (least + self.widest > self.rows.high) | (most - self.widest < self.rows.low)
        at = np.nonzero(near[self.row])[0]
        row, column, value = self.row[at], self.column[at], self.value[at]
        free, size = low[column] != high[column], np.abs(value)
        # Moving a column against the row's favourable end by |a| must still fit.
        above = free & (least[row] + size > self.rows.high[row])
        below = free & (most[row] - size < self.rows.low[row])
        down = column[(above & (value > 0)) | (below & (value < 0))]
        up = column[(above & (value < 0)) | (below & (value > 0))]
        high[down] = False
        low[up] = True
        if (low & ~high).any():
            raise NoSolutionError
        return len(down) + len(up) > 0
