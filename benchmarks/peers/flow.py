"""The flow MILP (`models.merge.milp`) by CBC, HiGHS and SCIP, otherwise at their defaults.

Two threads each; SCIP, whose wheels search by one thread, has one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import Any

import pulp
from pulp.apis.scip_api import SCIP_PY

from benchmarks.peers import PeerResult
from models.merge.coupling import CouplingConstraint
from models.merge.expressions import cost_of
from models.merge.milp import flow_model
from models.merge.problem import Problem
from models.scenario import ObjectiveSpec
from optimizer.solve.certify.milp_solvers import SOLVERS, Claim, Grant

THREADS = 2


def _solve_scip(lp: pulp.LpProblem, grant: Grant) -> Claim:
    """Solve by SCIP inside the process."""
    lp.solve(SCIP_PY(msg=False, timeLimit=grant.seconds, gapRel=0, gapAbs=0))
    scip: Any = lp.solverModel
    found = scip.getNSols() > 0
    if scip.getStatus() == "infeasible":
        return Claim("infeasible", False, None, scip.getSolvingTime())
    status = "optimal" if scip.getStatus() == "optimal" else "open"
    bound = None if abs(scip.getDualbound()) >= scip.infinity() else scip.getDualbound()
    return Claim(status, found, bound, scip.getSolvingTime())


_SOLVERS = {**SOLVERS, "scip": _solve_scip}


def _solve(
    solver: str,
    ordered: bool,
    problem: Problem,
    ties: Sequence[CouplingConstraint],
    objective: ObjectiveSpec,
    seconds: float,
) -> PeerResult:
    """Build the model, solve it, and measure the plan in whole numbers."""
    if ordered and objective.name != "units":
        raise ValueError("seats in order is for the number of units alone")
    start = time.perf_counter()
    model = flow_model([problem], ties, [objective], ordered)
    model.aim(cost_of(objective.name))
    claim = _SOLVERS[solver](model.lp, Grant(seconds, THREADS))
    plan = model.read() if claim.found else None
    wall = time.perf_counter() - start
    return PeerResult(
        status=claim.status,
        value=None if plan is None else model.measure(cost_of(objective.name), plan),
        bound=None if claim.bound is None else model.bound(claim.bound),
        seconds=claim.seconds,
        build_seconds=wall - claim.seconds,
        plan=None if plan is None else plan[0],
        columns=model.lp.numVariables(),
        rows=model.lp.numConstraints(),
    )


cbc = partial(_solve, "cbc", False)
highs = partial(_solve, "highs", False)
cbc_ordered = partial(_solve, "cbc", True)
highs_ordered = partial(_solve, "highs", True)
scip = partial(_solve, "scip", False)
