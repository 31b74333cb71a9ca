"""Large neighbourhood search: re-solve a few adjoining units, over all their columns.

It makes and improves plans; it proves nothing. A region of some adjoining units
is freed, and the set partitioning of their parts is solved again by CP-SAT. Parts
may stay uncovered at a price above any plan's cost, so it also completes what a
greedy start leaves open. Equal solutions are drawn at random, which lets the
search walk along plateaus.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model
from scipy.sparse import csr_array

from models.cp_sat import add_row, solve
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.partition.nearness import nearness

LOCAL_EFFORT = 0.3
"""Deterministic time of CP-SAT for a region."""
LOCAL_COLUMNS = 1000
"""Columns of a region that CP-SAT is given, the best of the order."""
SPREAD = 8
"""Random numbers below this break ties among equal plans of a region."""


@dataclass
class _Search:
    """A partial plan: disjoint columns, at best covering every part."""

    problem: Partition
    cost: IntArray
    near: csr_array
    rank: IntArray
    chosen: IntArray
    random: np.random.Generator
    clock: Clock

    def covered(self) -> BoolArray:
        held: BoolArray = np.asarray(self.problem.members[self.chosen].sum(axis=0)).ravel() > 0
        return held

    def value(self) -> tuple[int, int]:
        """Return (uncovered parts, cost)."""
        return int((~self.covered()).sum()), int(self.cost[self.chosen].sum())

    def region(self, width: int) -> BoolArray:
        """Return the parts of some adjoining units around an uncovered or random part."""
        covered = self.covered()
        open_parts = np.nonzero(~covered)[0]
        seed = self.random.choice(open_parts if len(open_parts) else self.problem.parts)
        inside = np.zeros(self.problem.parts, dtype=bool)
        inside[seed] = True
        held = self.problem.members[self.chosen]
        for _ in range(width):
            touched = (self.near @ inside.astype(np.int64) > 0) | inside
            units = np.nonzero(held @ (touched & ~inside).astype(np.int64))[0]
            inside |= touched & ~covered
            if len(units):
                unit = held[[self.random.choice(units)]]
                inside[unit.indices] = True
        whole = held @ inside.astype(np.int64) > 0
        inside |= np.asarray(held[np.nonzero(whole)[0]].sum(axis=0)).ravel() > 0
        return inside

    def resolve(self, inside: BoolArray) -> bool:
        """Solve the region again; return whether the plan became better."""
        before = self.value()
        fits = (self.problem.members @ (~inside).astype(np.int64)) == 0
        columns = self._best(np.nonzero(fits)[0])
        outside = self.chosen[~np.isin(self.chosen, columns)]
        found = self._solve(columns, np.nonzero(inside)[0], outside)
        if found is None:
            return False
        self.chosen = np.concatenate([outside, columns[found]])
        return self.value() < before

    def _best(self, columns: IntArray) -> IntArray:
        """Return the columns in play: the current ones and the first of the order."""
        if len(columns) <= LOCAL_COLUMNS:
            return columns
        first = columns[np.argsort(self.rank[columns], kind="stable")[:LOCAL_COLUMNS]]
        return np.union1d(first, self.chosen[np.isin(self.chosen, columns)])

    def _solve(self, columns: IntArray, parts: IntArray, outside: IntArray) -> IntArray | None:
        model = cp_model.CpModel()
        x = [model.new_bool_var("") for _ in columns]
        spare = [model.new_bool_var("") for _ in parts]
        by_part = self.problem.members[columns][:, parts].tocsc()
        for p, slack in enumerate(spare):
            inside = by_part.indices[by_part.indptr[p] : by_part.indptr[p + 1]]
            model.add_exactly_one([*(x[k] for k in inside), slack])
        for row in self.problem.rows:
            coefficients = self.problem.evaluate(row.sum)
            fixed = int(coefficients[outside].sum())
            low = row.low - fixed if row.low > -NO_LIMIT else row.low
            high = row.high - fixed if row.high < NO_LIMIT else row.high
            add_row(model, x, coefficients[columns].tolist(), low, high)
        drawn = self.random.integers(0, SPREAD, len(columns))
        step = SPREAD * len(parts) + 1
        # Costs are made small enough for what a plan is worth to fit into 64 bits.
        dearest = int(np.abs(self.cost).max(initial=0)) * self.problem.parts * step
        shift = max(0, dearest.bit_length() - 58)
        price = ((self.cost[columns] >> shift) * step + drawn).tolist()
        open_price = ((int(self.cost.max()) >> shift) * self.problem.parts + 1) * step
        model.minimize(
            cp_model.LinearExpr.weighted_sum([*x, *spare], [*price, *[open_price] * len(spare)])
        )
        for k in np.nonzero(np.isin(columns, self.chosen))[0]:
            model.add_hint(x[k], True)
        with self.clock.solver() as solver:
            solver.parameters.num_workers = 1
            solver.parameters.random_seed = int(self.random.integers(2**31 - 1))
            solver.parameters.max_deterministic_time = LOCAL_EFFORT
            if solve(solver, model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return None
            return np.array([k for k, var in enumerate(x) if solver.boolean_value(var)], dtype=int)


def improve(
    problem: Partition,
    cost: IntArray,
    target: int,
    start: IntArray | None,
    order: IntArray,
    clock: Clock,
    patience: int = 100,
) -> IntArray | None:
    """Return a good plan, or None when none was found.

    Parameters
    ----------
    target
        Stop as soon as the cost is this low.
    start
        A plan to improve; without it a greedy one is made along `order`.
    patience
        Rounds without progress after which to give up.
    """
    chosen = start if start is not None else _greedy(problem, order)
    random = np.random.default_rng(clock.effort.seed)
    search = _Search(problem, cost, nearness(problem), np.argsort(order), chosen, random, clock)
    idle = 0
    while idle < patience and not clock.over and search.value() > (0, target):
        width = 3 + idle * 5 // patience
        idle = 0 if search.resolve(search.region(width)) else idle + 1
    return np.sort(search.chosen) if problem.accepts(search.chosen) else None


def _greedy(problem: Partition, order: IntArray) -> IntArray:
    """Return disjoint columns, taken in an order."""
    covered = np.zeros(problem.parts, dtype=bool)
    chosen: list[int] = []
    members = problem.members
    for k in order.tolist():
        parts = members.indices[members.indptr[k] : members.indptr[k + 1]]
        if not covered[parts].any():
            covered[parts] = True
            chosen.append(k)
    return np.array(chosen, dtype=np.int64)
