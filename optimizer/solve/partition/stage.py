"""One objective of a set partitioning problem, solved to proof where time allows.

The LP bounds it first. Then sweeps over the parts, each wider than the last, look
for a plan near the bound, and are a proof where nothing had to be dropped. What
they leave open goes to CP-SAT in turns with wider sweeps: it sees the columns
whose reduced cost lets them take part in a solution near the bound, and more of
them only as far as the value that was found leaves room. That is exact: a column
left out costs at least bound + its reduced cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.merge.expressions import UNITS, LinearExpression, cost_of
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.clock import CP_SAT, Clock
from optimizer.solve.evidence import Proof
from optimizer.solve.lp.partition_bound import Bound, free_below, lp_bound
from optimizer.solve.lp.witness import MIP_NODES
from optimizer.solve.partition.cp_sat import search
from optimizer.solve.partition.large_neighbourhood import improve
from optimizer.solve.partition.sweep import SweepOrders, sweep
from optimizer.solve.results import StageResult, Verdict

FEW = 300
"""Columns up to which ties are left to chance: a later objective's LP would not pay."""
FIRST_COLUMNS = 1500
"""Columns that CP-SAT is given first."""
REGION_PATIENCE = 20
"""Regions of a large neighbourhood search that may bring nothing, in each turn."""
MANY_IN_PLAY, COLUMNS_PER_PART = 50_000, 40
"""Columns in play from which on CP-SAT comes before the sweeps, and how many for each part."""
FIRST_EFFORT = 2.0
"""Deterministic time of CP-SAT's first turn."""
LEAST_WIDTH = 30
"""States that the first sweep keeps from a part, at least."""
FIRST_PAIRS = 100_000
"""Pairs of a state and a column that the first sweep looks at from a part."""
FIRST_SWEEPS = 4
"""Sweeps before CP-SAT's first turn."""
FACTOR = 2
"""Factor on widths and times from turn to turn."""
_MANY_PARTS = 150
"""With more parts wider sweeps find in less time what CP-SAT does not."""
_MOST = 100_000
"""Columns that CP-SAT is given at most: with more it hears no limit while it presolves."""
_DOUBTS = 5
"""Claims of CP-SAT alone after which a stage is left open: sweeps went on in between."""
DOUBT_FACTOR = 4
"""Factor on what the second witness gets from one doubt to the next."""


Otherwise = Callable[[IntArray | None, int, Clock], StageResult]
"""Another way to the same sum: begins from columns that are known, and from a bound."""


def solve_stage(
    problem: Partition,
    objective: LinearExpression,
    clock: Clock,
    start: IntArray | None = None,
    preference: IntArray | None = None,
    bound: Bound | None = None,
    otherwise: Otherwise | None = None,
) -> StageResult:
    """Minimise a sum over a set partitioning problem.

    Parameters
    ----------
    preference
        Which columns to try first among equals, the smallest first; the result
        does not depend on it, only the way to it.
    start
        A known solution (columns), or None.
    bound
        The LP bound, where it is known already. With columns still to be made
        it must hold for these too (`optimizer.solve.partition.column_generation`).
    otherwise
        Another way, gone where the LP bound leaves too many columns in play.
    """
    floor = _floor(problem, objective)
    if not len(problem):
        return StageResult(
            Verdict.INFEASIBLE if problem.source is None else Verdict.OPEN, bound=floor
        )
    cost = problem.evaluate(objective)
    free, limit = free_below(problem, objective)
    floor = max(floor, limit)
    if start is not None and _worth(cost, start) == floor:
        everything = np.ones(len(problem), dtype=bool)
        return StageResult(Verdict.SOLVED, start, floor, floor, everything)
    if clock.over:
        return StageResult(Verdict.OPEN, start, 0 if start is None else _worth(cost, start), floor)
    if bound is None and problem.source is None:
        bound = lp_bound(free, objective, clock)
    if bound is None and (clock.over or len(problem) > _MOST):
        return StageResult(Verdict.OPEN, start, 0 if start is None else _worth(cost, start), floor)
    if bound is None:
        return _by_cp_sat_alone(problem, cost, floor, start, clock)
    order, least = _order(bound, preference), max(bound.value, floor)
    return _StageSearch(problem, cost, bound, order, clock, start, least, otherwise).run()


