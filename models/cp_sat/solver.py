"""The one place through which every use of CP-SAT goes.

Its presolve of OR-Tools 9.15 may drop a row that another one seems to include, and then
answers INFEASIBLE on models that have solutions (see `models.cp_sat.known`). The guard
leaves that step out, and `models.cp_sat.rows` keeps coefficients small. Neither makes a
claim of the solver a proof: for that a second witness is asked
(`optimizer.solve.lp.witness`).
"""

from __future__ import annotations

from functools import cache

from ortools.sat.python import cp_model

from models.cp_sat.known import KNOWN_MODELS, KnownModel
from models.quantities import NO_LIMIT

_CLAIMS = (cp_model.OPTIMAL, cp_model.INFEASIBLE)


class SolverFaultError(Exception):
    """CP-SAT gave a wrong answer to a question whose answer is known."""


def guarded() -> cp_model.CpSolver:
    """Return a solver with the parameters under which its known errors do not occur.

    `presolve_inclusion_work_limit = 0`: no row is looked for inside another one. Versions
    9.11, 9.12 and 9.14 are right without it; 9.15.6755 is wrong.
    """
    solver = cp_model.CpSolver()
    solver.parameters.presolve_inclusion_work_limit = 0
    solver.parameters.catch_sigint_signal = False
    return solver


def solve(solver: cp_model.CpSolver, model: cp_model.CpModel) -> cp_model.CpSolverStatus:
    """Solve a model; a solver that fails its test claims nothing.

    Returns
    -------
    cp_model.CpSolverStatus
        OPTIMAL and INFEASIBLE are claims of one solver. Where `fault()` has found it
        wrong, FEASIBLE and UNKNOWN come in their place.
    """
    status = ask(solver, model)
    if status in _CLAIMS and fault() is not None:
        return cp_model.FEASIBLE if status == cp_model.OPTIMAL else cp_model.UNKNOWN
    return status


def ask(solver: cp_model.CpSolver, model: cp_model.CpModel) -> cp_model.CpSolverStatus:
    """Hand a model over to CP-SAT: the seam at which another solver can stand in its place."""
    return solver.solve(model)


@cache
def fault() -> str | None:
    """Return what CP-SAT answered wrongly to models of known answer; None where it is right.

    The test runs once a process, with the parameters that are used.
    """
    try:
        for known in KNOWN_MODELS:
            test(known)
    except SolverFaultError as error:
        return str(error)
    return None


def test(known: KnownModel) -> None:
    """Ask for what is known.

    Raises
    ------
    SolverFaultError
        When the answer is another one.
    """
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(known.size)]
    for row in known.rows:
        sum_ = cp_model.LinearExpr.weighted_sum([x[j] for j in row.columns], row.factors)
        low = -NO_LIMIT if row.low is None else row.low
        model.add_linear_constraint(sum_, low, NO_LIMIT if row.high is None else row.high)
    for var, value in zip(x, known.satisfying or (), strict=False):
        model.add_hint(var, bool(value))
    solver = guarded()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    wrong = cp_model.INFEASIBLE if known.satisfying else cp_model.OPTIMAL
    if status == wrong:
        name = solver.status_name(status)
        raise SolverFaultError(f"CP-SAT answers {name} to a model of {known.size} known columns")
