"""Plans at sets of seats: those that the LP leads to, and neighbours of the set of the least bound.

What a set of seats, each with one option, can come to is bounded by the LP with just these.
Where that promises a better plan one is looked for, twice at most, the second time from an LP
that knows more separators. The bounds say where to look; no proof rests on them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.branch_and_cut.heuristics.base import Heuristic
from optimizer.solve.branch_and_cut.heuristics.diving import dive_by_mip, dive_on_seats
from optimizer.solve.branch_and_cut.heuristics.local_search import LocalSearch
from optimizer.solve.branch_and_cut.heuristics.region_search import RegionSearch
from optimizer.solve.branch_and_cut.heuristics.seat_interchange import neighbours, with_seats
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.branch_and_cut.separators import separate
from optimizer.solve.lp.program import (
    Bound,
    Floats,
    NoSolutionError,
    Program,
    Relaxation,
)

SEPARATION_ROUNDS = 6
"""LPs by which a set of seats is bounded; more rounds move the bound little."""
DOUBTFUL_SEATS = 4
"""Seats of the first dive that are left out in turn: those that the root's LP likes least."""
TRIES = 2
"""Local searches at one set of seats."""
LONGEST_PAUSE = 32
"""Nodes that are passed by between two dives that brought nothing, at most."""
INTEGRAL = 1e-5
"""How far from 0 or 1 an LP's seats count as whole."""


@dataclass
class _SeatSet:
    """A set of seats: the program that keeps them, its LP's bound and point, and trials so far."""

    seats: IntArray
    program: Program | None = None
    bound: int = NO_LIMIT
    lp_point: Floats | None = None
    tries: int = 0


