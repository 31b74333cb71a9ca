"""The LP bound of a set partitioning problem, made exact in whole numbers.

The LP is solved by HiGHS through PuLP over a growing subset of the columns
(sifting): columns that price out negative against the duals are added until
there are none. The duals are then rounded to whole multiples of 1 / scale and
every column is priced again in whole numbers, so the bound and the reduced
costs hold exactly, whatever the LP solver's tolerances were: for every x that
covers each part once and keeps the side rows,

    scale * cost . x  >=  base + sum of reduced[k] x[k].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import NDArray

from models.merge.partition import Partition
from models.merge.sources import Prices
from models.merge.sums import Row, Sum
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.quiet import silence_highs

Floats = NDArray[np.float64]
_FIRST = 3000
_BATCH = 2000
_PENALTY = 1e4
_MAGNITUDE = 2**50


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
    prices: Prices

    @property
    def value(self) -> int:
        """The bound, rounded up to a whole number."""
        return -(-self.base // self.scale)

    def columns_below(self, value: int) -> BoolArray:
        """Return the columns that a solution of at most `value` may use."""
        out: BoolArray = self.reduced <= value * self.scale - self.base
        return out


@dataclass(frozen=True)
class _Duals:
    """Prices of the parts, and of the sides of side rows."""

    parts: Floats
    sides: list[_Side]
    prices: Floats

    @property
    def largest(self) -> float:
        """The largest price of a part or of a scaled side, at least 1.

        It is the penalty where the LP has no solution without artificial columns.
        """
        scaled = [abs(p * side.size) for side, p in zip(self.sides, self.prices, strict=True)]
        return float(max(1.0, *np.abs(self.parts), *scaled))


def lp_bound(problem: Partition, objective: Sum, clock: Clock) -> Bound | None:
    """Return the LP bound over the columns at hand, or None where the LP gives none in time."""
    cost = problem.evaluate(objective)
    size = float(max(1, int(np.abs(cost).max(initial=1))))
    active = _first_columns(problem, cost)
    while not clock.over:
        duals = _solve(problem, cost / size, active, clock)
        if duals is None:
            return None
        if active.all():
            return exact_bound(problem, _round(problem, objective, duals, size))
        reduced = _reduced(problem, cost / size, duals)
        negative = np.nonzero((reduced < -1e-9) & ~active)[0]
        if not len(negative):
            return exact_bound(problem, _round(problem, objective, duals, size))
        active[negative[np.argsort(reduced[negative], kind="stable")[:_BATCH]]] = True
    return None


def _first_columns(problem: Partition, cost: IntArray) -> BoolArray:
    """Return the columns that are cheapest for the parts that they cover."""
    active = np.ones(len(problem), dtype=bool)
    if len(problem) > 2 * _FIRST:
        per_part = cost / np.diff(problem.members.indptr)
        active[:] = False
        active[np.argsort(per_part, kind="stable")[:_FIRST]] = True
    return active


def _reduced(problem: Partition, cost: Floats, duals: _Duals) -> Floats:
    priced: Floats = cost - problem.members @ duals.parts
    for side, price in zip(duals.sides, duals.prices, strict=True):
        priced -= price * side.coefficients
    return priced


def _solve(problem: Partition, cost: Floats, active: BoolArray, clock: Clock) -> _Duals | None:
    """Solve the LP over the active columns; artificial columns keep it feasible."""
    columns = np.nonzero(active)[0]
    model = pulp.LpProblem("partition", pulp.LpMinimize)
    x = [model.add_variable(f"x{k}", lowBound=0) for k in columns]
    sides = [side for row in problem.rows for side in _sides(problem, row)]
    spare = [model.add_variable(f"s{i}", lowBound=0) for i in range(problem.parts + len(sides))]
    terms = dict(zip(x, cost[columns].tolist(), strict=True))
    model += pulp.LpAffineExpression({**terms, **dict.fromkeys(spare, _PENALTY)})
    by_part = problem.members[columns].tocsc()
    for p in range(problem.parts):
        inside = by_part.indices[by_part.indptr[p] : by_part.indptr[p + 1]]
        covered = pulp.LpAffineExpression({**{x[k]: 1 for k in inside}, spare[p]: 1})
        model += pulp.LpConstraint(covered, pulp.LpConstraintEQ, f"p{p}", 1)
    for q, (side, slack) in enumerate(zip(sides, spare[problem.parts :], strict=True)):
        scaled = side.coefficients[columns] / side.size
        used = {x[k]: scaled[k] for k in np.nonzero(scaled)[0]}
        expression = pulp.LpAffineExpression({**used, slack: side.slack})
        model += pulp.LpConstraint(expression, side.sense, f"q{q}", side.limit / side.size)
    limit = None if clock.left == float("inf") else clock.left
    silence_highs()
    model.solve(pulp.getSolver("HiGHS", msg=False, timeLimit=limit, threads=1))
    return _duals(model, problem.parts, sides) if model.status == pulp.LpStatusOptimal else None


@dataclass(frozen=True)
class _Side:
    """One side of a side row, scaled to coefficients of at most one."""

    sum: Sum
    coefficients: IntArray
    limit: int
    sense: int
    size: float

    @property
    def slack(self) -> float:
        """The coefficient of the artificial column."""
        return 1.0 if self.sense == pulp.LpConstraintGE else -1.0


def _sides(problem: Partition, row: Row) -> list[_Side]:
    coefficients = problem.evaluate(row.sum)
    size = float(max(1, int(np.abs(coefficients).max(initial=1))))
    ends = ((row.low, pulp.LpConstraintGE), (row.high, pulp.LpConstraintLE))
    return [
        _Side(row.sum, coefficients, limit, sense, size)
        for limit, sense in ends
        if abs(limit) < NO_LIMIT
    ]


def _duals(model: pulp.LpProblem, parts: int, sides: list[_Side]) -> _Duals:
    price = np.array([constraint.pi or 0.0 for constraint in model.constraints()])
    return _Duals(price[:parts], sides, price[parts:] / np.array([side.size for side in sides]))


def _round(problem: Partition, objective: Sum, duals: _Duals, size: float) -> Prices:
    """Round the duals down to multiples of 1 / scale; prices of the wrong sign become 0."""
    scale = max(1, int(_MAGNITUDE / size / duals.largest / max(1, problem.parts)))
    parts = np.floor(duals.parts * size * scale).astype(np.int64)
    rows = []
    for side, dual in zip(duals.sides, duals.prices, strict=True):
        price = int(np.floor(dual * size * scale))
        if price * side.slack > 0:
            rows.append((side.sum, price, side.limit))
    return Prices(objective, scale, parts, tuple(rows))


def exact_bound(problem: Partition, prices: Prices, elsewhere: int = 0) -> Bound:
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
