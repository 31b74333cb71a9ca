"""One run on a published problem: the tool or a peer, beside what was published."""

from __future__ import annotations

import os
import time
from typing import Any

from benchmarks.apart import rows_or_reason
from benchmarks.peers import PEERS
from benchmarks.published_beside import SQUARE_MILE_KM2, agrees, beside
from benchmarks.published_cases import CASES, Case
from benchmarks.record import Row
from benchmarks.village_runs import WORKERS


def measure(name: str, method: str, seconds: float) -> list[Row]:
    """Return the row of a method on a case, in a process of its own."""
    row = _published(CASES[name]) | {"method": method, "limit_s": seconds}
    if method != "tool" and (missing := PEERS[method].missing):
        return [{**row, "status": missing}]
    return rows_or_reason(_run, name, method, seconds, seconds=seconds, row=row)


def _published(case: Case) -> Row:
    miles = case.square_miles
    return {
        "case": case.name,
        "published": "infeasible" if miles is None else "optimal",
        "published_square_miles": miles,
        "published_km2": None if miles is None else miles * SQUARE_MILE_KM2,
        "published_by": case.by,
        "published_seconds": case.their_seconds,
        "source": case.source,
    }


def _run(name: str, method: str, seconds: float) -> list[Row]:
    case = CASES[name]
    data, load = case.read(), round(os.getloadavg()[0], 2)
    run = _tool if method == "tool" else _peer
    row, unit = run(data, method, seconds)
    row = _published(case) | {"method": method, "limit_s": seconds, "load_1_min": load} | row
    if unit is not None and case.square_miles is not None:
        row |= beside(case, data, unit)
    return [row | {"agrees": agrees(row)}]


def _tool(data: Any, _method: str, seconds: float) -> tuple[Row, Any]:
    """Solve as the command does."""
    from optimizer.solve.clock import Clock, Effort
    from optimizer.solve.run import solve

    solution = solve(data, Clock(Effort(seconds, WORKERS)))
    row: Row = {"status": solution.outcome.value, "seconds": round(solution.seconds, 2)}
    for one in solution.reached:
        row |= {"objective": one.name, "value": one.value, "bound": one.bound}
    return row, None if solution.plan is None else solution.plan.unit


def _peer(data: Any, method: str, seconds: float) -> tuple[Row, Any]:
    """Ask a peer; its plan counts where the checker lets it pass."""
    from benchmarks.judged import Judge
    from benchmarks.peers import solve
    from models.merge.restricted import all_ties, restricted_problem

    territory, start = data.territory, time.perf_counter()
    problem = restricted_problem(data, 0)
    (objective,) = data.scenario.objectives
    ties = all_ties(data)
    found = solve(method, problem, ties, objective, seconds)
    found = Judge(data, problem, objective).judged(found)
    row = {"status": found.status, "objective": objective.name, "value": found.value}
    build = time.perf_counter() - start - found.seconds
    row |= {"bound": found.bound, "seconds": round(found.seconds, 2)}
    row |= {"build_seconds": round(build, 2)}
    if found.plan is None:
        return row, None
    unit = territory.villages.township.copy()
    found.plan.write(problem, unit, territory.urban.copy())
    return row, unit
