"""The LP of a tree over a program of many rows, kept from node to node with its basis."""

from __future__ import annotations

import time

import highspy
import numpy as np
from numpy.typing import NDArray

from models.quantities import NO_LIMIT, IntArray
from optimizer.check.certificate.program import EVERYTHING, Key, Program, State, evaluate
from optimizer.solve.certify.lp import LOOSE, Solved, row_sizes, solve, whole_prices
from optimizer.solve.lp.quiet import silence_highs

Floats = NDArray[np.float64]
TIGHT = 1e-9
"""Tolerance of primal and dual values in a question for a proof."""
_STATUS = highspy.HighsModelStatus


class WarmLp:
    """Minimises a sum over a program whose columns are fixed and to which rows are added.

    Parameters
    ----------
    state
        The first state; later ones differ by fixed columns only.
    name
        The sum; None to look for any point.
    """

    def __init__(self, program: Program, state: State, name: str | None) -> None:
        silence_highs()
        self._program, self._name = program, name
        self._sums = [n for n in state.box if state.box[n] != EVERYTHING]
        cost = np.zeros(program.size) if name is None else program.sums[name] * 1.0
        self._scale = float(max(1.0, np.abs(cost).max(initial=0)))
        self._sizes: list[float] = []
        self._keys: list[Key] = []
        self._highs = highspy.Highs()
        for key, value in (("output_flag", False), ("threads", 1), ("solver", "simplex")):
            self._highs.setOptionValue(key, value)
        for key in ("dual_feasibility_tolerance", "primal_feasibility_tolerance"):
            self._highs.setOptionValue(key, TIGHT)
        size, no_values = program.size, np.empty(0)
        no_indices = np.zeros(0, dtype=np.int32)
        below, above = np.zeros(size), np.ones(size)
        starts = np.zeros(size, dtype=np.int32)
        scaled = np.asarray(cost / self._scale, dtype=np.float64)
        self._highs.addCols(size, scaled, below, above, 0, starts, no_indices, no_values)
        self._add_sums(state)
        self._held = 0
        self.grow(program)

    def grow(self, program: Program) -> None:
        """Add the rows that are new in a program."""
        new = np.arange(self._held, len(program.keys))
        self._program, self._held = program, len(program.keys)
        if not len(new):
            return
        part = program.rows[new]
        sizes = row_sizes(part)
        low, high = _scaled(program.low[new], sizes, -1), _scaled(program.high[new], sizes, 1)
        values = np.asarray(part.data / np.repeat(sizes, np.diff(part.indptr)), dtype=np.float64)
        starts, indices = part.indptr[:-1].astype(np.int32), part.indices.astype(np.int32)
        self._highs.addRows(len(new), low, high, len(values), starts, indices, values)
        self._sizes += sizes.tolist()
        self._keys += [program.keys[i] for i in new]

    def _add_sums(self, state: State) -> None:
        for name in self._sums:
            low, high = state.box[name]
            at = np.nonzero(self._program.sums[name])[0]
            values = self._program.sums[name][at]
            size = float(max(1, self._program.largest[name]))
            below = -np.inf if low <= -NO_LIMIT else (low - LOOSE) / size
            free = name == self._name or high >= NO_LIMIT
            above = np.inf if free else (high + LOOSE) / size
            self._highs.addRow(below, above, len(at), at.astype(np.int32), values / size)
            self._sizes.append(size)
            self._keys.append(("sum", name))

    def solve(self, program: Program, state: State, seconds: float) -> Solved | None:
        """Solve the LP of a node; None where HiGHS came to nothing."""
        self.grow(program)
        every = np.arange(program.size, dtype=np.int32)
        ends = state.low.astype(np.float64), state.high.astype(np.float64)
        self._highs.changeColsBounds(len(every), every, *ends)
        left = max(0.01, min(seconds, 3600.0))
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)
        until = time.monotonic() + left
        self._highs.run()
        status, solution = self._highs.getModelStatus(), self._highs.getSolution()
        if status == _STATUS.kOptimal and solution.dual_valid:
            dual = np.array(solution.row_dual) * self._scale / np.array(self._sizes)
            prices = whole_prices(program, state, self._keys, dual, self._name)
            return Solved(prices, np.array(solution.col_value))
        if status == _STATUS.kInfeasible:
            return self._refuted(program, state) or solve(
                program, state, None, until - time.monotonic()
            )
        return None

    def _refuted(self, program: Program, state: State) -> Solved | None:
        """Return the prices of the dual ray, where they refute the node."""
        found = self._highs.getDualRay()  # type: ignore[attr-defined]
        if not found[1]:
            # The ray is known to the simplex method on the problem as it stands.
            self._highs.setOptionValue("presolve", "off")
            self._highs.clearSolver()
            self._highs.run()
            found = self._highs.getDualRay()  # type: ignore[attr-defined]
        ray = np.array(found[2]) if found[1] else np.empty(0)
        if len(ray) != len(self._keys) or not np.abs(ray).any():
            return None
        for sign in (1.0, -1.0):
            dual = sign * ray / np.abs(ray).max() / np.array(self._sizes)
            prices = whole_prices(program, state, self._keys, dual, None)
            if evaluate(program, state, prices).value > 0:
                return Solved(prices, None)
        return None


def _scaled(ends: IntArray, sizes: Floats, sign: int) -> Floats:
    out: Floats = np.where(np.abs(ends) < NO_LIMIT, ends / sizes, sign * np.inf)
    return out
