"""LPs and MIPs over sparse rows by HiGHS; its numbers are hints, never proofs."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.merge.rows import Rows
from models.quantities import NO_LIMIT
from optimizer.solve.clock import Clock
from optimizer.solve.quiet import silence_highs

Floats = NDArray[np.float64]
_STATUS = highspy.HighsModelStatus


@dataclass(frozen=True)
class LpPoint:
    """What an LP came to.

    Attributes
    ----------
    x
        Values of the columns; None where the LP has no solution.
    dual
        Price of each row; a ray that shows infeasibility where `x` is None.
    """

    x: Floats | None
    dual: Floats


def solve_lp(cost: Floats, rows: Rows, clock: Clock) -> LpPoint | None:
    """Minimise over 0 <= x <= 1; None when it was not solved in time."""
    highs, size = _passed(cost, rows, clock, integral=False)
    if highs is None:
        return None
    _run(highs, clock)
    status = highs.getModelStatus()
    if status == _STATUS.kOptimal:
        found = highs.getSolution()
        return LpPoint(np.array(found.col_value), np.array(found.row_dual) / size)
    if status == _STATUS.kInfeasible:
        return _ray(highs, size)
    return None


def _ray(highs: highspy.Highs, size: Floats) -> LpPoint | None:
    # The ray is known to the simplex method on the problem as it stands.
    highs.setOptionValue("presolve", "off")
    highs.setOptionValue("solver", "simplex")
    highs.clearSolver()
    highs.run()
    found = highs.getDualRay()  # type: ignore[attr-defined]
    if not found[1]:
        return None
    return LpPoint(None, np.array(found[2]) / size)


def solve_mip(
    cost: Floats, rows: Rows, nodes: int, clock: Clock, most: float = np.inf
) -> Floats | None:
    """Return a good 0/1 point of cost below `most` after some nodes; None where none was found."""
    highs, _ = _passed(cost, rows, clock, integral=True)
    if highs is None:
        return None
    highs.setOptionValue("mip_rel_gap", 5e-4)
    highs.setOptionValue("mip_max_nodes", nodes)
    if most < np.inf:
        highs.setOptionValue("objective_bound", most)
    _run(highs, clock)
    info = highs.getInfo()
    if info.primal_solution_status != 2:
        return None
    return np.array(highs.getSolution().col_value)


def _run(highs: highspy.Highs, clock: Clock) -> None:
    with clock.stoppable(highs.cancelSolve):
        highs.run()


def _passed(
    cost: Floats, rows: Rows, clock: Clock, integral: bool
) -> tuple[highspy.Highs | None, Floats]:
    """Return a solver that holds the problem, each row scaled to coefficients of at most 1."""
    size = _row_sizes(rows.matrix)
    if clock.over:
        return None, size
    silence_highs()
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", clock.effort.seed)
    if clock.left < float("inf"):
        highs.setOptionValue("time_limit", float(clock.left))
    highs.HandleUserInterrupt = True
    highs.passModel(_model(cost, rows, size, integral))
    return highs, size


def _row_sizes(matrix: csr_array) -> Floats:
    size = np.ones(matrix.shape[0])
    filled = np.diff(matrix.indptr) > 0
    starts = matrix.indptr[:-1][filled]
    if len(starts):
        size[filled] = np.maximum.reduceat(np.abs(matrix.data), starts)
    return size


def _model(cost: Floats, rows: Rows, size: Floats, integral: bool) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(rows)
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = np.zeros(len(cost)), np.ones(len(cost))
    lp.row_lower_ = np.where(rows.low > -NO_LIMIT, rows.low / size, -np.inf)
    lp.row_upper_ = np.where(rows.high < NO_LIMIT, rows.high / size, np.inf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = rows.matrix.indptr
    lp.a_matrix_.index_ = rows.matrix.indices
    lp.a_matrix_.value_ = rows.matrix.data / np.repeat(size, np.diff(rows.matrix.indptr))
    if integral:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    return lp
