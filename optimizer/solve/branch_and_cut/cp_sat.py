"""A program closed by CP-SAT: every point of at most some cost, contiguity added as asked for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from models.cp_sat import Value, add_row, minimise, solve
from models.merge.rows import Rows
from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.branch_and_cut.separators import separate_plan
from optimizer.solve.clock import CP_SAT, Clock
from optimizer.solve.lp.program import Bound, Program
from optimizer.solve.lp.witness import second_witness

MOST_ROUNDS = 200
"""Plans that fall apart, each cut off, before CP-SAT is given up."""


@dataclass(frozen=True)
class AskedWitness:
    """A second witness at work on a claim.

    Attributes
    ----------
    answer
        The result with what it says.
    clock
        Its own.
    """

    answer: Future[CpSatResult]
    clock: Clock

    def dismiss(self) -> None:
        """End it: its answer is of no more interest."""
        self.answer.cancel()
        self.clock.stop()


@dataclass(frozen=True)
class CpSatResult:
    """What closing came to.

    Attributes
    ----------
    complete
        Whether no plan is cheaper than `chosen` (than `most`, where there is none), on
        the word of two witnesses.
    claimed
        Whether CP-SAT alone says so.
    cuts
        Separators that were added on the way; they hold for the model.
    spent
        Deterministic time.
    witness
        The second one, where it was not waited for.
    """

    complete: bool
    chosen: IntArray | None
    cuts: Rows
    spent: float
    claimed: bool = False
    witness: AskedWitness | None = None


def solve_by_cp_sat(
    model: VillageModel,
    program: Program,
    most: int,
    clock: Clock,
    effort: float,
    bound: Bound | None = None,
    hint: IntArray | None = None,
    proves: bool = False,
    witnesses: Executor | None = None,
) -> CpSatResult:
    """Search the program for the cheapest plan of at most `most`, for some deterministic time.

    Parameters
    ----------
    bound
        An exact bound of the program; its reduced costs become a row.
    hint
        The 0/1 point of a plan near by.
    proves
        Whether a second witness is asked to bear a claim out; otherwise only the plan
        is of use.
    witnesses
        Where the second witness works; here, and waited for, by default.
    """
    first, granted = len(program.rows), effort
    if not clock.trusts_cp_sat:
        return CpSatResult(False, None, _since(program.rows, first), 0.0)
    built = _Model(program, most, bound, hint)
    display = _display(clock, program, hint)
    # On small programs and for little work more workers lose more by sharing cores than they gain.
    workers = None if bound is None and clock.effort.patience is None else 1
    for _ in range(MOST_ROUNDS):
        with clock.solver(workers) as solver:
            solver.parameters.max_deterministic_time = max(0.1, effort)
            if clock.watched:
                solver.best_bound_callback = display
            # With a bound at hand the proof matters: a complete search. The workers
            # RINS and RENS of OR-Tools 9.15 report "Infeasible LNS solution!" at times. CP-SAT
            # drops such a point before others see it: no plan and no proof rests on it.
            solver.parameters.use_lns = bound is None
            solver.parameters.use_rins_lns = False
            status = solve(solver, built.model)
            effort -= solver.response_proto.deterministic_time  # named so in all versions
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                result = CpSatResult(False, None, _since(built.rows, first), granted - effort)
                if status != cp_model.INFEASIBLE or not proves:
                    return result
                return _asked(witnesses, model, built, most, result, clock)
            point = built.point(solver)
        chosen = model.read(point)
        cuts = separate_plan(model, chosen)
        optimal = status == cp_model.OPTIMAL
        if not len(cuts):
            result = CpSatResult(False, chosen, _since(built.rows, first), granted - effort)
            if not optimal or not proves:
                return result
            below = int(program.cost @ point) - 1
            return _asked(witnesses, model, built, below, result, clock)
        if optimal:
            built.at_least(int(program.cost @ point))
        built.add(cuts)
        if effort <= 0 or clock.over:
            break
    return CpSatResult(False, None, _since(built.rows, first), granted - effort)


def _asked(
    witnesses: Executor | None,
    model: VillageModel,
    built: _Model,
    most: int,
    result: CpSatResult,
    clock: Clock,
) -> CpSatResult:
    """Return what the second witness says, or that it has been asked."""
    if witnesses is None:
        return _confirmed(model, built, most, result, clock)
    own = clock.quiet.apart()

    def ask() -> CpSatResult:
        with clock.stoppable(own.stop):
            if clock.over:
                own.stop()
            return _confirmed(model, built, most, result, own)

    return replace(result, witness=AskedWitness(witnesses.submit(ask), own))


def _confirmed(
    model: VillageModel, built: _Model, most: int, result: CpSatResult, clock: Clock
) -> CpSatResult:
    """Ask the second witness whether a plan of cost at most `most` exists.

    A point that it comes to keeps the rows that CP-SAT had: it contradicts the claim, be
    it a plan or not.
    """
    said = second_witness(replace(built.program, rows=built.rows), most, clock)
    if said.point is not None:
        clock.evidence.accuse(CP_SAT, f"claims that no point costs at most {most}; there is one")
        plan = model.read(said.point)
        return result if len(separate_plan(model, plan)) else replace(result, chosen=plan)
    if said.proof is None:
        return replace(result, claimed=True)
    clock.evidence.rely(said.proof)
    return replace(result, complete=True)


def _display(clock: Clock, program: Program, hint: IntArray | None) -> Callable[[float], None]:
    """Return what shows the best bound so far beside the value of the plan that is known."""
    value = None if hint is None else int(program.cost @ hint)
    highest = -float(NO_LIMIT)

    def show(bound: float) -> None:
        nonlocal highest
        highest = max(highest, bound if value is None else min(bound, value))
        clock.progress(value, highest)

    return show


def _since(rows: Rows, first: int) -> Rows:
    return rows.take(np.arange(first, len(rows)))


class _Model:
    """The CP-SAT model over the free columns."""

    def __init__(
        self, program: Program, most: int, bound: Bound | None, hint: IntArray | None
    ) -> None:
        self.program, self.rows = program, program.rows
        self.free = program.free
        self.model = cp_model.CpModel()
        self.x = {int(j): self.model.new_bool_var("") for j in self.free}
        self.value: Value | None = None
        self._add_rows(program.active_rows())
        self._objective(most, bound)
        if bound is not None and most < NO_LIMIT:
            self._reduced(most, bound)
        if hint is not None:
            for j, var in self.x.items():
                self.model.add_hint(var, bool(hint[j]))

    def add(self, cuts: Rows) -> None:
        """Add separators."""
        self.rows = self.rows + cuts
        extra = Program(self.program.cost, cuts, self.program.low, self.program.high)
        self._add_rows(extra.active_rows())

    def at_least(self, value: int) -> None:
        """Say that no point is cheaper: the optimum of the rows so far."""
        if self.value is not None:
            self.value.at_least(value)

    def point(self, solver: cp_model.CpSolver) -> IntArray:
        """Return the values of all columns."""
        values = self.program.low.astype(np.int64)
        for j, var in self.x.items():
            values[j] = solver.boolean_value(var)
        return values

    def _add_rows(self, rows: Rows) -> None:
        variables = [self.x[int(j)] for j in self.free]
        matrix = rows.matrix
        for i in range(len(rows)):
            at = slice(matrix.indptr[i], matrix.indptr[i + 1])
            terms = [variables[k] for k in matrix.indices[at]]
            ends = int(rows.low[i]), int(rows.high[i])
            add_row(self.model, terms, matrix.data[at].tolist(), *ends)

    def _objective(self, most: int, bound: Bound | None) -> None:
        cost = self.program.cost
        settled = int(cost @ self.program.low)
        span = int(np.abs(cost[self.free]).sum())
        least = settled - span if bound is None else bound.value
        most = min(most, settled + span)
        used = [j for j in self.x if cost[j]]
        self.value = minimise(
            self.model, [self.x[j] for j in used], cost[used].tolist(), settled, least, most
        )

    def _reduced(self, most: int, bound: Bound) -> None:
        """Leaving the LP's resting point may cost no more than the gap, in whole units."""
        price = bound.reduced // bound.scale
        moves: list[tuple[Any, int]] = [
            (var.negated() if bound.bound_point[j] else var, int(price[j]))
            for j, var in self.x.items()
            if price[j]
        ]
        if moves:
            gap = bound.gap(most) // bound.scale
            add_row(self.model, [v for v, _ in moves], [p for _, p in moves], high=gap)


def free_bounds(size: int) -> tuple[BoolArray, BoolArray]:
    """Return bounds that fix nothing."""
    return np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
