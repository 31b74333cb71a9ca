"""What the plans within a budget may use, by the root's bound."""

from __future__ import annotations

from dataclasses import replace

from models.merge.expressions import LinearExpression
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Program

ROUNDS = 30
"""Rounds of separation, as at the root of a search."""


def within_budget(
    problem: VillageProblem, sum_: LinearExpression, most: int, clock: Clock
) -> Program:
    """Return the program of a sum, without what no plan of at most `most` uses.

    Columns that all such plans use are fixed too. Both are proved in whole numbers.

    Raises
    ------
    NoSolutionError
        When there is no such plan.
    """
    model, pool = problem.model, problem.pool
    program = pool.program(model, model.coefficients(sum_)).propagated()
    lp = NodeLp(model, program, pool, clock.quiet)
    relaxed = lp.at_root()
    bound = relaxed.bound()
    for _ in range(ROUNDS):
        if bound is None or clock.over or not lp.separated(relaxed, bound):
            break
        bound = relaxed.bound() or bound
    program = replace(program, rows=lp.rows())
    if bound is None:
        return program
    return lp.path_fixing.fix_by_reduced_cost(program, bound, most).propagated()
