"""LPs of a program's nodes by HiGHS: whole prices to be verified, and a point to branch on.

Nothing here is trusted: prices are rounded to whole numbers and count for what
`optimizer.check.certificate.program.evaluate` makes of them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, vstack

from models.quantities import NO_LIMIT, IntArray
from optimizer.check.certificate.program import EVERYTHING, Key, Program, State
from optimizer.solve.lp.quiet import silence_highs

Floats = NDArray[np.float64]
LARGEST_SUM = 2.0**58
"""What whole-number sums may come to; far below 2**63."""
FINEST_BITS = 40
"""Bits after the point of a price: finer ones make certificates long and bounds no better."""
TOLERANCES = (1e-10, 1e-9, 1e-7)
"""Tolerances that HiGHS is asked to keep, one after another until it answers."""
TIGHT = 1e-9
"""Tolerance of primal and dual values in a question for a proof."""
MANY_ROWS = 100
"""Rows from which on the interior point method comes before the simplex method."""
PENALTIES = (1e3, 1e7)
"""Prices of artificial columns in units of the largest cost; the second shows infeasibility."""
ZERO = 1e-7
"""Values up to this count as 0."""
FIRST_COLUMNS, COLUMNS_PER_ROUND, COLUMNS_PER_ROW = 3000, 2000, 10
"""Columns of the first LP, those that a round of sifting adds, and those of each row."""
LOOSE = 0.25
"""By how much a sum may pass its bounds in the LP, in units: less than any plan can."""


@dataclass(frozen=True)
class Solved:
    """What an LP came to.

    Attributes
    ----------
    prices
        Whole prices by row; with them the objective's own upper limit is refuted, as far as
        the LP goes.
    x
        Values of the columns; None where the LP has no point.
    """

    prices: dict[Key, int]
    x: Floats | None


@dataclass(frozen=True)
class _System:
    """The rows of a node over its free columns, each scaled to coefficients of at most one."""

    matrix: csr_array
    low: Floats
    high: Floats
    size: Floats
    keys: list[Key]
    free: IntArray

    @cached_property
    def by_column(self) -> csr_array:
        """The rows by column, shape (columns, rows)."""
        return csr_array(self.matrix.T.tocsr())


def solve(program: Program, state: State, name: str | None, seconds: float) -> Solved | None:
    """Minimise a sum over a node, or look for any point; None where HiGHS came to nothing.

    Parameters
    ----------
    name
        The sum; its upper limit in the state's box is left out of the LP, and is what the
        prices are to refute.
    """
    until, point, prices = time.monotonic() + seconds, None, None
    if name is not None:
        system = _system(program, state, name)
        cost = program.sums[name][system.free].astype(np.float64)
        size = float(max(1.0, np.abs(cost).max(initial=0)))
        for penalty in PENALTIES:
            found = _sifted(system, cost / size, penalty, until)
            if found is None:
                break
            point = _point(state, system, found[0])
            prices = _whole(program, state, system, found[1] * size / system.size, name)
            if found[2] <= ZERO:
                return Solved(prices, point)
    system = _system(program, state, None)
    found = _sifted(system, np.zeros(len(system.free)), 1.0, until)
    if found is None:
        return None
    if found[2] <= ZERO:
        point = _point(state, system, found[0]) if point is None else point
        none = _whole(program, state, system, found[1] / system.size, None)
        return Solved(none if prices is None else prices, point)
    return Solved(_whole(program, state, system, found[1] / system.size, None), None)


def _point(state: State, system: _System, x: Floats) -> Floats:
    point = state.low.astype(np.float64)
    point[system.free] = x
    return point


def _sifted(
    system: _System, cost: Floats, penalty: float, until: float
) -> tuple[Floats, Floats, float] | None:
    """Return (point, duals, total violation) of an LP, over a growing part of its columns.

    Spare columns at a penalty keep every part of it feasible (Bixby et al. 1992).
    """
    rows, count = system.matrix.shape
    active = _first(system, cost)
    columns = np.nonzero(active)[0]
    lp = _Lp(system, cost, penalty, columns, until)
    while True:
        solution = lp.solve()
        if solution is None:
            return None
        dual, value = np.array(solution.row_dual), np.array(solution.col_value)
        reduced = cost - system.by_column @ dual
        missed = np.nonzero((reduced < -TIGHT) & ~active)[0]
        if not len(missed):
            x = np.zeros(count)
            x[columns] = value[2 * rows :]
            return x, dual, float(value[: 2 * rows].sum())
        best = missed[
            np.argsort(reduced[missed], kind="stable")[: COLUMNS_PER_ROUND + COLUMNS_PER_ROW * rows]
        ]
        active[best] = True
        columns = np.concatenate([columns, best])
        lp.add(best)


def row_sizes(matrix: csr_array) -> Floats:
    """Return the largest coefficient of each row, at least one."""
    out, counts = np.ones(matrix.shape[0]), np.diff(matrix.indptr)
    if matrix.nnz:
        largest = np.maximum.reduceat(np.abs(matrix.data), matrix.indptr[:-1][counts > 0])
        out[counts > 0] = np.maximum(1.0, largest.astype(np.float64))
    return out


def _first(system: _System, cost: Floats) -> NDArray[np.bool_]:
    """Return columns to start from: the cheapest for what they cover, in all and of each row."""
    count = len(cost)
    if count <= FIRST_COLUMNS:
        return np.ones(count, dtype=bool)
    lengths = np.maximum(1, np.diff(system.by_column.indptr))
    dear = cost / lengths
    active = np.zeros(count, dtype=bool)
    active[np.argsort(dear, kind="stable")[:FIRST_COLUMNS]] = True
    matrix = system.matrix
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((dear[matrix.indices], row))
    rank = np.arange(len(order)) - matrix.indptr[row[order]]
    active[matrix.indices[order[rank < COLUMNS_PER_ROW]]] = True
    return active


def _system(program: Program, state: State, name: str | None) -> _System:
    free = np.nonzero(state.low != state.high)[0]
    names = [n for n in state.box if state.box[n] != EVERYTHING]
    sums = [program.sums[n] for n in names]
    rows = csr_array(vstack([program.rows, *(csr_array(s[None, :]) for s in sums)], format="csr"))
    low = np.concatenate([program.low, np.array([state.box[n][0] for n in names], dtype=np.int64)])
    high = np.concatenate(
        [program.high, np.array([state.box[n][1] for n in names], dtype=np.int64)]
    )
    keys: list[Key] = [*program.keys, *(("sum", n) for n in names)]
    done = rows @ state.low.astype(np.int64)
    if name in names:
        high[len(program.keys) + names.index(name)] = NO_LIMIT
    inside = csr_array(rows[:, free])
    size = row_sizes(inside)
    loose = np.concatenate([np.zeros(len(program.keys)), np.full(len(names), LOOSE)])
    ends = [
        np.where(np.abs(end) < NO_LIMIT, (end - done + sign * loose) / size, sign * np.inf)
        for end, sign in ((low, -1.0), (high, 1.0))
    ]
    scaled = csr_array(diags_array(1 / size) @ inside)
    return _System(scaled, ends[0], ends[1], size, keys, free)


class _Lp:
    """An LP that grows by columns; the first ones are spare, two for each row.

    Any duals will do, since they are verified: where HiGHS does not come to an end at a fine
    tolerance a coarser one is taken.
    """

    def __init__(
        self, system: _System, cost: Floats, penalty: float, columns: IntArray, until: float
    ) -> None:
        silence_highs()
        self._system, self._cost, self._until = system, cost, until
        rows = system.matrix.shape[0]
        self._methods = ("ipm", "simplex") if rows > MANY_ROWS else ("simplex",)
        self._highs = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("run_crossover", "off")
        self._highs.passModel(_spare(system, penalty))
        self.add(columns)

    def add(self, columns: IntArray) -> None:
        """Let columns come into play; the basis stays."""
        part = self._system.by_column[columns]
        ends = np.zeros(len(columns)), np.ones(len(columns))
        inner = part.indptr[:-1].astype(np.int32), part.indices.astype(np.int32)
        values = part.data.astype(np.float64)
        self._highs.addCols(len(columns), self._cost[columns], *ends, len(values), *inner, values)

    def solve(self) -> highspy.HighsSolution | None:
        """Solve it; None where that gives no duals in time."""
        for tolerance in TOLERANCES:
            for method in self._methods:
                left = max(0.01, self._until - time.monotonic())
                self._highs.setOptionValue("solver", method)
                self._highs.setOptionValue("dual_feasibility_tolerance", tolerance)
                self._highs.setOptionValue("primal_feasibility_tolerance", tolerance)
                self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)
                self._highs.run()
                solution = self._highs.getSolution()
                optimal = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
                if optimal and solution.dual_valid:
                    return solution
                if time.monotonic() > self._until:
                    return None
        return None


def _spare(system: _System, penalty: float) -> highspy.HighsLp:
    """Return the LP of the spare columns alone."""
    model, rows = highspy.HighsLp(), system.matrix.shape[0]
    model.num_row_, model.num_col_ = rows, 2 * rows
    model.col_cost_ = np.full(2 * rows, penalty)
    model.col_lower_ = np.zeros(2 * rows)
    model.col_upper_ = np.full(2 * rows, highspy.kHighsInf)
    model.row_lower_, model.row_upper_ = system.low, system.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(2 * rows + 1, dtype=np.int32)
    model.a_matrix_.index_ = np.tile(np.arange(rows, dtype=np.int32), 2)
    model.a_matrix_.value_ = np.repeat([1.0, -1.0], rows)
    return model


def _whole(
    program: Program, state: State, system: _System, dual: Floats, name: str | None
) -> dict[Key, int]:
    return whole_prices(program, state, system.keys, dual, name)


def whole_prices(
    program: Program, state: State, keys: Sequence[Key], dual: Floats, name: str | None
) -> dict[Key, int]:
    """Round duals to whole prices, the finer the more room 64 bits leave.

    Parameters
    ----------
    keys
        The row of each dual.
    name
        The sum that was minimised: its upper limit gets the price that refutes it.
    """
    widths = np.array(
        [
            program.largest[str(k[1])] if k[0] == "sum" else program.widest[program.at[k]]
            for k in keys
        ]
    )
    total = float(np.abs(dual) @ widths) + (0.0 if name is None else program.largest[name])
    room = np.log2(LARGEST_SUM / max(total, 1e-300))
    scale = 2.0 ** min(float(FINEST_BITS), np.floor(room))
    prices: dict[Key, int] = {}
    for key, value in zip(keys, np.rint(dual * scale).tolist(), strict=True):
        price = int(value)
        if price and abs(_end(program, state, key, price)) < NO_LIMIT:
            prices[key] = price
    if name is not None and scale >= 1:
        key = ("sum", name)
        prices[key] = prices.get(key, 0) - int(scale)
    common = math.gcd(*prices.values()) or 1
    return {key: price // common for key, price in prices.items() if price}


def _end(program: Program, state: State, key: Key, price: int) -> int:
    if key[0] == "sum":
        low, high = state.box.get(str(key[1]), EVERYTHING)
    else:
        i = program.at[key]
        low, high = int(program.low[i]), int(program.high[i])
    return low if price > 0 else high
