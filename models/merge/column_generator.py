"""Candidates made on demand: the cheapest unit at given prices, found and proved by CP-SAT.

For an option o with seat s the pricing problem chooses the parts z of a unit:

    minimise    constant[o] + sum_p coefficient[p, s] z_p
    subject to  z = 1 at the seat, the limits, together and apart of single units,
                z_p <= sum of z over the neighbours of C
                    for every connected set C without the seat, p in C

The last rows (node separators) are added where a solution falls apart; they hold
for every connected unit and are kept for later rounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

import numpy as np
from ortools.sat.python import cp_model
from scipy.sparse import csr_array, vstack

from models.cp_sat import add_row, guarded, solve
from models.merge.bits import sparse
from models.merge.candidate_costs import CandidateCosts
from models.merge.candidates import Candidates
from models.merge.duals import DualPrices, SecondWitness, Stop
from models.merge.expressions import LinearExpression
from models.merge.fragments import Fragments
from models.merge.partition import Partition
from models.merge.problem import Problem
from models.merge.rows import RowMaker, Rows
from models.quantities import BoolArray, IntArray

COLUMNS_PER_OPTION = 6
"""Columns of negative reduced cost that one option adds before the LP is solved again."""

Separator = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass
class ColumnGenerator:
    """All candidates made so far, and the making of more."""

    pricing: CandidateCosts
    candidates: Candidates
    separators: dict[int, list[Separator]] = field(default_factory=dict)
    turn: int = 0

    @property
    def problem(self) -> Problem:
        """The county's problem."""
        return self.pricing.problem

    @property
    def size(self) -> int:
        """Number of candidates made."""
        return len(self.candidates)

    def largest(self, sum_: LinearExpression) -> int:
        """Return what no unit's coefficient in a sum passes, in absolute value."""
        total = abs(sum_.per_unit) + abs(sum_.per_urban)
        for name, weight in sum_.per_cost:
            opening, assigning = self.pricing.cost_tables[name]
            dearest = np.abs(assigning).max(axis=1, initial=0).sum()
            total += abs(weight) * int(np.abs(opening).max(initial=0) + dearest)
        return total

    def refresh(self, problem: Partition) -> Partition:
        """Return the partition over all candidates made, with its side rows."""
        if len(problem) == self.size:
            return problem
        grown = self.pricing.partition(self.candidates)
        return replace(grown, rows=problem.rows, source=self)

    def grow(self, prices: DualPrices, stop: Stop, agrees: SecondWitness) -> int | None:
        """Make candidates of negative reduced cost, option by option.

        Returns
        -------
        int or None
            The least reduced cost of all candidates when none is negative enough
            to be new, on the word of two witnesses; None otherwise, or when the time
            was over.
        """
        options = len(self.problem.options)
        claims: list[tuple[_Cheapest, int]] = []
        found = []
        for step in range(options):
            option = (self.turn + step) % options
            cheapest = _Cheapest(self, prices, option)
            members, value = cheapest.run(stop)
            if value is None:
                return None
            claims.append((cheapest, value))
            if members is not None and value < 0 and not self._known(members, option):
                found.append((members, option))
            if len(found) >= COLUMNS_PER_OPTION:
                break
        self.turn += options // 2 + 1
        self._add(found)
        if found:
            return None
        sure = all(agrees(*cheapest.below(min(0, value))) for cheapest, value in claims)
        return min(0, *(value for _, value in claims)) if sure else None

    def span(self) -> None:
        """Make every candidate that is all of the county: each option is looked at."""
        problem, all_ = self.problem, np.ones(self.problem.parts, dtype=bool)
        kept_apart = any(len(a) and len(b) for a, b in problem.apart)
        if kept_apart:
            return
        totals = [(int(limit.weight.sum()), limit) for limit in problem.limits]
        self._add(
            [
                (all_, option)
                for option, seat in enumerate(problem.options.seat.tolist())
                if problem.allowed[:, seat].all()
                and not self.fragments.apart(all_, seat)
                and all(limit.low[option] <= t <= limit.high[option] for t, limit in totals)
                and not self._known(all_, option)
            ]
        )

    def include(self, units: Iterable[tuple[IntArray, int]]) -> None:
        """Add units, each by its parts and its option, that are not held yet."""
        new = []
        for parts, option in units:
            inside = np.zeros(self.problem.parts, dtype=bool)
            inside[parts] = True
            if not self._known(inside, option):
                new.append((inside, option))
        self._add(new)

    def _known(self, members: BoolArray, option: int) -> bool:
        same = self.candidates.option == option
        held = self.candidates.members[np.nonzero(same)[0]]
        shared = held @ members.astype(np.int64)
        out = (shared == members.sum()) & (np.diff(held.indptr) == members.sum())
        return bool(out.any())

    def _add(self, found: list[tuple[BoolArray, int]]) -> None:
        if not found:
            return
        rows = sparse(np.stack([members for members, _ in found]))
        options = np.array([option for _, option in found], dtype=np.int64)
        first = int(self.candidates.group.max(initial=-1)) + 1
        self.candidates = Candidates(
            csr_array(vstack([self.candidates.members, rows], format="csr")),
            np.concatenate([self.candidates.option, options]),
            np.concatenate([self.candidates.seat, self.problem.options.seat[options]]),
            np.concatenate([self.candidates.group, first + np.arange(len(found))]),
            complete=False,
        )

    @cached_property
    def fragments(self) -> Fragments:
        """The pieces of the parts, and what touches what."""
        return self.problem.fragments()


