"""Linear rows over 0/1 columns, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from models.quantities import NO_LIMIT, BoolArray, IntArray


@dataclass(frozen=True)
class Rows:
    """`low <= matrix @ x <= high`; an end of `NO_LIMIT` size does not bind.

    Attributes
    ----------
    matrix
        Whole coefficients, shape (rows, columns).
    """

    matrix: csr_array
    low: IntArray
    high: IntArray

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.low)

    def __add__(self, other: Rows) -> Rows:
        """Return both, one below the other."""
        above, below = self.matrix, other.matrix
        inner = (
            np.concatenate([above.data, below.data]),
            np.concatenate([above.indices, below.indices]),
            np.concatenate([above.indptr, below.indptr[1:] + above.indptr[-1]]),
        )
        return Rows(
            csr_array(inner, shape=(above.shape[0] + below.shape[0], above.shape[1])),
            np.concatenate([self.low, other.low]),
            np.concatenate([self.high, other.high]),
        )

    def take(self, rows: IntArray) -> Rows:
        """Return some of the rows."""
        return Rows(self.matrix[rows], self.low[rows], self.high[rows])

    def part(self, rows: IntArray, columns: IntArray) -> Rows:
        """Return some of the rows over some of the columns, all others at 0."""
        taken = self.take(rows)
        return Rows(csr_array(taken.matrix[:, columns]), taken.low, taken.high)

    def activity(self, low: BoolArray, high: BoolArray) -> tuple[IntArray, IntArray]:
        """Return the (least, most) sum of each row over low <= x <= high."""
        rising, falling = self._by_sign
        at_low, room = low.astype(np.int64), high.astype(np.int64) - low
        start: IntArray = self.matrix @ at_low
        least: IntArray = start + falling @ room
        most: IntArray = start + rising @ room
        return least, most

    @cached_property
    def _by_sign(self) -> tuple[csr_array, csr_array]:
        """The coefficients above 0, all others as 0, and those below."""
        # Copied, not made: they are made often, and a matrix that is made is checked.
        rising, falling = copy(self.matrix), copy(self.matrix)
        rising.data = np.maximum(self.matrix.data, 0)
        falling.data = np.minimum(self.matrix.data, 0)
        return rising, falling

    @cached_property
    def width(self) -> IntArray:
        """What the coefficients of each row add up to in absolute value."""
        out: IntArray = np.asarray(abs(self.matrix).sum(axis=1)).ravel()
        return out

    @cached_property
    def widest(self) -> IntArray:
        """The largest coefficient of each row in absolute value; 0 without any."""
        out = np.zeros(len(self), dtype=np.int64)
        filled = np.diff(self.matrix.indptr) > 0
        starts = self.matrix.indptr[:-1][filled]
        if len(starts):
            out[filled] = np.maximum.reduceat(np.abs(self.matrix.data), starts)
        return out

    @cached_property
    def row(self) -> IntArray:
        """The row of each coefficient, in the order in which the matrix holds them."""
        return np.repeat(np.arange(len(self)), np.diff(self.matrix.indptr))

    @cached_property
    def column(self) -> IntArray:
        """The column of each coefficient, in that order."""
        return self.matrix.indices.astype(np.int64)

    def breakable(self, high: BoolArray) -> IntArray:
        """Return the rows that some 0 <= x <= high breaks."""
        least, most = self.activity(np.zeros_like(high), high)
        return np.nonzero((least < self.low) | (most > self.high))[0]

    def hold(self, x: IntArray) -> bool:
        """Return whether a point keeps every row."""
        sums = self.matrix @ x
        return bool(((sums >= self.low) & (sums <= self.high)).all())


@dataclass
class RowMaker:
    """Collects rows one by one; coefficients of one column add up."""

    _row: list[IntArray] = field(default_factory=list)
    _column: list[IntArray] = field(default_factory=list)
    _value: list[IntArray] = field(default_factory=list)
    _low: list[int] = field(default_factory=list)
    _high: list[int] = field(default_factory=list)

    def add(
        self,
        columns: Iterable[int] | IntArray,
        values: Iterable[int] | IntArray,
        low: int = -NO_LIMIT,
        high: int = NO_LIMIT,
    ) -> None:
        """Add `low <= sum of value x column <= high`."""
        column = np.asarray(columns, dtype=np.int64)
        self._row.append(np.full(len(column), len(self._low), dtype=np.int64))
        self._column.append(column)
        self._value.append(np.asarray(values, dtype=np.int64))
        self._low.append(low)
        self._high.append(high)

    def rows(self, size: int) -> Rows:
        """Return the rows over `size` columns."""
        none = [np.empty(0, dtype=np.int64)]
        parts = (np.concatenate(none + x) for x in (self._value, self._row, self._column))
        value, row, column = parts
        matrix = csr_array((value, (row, column)), shape=(len(self._low), size))
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        return Rows(matrix, np.array(self._low, np.int64), np.array(self._high, np.int64))
