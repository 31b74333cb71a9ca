"""An LP of choices, each of one column of many, solved over the columns and rows in play.

Of every choice of one column only some are in the LP at first, and of the rows those that can
be broken with the others at 0; links, rows `x <= y`, and rows that come later only once a point
breaks them. Where none is broken, the columns left out are priced. One whose reduced cost is
negative is paid by its link, that is by y: at no loss as long as y's own reduced cost bears it.
Where it does not, the columns that hang on y come into play, and so does a column without
link. The LP is solved again from the basis at hand, until nothing is lost that matters.

What comes out are prices of all rows. Whoever asked evaluates them in whole numbers over
all columns: no proof rests on what is done here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.merge.rows import Rows
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.highs import Floats, Lp, LpPoint, row_sizes

ALL_COLUMNS = 3000
"""Columns up to which all are in the LP from the start."""
FIRST_COLUMNS = 6
"""Columns of each choice in the first LP, those that are liked most."""
ENOUGH = 1e-9
"""Relative loss of the bound that ends the sifting."""
VIOLATED = 1e-6
"""By how much a scaled row must be broken to come into the LP."""


class Sifted:
    """An LP over 0 <= x <= 1 like `Lp`, of which only columns and rows in play are held.

    Parameters
    ----------
    liking
        Of the columns of each choice, those of the least liking are in play first.

    Attributes
    ----------
    inside
        Whether each column is in play.
    """

    def __init__(self, cost: Floats, rows: Rows, clock: Clock, liking: IntArray) -> None:
        self._cost, self._rows, self._clock = cost, rows, clock
        self._low, self._high = np.zeros(len(cost), dtype=bool), np.ones(len(cost), dtype=bool)
        self._links = _Links.of(rows)
        self.inside = _first(liking, rows, self._links)
        self._columns = np.nonzero(self.inside)[0]
        self._held = np.setdiff1d(rows.breakable(self.inside), self._links.row)
        self._size = row_sizes(rows)
        self._point: Floats | None = None
        self._lp = Lp(cost[self._columns], rows.part(self._held, self._columns), clock)

    def add(self, rows: Rows) -> None:
        """Add rows."""
        self._rows = self._rows + rows
        self._size = np.concatenate([self._size, row_sizes(rows)])
        self._hold(self._broken())

    def limit(self, low: BoolArray, high: BoolArray) -> None:
        """Let the columns lie between other bounds."""
        self._low, self._high = low, high
        self._enter(np.nonzero(low & ~self.inside)[0])
        self._lp.limit(low[self._columns], high[self._columns])

    def solve(self) -> LpPoint | None:
        """Minimise over all columns; None when it was not solved in time.

        When the time is over between two turns, the point is that of the columns so far.
        """
        last = None
        while True:
            found = self._lp.solve()
            if found is None:
                if self._clock.over or self.inside.all():
                    return last
                missed = np.nonzero(~self.inside)[0]
            else:
                point = self._whole(found)
                last, missed = self._priced(point)
                self._point = point.x
                broken = self._broken()
                if len(broken):
                    self._hold(broken)
                    continue
            if not len(missed):
                return last
            self._enter(missed)

    def _broken(self) -> IntArray:
        """Return the rows that are not held and that the last point breaks."""
        if self._point is None:
            return np.empty(0, dtype=np.int64)
        rows = self._rows
        sums = rows.matrix @ self._point
        over = np.maximum(sums - rows.high, rows.low - sums) / self._size
        over[self._held] = 0
        return np.nonzero(over > VIOLATED)[0]

    def _whole(self, point: LpPoint) -> LpPoint:
        """Return an LP's point as one of all columns and rows."""
        dual = np.zeros(len(self._rows))
        dual[self._held] = point.dual
        if point.x is None:
            return LpPoint(None, self._ray(dual))
        x = np.zeros(len(self._cost))
        x[self._columns] = point.x
        return LpPoint(x, dual)

    def _ray(self, dual: Floats) -> Floats:
        """Return a ray in the size and direction in which it proves most."""
        dual = dual / max(1e-9, float(np.abs(dual).max(initial=0)))
        return max((dual, -dual), key=lambda z: self._value(-(self._rows.matrix.T @ z), z))

    def _value(self, reduced: Floats, dual: Floats) -> float:
        """Return what prices prove of the columns in play."""
        low, high = self._rows.low, self._rows.high
        ends = np.where(dual > 0, low, high)
        ends = np.where((dual == 0) | (np.abs(ends) >= NO_LIMIT), 0, ends)
        return float(dual @ ends) + float(self._least(reduced)[self.inside].sum())

    def _least(self, reduced: Floats) -> Floats:
        """Return what each column comes to at least."""
        return np.minimum(reduced * self._low, reduced * self._high)

    def _priced(self, point: LpPoint) -> tuple[LpPoint, IntArray]:
        """Let links pay for columns left out; return the columns that must come into play."""
        ray, links = point.x is None, self._links
        reduced = (0 if ray else self._cost) - self._rows.matrix.T @ point.dual
        value = self._value(reduced, point.dual)
        negative = np.nonzero((reduced < 0) & self._high & ~self.inside)[0]
        owner, dual = links.owner[negative], point.dual.copy()
        linked = links.row[negative] >= 0
        dual[links.row[negative[linked]]] = reduced[negative[linked]]
        paid = np.bincount(owner, -reduced[negative], len(reduced))
        before = np.where(self.inside, reduced, 0)
        lost = self._least(before) - self._least(before - paid)
        enough = value / 2 if ray else ENOUGH * max(1.0, abs(value))
        missed = negative[lost[owner] > 0] if lost.sum() > enough else negative[:0]
        return LpPoint(point.x, dual), missed

    def _enter(self, columns: IntArray) -> None:
        """Let columns come into play."""
        if not len(columns):
            return
        self.inside[columns] = True
        self._lp.widen(
            self._cost[columns],
            self._rows.part(self._held, columns).matrix,
            self._low[columns],
            self._high[columns],
        )
        self._columns = np.concatenate([self._columns, columns])

    def _hold(self, rows: IntArray) -> None:
        self._lp.add(self._rows.part(rows, self._columns))
        self._held = np.concatenate([self._held, rows])


