"""The LP of a set partitioning problem, by HiGHS.

    minimise    cost . x + most . spare
    subject to  sum of x_k over the columns k that hold part p  + spare_p  =  1
                coefficients . x + spare_q  >=  limit      for every lower side
                coefficients . x - spare_q  <=  limit      for every upper side
                x, spare >= 0

The spare columns keep every restriction of it feasible; what they cost is the most that
the duals may be. Nothing here is trusted: what counts of the duals is what whole numbers
make of them (`partition_bound`).

Many parts make the LP degenerate: there the interior point method, left where
it ends, is many times faster than the simplex method, and its duals lie in the
middle of the optimal face, where reduced costs tell more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.merge.expressions import LinearExpression, Row
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.quiet import silence_highs

Floats = NDArray[np.float64]
PENALTY = 1e4
"""Cost of a part left uncovered or a side missed, in units of the largest cost of a column."""
SPARED = 1e-6
"""Shares of parts left uncovered that count as none."""
MANY_PARTS = 100
"""Parts from which on the interior point method is faster than the simplex method."""


@dataclass(frozen=True)
class Side:
    """One side of a side row, for the LP scaled to coefficients of at most one.

    Attributes
    ----------
    lower
        Whether the limit is a lower one.
    """

    sum: LinearExpression
    coefficients: IntArray
    limit: int
    lower: bool
    size: float


def sides(problem: Partition) -> list[Side]:
    """Return the sides of the side rows that limit anything."""
    return [side for row in problem.rows for side in _sides(problem, row)]


def _sides(problem: Partition, row: Row) -> list[Side]:
    coefficients = problem.evaluate(row.sum)
    size = float(max(1, problem.largest(row.sum)))
    return [
        Side(row.sum, coefficients, limit, lower, size)
        for limit, lower in ((row.low, True), (row.high, False))
        if abs(limit) < NO_LIMIT
    ]


@dataclass(frozen=True)
class Duals:
    """Prices of the parts and of the sides, and what the restricted LP comes to.

    Attributes
    ----------
    covered
        Whether its columns cover every part: then no restriction to fewer columns, or to
        lower duals, comes to more.
    """

    parts: Floats
    sides: list[Side]
    prices: Floats
    value: float
    covered: bool

    def reduced(self, problem: Partition, cost: Floats) -> Floats:
        """Return the reduced cost of every column."""
        priced: Floats = cost - problem.members @ self.parts
        for side, price in zip(self.sides, self.prices, strict=True):
            priced -= price * side.coefficients
        return priced

    def scaled(self, factor: float) -> Duals:
        """Return the duals times a factor."""
        parts, prices = self.parts * factor, self.prices * factor
        return replace(self, parts=parts, prices=prices)


def solve_lp(
    problem: Partition, cost: Floats, active: BoolArray, most: Floats, clock: Clock
) -> Duals | None:
    """Solve the LP over the active columns; None where HiGHS gives no duals in time.

    Parameters
    ----------
    most
        Upper limit of each part's dual, shape (parts,).
    """
    limits = sides(problem)
    model = _model(problem, cost, np.nonzero(active)[0], most, limits)
    methods = ("ipm", "simplex") if problem.parts > MANY_PARTS else ("simplex",)
    for method in methods:
        highs = _run(model, method, clock)
        solution = highs.getSolution()
        if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal and solution.dual_valid:
            dual = np.array(solution.row_dual)
            price = dual[problem.parts :] / np.array([side.size for side in limits])
            spare = np.array(solution.col_value)[-len(dual) :][: problem.parts]
            covered = bool(spare.sum() <= SPARED)
            return Duals(dual[: problem.parts], limits, price, highs.getObjectiveValue(), covered)
    return None


def _run(model: highspy.HighsLp, method: str, clock: Clock) -> highspy.Highs:
    silence_highs()
    highs = highspy.Highs()
    options: dict[str, bool | float | str] = {
        "output_flag": False,
        "threads": 1,
        "solver": method,
        "run_crossover": "off",
    }
    if clock.left < float("inf"):
        options["time_limit"] = clock.left
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(model)
    highs.run()
    return highs


def _model(
    problem: Partition, cost: Floats, columns: IntArray, most: Floats, limits: list[Side]
) -> highspy.HighsLp:
    slack = np.array([1.0] * problem.parts + [1.0 if s.lower else -1.0 for s in limits])
    scaled = [side.coefficients[columns] / side.size for side in limits]
    ends, index, value = _columns(problem.members[columns], scaled)
    # Behind them each row's spare column, with one entry.
    ends = np.concatenate([ends, ends[-1] + 1 + np.arange(len(slack))])
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(ends) - 1, len(slack)
    model.col_cost_ = np.concatenate([cost[columns], most, np.full(len(limits), PENALTY)])
    model.col_lower_ = np.zeros(len(ends) - 1)
    model.col_upper_ = np.full(len(ends) - 1, highspy.kHighsInf)
    lows = [s.limit / s.size if s.lower else -highspy.kHighsInf for s in limits]
    highs = [highspy.kHighsInf if s.lower else s.limit / s.size for s in limits]
    model.row_lower_ = np.array([1.0] * problem.parts + lows)
    model.row_upper_ = np.array([1.0] * problem.parts + highs)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = ends.astype(np.int32)
    model.a_matrix_.index_ = np.concatenate([index, np.arange(len(slack))]).astype(np.int32)
    model.a_matrix_.value_ = np.concatenate([value, slack])
    return model


def _columns(members: csr_array, scaled: list[Floats]) -> tuple[IntArray, IntArray, Floats]:
    """Return (ends, rows, values) of columns: the parts that they hold, then their sides."""
    ends = members.indptr.astype(np.int64)
    sides_ = np.stack(scaled, axis=1) if scaled else np.zeros((len(ends) - 1, 0))
    column, side = np.nonzero(sides_)
    behind = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=len(ends) - 1))])
    index = np.empty(len(members.indices) + len(column), dtype=np.int64)
    value = np.empty(len(index))
    # An entry stands behind those of its own kind, and of the other kind those before it.
    own = np.arange(len(members.indices)) + np.repeat(behind[:-1], np.diff(ends))
    index[own], value[own] = members.indices, members.data
    other = np.arange(len(column)) + ends[column + 1]
    index[other], value[other] = members.shape[1] + side, sides_[column, side]
    return ends + behind, index, value