def _order(bound: Bound, preference: IntArray | None) -> IntArray:
    """Return the columns: those that the bound's own value allows first, by liking among these."""
    beyond = np.maximum(bound.reduced - (bound.value * bound.scale - bound.base), 0)
    liking = bound.reduced if preference is None else preference
    return np.lexsort((bound.reduced, liking, beyond))


def _by_cp_sat_alone(
    problem: Partition, cost: IntArray, floor: int, start: IntArray | None, clock: Clock
) -> StageResult:
    """Search all columns at hand, for want of a bound of the LP."""
    everything = np.ones(len(problem), dtype=bool)
    found = search(problem, cost, everything, floor, start, clock)
    if problem.source is not None:
        value = 0 if found.chosen is None else found.value
        return StageResult(Verdict.OPEN, found.chosen, value, floor)
    if found.chosen is None and start is not None:
        return StageResult(Verdict.OPEN, start, _worth(cost, start), found.bound)
    if found.claimed and found.chosen is None:
        clock.evidence.claim(f"{CP_SAT}: no plan ({clock.where})")
    keep = everything if found.verdict is Verdict.SOLVED else None
    return StageResult(
        found.verdict, found.chosen, found.value, found.bound, keep, claimed=found.claimed
    )


def _floor(problem: Partition, objective: LinearExpression) -> int:
    """Return a lower bound that needs no solver."""
    if objective in (UNITS, cost_of("units")):
        return max(0, problem.units_range()[0])
    least = int(problem.evaluate(objective).min(initial=0))
    if problem.source is not None:
        least = min(0, objective.per_unit + min(0, objective.per_urban))
    return problem.parts * least


