"""What is timed: the tool and its peers on one case, each run in a process of its own."""

from __future__ import annotations

import os
import time
from statistics import median

from benchmarks.apart import rows_or_reason
from benchmarks.cases import CASES
from benchmarks.judged import Judge
from benchmarks.peers import PEERS, solve
from benchmarks.record import Row

FLOWS = tuple(name for name, peer in PEERS.items() if peer.module == "flow")
EXACT = (*FLOWS, "plain-cpsat")
METHODS = ("tool", *EXACT)


def measure(case: str, method: str, limit: float, runs: int) -> Row:
    """Repeat a run, each time in a fresh process, and report medians.

    A run that reaches the time limit is not repeated.
    """
    row = {"case": case, "method": method, "same": True}
    if method != "tool" and (missing := PEERS[method].missing):
        return {**row, "status": missing}
    rows: list[Row] = []
    for _ in range(runs):
        rows += rows_or_reason(run, case, method, limit, seconds=limit, row=row)
        if rows[-1]["status"] not in ("optimal", "infeasible"):
            break
    return rows[-1] if "seconds" not in rows[-1] else _median(rows)


def _median(rows: list[Row]) -> Row:
    seconds = [row["seconds"] for row in rows]
    return {
        **rows[-1],
        "value": min((row["value"] for row in rows if row["value"] is not None), default=None),
        "seconds": round(median(seconds), 4),
        "build_seconds": round(median(row["build_seconds"] for row in rows), 4),
        "runs": [round(s, 4) for s in seconds],
        "same": len({(row["status"], row["value"]) for row in rows}) == 1,
    }


def run(case: str, method: str, limit: float) -> list[Row]:
    """Solve a case once; imports and the reading of the tables are not timed."""
    load = round(os.getloadavg()[0], 2)
    row = _tool(case, limit) if method == "tool" else _peer(case, method, limit)
    return [{"case": case, "method": method, **row, "load_1_min": load}]


def _tool(case: str, limit: float) -> Row:
    """Time the solve as the command does it, the checker included."""
    from models.plan import Outcome
    from optimizer.solve.clock import Clock, Effort
    from optimizer.solve.run import solve

    data = CASES[case].read()
    found = solve(data, Clock(Effort(seconds=limit)))
    words = {Outcome.OPTIMAL: "optimal", Outcome.INFEASIBLE: "infeasible"}
    reached = found.reached[0] if found.reached else None
    return {
        "status": words.get(found.outcome, "open"),
        "value": reached.value if reached else None,
        "bound": reached.bound if reached else None,
        "seconds": found.seconds,
        "build_seconds": 0.0,
    }


def _peer(case: str, peer: str, limit: float) -> Row:
    """Time the solver by its own word; all else after the reading counts as building."""
    from models.merge.restricted import all_ties, restricted_problem

    data = CASES[case].read()
    start = time.perf_counter()
    problem = restricted_problem(data, 0)
    ties = all_ties(data)
    built = time.perf_counter() - start
    spec = data.scenario.objectives[0]
    result = Judge(data, problem, spec).judged(solve(peer, problem, ties, spec, limit))
    return {
        "status": result.status,
        "value": result.value,
        "bound": result.bound,
        "seconds": result.seconds,
        "build_seconds": built + result.build_seconds,
        "columns": result.columns,
        "rows": result.rows,
    }
