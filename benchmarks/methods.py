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
    """Time candidate enumeration and the search to proof."""
    from models.merge.restricted import all_ties, restricted_problem
    from models.merge.whole import whole_model
    from optimizer.solve.clock import Clock, Effort
    from optimizer.solve.decomposition.city import solve_city
    from optimizer.solve.decomposition.source import Listed
    from optimizer.solve.partition.problem import PartitionProblem
    from optimizer.solve.results import Verdict

    data = CASES[case].read()
    start = time.perf_counter()
    problem = restricted_problem(data, 0)
    ties = all_ties(data)
    built = time.perf_counter()
    clock = Clock(Effort(seconds=limit))
    model = whole_model(problem, data.scenario, ties, clock.effort.candidates)
    answer = solve_city(
        Listed.of([PartitionProblem.of(model.partition)]), data.scenario, ties, clock
    )
    seconds = time.perf_counter() - built
    words = {Verdict.SOLVED: "optimal", Verdict.INFEASIBLE: "infeasible", Verdict.OPEN: "open"}
    reached = answer.attained[0] if answer.attained else None
    return {
        "status": words[answer.verdict],
        "value": reached.value if reached else None,
        "bound": reached.bound if reached else None,
        "seconds": seconds,
        "build_seconds": built - start,
        "columns": len(model.partition),
        "rows": model.partition.parts + len(model.partition.rows),
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