@dataclass
class _Cheapest:
    """The pricing problem of one option."""

    columns: ColumnGenerator
    prices: DualPrices
    option: int

    @property
    def seat(self) -> int:
        """Seat of the option."""
        return int(self.columns.problem.options.seat[self.option])

    def weights(self) -> tuple[int, IntArray]:
        """Return (constant, coefficient of each part) of the reduced cost x scale."""
        pricing, problem, seat = self.columns.pricing, self.columns.problem, self.seat
        urban = int(pricing.urban[self.option])
        constant, of_parts = 0, -self.prices.parts
        terms = [(self.prices.cost, self.prices.scale)]
        terms += [(sum_, -price) for sum_, price, _ in self.prices.rows]
        for sum_, weight in terms:
            constant += weight * (sum_.per_unit + sum_.per_urban * urban)
            for name, factor in sum_.per_cost:
                opening, assigning = pricing.cost_tables[name]
                constant += weight * factor * int(opening[self.option])
                of_parts = of_parts + weight * factor * assigning[:, seat]
        assert problem.parts == len(of_parts)
        return constant, of_parts

    def below(self, value: int) -> tuple[IntArray, Rows, int]:
        """Return (cost, rows, most) of the question for a unit of reduced cost below a value."""
        problem, seat = self.columns.problem, self.seat
        constant, of_parts = self.weights()
        parts, maker = np.arange(problem.parts), RowMaker()
        maker.add([int(problem.seat_parts()[seat])], [1], low=1)
        maker.add(parts, np.ones(len(parts), dtype=np.int64), low=2)
        far = np.nonzero(~problem.allowed[:, seat])[0]
        maker.add(far, np.ones(len(far), dtype=np.int64), high=0)
        for limit in problem.limits:
            maker.add(
                parts, limit.weight, int(limit.low[self.option]), int(limit.high[self.option])
            )
        for group in problem.together:
            for other in group[1:]:
                maker.add([int(other), int(group[0])], [1, -1], 0, 0)
        for a, b in problem.apart:
            for first, second in product(a, b):
                maker.add([int(first), int(second)], [1, 1], high=1)
        for inside, border in self.columns.separators.get(seat, []):
            for held in inside:
                maker.add([held, *border], [1, *[-1] * len(border)], high=0)
        return of_parts, maker.rows(problem.parts), value - constant - 1

    def run(self, stop: Stop) -> tuple[BoolArray | None, int | None]:
        """Return (the cheapest unit, its reduced cost); (None, 0) if the option has no unit."""
        constant, of_parts = self.weights()
        while not stop.over:
            model, z = self._model(of_parts)
            solver = guarded()
            solver.parameters.num_workers = 1
            if stop.left < float("inf"):
                solver.parameters.max_time_in_seconds = stop.left
            status = solve(solver, model)
            if status == cp_model.INFEASIBLE:
                return None, 0
            if status != cp_model.OPTIMAL:
                return None, None
            inside = np.array([solver.boolean_value(v) for v in z])
            pieces = self.columns.fragments.apart(inside, self.seat)
            if not pieces:
                return inside, constant + int(of_parts[inside].sum())
            self._separate(pieces)
        return None, None

    def _model(self, of_parts: IntArray) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
        problem, seat = self.columns.problem, self.seat
        model = cp_model.CpModel()
        z = [model.new_bool_var("") for _ in range(problem.parts)]
        model.add(z[problem.seat_parts()[seat]] == 1)
        # Single townships are always held; a unit that is made on demand has grown.
        model.add(sum(z) >= 2)
        for far in np.nonzero(~problem.allowed[:, seat])[0]:
            model.add(z[far] == 0)
        for limit in problem.limits:
            low, high = int(limit.low[self.option]), int(limit.high[self.option])
            add_row(model, z, limit.weight.tolist(), low, high)
        for group in problem.together:
            for other in group[1:]:
                model.add(z[other] == z[group[0]])
        for a, b in problem.apart:
            for first in a:
                for second in b:
                    model.add_bool_or(z[first].negated(), z[second].negated())
        for inside, border in self.columns.separators.get(seat, []):
            for held in inside:
                model.add_bool_or(z[held].negated(), *(z[q] for q in border))
        model.minimize(cp_model.LinearExpr.weighted_sum(z, of_parts.tolist()))
        return model, z

    def _separate(self, pieces: list[IntArray]) -> None:
        kept = self.columns.separators.setdefault(self.seat, [])
        fragments = self.columns.fragments
        for piece in pieces:
            held = np.unique(fragments.part[piece])
            border = fragments.around(piece, self.seat)
            kept.append((tuple(held.tolist()), tuple(border.tolist())))
