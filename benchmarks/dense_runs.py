"""One run on a dense county: fewest units, then least travel, by the tool or by a peer."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from typing import Any

from benchmarks.apart import rows_or_reason
from benchmarks.dense_cases import CASES
from benchmarks.judged import Judge
from benchmarks.peers import PEERS, solve
from benchmarks.record import Row
from optimizer.solve.clock import Clock, Effort

UNITS = [{"name": "units"}]


def measure(case: str, method: str, limit: float) -> list[Row]:
    """Return the row of one run, in a process of its own."""
    row = {"case": case, "method": method}
    if method != "tool" and (missing := PEERS[method].missing):
        return [{**row, "status": missing}]
    run = _tool if method == "tool" else _peer
    return rows_or_reason(run, case, method, limit, seconds=2 * limit, row=row)


@dataclass(frozen=True, eq=False)
class _Watch(Clock):
    """A clock that keeps what was reached, and when."""

    seen: list[tuple[float, float | None, float]] = field(default_factory=list)

    def progress(self, value: float | None, bound: float) -> None:
        """Note value and bound."""
        self.seen.append((self.elapsed, value, bound))


def _tool(case: str, _method: str, limit: float) -> list[Row]:
    """Solve as the command does: the fewest units alone, then with travel after them."""
    load = round(os.getloadavg()[0], 2)
    first, watch = _solved(case, limit, UNITS)
    both, _ = _solved(case, limit, None)
    units = first.reached[0] if first.reached else None
    travel = both.reached[1] if len(both.reached) > 1 else None
    ended = round(first.seconds, 3)
    row = {
        "case": case, "method": "tool",
        "status": "optimal" if units and units.proved else "open",
        "units": units and units.value, "bound": units and units.bound,
        "plan_s": _when(watch, units and units.value, None, ended),
        "holds_s": _when(watch, units and units.value, units and units.bound, ended),
        "seconds": ended,
        "travel": travel and travel.value, "travel_bound": travel and travel.bound,
        "travel_proved": bool(travel and travel.proved), "both_s": round(both.seconds, 3),
        "load_1_min": load,
    }  # fmt: skip
    return [row]


def _solved(case: str, limit: float, objectives: Any) -> tuple[Any, _Watch]:
    from optimizer.solve.run import solve as solve_scenario

    data = CASES[case].read(*([objectives] if objectives else []))
    watch = _Watch(Effort(seconds=limit))
    return solve_scenario(data, watch), watch


def _when(watch: _Watch, value: Any, bound: Any, ended: float) -> float | None:
    """Return when a value, and a bound if one is named, were first at hand."""
    if value is None:
        return None
    best, least = math.inf, -math.inf
    for seconds, v, b in watch.seen:
        best, least = min(best, math.inf if v is None else v), max(least, b)
        if best <= value and (bound is None or least >= bound):
            return round(seconds, 3)
    return ended


def _peer(case: str, method: str, limit: float) -> list[Row]:
    """Ask a peer for the fewest units; its plan passes the checker or is none."""
    from models.merge.restricted import all_ties, restricted_problem

    data, load = CASES[case].read(UNITS), round(os.getloadavg()[0], 2)
    problem = restricted_problem(data, 0)
    spec = data.scenario.objectives[0]
    judge = Judge(data, problem, spec)
    found = judge.judged(solve(method, problem, all_ties(data), spec, limit))
    bound = None if found.bound is None else math.ceil(found.bound - 1e-6)
    return [
        {
            "case": case, "method": method, "status": found.status, "units": found.value,
            "bound": bound, "seconds": round(found.seconds, 3),
            "build_s": round(found.build_seconds, 3), "load_1_min": load,
        }
    ]  # fmt: skip


EXACT = tuple(n for n, p in PEERS.items() if p.module in ("flow", "plain_cpsat"))
