"""A bound where seats are many: the median problem under the model, by whole multipliers.

What of the model is kept: every village at one seat, x[v, s] <= y[s], and the fewest and
most units. With a multiplier u[v] on "village v is at one seat" the seats part,

    bound(u) = sum of u[v] + least sum over k seats of r[s],   fewest <= k <= most,
    r[s] = cost of s with its own village - u[it] + sum over others of min(0, c[v, s] - u[v]),

and u moves along the subgradient (Held, Wolfe, Crowder 1974, Math. Program. 6; for the
median problem Narula, Ogbu, Samuelsson 1977, Oper. Res. 25(4)). Multipliers are rounded to
whole numbers before they are evaluated, so the bound is exact, and so is what it rules
out: a seat, or a village at a seat, with which every plan costs more than a known plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock

Floats = NDArray[np.float64]
MANY = 5_000
"""Columns from which on a bound by multipliers comes before that of an LP."""
MOST_STEPS = 600
"""Steps along the subgradient."""
PATIENCE = 15
"""Steps without a better bound after which the step length is halved."""
FIRST_STEP, LEAST_STEP = 1.5, 0.003
"""Lengths of steps, in units of the step that would close the gap: at first, and at the end."""


@dataclass(frozen=True)
class MedianBound:
    """A lower bound of every plan's cost, and the columns of no plan that costs at most a value."""

    value: int
    excluded: IntArray


def median_bound(
    model: VillageModel, cost: IntArray, excluded: BoolArray, best: int | None, clock: Clock
) -> MedianBound | None:
    """Return the bound; None where columns are shared in ways that it does not know.

    Parameters
    ----------
    cost
        Of each column.
    excluded
        Columns that no plan of interest uses.
    best
        The cost of a known plan; plans that cost as much are kept.
    """
    median = _Median.of(model, cost, excluded)
    if median is None:
        return None
    u, bound = median.subgradient(best, clock)
    if best is None:
        return MedianBound(bound, np.empty(0, dtype=np.int64))
    return MedianBound(bound, median.excluded(u, best))


@dataclass(frozen=True)
class _Median:
    """The cost of each group of villages at each seat that can be kept.

    Attributes
    ----------
    column
        Column of each group and seat, -1 where it cannot be, shape (groups, seats).
    cost
        Its cost; 0 where it cannot be.
    root
        Group of each seat's own village.
    fewest, most
        Units.
    """

    column: IntArray
    cost: IntArray
    root: IntArray
    opening: IntArray
    fewest: int
    most: int

    @classmethod
    def of(cls, model: VillageModel, cost: IntArray, excluded: BoolArray) -> _Median | None:
        """Set up the problem; villages of the same columns are one group."""
        kept = np.nonzero(model.seat_column >= 0)[0]
        kept = kept[~excluded[model.seat_column[kept]]]
        groups, group_of = np.unique(model.column, axis=0, return_inverse=True)
        column = groups[:, kept]
        column = np.where((column >= 0) & ~excluded[np.maximum(column, 0)], column, -1)
        used = column[column >= 0]
        fewest, most = model.units_range()
        fewest, most = max(1, fewest), min(most, len(kept))
        if len(np.unique(used)) < len(used) or fewest > most or (column < 0).all(axis=1).any():
            return None
        costs = np.where(column >= 0, cost[np.maximum(column, 0)], 0)
        root = group_of.ravel()[model.contiguity.seat[kept]]
        return cls(column, costs, root, _opening(model, cost, kept), fewest, most)

    def subgradient(self, best: int | None, clock: Clock) -> tuple[IntArray, int]:
        """Return whole multipliers and the best bound that some gave."""
        low, high = self._ends()
        ranked = np.sort(np.where(self.column >= 0, self.cost, NO_LIMIT), axis=1)
        at = np.clip(ranked[:, len(self.root) // (self.fewest + 1)], low, high)
        top, u, step, since = -NO_LIMIT, np.rint(low).astype(np.int64), FIRST_STEP, 0
        for _ in range(MOST_STEPS):
            whole = np.rint(at).astype(np.int64)
            bound, slope = self._evaluate(whole)
            if bound > top:
                top, u, since = bound, whole, 0
            elif (since := since + 1) >= PATIENCE:
                step, since, at = step / 2, 0, u.astype(np.float64)
            size = float(slope @ slope)
            if not size or step < LEAST_STEP or clock.over:
                break
            goal = float(best) if best is not None else top + 0.05 * abs(top) + 1
            at = np.clip(at + step * max(1.0, goal - bound) / size * slope, low, high)
        return u, top

    def _ends(self) -> tuple[Floats, Floats]:
        may = self.column >= 0
        low = np.where(may, self.cost, NO_LIMIT).min(axis=1).astype(np.float64)
        return low, np.where(may, self.cost, -NO_LIMIT).max(axis=1).astype(np.float64)

    def _evaluate(self, u: IntArray) -> tuple[int, Floats]:
        """Return the bound, and for each group 1 - the seats that it is at."""
        reduced = self._reduced(u)
        order, total = self._seats(reduced)
        taken = order[: self.fewest + int(np.argmin(total[self.fewest : self.most + 1]))]
        slope = 1.0 - (reduced[:, taken] < 0).sum(axis=1)
        roots = self.root[taken]
        np.add.at(slope, roots, (reduced[roots, taken] < 0) - 1.0)
        return int(u.sum()) + int(total[len(taken)]), slope

    def _reduced(self, u: IntArray) -> IntArray:
        """Return cost - multiplier, 0 where it cannot be."""
        return np.where(self.column >= 0, self.cost - u[:, None], 0)

    def _rates(self, reduced: IntArray) -> IntArray:
        """Return r[s] of each seat."""
        own = reduced[self.root, np.arange(len(self.root))]
        rates: IntArray = self.opening + np.minimum(reduced, 0).sum(axis=0) + np.maximum(own, 0)
        return rates

    def _seats(self, reduced: IntArray) -> tuple[IntArray, IntArray]:
        """Return the seats, the best first, and the sum of the first k for each k from 0."""
        rates = self._rates(reduced)
        order = np.argsort(rates, kind="stable")
        return order, np.concatenate([[0], np.cumsum(rates[order])])

    def excluded(self, u: IntArray, best: int) -> IntArray:
        """Return the columns with which every plan costs more than a value."""
        reduced = self._reduced(u)
        order, total = self._seats(reduced)
        rates, place = self._rates(reduced), np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        forced = np.full(len(order), NO_LIMIT, dtype=np.int64)
        for k in range(self.fewest, self.most + 1):
            here = np.where(place < k, total[k], total[k - 1] + rates)
            forced = np.minimum(forced, here)
        with_pair = forced + np.maximum(reduced, 0)
        seats = np.arange(len(self.root))
        with_pair[self.root, seats] = forced
        found: IntArray = self.column[(with_pair + int(u.sum()) > best) & (self.column >= 0)]
        return found


def _opening(model: VillageModel, cost: IntArray, kept: IntArray) -> IntArray:
    """Return the least cost of an option of each seat, where it is not that of the seat itself."""
    least = np.full(model.seats, NO_LIMIT, dtype=np.int64)
    for seat, taken in zip(model.option_seat, model.option_column, strict=True):
        if taken >= 0:
            own = 0 if taken == model.seat_column[seat] else int(cost[taken])
            least[seat] = min(least[seat], own)
    return np.where(least[kept] == NO_LIMIT, 0, least[kept])
