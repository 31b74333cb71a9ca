"""CP-SAT over some of the columns of a set partitioning problem."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from ortools.sat.python import cp_model

from models.merge.partition import Partition, partition_model
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import Clock


class Verdict(Enum):
    """What is known after a search."""

    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    OPEN = "open"


@dataclass(frozen=True)
class Found:
    """What a search found, and a lower bound over the columns that it was given."""

    verdict: Verdict
    chosen: IntArray | None
    value: int
    bound: int


def search(
    problem: Partition,
    cost: IntArray,
    allowed: BoolArray,
    least: int,
    start: IntArray | None,
    clock: Clock,
    effort: float = float("inf"),
) -> Found:
    """Run CP-SAT over the allowed columns, for some deterministic time."""
    columns = np.nonzero(allowed)[0]
    hint = None
    if start is not None:
        hint = np.isin(columns, start)
        hint = hint if hint.sum() == len(start) else None
    part = problem.take(columns)
    most = int(np.abs(cost).max(initial=0)) * problem.parts
    most = min(most, int(cost[start].sum())) if start is not None else most
    if least > most:
        return Found(Verdict.INFEASIBLE, None, 0, NO_LIMIT)
    model, x = partition_model(part, cost[columns], least, most, hint)
    with clock.solver() as solver:
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return Found(Verdict.INFEASIBLE, None, 0, NO_LIMIT)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Found(Verdict.OPEN, None, 0, least)
        chosen = columns[[k for k, var in enumerate(x) if solver.boolean_value(var)]]
        verdict = Verdict.SOLVED if status == cp_model.OPTIMAL else Verdict.OPEN
        value = int(cost[chosen].sum())
        # The bound as a whole number; `best_objective_bound` is a float with noise.
        proved = int(solver.response_proto.inner_objective_lower_bound)
        lower = value if verdict is Verdict.SOLVED else proved
    return Found(verdict, chosen, value, lower)
