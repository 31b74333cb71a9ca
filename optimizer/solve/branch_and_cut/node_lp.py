"""The LP that all nodes of a tree share: it goes from basis to basis and keeps what was learnt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from models.merge.rows import Rows
from models.merge.villages import VillageModel
from optimizer.solve.branch_and_cut.cover_cuts import Knapsack, separate_covers
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.path_fixing import PathFixing
from optimizer.solve.branch_and_cut.separators import LEAST, separate
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Bound, NoSolutionError, Program, Relaxation

_FEWER = 0.5


@dataclass
class NodeLp:
    """Rows that only grow, in one order, and the LP that holds the first of them.

    Attributes
    ----------
    program
        Of the root, with all rows that are known.
    limits
        What covers are separated of; they hold in this tree alone.
    """

    model: VillageModel
    program: Program
    pool: CutPlanPool
    clock: Clock
    limits: list[Knapsack]
    path_fixing: PathFixing
    _lp: Relaxation | None = None
    _held: int = 0
    _known: int = field(init=False)

    def __post_init__(self) -> None:
        self._known = len(self.pool.cuts)

    def rows(self) -> Rows:
        """Return the rows with all separators that are known; new ones come last."""
        if len(self.pool.cuts) > self._known:
            new = self.pool.cuts.take(np.arange(self._known, len(self.pool.cuts)))
            self.program = self.program.with_rows(new)
            self._known = len(self.pool.cuts)
        return self.program.rows

    def at_root(self) -> Relaxation:
        """Return the root's LP.

        Raises
        ------
        NoSolutionError
            When its rows leave no point.
        """
        rows = self.rows()
        self._lp, self._held = Relaxation(self.program.propagated(), self.clock), len(rows)
        return self._lp

    def at(self, program: Program, root: Bound | None, most: int) -> Relaxation:
        """Return the LP of a node.

        Parameters
        ----------
        root, most
            The root's bound, and the most that a point may cost.

        Raises
        ------
        NoSolutionError
            When the node's rows, and what costs at most `most`, leave no point.
        """
        assert self._lp is not None, "the root comes first"
        rows = self.rows()
        lp = self._lp = self._narrowed(self._lp, rows, root, most)
        low, high = program.low | lp.first.low, program.high & lp.first.high
        if (low & ~high).any():
            raise NoSolutionError
        lp.move(replace(program, rows=rows, low=low, high=high).propagated())
        return lp

    def _narrowed(self, lp: Relaxation, rows: Rows, root: Bound | None, most: int) -> Relaxation:
        """Return the LP with all rows, anew where few columns are left in play."""
        narrow = (
            lp.first if root is None else self.path_fixing.fix_by_reduced_cost(lp.first, root, most)
        )
        if (narrow.low & ~narrow.high).any():
            raise NoSolutionError
        if len(narrow.free) < _FEWER * len(lp.first.free):
            self._held = len(rows)
            return Relaxation(replace(narrow, rows=rows), self.clock)
        self._catch_up(lp)
        return lp

    def _catch_up(self, lp: Relaxation) -> None:
        rows = self.program.rows
        lp.add(rows.take(np.arange(self._held, len(rows))))
        self._held = len(rows)

    def separated(self, lp: Relaxation, bound: Bound, least: float = LEAST) -> bool:
        """Add what a point breaks, separators and covers; return whether there was any."""
        before = len(self.rows())
        self.pool.add_cuts(separate(self.model, bound.x, self.clock, least))
        self.rows()
        self.program = self.program.with_rows(
            separate_covers(self.limits, bound.x, self.model.size)
        )
        self._catch_up(lp)
        return len(self.program.rows) > before
