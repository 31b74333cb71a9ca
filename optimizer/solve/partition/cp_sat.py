"""CP-SAT over some of the columns of a set partitioning problem.

Its plans count; its claims that there is nothing better only with a second witness.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from ortools.sat.python import cp_model

from models.cp_sat import solve
from models.merge.partition import Partition, partition_model
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.clock import CP_SAT, Clock
from optimizer.solve.lp.witness import MIP_NODES, as_program, second_witness
from optimizer.solve.results import Verdict


@dataclass(frozen=True)
class Found:
    """What a search found, and a lower bound over the columns that it was given.

    Attributes
    ----------
    verdict
        SOLVED and INFEASIBLE are borne out by a second witness.
    claimed
        Whether CP-SAT alone says that nothing better exists.
    """

    verdict: Verdict
    chosen: IntArray | None
    value: int
    bound: int
    claimed: bool = False


def search(
    problem: Partition,
    cost: IntArray,
    allowed: BoolArray,
    least: int,
    start: IntArray | None,
    clock: Clock,
    effort: float = float("inf"),
    beyond: int = NO_LIMIT,
    nodes: int = MIP_NODES,
) -> Found:
    """Run CP-SAT over the allowed columns, for some deterministic time.

    Parameters
    ----------
    beyond
        A lower bound of the plans with columns that are not allowed. The second witness is
        asked for claims that settle the whole problem: another only leads to more columns.
    nodes
        What the second witness gets.
    """
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
    if not clock.trusts_cp_sat:
        return Found(Verdict.OPEN, None, 0, least)
    model, x = partition_model(part, cost[columns], least, most, hint)
    with clock.solver() as solver:
        solver.parameters.max_deterministic_time = effort
        status = solve(solver, model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE):
            return Found(Verdict.OPEN, None, 0, least)
        chosen = None
        if status == cp_model.INFEASIBLE and hint is not None:
            clock.evidence.accuse(CP_SAT, f"claims that no plan costs at most {most}; one is known")
            return Found(Verdict.OPEN, None, 0, least)
        if status != cp_model.INFEASIBLE:
            chosen = columns[[k for k, var in enumerate(x) if solver.boolean_value(var)]]
    found = Found(Verdict.OPEN, chosen, 0 if chosen is None else int(cost[chosen].sum()), least)
    if status == cp_model.FEASIBLE:
        return found
    if chosen is not None and found.value <= least:
        return replace(found, verdict=Verdict.SOLVED, bound=found.value)
    if beyond < (most if chosen is None else found.value):
        return replace(found, claimed=True)
    return _confirmed(_Claim(part, columns, cost[columns], most, found), clock, nodes)


@dataclass(frozen=True)
class _Claim:
    """CP-SAT's claim that no plan of some columns is better than the one that it found.

    Attributes
    ----------
    part, cost
        The problem over the columns, and their costs.
    most
        What a plan was allowed to cost.
    found
        With the plan; without one the claim is that there is none at all.
    """

    part: Partition
    columns: IntArray
    cost: IntArray
    most: int
    found: Found


def _confirmed(claim: _Claim, clock: Clock, nodes: int) -> Found:
    """Ask the second witness; a plan that it comes to contradicts the claim."""
    found = claim.found
    asked = claim.most if found.chosen is None else found.value - 1
    said = second_witness(as_program(claim.part, claim.cost), asked, clock, nodes)
    if said.point is not None:
        clock.evidence.accuse(CP_SAT, f"claims that no plan costs at most {asked}; there is one")
        better = claim.columns[np.nonzero(said.point)[0]]
        return replace(found, chosen=better, value=int(claim.cost @ said.point))
    if said.proof is None:
        return replace(found, claimed=True)
    clock.evidence.rely(said.proof)
    if found.chosen is None:
        return Found(Verdict.INFEASIBLE, None, 0, NO_LIMIT)
    return replace(found, verdict=Verdict.SOLVED, bound=found.value)