@dataclass
class SeatSetHeuristic(Heuristic):
    """Looks for plans from node to node, less often where that brings nothing.

    Attributes
    ----------
    regions
        Improves what is found.
    sets
        The sets of seats that are known, by name.
    wait, pause
        Nodes to pass by before the next try, and how many they were the last time.
    above
        How far above the LP's bound, relatively, the nearest plan was that was found.
    """

    regions: RegionSearch
    sets: dict[bytes, _SeatSet] = field(default_factory=dict)
    wait: int = 0
    pause: int = 0
    above: float = np.inf

    def at_node(self, incumbent: Incumbent, lp: NodeLp, program: Program, bound: Bound) -> None:
        """Look for a better plan at a node."""
        if self.wait and not _whole(lp, bound):
            self.wait -= 1
            return
        before = incumbent.value
        if not self._dive(incumbent, lp, program, bound):
            self._interchange(incumbent, lp)
        self._try(incumbent, lp)
        brought = incumbent.value < before
        self.wait = self.pause = 1 if brought else min(2 * self.pause + 1, LONGEST_PAUSE)

    def at_root(self, incumbent: Incumbent, lp: NodeLp, program: Program, bound: Bound) -> None:
        """Look for plans at the root; by a MIP where no plan is known and no other way leads.

        A stage that is granted little work goes without it: a MIP takes more.
        """
        self._dive(incumbent, lp, program, bound)
        if incumbent.best is None:
            self._try(incumbent, lp)
        if incumbent.best is None and lp.clock.effort.patience is None:
            dive_by_mip(incumbent, lp, program, bound)
        if self.sets and not incumbent.first_only:
            for column in self._doubtful(lp, bound):
                self._without(incumbent, lp, program, column)
            self._try(incumbent, lp)

    def _doubtful(self, lp: NodeLp, bound: Bound) -> IntArray:
        """Return the seats that the first dive kept, by column, that the root's LP likes least."""
        first = next(iter(self.sets.values())).seats
        columns = lp.model.seat_column[first]
        columns = columns[lp.program.low[columns] != lp.program.high[columns]]
        out: IntArray = columns[np.argsort(bound.x[columns], kind="stable")][:DOUBTFUL_SEATS]
        return out

    def _without(self, incumbent: Incumbent, lp: NodeLp, program: Program, column: int) -> None:
        """Dive again without a seat."""
        try:
            relaxed = lp.beside(program.fixed(np.array([column]), False), incumbent.value)
            bound = relaxed.bound()
        except NoSolutionError:
            return
        if bound is not None:
            self._dive(incumbent, lp, relaxed.program, bound)

    def _dive(self, incumbent: Incumbent, lp: NodeLp, program: Program, bound: Bound) -> bool:
        """Take the seats that LPs lead to from a node; return whether they are new."""
        try:
            settled = dive_on_seats(lp, program, bound, incumbent.value)
        except NoSolutionError:
            return False
        return settled is not None and self._take(incumbent, lp, settled)

    def _interchange(self, incumbent: Incumbent, lp: NodeLp) -> None:
        """Take the next neighbour of the seats of the least bound."""
        if not self.sets:
            return
        centre = min(self.sets.values(), key=lambda s: s.bound)
        for seats in neighbours(lp, centre.seats):
            if lp.clock.over:
                return
            if seats.tobytes() in self.sets:
                continue
            try:
                self._take(incumbent, lp, with_seats(lp, seats))
                return
            except NoSolutionError:
                self.sets[seats.tobytes()] = _SeatSet(seats)

    def _take(self, incumbent: Incumbent, lp: NodeLp, program: Program) -> bool:
        """Remember the seats of a program, with a bound; return whether they are new."""
        kept = lp.model.seat_column
        seats = np.nonzero((kept >= 0) & program.low[np.maximum(kept, 0)])[0]
        if seats.tobytes() in self.sets:
            return False
        self.sets[seats.tobytes()] = one = _SeatSet(seats)
        self._bound(incumbent, lp, one, program)
        return True

    def _bound(self, incumbent: Incumbent, lp: NodeLp, one: _SeatSet, program: Program) -> None:
        """Bound the plans with some seats; of those that cannot be better nothing is kept."""
        found = _bounded(incumbent, lp, program)
        one.program, one.bound, one.lp_point = None, NO_LIMIT, None
        if found is not None:
            one.program, one.bound, one.lp_point = found[0].program, found[1].value, found[1].x

    def _try(self, incumbent: Incumbent, lp: NodeLp) -> None:
        """Look for a plan at the most promising seats."""
        above = self.above / 2 if np.isfinite(self.above) else 0.0
        open_ = [s for s in self.sets.values() if s.program is not None]
        good = [s for s in open_ if s.bound + above * abs(s.bound) < incumbent.value]
        if not good or lp.clock.over:
            return
        one = min(good, key=lambda s: s.bound + s.tries * above * abs(s.bound))
        if one.tries and one.program is not None:
            self._bound(incumbent, lp, one, one.program)
        if one.program is None or one.lp_point is None:
            return
        point = LocalSearch(lp.model, one.program, one.lp_point).run(lp.clock)
        if point is not None:
            self._offer(incumbent, lp, one, one.program, lp.model.read(point))
        one.tries += 1
        if one.tries >= TRIES:
            one.program = one.lp_point = None

    def _offer(
        self, incumbent: Incumbent, lp: NodeLp, one: _SeatSet, program: Program, plan: IntArray
    ) -> None:
        """Offer a plan, improved first where half the way to its bound would make it the best."""
        if not lp.pool.accepts(lp.model, plan):
            return
        cost = incumbent.cost_of(plan)
        if not incumbent.first_only and (cost + one.bound) // 2 < incumbent.value:
            small = NodeLp(lp.model, lp.smaller(program), lp.pool, lp.clock.quiet)
            plan = self.regions.polished(lp, plan, small)
        far = max(0, incumbent.cost_of(plan) - one.bound)
        self.above = min(self.above, far / max(1, abs(one.bound)))
        incumbent.offer(plan)


def _bounded(incumbent: Incumbent, lp: NodeLp, program: Program) -> tuple[Relaxation, Bound] | None:
    """Return the LP of a program with given seats and its bound; None without a better plan."""
    try:
        relaxed = lp.alone(program, incumbent.value)
        bound = relaxed.bound()
        for _ in range(SEPARATION_ROUNDS):
            if bound is None or bound.value >= incumbent.value:
                return None
            cuts = separate(lp.model, bound.x, lp.clock)
            if not len(cuts):
                break
            lp.pool.add_cuts(cuts)
            relaxed.add(cuts)
            bound = relaxed.bound()
    except NoSolutionError:
        return None
    return None if bound is None else (relaxed, bound)


def _whole(lp: NodeLp, bound: Bound) -> bool:
    """Return whether an LP's point has whole seats."""
    x = bound.x[lp.model.seat_column[lp.model.seat_column >= 0]]
    return bool(np.abs(x - np.rint(x)).max(initial=0) < INTEGRAL)
