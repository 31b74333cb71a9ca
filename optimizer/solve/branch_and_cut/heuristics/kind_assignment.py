"""The same units, of other kinds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.merge.expressions import LinearExpression
from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.branch_and_cut.cp_sat import solve_by_cp_sat
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import NoSolutionError

CP_SAT_EFFORT = 2.0
"""Deterministic time of CP-SAT; villages are fixed, so the programs are small."""


def other_kinds(
    model: VillageModel,
    pool: CutPlanPool,
    plan: IntArray,
    counts: Sequence[LinearExpression],
    clock: Clock,
) -> IntArray | None:
    """Return a plan of the same villages for each seat that keeps the side rows.

    Parameters
    ----------
    counts
        What is to be low among such plans.
    """
    seats = model.option_seat[plan]
    pairs = model.column[np.arange(model.villages), seats]
    cost = np.zeros(model.size, dtype=np.int64)
    for sum_ in counts:
        cost = cost + model.coefficients(sum_)
    try:
        program = pool.program(model, cost).fixed(pairs, True).propagated()
    except NoSolutionError:
        return None
    found = solve_by_cp_sat(model, program, NO_LIMIT, clock, CP_SAT_EFFORT).chosen
    if found is not None:
        pool.add_plan(found)
    return found
