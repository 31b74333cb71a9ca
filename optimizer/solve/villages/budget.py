"""What the plans within a budget may use, by the root's bound."""

from __future__ import annotations

from dataclasses import replace

from models.merge.sums import Sum
from optimizer.solve.clock import Clock
from optimizer.solve.villages.common import CommonLp
from optimizer.solve.villages.program import Program
from optimizer.solve.villages.state import VillageProblem

_ROUNDS = 30


def within_budget(problem: VillageProblem, sum_: Sum, most: int, clock: Clock) -> Program:
    """Return the program of a sum, without what no plan of at most `most` uses.

    Columns that all such plans use are fixed too. Both are proved in whole numbers.

    Raises
    ------
    NoSolutionError
        When there is no such plan.
    """
    model, memory = problem.model, problem.memory
    program = memory.program(model, model.coefficients(sum_)).propagated()
    ways = memory.ways(model)
    common = CommonLp(model, program, memory, clock.quiet, [], ways)
    relaxed = common.at_root()
    bound = relaxed.bound()
    for _ in range(_ROUNDS):
        if bound is None or clock.over or not common.separated(relaxed, bound):
            break
        bound = relaxed.bound() or bound
    program = replace(program, rows=common.rows())
    if bound is None:
        return program
    return ways.kept_by(program, bound, most).propagated()