@dataclass(frozen=True)
class _Links:
    """The link of each column: a row x <= y.

    Attributes
    ----------
    row, owner
        The row, and the column y; -1 and the column itself where it has no link.
    """

    row: IntArray
    owner: IntArray

    @classmethod
    def of(cls, rows: Rows) -> _Links:
        matrix = rows.matrix
        at = (np.diff(matrix.indptr) == 2) & (rows.high == 0) & (rows.low <= -NO_LIMIT)
        first = matrix.indptr[:-1][at]
        falling = matrix.data[first] > matrix.data[first + 1]
        x = matrix.indices[np.where(falling, first, first + 1)]
        y = matrix.indices[np.where(falling, first + 1, first)]
        unit = (np.abs(matrix.data[first]) == 1) & (matrix.data[first + 1] == -matrix.data[first])
        row, owner = np.full(matrix.shape[1], -1, dtype=np.int64), np.arange(matrix.shape[1])
        row[x[unit]], owner[x[unit]] = np.nonzero(at)[0][unit], y[unit]
        return cls(row, owner)


def _first(liking: IntArray, rows: Rows, links: _Links) -> BoolArray:
    """Return the columns to start from: the cheapest of each choice, and all that are no choice."""
    inside = np.ones(len(liking), dtype=bool)
    if len(liking) <= ALL_COLUMNS:
        return inside
    choices = rows.take(np.nonzero((rows.low == 1) & (rows.high == 1))[0]).matrix
    row = np.repeat(np.arange(choices.shape[0]), np.diff(choices.indptr))
    order = np.lexsort((liking[choices.indices], row))
    rank = np.arange(len(order)) - choices.indptr[row[order]]
    inside[choices.indices] = False
    inside[choices.indices[order[rank < FIRST_COLUMNS]]] = True
    inside[links.owner[links.row >= 0]] = True
    return inside
