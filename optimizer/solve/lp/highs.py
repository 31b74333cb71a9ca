"""LPs and MIPs over sparse rows by HiGHS; its numbers are hints, never proofs by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.merge.rows import Rows
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.quiet import silence_highs

Floats = NDArray[np.float64]
_STATUS = highspy.HighsModelStatus
DEVEX = 1
"""HiGHS's number for the pricing by approximate weights."""
_TIGHT = 1e-9
"""By how much a scaled row or a value may be missed in a question for a proof."""
_FEASIBLE = 2
"""HiGHS's word for a solution that it holds to be feasible."""


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


class Lp:
    """An LP over 0 <= x <= 1 that keeps its basis while rows and columns are added."""

    def __init__(self, cost: Floats, rows: Rows, clock: Clock) -> None:
        self._clock = clock
        self._highs, self._size = _passed(cost, rows, clock, integral=False)
        if self._highs is not None:
            # Primal simplex where new columns left the point feasible, else dual simplex.
            self._highs.setOptionValue("simplex_strategy", 0)

    def add(self, rows: Rows) -> None:
        """Add rows."""
        if self._highs is None or not len(rows):
            return
        size = row_sizes(rows)
        low, high, value = _scaled(rows, size)
        matrix = rows.matrix
        self._highs.addRows(
            len(rows), low, high, len(value), matrix.indptr[:-1], matrix.indices, value
        )
        self._size = np.concatenate([self._size, size])

    def widen(self, cost: Floats, matrix: csr_array, low: BoolArray, high: BoolArray) -> None:
        """Add columns.

        Parameters
        ----------
        matrix
            Their coefficients in the rows so far.
        """
        if self._highs is None:
            return
        by_column = matrix.tocsc()
        value = by_column.data / self._size[by_column.indices]
        ends = low.astype(np.float64), high.astype(np.float64)
        inner = by_column.indptr[:-1], by_column.indices
        self._highs.addCols(len(cost), cost, *ends, len(value), *inner, value)

    def limit(self, low: BoolArray, high: BoolArray) -> None:
        """Let the columns lie between other bounds."""
        if self._highs is not None and len(low):
            every = np.arange(len(low), dtype=np.int32)
            ends = low.astype(np.float64), high.astype(np.float64)
            self._highs.changeColsBounds(len(low), every, *ends)

    def solve(self) -> LpPoint | None:
        """Minimise; None when it was not solved in time."""
        if self._highs is None or self._clock.over:
            return None
        if self._clock.left < float("inf"):
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + self._clock.left)
        _run(self._highs, self._clock)
        # Exact steepest-edge weights of a basis cost more than the few steps from it.
        self._highs.setOptionValue("simplex_dual_edge_weight_strategy", DEVEX)
        status = self._highs.getModelStatus()
        if status == _STATUS.kOptimal:
            found = self._highs.getSolution()
            return LpPoint(np.array(found.col_value), np.array(found.row_dual) / self._size)
        return _ray(self._highs, self._size) if status == _STATUS.kInfeasible else None


def _ray(highs: highspy.Highs, size: Floats) -> LpPoint | None:
    found = highs.getDualRay()  # type: ignore[attr-defined]
    if not found[1]:
        # The ray is known to the simplex method on the problem as it stands.
        highs.setOptionValue("presolve", "off")
        highs.setOptionValue("solver", "simplex")
        highs.clearSolver()
        highs.run()
        found = highs.getDualRay()  # type: ignore[attr-defined]
    if not found[1]:
        return None
    return LpPoint(None, np.array(found[2]) / size)


def solve_mip(cost: Floats, rows: Rows, nodes: int, gap: float, clock: Clock) -> Floats | None:
    """Return a good 0/1 point after some nodes; None where none was found.

    Parameters
    ----------
    gap
        The relative distance from the bound that is good enough.
    """
    highs, _ = _passed(cost, rows, clock, integral=True)
    if highs is None:
        return None
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_max_nodes", nodes)
    _run(highs, clock)
    info = highs.getInfo()
    if info.primal_solution_status != _FEASIBLE:
        return None
    return np.array(highs.getSolution().col_value)


