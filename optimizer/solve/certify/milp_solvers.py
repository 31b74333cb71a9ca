"""MILP solvers by name, for PuLP models: gap 0, and the solver's own word on its time."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulp
from pulp.apis.coin_api import COIN_CMD
from pulp.apis.highs_api import HiGHS

DEFAULT_TOLERANCE = 1e-6
"""The solvers' own tolerance of whole values."""


@dataclass(frozen=True)
class Grant:
    """What a solver is granted.

    Attributes
    ----------
    tolerance
        By how much a variable may miss a whole number and a row its limit; both
        solvers' own defaults are 1e-6 for the former.
    stopped
        Whether the user asked to stop; HiGHS hears it, CBC does not.
    """

    seconds: float = float("inf")
    threads: int = 1
    tolerance: float = DEFAULT_TOLERANCE
    stopped: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Claim:
    """What a MILP solver says.

    Attributes
    ----------
    status
        `optimal`, `infeasible` or `open`.
    found
        Whether the variables hold a solution.
    bound
        Of the model's objective; None where the solver has none.
    seconds
        Wall time inside the solver, presolve included, as the solver reports it.
    """

    status: str
    found: bool
    bound: float | None
    seconds: float


def cbc_path() -> str:
    """Return the newest CBC at hand: the package cbcbox, else the one inside PuLP 3."""
    if importlib.util.find_spec("cbcbox"):
        import cbcbox

        return str(cbcbox.cbc_bin_path())
    from pulp.apis.coin_api import pulp_cbc_path

    return str(pulp_cbc_path)


def cbc_version() -> str:
    """Return what CBC says of itself in its first lines."""
    said = subprocess.run([cbc_path(), "-quit"], capture_output=True, text=True, check=True).stdout
    return next(
        (line.strip() for line in said.splitlines() if re.search(r"Version|devel", line)), ""
    )


def solve_cbc(lp: pulp.LpProblem, grant: Grant) -> Claim:
    """Solve by CBC, a process of its own; time and bound are read from its log."""
    options = []
    if grant.tolerance != DEFAULT_TOLERANCE:
        names = ("primalT", "dualT", "integerT")
        options = [f"{name} {grant.tolerance}" for name in names]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        solver = COIN_CMD(
            path=cbc_path(), msg=False, threads=grant.threads, timeLimit=_limit(grant),
            gapRel=0, gapAbs=0, logPath=str(log), options=options,
        )  # fmt: skip
        solver.tmpDir = folder
        lp.solve(solver)
        return _read_cbc(log.read_text(), lp)


def _limit(grant: Grant) -> float | None:
    return grant.seconds if grant.seconds < float("inf") else None


def _read_cbc(log: str, lp: pulp.LpProblem) -> Claim:
    found = lp.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
    seconds = _number(r"Wallclock seconds\):?\s*([\d.eE+-]+)", log)
    if seconds is None:
        raise RuntimeError("CBC's log does not tell its time")
    if lp.status == pulp.LpStatusInfeasible:
        return Claim("infeasible", False, None, seconds)
    if lp.sol_status == pulp.LpSolutionOptimal:
        return Claim("optimal", True, pulp.value(lp.objective), seconds)
    return Claim("open", found, _number(r"[Ll]ower bound:\s*([\d.eE+-]+)", log), seconds)


def _number(pattern: str, text: str) -> float | None:
    found = re.findall(pattern, text)
    return float(found[-1]) if found else None


def solve_highs(lp: pulp.LpProblem, grant: Grant) -> Claim:
    """Solve by HiGHS inside the process.

    HiGHS keeps one pool of threads a process, made at its first run; it is let
    go before and after, or a run with another number of threads is refused.
    """
    import highspy

    from optimizer.solve.lp.quiet import silence_highs

    options: dict[str, Any] = {}
    if grant.tolerance != DEFAULT_TOLERANCE:
        kinds = ("mip", "primal", "dual")
        options = {f"{kind}_feasibility_tolerance": grant.tolerance for kind in kinds}
        # Presolve may hang where rows are held tightly (`lp.highs.UNPRESOLVED`): once is enough.
        options |= {"mip_allow_restart": False, "mip_root_presolve_only": True}
    silence_highs()
    highspy.Highs.resetGlobalScheduler(True)
    solver = HiGHS(
        msg=False, threads=grant.threads, timeLimit=_limit(grant), gapRel=0, gapAbs=0, **options
    )
    _listen(solver, grant)
    lp.solve(solver)
    highspy.Highs.resetGlobalScheduler(True)
    highs: Any = lp.solverModel
    status = highspy.HighsModelStatus
    seconds, info = highs.getRunTime(), highs.getInfo()
    if highs.getModelStatus() in (status.kInfeasible, status.kUnboundedOrInfeasible):
        return Claim("infeasible", False, None, seconds)
    found = abs(info.objective_function_value) < highspy.kHighsInf
    word = "optimal" if found and highs.getModelStatus() == status.kOptimal else "open"
    known = abs(info.mip_dual_bound) < highspy.kHighsInf
    return Claim(word, found, info.mip_dual_bound if known else None, seconds)


def _listen(solver: HiGHS, grant: Grant) -> None:
    """Let HiGHS ask now and then whether to stop."""
    from highspy import cb

    if (stopped := grant.stopped) is None:
        return

    def ask(_kind: Any, _message: str, _out: Any, answer: Any, _data: Any) -> None:
        if stopped():
            answer.user_interrupt = True

    solver.callbackTuple = (ask, None)
    kinds = cb.HighsCallbackType
    solver.callbacksToActivate = [kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt]


SOLVERS: dict[str, Callable[[pulp.LpProblem, Grant], Claim]] = {
    "cbc": solve_cbc,
    "highs": solve_highs,
}
