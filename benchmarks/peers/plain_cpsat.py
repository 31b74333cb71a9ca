"""A plain CP-SAT model: labels, parent arcs and depths, in any mode.

    x[p, s]     part p is in the unit that keeps seat s; exactly one s for each p
    y[s]        = x[part of seat s, s]
    z[o]        the unit takes option o; exactly one option of each seat kept
    a[p, q]     q is the parent of p: p and q share every label, depth[p] > depth[q]

Every part but those of kept seats has exactly one parent, so that each unit is a tree
rooted in its seat. Rules are written as they read, each enforced by the literal of its
option. It is what one writes in an afternoon with the solver's own tools: no columns,
no cuts, no start, and the portfolio that the solver recommends (8 workers).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.peers import Moment, PeerResult
from models.merge.coupling import CouplingConstraint
from models.merge.expressions import LinearExpression, cost_of
from models.merge.milp_county import Assignment
from models.merge.problem import Limit, Problem
from models.quantities import NO_LIMIT, IntArray
from models.scenario import ObjectiveSpec

WORKERS = 8
_STATUS = {cp_model.OPTIMAL: "optimal", cp_model.INFEASIBLE: "infeasible"}
Literals = dict[tuple[int, int], cp_model.IntVar]


def solve(
    problem: Problem, ties: Sequence[CouplingConstraint], objective: ObjectiveSpec, seconds: float
) -> PeerResult:
    """Build the model, solve it, and measure the plan in whole numbers."""
    start = time.perf_counter()
    plain = _build(problem)
    _hold(plain, ties, objective)
    plain.model.minimize(_sum(plain, cost_of(objective.name), objective))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.catch_sigint_signal = False
    watch = _Watch(plain)
    solver.best_bound_callback = watch.bound
    built = time.perf_counter()
    status = solver.solve(plain.model, watch)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    known = status != cp_model.INFEASIBLE
    return PeerResult(
        status=_STATUS.get(status, "open"),
        value=_value(plain, objective, solver) if found else None,
        bound=solver.best_objective_bound if known else None,
        seconds=solver.wall_time,
        build_seconds=built - start,
        plan=_plan(plain, solver.boolean_value) if found else None,
        columns=len(plain.model.proto.variables),
        rows=len(plain.model.proto.constraints),
        trail=tuple(watch.trail),
    )


@dataclass(frozen=True)
class _Plain:
    """The model and its decisions, only where they may be true."""

    problem: Problem
    model: cp_model.CpModel
    x: Literals
    y: dict[int, cp_model.IntVar]
    z: dict[int, cp_model.IntVar]

    def at(self, s: int) -> list[int]:
        """Return the parts that may be at a seat."""
        return [p for p in range(self.problem.parts) if (p, s) in self.x]


class _Watch(cp_model.CpSolverSolutionCallback):
    """Keeps each plan and bound with its time."""

    def __init__(self, plain: _Plain) -> None:
        super().__init__()
        self.plain, self.trail, self.start = plain, list[Moment](), time.perf_counter()

    def on_solution_callback(self) -> None:
        """Keep the plan."""
        seconds = time.perf_counter() - self.start
        self.trail.append(Moment(seconds, _plan(self.plain, self.boolean_value)))

    def bound(self, bound: float) -> None:
        """Keep a bound."""
        self.trail.append(Moment(time.perf_counter() - self.start, bound=bound))


def _build(problem: Problem) -> _Plain:
    model = cp_model.CpModel()
    may = problem.allowed
    x = {(p, s): model.new_bool_var("") for p, s in np.argwhere(may).tolist()}
    roots = problem.seat_parts().tolist()
    y = {s: x[p, s] for s, p in enumerate(roots) if may[p, s]}
    z = {o: model.new_bool_var("") for o, s in enumerate(problem.options.seat.tolist()) if s in y}
    plain = _Plain(problem, model, x, y, z)
    for p in range(problem.parts):
        model.add_exactly_one(x[p, s] for s in np.nonzero(may[p])[0].tolist())
    for (_, s), literal in x.items():
        model.add_implication(literal, y[s]) if s in y else model.add(literal == 0)
    for s, kept in y.items():
        options = [z[o] for o in np.nonzero(problem.options.seat == s)[0].tolist()]
        model.add(sum(options) == kept)
        for limit in problem.limits:
            _limit(plain, limit, s)
        _transfers(plain, s)
    _pairs(plain)
    _trees(plain, roots)
    return plain


def _limit(plain: _Plain, limit: Limit, s: int) -> None:
    """Bound the unit by the limit of the option that it takes."""
    inside = plain.at(s)
    total = _weighted([plain.x[p, s] for p in inside], limit.weight[inside])
    when = []
    if limit.grown_only:
        when.append(plain.model.new_bool_var(""))
        for p in inside:
            if plain.problem.home[p] != s:
                plain.model.add_implication(plain.x[p, s], when[0])
    for o in np.nonzero(plain.problem.options.seat == s)[0].tolist():
        low, high = int(limit.low[o]), int(limit.high[o])
        if low > -NO_LIMIT or high < NO_LIMIT:
            row = plain.model.add_linear_constraint(total, low, high)
            row.only_enforce_if([plain.z[o], *when])


def _transfers(plain: _Plain, s: int) -> None:
    """Let a township that stays lose at most so many parts."""
    most, own = plain.problem.transfers, np.nonzero(plain.problem.home == s)[0].tolist()
    if most is not None and most < len(own):
        held = sum(plain.x[p, s] for p in own if (p, s) in plain.x)
        plain.model.add(held >= len(own) - most).only_enforce_if(plain.y[s])


def _pairs(plain: _Plain) -> None:
    """Keep groups together, and pairs of groups apart."""
    model, x = plain.model, plain.x
    for s in range(len(plain.problem.townships)):
        for group in plain.problem.together:
            literals = [x.get((p, s), 0) for p in group.tolist()]
            for other in literals[1:]:
                model.add(literals[0] == other)
        for left, right in plain.problem.apart:
            holds = model.new_bool_var("")
            for p in left.tolist():
                if (p, s) in x:
                    model.add_implication(x[p, s], holds)
            for p in right.tolist():
                if (p, s) in x:
                    model.add_implication(x[p, s], holds.negated())


def _trees(plain: _Plain, roots: Sequence[int]) -> None:
    """Give every part a parent in its unit, one level above; a kept seat's part has none."""
    problem, model, x = plain.problem, plain.model, plain.x
    graph = problem.adjacency()
    depth = [model.new_int_var(0, problem.parts - 1, "") for _ in range(problem.parts)]
    kept = {roots[s]: y for s, y in plain.y.items()}
    for p in range(problem.parts):
        near = sorted(set(graph.indices[graph.indptr[p] : graph.indptr[p + 1]].tolist()))
        arcs = {q: model.new_bool_var("") for q in near}
        model.add_exactly_one([*arcs.values(), *([kept[p]] if p in kept else [])])
        for q, arc in arcs.items():
            model.add(depth[p] > depth[q]).only_enforce_if(arc)
            for s in np.nonzero(problem.allowed[p])[0].tolist():
                same = [x[q, s]] if (q, s) in x else []
                model.add_bool_or([arc.negated(), x[p, s].negated(), *same])


