"""The LP bound of a set partitioning problem, made exact in whole numbers.

The LP is solved over a growing subset of the columns (sifting): columns that
price out negative against the duals are added until there are none, or until
they could not move the bound by what matters. Until then a box keeps the duals
from what the want of columns would make of them; it is lifted where it binds
(du Merle, Villeneuve, Desrosiers and Hansen 1999, Discrete Mathematics 194).
They are then rounded to whole multiples of 1 / scale and every column is priced
again in whole numbers,
so the bound and the reduced costs hold exactly, whatever the LP solver's
tolerances were: for every x that covers each part once and keeps the side rows,

    scale * cost . x  >=  base + sum of reduced[k] x[k].
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from models.merge.duals import DualPrices
from models.merge.expressions import LinearExpression
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.partition_lp import PENALTY, Duals, Floats, solve_lp

FIRST_COLUMNS = 3000
"""Columns of least reduced cost in the first LP of the sifting."""
COLUMNS_PER_ROUND = 2000
"""Columns that a round of sifting adds, besides some for each part."""
COLUMNS_PER_PART = 10
"""Columns of each part in the first LP, and more of each in every round."""
ASCENT_ROUNDS = 20
"""Rounds of the dual ascent that ranks the columns before the first LP."""
ABOVE_ASCENT = 3.0
"""What a dual may be at first, in prices of the ascent."""
ENOUGH = 0.02
"""Share of the distance to the next whole number that may be lost where sifting ends."""
_MAGNITUDE = 2**50
"""What whole-number sums of one column, or of all prices, may come to; far below 2**63."""


@dataclass(frozen=True)
class Bound:
    """An exact lower bound with reduced costs, in units of 1 / scale.

    Attributes
    ----------
    base
        Lower bound x scale over all solutions.
    reduced
        Reduced cost x scale of each column, not negative.
    prices
        The whole prices that it rests on.
    """

    scale: int
    base: int
    reduced: IntArray
    prices: DualPrices

    @property
    def exact(self) -> Fraction:
        """The bound as it is: bounds of other scales compare by it."""
        return Fraction(self.base, self.scale)

    @property
    def value(self) -> int:
        """The bound, rounded up to a whole number."""
        return -(-self.base // self.scale)

    def columns_below(self, value: int) -> BoolArray:
        """Return the columns that a solution of at most `value` may use."""
        out: BoolArray = self.reduced <= value * self.scale - self.base
        return out


def lp_bound(problem: Partition, objective: LinearExpression, clock: Clock) -> Bound | None:
    """Return the LP bound over the columns at hand, or None where the LP gives none in time."""
    cost = problem.evaluate(objective)
    size = float(max(1, problem.largest(objective)))
    if clock.over:
        return None
    active, most = _start(problem, cost / size, clock)
    best: Bound | None = None
    while not clock.over:
        duals = solve_lp(problem, cost / size, active, most, clock)
        if duals is None:
            break
        reduced = duals.reduced(problem, cost / size)
        negative = np.nonzero((reduced < -1e-9) & ~active)[0]
        found = _exact(problem, objective, duals, size, reduced)
        best = found if best is None or found.exact > best.exact else best
        clock.tell(f"{active.sum()} of {len(problem)} columns, LP bound {float(best.exact):.6g}")
        boxed = not duals.covered and most.min() < PENALTY
        if not boxed and (not len(negative) or _near(best, duals.value * size)):
            return best
        if boxed and len(negative) < COLUMNS_PER_ROUND:
            most = np.full(problem.parts, PENALTY)
        batch = COLUMNS_PER_ROUND + COLUMNS_PER_PART * problem.parts
        active[negative[np.argsort(reduced[negative], kind="stable")[:batch]]] = True
    return best


def free_below(problem: Partition, objective: LinearExpression) -> tuple[Partition, int]:
    """Return the problem without lower limits on an objective, and the highest of these.

    With them the LP rests on the limit alone, and its reduced costs say nothing of the
    columns. What is proved without a row holds with it.
    """
    cost, limit = problem.evaluate(objective), -NO_LIMIT
    rows = []
    for row in problem.rows:
        if row.low > -NO_LIMIT and np.array_equal(problem.evaluate(row.sum), cost):
            limit = max(limit, row.low)
            rows.append(replace(row, low=-NO_LIMIT))
        else:
            rows.append(row)
    return replace(problem, rows=tuple(rows)), limit


def _near(bound: Bound, value: float) -> bool:
    """Return whether the LP's value would be no better a bound than what is at hand.

    The LP over some of the columns is not below the LP over all. What is lost
    of the distance to the next whole number is what reduced costs can fix less.
    """
    lost = value - bound.base / bound.scale
    return lost <= ENOUGH * (bound.value - value)


def _exact(
    problem: Partition, objective: LinearExpression, duals: Duals, size: float, reduced: Floats
) -> Bound:
    """Return the exact bound of duals; where columns price out, the best of three repairs.

    Every column is charged the least reduced cost; or the parts of those columns take
    what is too much off their prices; or, with positive costs, the duals are scaled down
    until no column prices out (Farley 1990).
    """
    shifted = exact_bound(problem, _round(problem, objective, duals, size))
    if reduced.min(initial=0) >= -1e-12:
        return shifted
    repairs = [_lowered(problem, duals, reduced)]
    cost = problem.evaluate(objective) / size
    if cost.min(initial=1) > 0:
        repairs.append(duals.scaled(float((cost / np.maximum(cost - reduced, cost)).min())))
    exact = [exact_bound(problem, _round(problem, objective, one, size)) for one in repairs]
    return max(shifted, *exact, key=lambda bound: bound.exact)


def _lowered(problem: Partition, duals: Duals, reduced: Floats) -> Duals:
    """Return duals at which no column prices out, its parts lowered by equal shares.

    A part's price falls by the largest share that a column asks of it, so each column that
    priced out gets all that it lacks.
    """
    short = np.nonzero(reduced < 0)[0]
    members = problem.members[short]
    sizes = np.maximum(np.diff(members.indptr), 1)
    fall = np.zeros(problem.parts)
    np.maximum.at(
        fall, members.indices, np.repeat(-reduced[short] / sizes, np.diff(members.indptr))
    )
    return replace(duals, parts=duals.parts - fall)


def _start(problem: Partition, cost: Floats, clock: Clock) -> tuple[BoolArray, Floats]:
    """Return columns to start from, and what the duals may be at most at first.

    The columns are the cheapest at the prices of a dual ascent, overall and for each part.
    Duals far above these prices come of columns not yet in the LP.
    """
    if len(problem) <= 2 * FIRST_COLUMNS:
        return np.ones(len(problem), dtype=bool), np.full(problem.parts, PENALTY)
    prices = _ascent(problem, cost, clock)
    most = ABOVE_ASCENT * np.maximum(prices, prices.mean())
    return _cheapest(problem, cost - problem.members @ prices), most


def _cheapest(problem: Partition, reduced: Floats) -> BoolArray:
    """Return the columns of least reduced cost, overall and for each part."""
    by_part = problem.members.tocsc()
    active = np.zeros(len(problem), dtype=bool)
    active[np.argsort(reduced, kind="stable")[:FIRST_COLUMNS]] = True
    holders, parts = by_part.indices, np.repeat(np.arange(problem.parts), np.diff(by_part.indptr))
    order = np.lexsort((reduced[holders], parts))
    rank = np.arange(len(order)) - by_part.indptr[parts[order]]
    active[holders[order[rank < COLUMNS_PER_PART]]] = True
    return active


_LEAST_PRICE = 1e-250
"""Stands for a price of 0 in a quotient; no cost divided by it passes the largest float."""


def _ascent(problem: Partition, cost: Floats, clock: Clock) -> Floats:
    """Return prices by dual ascent: each is raised until a column of the part is tight.

    With cost >= 0: prices y with factor r[k] = cost[k] / y(k) become y[p] times
    the least r[k] of the columns that hold p; then no column costs less than its
    parts, and each round raises what can be raised. Ends early when the time is over.
    """
    by_part = problem.members.tocsc()
    filled = np.diff(by_part.indptr) > 0
    starts = by_part.indptr[:-1][filled]
    prices = np.ones(problem.parts)
    for _ in range(ASCENT_ROUNDS):
        if clock.over:
            break
        ratio = np.maximum(cost, 0) / np.maximum(problem.members @ prices, _LEAST_PRICE)
        prices[filled] *= np.minimum.reduceat(ratio[by_part.indices], starts)
    return prices


def _round(
    problem: Partition, objective: LinearExpression, duals: Duals, size: float
) -> DualPrices:
    """Round the duals down to multiples of 1 / scale; prices of the wrong sign become 0."""
    scale = max(1, int(_MAGNITUDE / size / _most(problem, duals)))
    parts = np.floor(duals.parts * size * scale).astype(np.int64)
    rows = []
    for side, dual in zip(duals.sides, duals.prices, strict=True):
        price = int(np.floor(dual * size * scale))
        if (price > 0) == side.lower and price:
            rows.append((side.sum, price, side.limit))
    return DualPrices(objective, scale, parts, tuple(rows))


def _most(problem: Partition, duals: Duals) -> float:
    """Return what prices may add up to, in units of the largest cost.

    Where the LP falls back on artificial columns the duals are as large as their
    penalty, and a scale that is right for ordinary ones would overflow.
    """
    sides = (abs(p) * side.size for side, p in zip(duals.sides, duals.prices, strict=True))
    return max(1.0, float(problem.parts), float(np.abs(duals.parts).sum() + sum(sides)))


def exact_bound(problem: Partition, prices: DualPrices, elsewhere: int = 0) -> Bound:
    """Price every column in whole numbers.

    Parameters
    ----------
    elsewhere
        Least reduced cost of the columns that are not at hand.
    """
    reduced: IntArray = problem.evaluate(prices.cost) * prices.scale
    reduced = reduced - problem.members @ prices.parts
    base = int(prices.parts.sum())
    for sum_, price, limit in prices.rows:
        reduced = reduced - price * problem.evaluate(sum_)
        base += price * limit
    least = min(0, elsewhere, int(reduced.min(initial=0)))
    shifted = np.maximum(reduced - least, 0)
    return Bound(prices.scale, base + problem.parts * least, shifted, prices)
