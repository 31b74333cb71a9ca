"""A system of whole-number rows over 0/1 columns, and what prices of its rows say of it.

For whole prices q of rows `low_i <= a_i x <= high_i` let e_i = low_i where q_i > 0 and high_i
where q_i < 0, E = sum of q_i e_i and r = -(sum of q_i a_i). Every 0/1 point x within the bounds
of the columns that keeps the rows has

    E + r x <= 0.

Let R be the least of r x within the bounds, E + R the *value* of the prices. If it is above 0
there is no such point (Farkas). If not, a point that leaves the resting end of column j, where
r_j x_j is least, has E + R + |r_j| <= 0: where |r_j| > -(E + R) no point does, and the column is
fixed. Nothing is assumed of the prices: wrong ones prove nothing, and none proves what is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.check.certificate.broken import BrokenError

Interval = tuple[int, int]
Box = Mapping[str, Interval]
"""Bounds of sums by name; an end of `NO_LIMIT` size does not bind."""
Key = tuple[str | int, ...]
Prices = Mapping[Key, int]
EVERYTHING: Interval = (-NO_LIMIT, NO_LIMIT)
_REACH = 2**62
"""What sums in 64 bits may come to; prices that could pass it are refused."""


class Decisions(Protocol):
    """What a branch may be made on: the columns that each side of a question fixes."""

    def sides(self, question: str, of: Sequence[int]) -> tuple[Fixing, Fixing]:
        """Return what yes and what no to a question fixes; every plan is of one side."""


@dataclass(frozen=True)
class Fixing:
    """Columns fixed at 0 and at 1."""

    zero: IntArray
    one: IntArray


@dataclass(frozen=True)
class Program:
    """The columns and rows of a county.

    Attributes
    ----------
    rows
        Whole coefficients, shape (rows, columns).
    low, high
        Of the rows; an end of `NO_LIMIT` size does not bind.
    keys
        Name of each row.
    sums
        Coefficients of the sums that boxes bound, by name, shape (columns,).
    decisions
        What may be branched on.
    """

    rows: csr_array
    low: IntArray
    high: IntArray
    keys: tuple[Key, ...]
    sums: Mapping[str, IntArray]
    decisions: Decisions

    @property
    def size(self) -> int:
        """Number of columns."""
        return int(self.rows.shape[1])

    @cached_property
    def at(self) -> Mapping[Key, int]:
        """Row of each key."""
        return {key: i for i, key in enumerate(self.keys)}

    @cached_property
    def widest(self) -> IntArray:
        """The largest coefficient of each row, in absolute value."""
        out = np.zeros(len(self.keys), dtype=np.int64)
        counts = np.diff(self.rows.indptr)
        if self.rows.nnz:
            starts = self.rows.indptr[:-1][counts > 0]
            out[counts > 0] = np.maximum.reduceat(np.abs(self.rows.data), starts)
        return out

    @cached_property
    def largest(self) -> Mapping[str, int]:
        """The largest coefficient of each sum, in absolute value."""
        return {name: int(np.abs(c).max(initial=0)) for name, c in self.sums.items()}

    @cached_property
    def transposed(self) -> csr_array:
        """The rows by column, shape (columns, rows)."""
        return csr_array(self.rows.T.tocsr())


@dataclass(frozen=True)
class State:
    """What is left of a program at a node of a tree.

    Attributes
    ----------
    low, high
        Bounds of the columns.
    box
        Bounds of sums.
    """

    low: BoolArray
    high: BoolArray
    box: Box = field(default_factory=dict)

    @classmethod
    def of(cls, size: int, box: Box) -> State:
        """Return the state in which nothing is fixed."""
        return cls(np.zeros(size, dtype=bool), np.ones(size, dtype=bool), box)

    def fixed(self, fixing: Fixing) -> State:
        """Return the state with some columns fixed."""
        low, high = self.low.copy(), self.high.copy()
        high[fixing.zero] = False
        low[fixing.one] = True
        return replace(self, low=low, high=high)

    @property
    def void(self) -> bool:
        """Whether some sum or column has no value left."""
        crossed = bool((self.low & ~self.high).any())
        return crossed or any(low > high for low, high in self.box.values())

    def within(self, name: str, interval: Interval) -> State:
        """Return the state with a sum in an interval too."""
        return replace(self, box={**self.box, name: meet(self.box.get(name), interval)})


def meet(a: Interval | None, b: Interval) -> Interval:
    """Return what is in both of two intervals."""
    return b if a is None else (max(a[0], b[0]), min(a[1], b[1]))


@dataclass(frozen=True)
class Evaluated:
    """What prices say of a state.

    Attributes
    ----------
    value
        Above 0 it proves that no point is left.
    reduced
        r of each column.
    """

    value: int
    reduced: IntArray

    def narrowed(self, state: State) -> State:
        """Fix every column that no point takes from its resting end."""
        fixed = (np.abs(self.reduced) > -self.value) & (state.low != state.high)
        low = state.low | (fixed & (self.reduced < 0))
        high = state.high & ~(fixed & (self.reduced > 0))
        return replace(state, low=low, high=high)


def evaluate(program: Program, state: State, prices: Prices) -> Evaluated:
    """Return what prices say; a column with `low` above `high` has no value at all.

    Raises
    ------
    BrokenError
        When a row is unknown, a price is on an end that does not bind, or the
        numbers could leave 64 bits.
    """
    base, reach, by_row = 0, 0, np.zeros(len(program.keys), dtype=np.int64)
    reduced = np.zeros(program.size, dtype=np.int64)
    of_sums: list[tuple[str, int]] = []
    for key, price in prices.items():
        if key[0] == "sum" and len(key) == 2 and key[1] in program.sums:
            name = str(key[1])
            low, high = state.box.get(name, EVERYTHING)
            reach += abs(price) * program.largest[name]
            of_sums.append((name, price))
        elif key in program.at:
            i = program.at[key]
            low, high = int(program.low[i]), int(program.high[i])
            reach += abs(price) * int(program.widest[i])
            if reach < _REACH:
                by_row[i] = price
        else:
            raise BrokenError(f"no row {' '.join(map(str, key))}", f"没有约束 {key}")
        base += price * _end(key, price, low, high)
    if reach >= _REACH:
        raise BrokenError("prices beyond 64 bits", "价格超出 64 位")
    reduced -= program.transposed @ by_row
    for name, price in of_sums:
        reduced -= price * program.sums[name]
    least = np.minimum(np.where(state.low, reduced, 0), np.where(state.high, reduced, 0))
    return Evaluated(base + exact_sum(least), reduced)


def _end(key: Key, price: int, low: int, high: int) -> int:
    """Return the end of a row that a price of its sign rests on."""
    end = low if price > 0 else high
    if price and abs(end) >= NO_LIMIT:
        raise BrokenError(
            f"a price on an end of row {' '.join(map(str, key))} that does not bind",
            f"约束 {key} 的该侧没有界限",
        )
    return end if price else 0


def exact_sum(values: Iterable[int] | IntArray) -> int:
    """Return a sum without a limit of size."""
    listed = values.tolist() if isinstance(values, np.ndarray) else values
    return sum(listed)
