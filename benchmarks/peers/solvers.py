"""The peer's solvers by name, each with two threads, gap 0, and its own word on its time."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pulp

THREADS = 2


@dataclass(frozen=True)
class Verdict:
    """What a MILP solver says.

    Attributes
    ----------
    status
        `optimal`, `infeasible` or `open`.
    value, bound
        None where the solver has none.
    seconds
        Wall time inside the solver, presolve included, as the solver reports it.
    """

    status: str
    value: int | None
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


def solve_cbc(lp: pulp.LpProblem, limit: float) -> Verdict:
    """Solve by CBC, a process of its own; time, value and bound are read from its log."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        solver = pulp.COIN_CMD(
            path=cbc_path(), msg=False, threads=THREADS, timeLimit=limit,
            gapRel=0, gapAbs=0, logPath=str(log),
        )  # fmt: skip
        lp.solve(solver)
        return _read_cbc(log.read_text(), lp)


def _read_cbc(log: str, lp: pulp.LpProblem) -> Verdict:
    found = lp.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
    value = round(lp.objective.value()) if found else None
    seconds = _number(r"Wallclock seconds\):?\s*([\d.eE+-]+)", log)
    if seconds is None:
        raise RuntimeError("CBC's log does not tell its time")
    if lp.status == pulp.LpStatusInfeasible:
        return Verdict("infeasible", None, None, seconds)
    if lp.sol_status == pulp.LpSolutionOptimal:
        return Verdict("optimal", value, value, seconds)
    return Verdict("open", value, _number(r"[Ll]ower bound:\s*([\d.eE+-]+)", log), seconds)


def _number(pattern: str, text: str) -> float | None:
    found = re.findall(pattern, text)
    return float(found[-1]) if found else None


def solve_highs(lp: pulp.LpProblem, limit: float) -> Verdict:
    """Solve by HiGHS inside the process.

    HiGHS keeps one pool of threads a process, made at its first run; it is let
    go before and after, or a run with another number of threads is refused.
    """
    import highspy

    from optimizer.solve.quiet import silence_highs

    silence_highs()
    highspy.Highs.resetGlobalScheduler(True)
    lp.solve(pulp.HiGHS(msg=False, threads=THREADS, timeLimit=limit, gapRel=0, gapAbs=0))
    highspy.Highs.resetGlobalScheduler(True)
    highs, status = lp.solverModel, highspy.HighsModelStatus
    seconds, info = highs.getRunTime(), highs.getInfo()
    if highs.getModelStatus() in (status.kInfeasible, status.kUnboundedOrInfeasible):
        return Verdict("infeasible", None, None, seconds)
    found = abs(info.objective_function_value) < highspy.kHighsInf
    value = round(info.objective_function_value) if found else None
    word = "optimal" if highs.getModelStatus() == status.kOptimal else "open"
    return Verdict(word, value, info.mip_dual_bound, seconds)


SOLVERS: dict[str, Callable[[pulp.LpProblem, float], Verdict]] = {
    "cbc": solve_cbc,
    "highs": solve_highs,
}