COEFFICIENT_BITS = 28
"""What the coefficients of a question for a proof are kept below, as a power of two.

HiGHS drops coefficients of 1e-9 beside 1, and takes what is as near to a fraction of whole
numbers for that: of two coefficients of 2^30 - 1 and the limit of their sum it makes 1 + 1 >= 2.
"""
UNPRESOLVED: dict[str, str | bool] = {
    "presolve": "off",
    "mip_allow_restart": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""What keeps HiGHS from presolving 0/1 programs, at the start, in restarts and in its sub-MIPs.

Its strengthening of inequalities takes steps as small as the tolerance: over one row of large
whole numbers it worked for more than a quarter of an hour, and looked neither at the time nor at
a stop (seen in 1.16). Without
presolve the programs asked here, most of them infeasible, take no longer. Versions that do not
know an option keep to the others.
"""


class Refusal(Enum):
    """What HiGHS claims of a question for a point."""

    INFEASIBLE = "infeasible"
    FOUND = "found"
    OPEN = "open"


def refuse_mip(
    rows: Rows, cost: IntArray, nodes: int, clock: Clock
) -> tuple[Refusal, Floats | None]:
    """Ask HiGHS for any 0/1 point that keeps the rows, for some nodes.

    The cost only guides the search, which ends with the first point: a limit on it is a row. With
    it HiGHS needs a few nodes where it would need hundreds.

    Rows are scaled to coefficients of at most 1 and kept within 1e-9 of that; what
    HiGHS calls infeasible has no point within this tolerance either. Numbers too large for it
    are made coarser before, for wider ends of their rows.
    """
    kept = coarser(rows)
    guide = np.ldexp(cost.astype(np.float64), -int(np.frexp(np.abs(cost).max(initial=1))[1]))
    highs, _ = _passed(guide, kept, clock, integral=True)
    if highs is None:
        return Refusal.OPEN, None
    highs.setOptionValue("mip_max_improving_sols", 1)
    highs.setOptionValue("mip_max_nodes", nodes)
    for kind in ("mip", "primal", "dual"):
        highs.setOptionValue(f"{kind}_feasibility_tolerance", _TIGHT)
    status = ask_mip(highs, clock)
    if status == _STATUS.kInfeasible:
        return Refusal.INFEASIBLE, None
    if highs.getInfo().primal_solution_status != _FEASIBLE:
        return Refusal.OPEN, None
    return Refusal.FOUND, np.array(highs.getSolution().col_value)


def coarser(rows: Rows) -> Rows:
    """Return rows of coefficients of at most `COEFFICIENT_BITS` that hold wherever these hold.

    With a = g q + r in whole numbers, g a power of two for each row, and least <= r . x <= most
    over 0/1 points:

        low <= a . x <= high   gives   (low - most) / g <= q . x <= (high - least) / g.
    """
    step = np.int64(1) << np.maximum(_bits(rows) - COEFFICIENT_BITS, 0)
    if (step == 1).all():
        return rows
    kept, left_out = rows.matrix.copy(), rows.matrix.copy()
    of_entry = step[rows.row]
    kept.data = (kept.data + of_entry // 2) // of_entry
    left_out.data = left_out.data - kept.data * of_entry
    kept.eliminate_zeros()
    all_ = np.ones(kept.shape[1], dtype=bool)
    least, most = Rows(left_out, rows.low, rows.high).activity(~all_, all_)
    low = np.where(rows.low > -NO_LIMIT, -((most - rows.low) // step), rows.low)
    high = np.where(rows.high < NO_LIMIT, (rows.high - least) // step, rows.high)
    return Rows(kept, low, high)


def ask_mip(highs: highspy.Highs, clock: Clock) -> highspy.HighsModelStatus:
    """Run HiGHS as a MIP solver: the seam at which another solver can stand in its place."""
    _run(highs, clock)
    return highs.getModelStatus()


def _run(highs: highspy.Highs, clock: Clock) -> None:
    with clock.stoppable(highs.cancelSolve):
        highs.run()


def _passed(
    cost: Floats, rows: Rows, clock: Clock, integral: bool
) -> tuple[highspy.Highs | None, Floats]:
    """Return a solver that holds the problem, each row scaled to coefficients of at most 1."""
    size = row_sizes(rows)
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
    if integral:
        for option, value in UNPRESOLVED.items():
            highs.setOptionValue(option, value)
    highs.passModel(_model(cost, rows, size, integral))
    return highs, size


def row_sizes(rows: Rows) -> Floats:
    """Return a power of two for each row that its coefficients stay below in absolute value.

    Whole numbers divided by it are exact. Rounded ones are not safe: of `a x + y >= a + 1`
    with a = 16,775,524, divided by a, HiGHS 1.16 derives y >= 1 + 2e-9 and calls it infeasible.
    """
    return np.ldexp(1.0, _bits(rows))


def _bits(rows: Rows) -> IntArray:
    """Return how many bits the largest coefficient of each row has in absolute value."""
    # Behind 53 bits a number may be rounded up to a power of two: one bit too many, no harm.
    return np.frexp(rows.widest.astype(np.float64))[1].astype(np.int64)


def _model(cost: Floats, rows: Rows, size: Floats, integral: bool) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(rows)
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = np.zeros(len(cost)), np.ones(len(cost))
    lp.row_lower_, lp.row_upper_, value = _scaled(rows, size)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = rows.matrix.indptr
    lp.a_matrix_.index_ = rows.matrix.indices
    lp.a_matrix_.value_ = value
    if integral:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    return lp


def _scaled(rows: Rows, size: Floats) -> tuple[Floats, Floats, Floats]:
    """Return (low, high, coefficients) of rows divided by their sizes."""
    low = np.where(rows.low > -NO_LIMIT, rows.low / size, -np.inf)
    high = np.where(rows.high < NO_LIMIT, rows.high / size, np.inf)
    return low, high, rows.matrix.data / np.repeat(size, np.diff(rows.matrix.indptr))