@dataclass
class _StageSearch:
    """The hunt for a plan, and for the proof that there is no better one.

    Attributes
    ----------
    order
        The columns, those of least reduced cost first.
    best, least
        The best plan so far and the best bound.
    closed
        Whether it is settled that no column at hand makes a better plan.
    doubts
        How often CP-SAT said so of all columns that could make one and nothing bore it out.
    """

    problem: Partition
    cost: IntArray
    bound: Bound
    order: IntArray
    clock: Clock
    best: IntArray | None
    least: int
    otherwise: Otherwise | None = None
    closed: bool = False
    width: int = 0
    turn: int = 0
    count: int = FIRST_COLUMNS
    effort: float = FIRST_EFFORT
    doubts: int = 0

    @property
    def value(self) -> int:
        """Cost of the best plan."""
        return NO_LIMIT if self.best is None else int(self.cost[self.best].sum())

    @property
    def over(self) -> bool:
        """Whether there is nothing more to do, or no time."""
        done = self.closed or self.value <= self.least or self.doubts >= _DOUBTS
        return done or self.clock.over

    def run(self) -> StageResult:
        """Let sweeps, CP-SAT and neighbourhoods take turns, each turn longer than the last."""
        self._tell()
        self._near_plan()
        self.width = max(LEAST_WIDTH, FIRST_PAIRS // len(self.problem))
        for _ in range(FIRST_SWEEPS):
            self._sweep()
        if self.problem.parts > _MANY_PARTS:
            for _ in range(2):
                self._sweep()
        while not self.over:
            self._ask_cp_sat()
            self._improve()
            for _ in range(2):
                self._sweep()
            self._go_another_way()
        return self._stage()

    def _near_plan(self) -> None:
        """Look for a plan of the best columns where the known one leaves too many in play.

        Where all columns cost the same sweeps are the better way.
        """
        play = len(self.problem) if self.best is None else self._useful
        if self.over or play <= MANY_IN_PLAY or self.cost.min() == self.cost.max():
            return
        self.count = max(self.count, COLUMNS_PER_PART * self.problem.parts)
        self._ask_cp_sat()

    @property
    def _useful(self) -> int:
        """How many columns a better plan may use."""
        return int(self.bound.columns_below(self.value - 1).sum())

    def _sweep(self) -> None:
        if self.over:
            return
        aim = self._aim()
        order = self._orders(self.turn)
        found = sweep(self.problem, self.cost, self.bound, aim, self.width, self.clock, order)
        if found.complete:
            self.clock.evidence.rely(Proof.SWEEP)
        if found.chosen is not None:
            self.best, self.closed = found.chosen, found.complete
        elif found.complete:
            self.closed = aim >= self._most()
            self.least = max(self.least, aim + 1) if self.problem.source is None else self.least
        self.turn += 1
        # One sweep of each width does where both aims are the same.
        self.width *= FACTOR if self.turn % 2 == 0 or self._most() <= self.least else 1
        self._tell()

    @cached_property
    def _orders(self) -> SweepOrders:
        return SweepOrders(self.problem)

    def _most(self) -> int:
        """Return what a plan may cost that is of use."""
        largest = int(np.abs(self.cost).max(initial=0)) * self.problem.parts
        return min(self.value - 1, largest)

    def _aim(self) -> int:
        """Return what the next sweep looks for: any better plan, and one far better, in turns.

        A low aim leaves few columns and few states; where there is nothing, the
        sweep is more likely complete, and the bound rises.
        """
        if self.turn % 2 == 0:
            return self._most()
        return self.least if self.best is None else (self.least + self._most()) // 2

    def _ask_cp_sat(self) -> None:
        """Run CP-SAT over the first columns of the order."""
        if self.over or self.count > max(_MOST, FIRST_COLUMNS):
            return
        allowed = np.zeros(len(self.problem), dtype=bool)
        allowed[self.order[: self.count]] = True
        beyond = _outside(self.bound, self.order, self.count)
        found = search(
            self.problem, self.cost, allowed, self.least, self.best, self.clock, self.effort,
            beyond, MIP_NODES * DOUBT_FACTOR**self.doubts,
        )  # fmt: skip
        if found.chosen is not None:
            self.best = found.chosen
        if self.problem.source is None:
            self.least = max(self.least, min(beyond, found.bound))
        settles = beyond >= self.value
        self.doubts += found.claimed and settles
        if found.claimed and not settles:
            self.count = _widen(self.bound, self.count, self.value)
        elif found.verdict is Verdict.OPEN:
            self.effort *= FACTOR
        elif self.count >= len(self.problem):
            self.closed = True
        else:
            self.count = _widen(self.bound, self.count, self.value)
        self._tell()

    def _improve(self) -> None:
        if self.over:
            return
        better = improve(
            self.problem, self.cost, self.least, self.best, self.order, self.clock, REGION_PATIENCE
        )
        self.best = self.best if better is None else better

    def _go_another_way(self) -> None:
        """Try another way for half of the time, once, where too many columns stay in play."""
        if self.over or self.otherwise is None or self._useful <= MANY_IN_PLAY:
            return
        found = self.otherwise(self.best, self.least, self.clock.share(2))
        self.otherwise = None
        if found.chosen is not None and int(self.cost[found.chosen].sum()) < self.value:
            self.best = found.chosen
        self.least = max(self.least, found.bound)
        self.closed |= found.verdict is Verdict.INFEASIBLE
        self._tell()

    def _tell(self) -> None:
        self.clock.progress(None if self.best is None else self.value, self.least)

    def _stage(self) -> StageResult:
        closed = self.closed and self.problem.source is None
        if self.best is None:
            verdict = Verdict.INFEASIBLE if closed else Verdict.OPEN
            if self.doubts and verdict is Verdict.OPEN:
                self.clock.evidence.claim(f"{CP_SAT}: no plan ({self.clock.where})")
            return StageResult(verdict, bound=self.least, claimed=self.doubts > 0)
        value = self.value
        if value > self.least and not closed:
            return StageResult(Verdict.OPEN, self.best, value, self.least, claimed=self.doubts > 0)
        return StageResult(Verdict.SOLVED, self.best, value, value, self.bound.columns_below(value))


def _worth(cost: IntArray, chosen: IntArray | None) -> int:
    return NO_LIMIT if chosen is None else int(cost[chosen].sum())


def _outside(bound: Bound, order: IntArray, count: int) -> int:
    """Return a lower bound of every solution that uses a column beyond the first `count`."""
    if count >= len(order):
        return NO_LIMIT
    return -(-(bound.base + int(bound.reduced[order[count:]].min())) // bound.scale)


def _widen(bound: Bound, count: int, value: int) -> int:
    """Return how many columns to allow next: four times as many, or all that can improve."""
    useful = len(bound.reduced)
    if value < NO_LIMIT:
        useful = int(bound.columns_below(value - 1).sum())
    return max(count + 1, min(4 * count, useful, max(count, _MOST)))
