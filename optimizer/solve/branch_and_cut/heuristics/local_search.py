"""Plans for given seats: villages change units, alone or two at a time, until limits are kept.

The cost counts what limits are overstepped by, at prices that rise where the
search is stuck (breakout; Morris 1993, AAAI). It proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.graphs import falls_apart
from models.merge.villages import VillageModel
from models.quantities import IntArray
from optimizer.solve.branch_and_cut.grouped_assignment import Floats, GroupedAssignment
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Program

PATIENCE = 60
"""Local optima in turn that may bring nothing better."""
MOVES_TRIED = 40
"""Best moves that are tried before another neighbourhood: most that fail would break a unit."""
PRICE_RISE = 1.3
"""Factor on the price of a limit that is overstepped at a local optimum."""
PRICE_FALL = 0.7
"""Factor on all prices where no limit is overstepped."""


@dataclass(frozen=True)
class Moves:
    """Groups of villages that may go from their unit to one next to it."""

    group: IntArray
    source: IntArray
    target: IntArray

    def __len__(self) -> int:
        """Return the number of moves."""
        return len(self.group)


class LocalSearch:
    """The search for given seats.

    Parameters
    ----------
    program
        With the columns of seats and options fixed.
    lp_point
        How much each column is liked, as the LP's point.
    """

    def __init__(self, model: VillageModel, program: Program, lp_point: Floats) -> None:
        self.program = program
        self.grouped = grouped = GroupedAssignment(model, program)
        self.lp_point = np.where(grouped.may, lp_point[grouped.column], -1.0)

    def run(self, clock: Clock, patience: int = PATIENCE) -> IntArray | None:
        """Return the best point found whose units keep the limits; None where none was found.

        Parameters
        ----------
        patience
            How many resting places in turn may bring nothing better.
        """
        at = self._start()
        if at is None:
            return None
        self.at = at
        self.units = {s: set(np.nonzero(at == s)[0].tolist()) for s in np.unique(at).tolist()}
        self.stuck = np.zeros(len(at), dtype=bool)
        self._mark(set(self.units))
        self.load = np.zeros(self.grouped.low.shape)
        np.add.at(self.load, at, self.grouped.weight[at, np.arange(len(at))])
        span = self.grouped.weight.sum(axis=1).max(initial=1.0)
        self.price = np.full(self.grouped.low.shape, max(1.0, self._worth()) / max(1.0, span))
        best, value, idle = None, np.inf, 0
        while idle <= patience and not clock.over:
            if self._move() or self._swap():
                continue
            idle += 1
            over = self._over(self.load) > 0
            if not over.any() and self._worth() < value:
                best, value, idle = self.at.copy(), self._worth(), 0
            self.price *= np.where(over, PRICE_RISE, 1.0) if over.any() else PRICE_FALL
        return None if best is None else self._point(best)

    def _worth(self) -> float:
        return float(self.grouped.cost[np.arange(len(self.at)), self.at].sum())

    def _point(self, at: IntArray) -> IntArray:
        x = self.program.low.astype(np.int64)
        x[self.grouped.column[np.arange(len(at)), at]] = 1
        return x

    def _start(self) -> IntArray | None:
        """Return the units that the LP likes, grown together from their seats."""
        liked = np.argmax(self.lp_point, axis=1)
        at = np.full(len(liked), -1)
        for s in np.nonzero(self.grouped.may.any(axis=0))[0].tolist():
            inside = self._reached(s, set(np.nonzero(liked == s)[0].tolist()))
            at[list(inside)] = s
        while (at < 0).any():
            a, b = self.grouped.edges
            open_ = (at[a] < 0) & (at[b] >= 0)
            open_ &= self.grouped.may[a, np.maximum(at[b], 0)]
            a, b = a[open_], b[open_]
            if not len(a):
                return None
            k = np.argmin(self.grouped.cost[a, at[b]])
            at[a[k]] = at[b[k]]
        return at

    def _reached(self, seat: int, inside: set[int]) -> set[int]:
        """Return what of a set is joined to a seat."""
        root = int(self.grouped.seat_group[seat])
        if root not in inside:
            return set()
        seen, todo = {root}, [root]
        while todo:
            fresh = (self.grouped.neighbours[todo.pop()] & inside) - seen
            seen |= fresh
            todo += fresh
        return seen

    def _mark(self, seats: set[int]) -> None:
        """Mark the groups that cannot leave their unit alone: seats, and what holds it together.

        Groups with all neighbours in their unit have nowhere to go and are not looked at.
        """
        around = self.grouped.neighbours
        for s in seats:
            unit = self.units[s]
            self.stuck[list(unit)] = False
            edge = (g for g in unit if not around[g] <= unit)
            self.stuck[[g for g in edge if falls_apart(around, unit, g)]] = True
            self.stuck[self.grouped.seat_group[s]] = True

    def _over(self, load: Floats) -> Floats:
        over: Floats = np.maximum(load - self.grouped.high, 0) + np.maximum(
            self.grouped.low - load, 0
        )
        return over

    def _fine(self, seat: IntArray, load: Floats) -> Floats:
        """Return what limits of seats cost at some loads, above what they cost now."""
        low, high, price = self.grouped.low[seat], self.grouped.high[seat], self.price[seat]
        now = self.load[seat]
        over = np.maximum(load - high, 0) + np.maximum(low - load, 0)
        over -= np.maximum(now - high, 0) + np.maximum(low - now, 0)
        out: Floats = (over * price).sum(axis=-1)
        return out

    def _moves(self) -> Moves:
        a, b = self.grouped.edges
        open_ = (self.at[a] != self.at[b]) & self.grouped.may[a, self.at[b]]
        pairs = np.unique(a[open_] * len(self.grouped.seat_group) + self.at[b[open_]])
        group, target = np.divmod(pairs, len(self.grouped.seat_group))
        group, target = group[~self.stuck[group]], target[~self.stuck[group]]
        return Moves(group, self.at[group], target)

    def _move(self) -> bool:
        """Make the best move that helps; return whether there was one."""
        self.moves = moves = self._moves()
        g, a, b = moves.group, moves.source, moves.target
        out, into = self.grouped.weight[a, g], self.grouped.weight[b, g]
        change = (self.grouped.cost[g, b] - self.grouped.cost[g, a]).astype(np.float64)
        self.change = change
        total = change + self._fine(a, self.load[a] - out) + self._fine(b, self.load[b] + into)
        order = np.argsort(total, kind="stable")
        return any(
            self._take([(int(g[k]), int(b[k]))]) for k in order[:MOVES_TRIED] if total[k] < -1e-6
        )

    def _swap(self) -> bool:
        """Make the best two moves, the second out of the unit that the first enters."""
        moves, change = self.moves, self.change
        first, second = np.nonzero(
            (moves.target[:, None] == moves.source[None, :])
            & (moves.group[:, None] != moves.group[None, :])
        )
        g, a, b = moves.group[first], moves.source[first], moves.target[first]
        h, c = moves.group[second], moves.target[second]
        out, into = self.grouped.weight[a, g], self.grouped.weight[b, g]
        left, entered = self.grouped.weight[b, h], self.grouped.weight[c, h]
        back = (c == a)[:, None]
        total = change[first] + change[second] + self._fine(b, self.load[b] + into - left)
        total += self._fine(a, self.load[a] - out + np.where(back, entered, 0))
        total += np.where(c == a, 0, self._fine(c, self.load[c] + entered))
        good = np.nonzero(total < -1e-6)[0]
        order = good[np.argsort(total[good], kind="stable")]
        return any(
            self._take([(int(g[k]), int(b[k])), (int(h[k]), int(c[k]))])
            for k in order[:MOVES_TRIED]
        )

    def _take(self, steps: list[tuple[int, int]]) -> bool:
        """Make moves if all units stay connected; return whether they were made.

        What leaves holds nothing together; what enters needs a neighbour that stays.
        """
        leaving = {group for group, _ in steps}
        if len(steps) > 1 and not all(
            any(self.at[n] == seat for n in self.grouped.neighbours[group] - leaving)
            for group, seat in steps
        ):
            return False
        for group, seat in steps:
            self._go(group, int(self.at[group]), seat)
        return True

    def _go(self, group: int, old: int, new: int) -> None:
        grouped = self.grouped
        self.at[group] = new
        self.load[old] -= grouped.weight[old, group]
        self.load[new] += grouped.weight[new, group]
        self.units[old].remove(group)
        self.units[new].add(group)
        self._mark({old, new})
