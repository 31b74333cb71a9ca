"""Plans that are known before the search: mode whole's optimum, and the user's own."""

from __future__ import annotations

import numpy as np

from models.kinds import KINDS
from models.merge.problem import Problem
from models.plan import Plan
from models.quantities import IntArray
from optimizer.solve.branch_and_cut.cp_sat import solve_by_cp_sat
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.branch_and_cut.tree import BranchAndCut
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import NoSolutionError

NEAREST_PLAN_NODES = 60
"""Nodes of the search for the nearest plan; the first one found is taken."""
CP_SAT_EFFORT = 5.0
"""Deterministic time of CP-SAT for the options of a plan whose villages are given."""


def plan_in(choices: VillageProblem, plan: Plan, problem: Problem, clock: Clock) -> IntArray | None:
    """Return a plan's part of a county as options, or None where it breaks a rule."""
    units = plan.unit[problem.villages]
    of_part = np.zeros(problem.parts, dtype=np.int64)
    of_part[problem.part] = units
    divided = (of_part[problem.part] != units).any()
    if divided or not np.isin(units, problem.townships).all():
        return None
    model, options = choices.model, problem.options
    seats = np.searchsorted(problem.townships, of_part)
    pairs = model.column[np.arange(model.villages), seats]
    if (pairs < 0).any():
        return None
    kinds = np.array([KINDS.index(plan.kind(int(t))) for t in problem.townships])
    other = (options.kind != kinds[options.seat]) & (model.option_column >= 0)
    program = choices.pool.program(model, np.zeros(model.size, dtype=np.int64))
    try:
        program = program.fixed(model.option_column[other], False).fixed(pairs, True).propagated()
    except NoSolutionError:
        return None
    return solve_by_cp_sat(model, program, 0, clock.quiet, CP_SAT_EFFORT).chosen


def nearest_plan(
    choices: VillageProblem, wanted: Plan, problem: Problem, clock: Clock
) -> IntArray | None:
    """Return the plan that keeps the rules and differs in few villages; None if none is found."""
    model = choices.model
    other = problem.townships[None, :] != wanted.unit[problem.villages][:, None]
    cost = model.assigned(problem.by_part(other.astype(np.int64)))
    program = choices.pool.program(model, cost)
    incumbent = Incumbent(model, cost, choices.pool, first_only=True)
    BranchAndCut(incumbent, program, clock.quiet, nodes=NEAREST_PLAN_NODES).run()
    return incumbent.best