def _hold(plain: _Plain, ties: Sequence[CouplingConstraint], objective: ObjectiveSpec) -> None:
    """Keep the ties of this county alone."""
    for tie in ties:
        if tie.counties == {plain.problem.county}:
            row = tie.row()
            plain.model.add_linear_constraint(_sum(plain, row.sum, objective), row.low, row.high)


def _sum(plain: _Plain, sum_: LinearExpression, objective: ObjectiveSpec) -> cp_model.LinearExprT:
    problem = plain.problem
    opening = sum_.per_unit + sum_.per_urban * problem.options.urban
    assigning = np.zeros(problem.allowed.shape, dtype=np.int64)
    for name, weight in sum_.per_cost:
        spec = objective if objective.name == name else ObjectiveSpec(name=name)
        opening = opening + weight * spec.opening(problem)
        assigning = assigning + weight * spec.assigning(problem)
    pairs = np.array(list(plain.x), dtype=np.int64).reshape(-1, 2)
    literals = [*plain.z.values(), *plain.x.values()]
    return _weighted(literals, np.concatenate([opening[list(plain.z)], assigning[tuple(pairs.T)]]))


def _weighted(literals: Sequence[cp_model.IntVar], weights: IntArray) -> cp_model.LinearExprT:
    used = np.nonzero(weights)[0].tolist()
    return cp_model.LinearExpr.weighted_sum([literals[k] for k in used], weights[used].tolist())


def _plan(plain: _Plain, true: Callable[[cp_model.IntVar], bool]) -> Assignment:
    """Return the plan of the literals that are true."""
    seat = np.zeros(plain.problem.parts, dtype=np.int64)
    for (p, s), literal in plain.x.items():
        if true(literal):
            seat[p] = s
    option = np.full(len(plain.problem.townships), -1, dtype=np.int64)
    for o, literal in plain.z.items():
        if true(literal):
            option[plain.problem.options.seat[o]] = o
    return Assignment(seat, option)


def _value(plain: _Plain, objective: ObjectiveSpec, solver: cp_model.CpSolver) -> int:
    """Return what the plan comes to, from the tables of costs."""
    plan = _plan(plain, solver.boolean_value)
    taken = plan.option[plan.option >= 0]
    assigned = objective.assigning(plain.problem)[np.arange(len(plan.seat)), plan.seat]
    return int(assigned.sum() + objective.opening(plain.problem)[taken].sum())
