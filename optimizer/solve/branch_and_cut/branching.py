"""Which column to branch on: seats first, then villages by what fixing them does to the bound.

Reliability branching (Achterberg, Koch and Martin 2005, Oper. Res. Lett. 33(1)): a column's
gain is tried by LPs until it is known, then estimated by its average.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.quantities import IntArray
from optimizer.solve.lp.program import Bound, NoSolutionError, Program, Relaxation

OPEN_SEAT = 0.5
"""Value of an LP from which on it keeps a seat."""
INTEGRAL = 1e-5
"""How far from 0 or 1 a value of the LP counts as whole."""
RELIABLE_AFTER = 2
"""Trials of a column after which its average gain is taken instead."""
STRONG_BRANCHING_COLUMNS = 8
"""Columns of a node that are tried by LPs, the most fractional ones."""
LEAST_GAIN = 1e-6
"""Stands for a gain of 0 in the product of both sides' gains."""


def seat_to_branch(bound: Bound, free: IntArray) -> int:
    """Return a seat that is not fixed: one that is half open, else one that the LP keeps.

    With the seats of the LP's point kept one after another, only plans with other seats
    are left on the other side, and their bound rises.
    """
    off = np.abs(bound.x[free] - np.rint(bound.x[free]))
    if off.max() > INTEGRAL:
        return int(free[np.argmax(off)])
    on = free[bound.x[free] > OPEN_SEAT]
    if len(on):
        return int(on[np.argmax(bound.reduced[on])])
    return int(free[0])


@dataclass
class Pseudocosts:
    """What the bound has risen by per unit of a column's way to 0 and to 1.

    Attributes
    ----------
    total, count
        Sums and numbers of trials by (column, value).
    """

    total: dict[tuple[int, bool], float] = field(default_factory=dict)
    count: dict[tuple[int, bool], int] = field(default_factory=dict)

    def choose(
        self, relaxed: Relaxation, program: Program, bound: Bound, value: int
    ) -> tuple[Program, int | None]:
        """Return the column to branch on: a fractional one, else any; None without any.

        The program has the columns fixed of which only one value can beat `value`; there
        is nothing to branch on where that was so, but the LP is to be solved again.

        Raises
        ------
        NoSolutionError
            When rows show that neither value of a column can.
        """
        best, score = next(iter(program.free.tolist()), None), -1.0
        wide = _fractional(program, bound)
        for turn, column in enumerate(wide):
            gains = []
            for to in (True, False):
                gain = self._gain(
                    relaxed, program, bound, (column, to), value, turn < STRONG_BRANCHING_COLUMNS
                )
                if gain is None:
                    fixed = program.fixed(np.array([column]), not to)
                    return fixed.propagated(), None
                gains.append(max(LEAST_GAIN, gain))
            if gains[0] * gains[1] > score:
                best, score = column, gains[0] * gains[1]
        return program, best

    def _gain(
        self,
        relaxed: Relaxation,
        program: Program,
        bound: Bound,
        step: tuple[int, bool],
        value: int,
        may_try: bool,
    ) -> float | None:
        """Return what a step raises the bound by; None where nothing below `value` is left."""
        column, to = step
        way = 1 - bound.x[column] if to else bound.x[column]
        count = self.count.get(step, 0)
        if count >= RELIABLE_AFTER or not may_try:
            return self._estimate(step) * float(way)
        try:
            relaxed.move(program.fixed(np.array([column]), to).propagated())
            found = relaxed.bound()
        except NoSolutionError:
            return None
        if found is None:
            return self._estimate(step) * float(way)
        if found.value >= value:
            return None
        gain = max(0.0, found.base / found.scale - bound.base / bound.scale)
        self.total[step] = self.total.get(step, 0.0) + gain / float(way)
        self.count[step] = count + 1
        return gain

    def _estimate(self, step: tuple[int, bool]) -> float:
        """Return the average gain per unit of a step, of all steps where it was never tried."""
        if step in self.count:
            return self.total[step] / self.count[step]
        return sum(self.total.values()) / max(1, sum(self.count.values()))


def _fractional(program: Program, bound: Bound) -> list[int]:
    """Return the columns that are neither 0 nor 1, those near one half first."""
    free = program.free
    off = np.abs(bound.x[free] - np.rint(bound.x[free]))
    free, off = free[off > INTEGRAL], off[off > INTEGRAL]
    out: list[int] = free[np.argsort(-off, kind="stable")].tolist()
    return out
