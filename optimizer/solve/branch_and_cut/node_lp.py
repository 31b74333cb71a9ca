"""The LP that all nodes of a tree share: it goes from basis to basis and keeps what was learnt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from models.merge.rows import Rows
from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT
from optimizer.solve.branch_and_cut.cover_cuts import Knapsack, separate_covers
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.path_fixing import PathFixing
from optimizer.solve.branch_and_cut.separators import LEAST, separate
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Bound, NoSolutionError, Program, Relaxation

REBUILD_BELOW = 0.5
"""Share of the free columns of the LP; with fewer left in play a smaller LP is built."""


@dataclass
class NodeLp:
    """Rows that only grow, in one order, and the LP that holds the first of them.

    Attributes
    ----------
    program
        Of the root, with all rows that are known.
    limits
        What covers are separated of; they hold in this tree alone.
    root
        The bound of the root's LP, once it is known.
    """

    model: VillageModel
    program: Program
    pool: CutPlanPool
    clock: Clock
    limits: list[Knapsack] = field(default_factory=list)
    root: Bound | None = None
    _lp: Relaxation | None = None
    _heuristic_lp: NodeLp | None = None
    _last: tuple[Program, Bound, int, Program] | None = None
    _held: int = 0
    _known: int = field(init=False)

    def __post_init__(self) -> None:
        self._known = len(self.pool.cuts)

    @property
    def path_fixing(self) -> PathFixing:
        """Fixing by reduced cost along paths."""
        return self.pool.path_fixing(self.model)

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

    def at(self, program: Program, value: int) -> Relaxation:
        """Return the LP of a node, without what the root's bound shows to be too dear.

        Parameters
        ----------
        value
            Of the incumbent; only what costs less is of interest.

        Raises
        ------
        NoSolutionError
            When the node's rows, and what costs less, leave no point.
        """
        assert self._lp is not None, "the root comes first"
        rows = self.rows()
        root = self.root if value < NO_LIMIT else None
        lp = self._lp = self._narrowed(self._lp, rows, root, value - 1)
        low, high = program.low | lp.first.low, program.high & lp.first.high
        if (low & ~high).any():
            raise NoSolutionError
        lp.move(replace(program, rows=rows, low=low, high=high).propagated())
        return lp

    def beside(self, program: Program, value: int) -> Relaxation:
        """Return the LP of a smaller program, in an LP beside that of the nodes.

        That one keeps its basis, and what comes into play for it is no burden to the nodes.

        Raises
        ------
        NoSolutionError
            When nothing below the best plan is left.
        """
        if self._heuristic_lp is None:
            whole = replace(self.program, rows=self.rows())
            self._heuristic_lp = NodeLp(self.model, whole, self.pool, self.clock)
            self._heuristic_lp.at_root()
        self._heuristic_lp.root = self.root
        return self._heuristic_lp.at(program, value)

    def alone(self, program: Program, value: int) -> Relaxation:
        """Return an LP of its own for a smaller program, without what the root's bound rules out.

        Raises
        ------
        NoSolutionError
            When nothing below the best plan is left.
        """
        small = replace(program, rows=self.rows())
        if self.root is not None and value < NO_LIMIT:
            small = self.path_fixing.fix_by_reduced_cost(small, self.root, value - 1)
        if (small.low & ~small.high).any():
            raise NoSolutionError
        return Relaxation(small.propagated().drop_redundant_rows(), self.clock)

    def smaller(self, program: Program) -> Program:
        """Return a smaller program with the rows that are known and can still be broken."""
        return replace(program, rows=self.rows()).drop_redundant_rows()

    def _narrowed(self, lp: Relaxation, rows: Rows, root: Bound | None, most: int) -> Relaxation:
        """Return the LP with all rows, anew where few columns are left in play."""
        narrow = lp.first if root is None else self._within_gap(lp.first, root, most)
        if (narrow.low & ~narrow.high).any():
            raise NoSolutionError
        if len(narrow.free) < REBUILD_BELOW * len(lp.first.free):
            self._held = len(rows)
            return Relaxation(replace(narrow, rows=rows), self.clock)
        self._catch_up(lp)
        return lp

    def _within_gap(self, first: Program, root: Bound, most: int) -> Program:
        """Return what the root's bound leaves of the LP's program; most often the last answer."""
        last = self._last
        if last is None or last[0] is not first or last[1] is not root or last[2] != most:
            narrow = self.path_fixing.fix_by_reduced_cost(first, root, most)
            last = self._last = (first, root, most, narrow)
        return last[3]

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
