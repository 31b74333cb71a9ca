"""Plans at sets of seats: those that the LP leads to, and neighbours of the set of the least bound.

What a set of seats, each with one option, can come to is bounded by the LP with just these.
Where that promises a better plan one is looked for, twice at most, the second time from an LP
that knows more separators. The bounds say where to look; no proof rests on them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.branch_and_cut.heuristics.diving import dive_by_mip, dive_on_seats
from optimizer.solve.branch_and_cut.heuristics.local_search import LocalSearch
from optimizer.solve.branch_and_cut.heuristics.seat_interchange import neighbours, with_seats
from optimizer.solve.branch_and_cut.separators import separate
from optimizer.solve.lp.program import (
    Bound,
    Floats,
    NoSolutionError,
    Program,
    Relaxation,
)

if TYPE_CHECKING:
    from optimizer.solve.branch_and_cut.tree import Tree

_ROUNDS = 6
_DOUBTFUL = 4
_TRIES = 2
_SELDOM = 8
_WHOLE = 1e-5


@dataclass
class _SeatSet:
    """A set of seats: the program that keeps them, its LP's bound and point, and trials so far."""

    seats: IntArray
    program: Program | None = None
    bound: int = NO_LIMIT
    lp_point: Floats | None = None
    tries: int = 0


@dataclass
class SeatSetHeuristic:
    """Looks for plans from node to node, less often where that brings nothing.

    Attributes
    ----------
    sets
        The sets of seats that are known, by name.
    wait, pause
        Nodes to pass by before the next try, and how many they were the last time.
    above
        How far above the LP's bound, relatively, the nearest plan was that was found.
    """

    sets: dict[bytes, _SeatSet] = field(default_factory=dict)
    wait: int = 0
    pause: int = 0
    above: float = np.inf

    def seek(self, tree: Tree, program: Program, bound: Bound) -> None:
        """Look for a better plan at a node."""
        if self.wait and not _whole(tree, bound):
            self.wait -= 1
            return
        if self._dive(tree, program, bound):
            self.pause = 1
        else:
            self.pause = min(2 * self.pause + 1, _SELDOM)
            self._interchange(tree)
        self.wait = self.pause
        self._try(tree)

    def first(self, tree: Tree, program: Program, bound: Bound) -> None:
        """Look for plans at the root; by a MIP where no plan is known and no other way leads."""
        self._dive(tree, program, bound)
        if tree.best is None:
            self._try(tree)
        if tree.best is None:
            dive_by_mip(tree, program, bound)
        if self.sets and not tree.first_only:
            for column in self._doubtful(tree, bound):
                self._without(tree, program, column)
            self._try(tree)

    def _doubtful(self, tree: Tree, bound: Bound) -> IntArray:
        """Return the seats that the first dive kept, by column, that the root's LP likes least."""
        first = next(iter(self.sets.values())).seats
        columns = tree.model.kept[first]
        columns = columns[tree.program.low[columns] != tree.program.high[columns]]
        out: IntArray = columns[np.argsort(bound.x[columns], kind="stable")][:_DOUBTFUL]
        return out

    def _without(self, tree: Tree, program: Program, column: int) -> None:
        """Dive again without a seat."""
        try:
            relaxed = tree.heuristic_lp_of(program.fixed(np.array([column]), False))
            bound = relaxed.bound()
        except NoSolutionError:
            return
        if bound is not None:
            self._dive(tree, relaxed.program, bound)

    def _dive(self, tree: Tree, program: Program, bound: Bound) -> bool:
        """Take the seats that LPs lead to from a node; return whether they are new."""
        try:
            settled = dive_on_seats(tree, program, bound)
        except NoSolutionError:
            return False
        return settled is not None and self._take(tree, settled)

    def _interchange(self, tree: Tree) -> None:
        """Take the next neighbour of the seats of the least bound."""
        if not self.sets:
            return
        centre = min(self.sets.values(), key=lambda s: s.bound)
        for seats in neighbours(tree, centre.seats):
            if tree.clock.over:
                return
            if seats.tobytes() in self.sets:
                continue
            try:
                self._take(tree, with_seats(tree, seats))
                return
            except NoSolutionError:
                self.sets[seats.tobytes()] = _SeatSet(seats)

    def _take(self, tree: Tree, program: Program) -> bool:
        """Remember the seats of a program, with a bound; return whether they are new."""
        kept = tree.model.kept
        seats = np.nonzero((kept >= 0) & program.low[np.maximum(kept, 0)])[0]
        if seats.tobytes() in self.sets:
            return False
        self.sets[seats.tobytes()] = one = _SeatSet(seats)
        self._bound(tree, one, program)
        return True

    def _bound(self, tree: Tree, one: _SeatSet, program: Program) -> None:
        """Bound the plans with some seats; of those that cannot be better nothing is kept."""
        found = _bounded(tree, program)
        one.program, one.bound, one.lp_point = None, NO_LIMIT, None
        if found is not None:
            one.program, one.bound, one.lp_point = found[0].program, found[1].value, found[1].x

    def _try(self, tree: Tree) -> None:
        """Look for a plan at the most promising seats."""
        above = self.above / 2 if np.isfinite(self.above) else 0.0
        open_ = [s for s in self.sets.values() if s.program is not None]
        good = [s for s in open_ if s.bound + above * abs(s.bound) < tree.value]
        if not good or tree.clock.over:
            return
        one = min(good, key=lambda s: s.bound + s.tries * above * abs(s.bound))
        if one.tries and one.program is not None:
            self._bound(tree, one, one.program)
        if one.program is None or one.lp_point is None:
            return
        point = LocalSearch(tree.model, one.program, one.lp_point).run(tree.clock)
        if point is not None:
            self._offer(tree, one, one.program, tree.model.read(point))
        one.tries += 1
        if one.tries >= _TRIES:
            one.program = one.lp_point = None

    def _offer(self, tree: Tree, one: _SeatSet, program: Program, plan: IntArray) -> None:
        """Offer a plan, improved first where half the way to its bound would make it the best."""
        if not tree.model.accepts(plan):
            return
        cost = tree.cost(plan)
        if not tree.first_only and (cost + one.bound) // 2 < tree.value:
            plan = tree.improved(program, plan)
        far = max(0, tree.cost(plan) - one.bound)
        self.above = min(self.above, far / max(1, abs(one.bound)))
        tree.offer(plan)


def _bounded(tree: Tree, program: Program) -> tuple[Relaxation, Bound] | None:
    """Return the LP of a program with given seats and its bound; None without a better plan."""
    try:
        relaxed = tree.apart(program)
        bound = relaxed.bound()
        for _ in range(_ROUNDS):
            if bound is None or bound.value >= tree.value:
                return None
            cuts = separate(tree.model, bound.x, tree.clock)
            if not len(cuts):
                break
            tree.pool.add_cuts(cuts)
            relaxed.add(cuts)
            bound = relaxed.bound()
    except NoSolutionError:
        return None
    return None if bound is None else (relaxed, bound)


def _whole(tree: Tree, bound: Bound) -> bool:
    """Return whether an LP's point has whole seats."""
    x = bound.x[tree.model.kept[tree.model.kept >= 0]]
    return bool(np.abs(x - np.rint(x)).max(initial=0) < _WHOLE)
