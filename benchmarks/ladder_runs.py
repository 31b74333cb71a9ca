"""One run of the ladder: a method on a grid, each in a process of its own."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from benchmarks.apart import rows_or_reason
from benchmarks.cases import Case
from benchmarks.judged import Judge
from benchmarks.peers import PEERS, PeerResult, solve
from benchmarks.peers.counted import fewest
from benchmarks.record import Row
from optimizer.data.dataset import Dataset
from optimizer.data.generate import generate_grid
from optimizer.solve.clock import Clock, Effort

METHODS = ("tool", *PEERS)


def grid(k: int) -> Dataset:
    """Return the k x k grid: cap 300 km2, at least 20,000 people, fewest units."""
    return Case("", lambda: generate_grid(k), {}).read()


def measure(k: int, method: str, times: Sequence[float]) -> list[Row]:
    """Return what a method has at each of some times, in seconds.

    The tool, and a peer that can be watched, is run once. Another peer is run anew with
    each time as its limit, until a run ends before it. The construction of a peer's
    model is not counted.
    """
    row = {"case": f"grid-{k}", "k": k, "method": method, "at": times[-1]}
    if method == "tool":
        return rows_or_reason(_tool, k, times, seconds=times[-1], row=row)
    peer = PEERS[method]
    if peer.missing:
        return [{**row, "status": peer.missing}]
    if peer.watched:
        return rows_or_reason(_watched, k, method, times, seconds=times[-1], row=row)
    rows: list[Row] = []
    for at in times:
        if rows and rows[-1]["status"] != "open":
            rows.append({**rows[-1], "at": at})
        else:
            again = {**row, "at": at}
            rows += rows_or_reason(_anew, k, method, at, seconds=at, row=again)
    return rows


@dataclass(frozen=True, eq=False)
class _Watch(Clock):
    """A clock that keeps what was reached, and when."""

    seen: list[tuple[float, float | None, float]] = field(default_factory=list)

    def progress(self, value: float | None, bound: float) -> None:
        """Note value and bound."""
        self.seen.append((self.elapsed, value, bound))

    def grace(self, seconds: float) -> Clock:
        """Return this clock, or a short one when the time is over."""
        return self if not self.over else Clock(replace(self.effort, seconds=seconds))

    def reached_by(self, seconds: float) -> tuple[float | None, float | None]:
        """Return the best (value, bound) up to a time."""
        before = [(value, bound) for when, value, bound in self.seen if when <= seconds]
        values = [value for value, _ in before if value is not None]
        return min(values, default=None), max((bound for _, bound in before), default=None)


def _tool(k: int, times: Sequence[float]) -> list[Row]:
    """Solve as the command does, from the listing of candidates to the audited plan."""
    from optimizer.solve.run import solve as solve_scenario

    data, load = grid(k), round(os.getloadavg()[0], 2)
    clock = _Watch(Effort(seconds=times[-1]))
    solution = solve_scenario(data, clock)
    end = clock.elapsed
    reached = solution.reached[0] if solution.reached else None
    clock.seen.append(
        (end, float(reached.value), float(reached.bound or 0)) if reached else (end, None, 0)
    )
    rows = []
    for at in times:
        value, bound = clock.reached_by(at if at < times[-1] else max(at, end))
        done = end <= at and value == bound
        status = "optimal" if done else "open"
        rows.append(_row(k, "tool", at, status, value, bound, min(end, at), load))
    return rows


def _anew(k: int, method: str, limit: float) -> list[Row]:
    """Run a peer with a limit."""
    judge, found, load = _asked(k, method, limit)
    found = judge.judged(found)
    end = min(found.seconds, limit)
    return [_row(k, method, limit, found.status, found.value, found.bound, end, load)]


def _watched(k: int, method: str, times: Sequence[float]) -> list[Row]:
    """Run a peer once and read its trail; each of its plans passes the checker or is none."""
    judge, found, load = _asked(k, method, times[-1])
    last = judge.judged(found)
    seen = [(m.seconds, judge.value(m.plan), m.bound) for m in found.trail]
    rows = []
    for at in times:
        before = [(value, bound) for when, value, bound in seen if when <= at]
        value = min((v for v, _ in before if v is not None), default=None)
        bound = max((b for _, b in before if b is not None), default=None)
        if found.seconds <= at:
            value, bound = last.value if value is None else value, last.bound
        ended = found.seconds <= at or (at == times[-1] and value is None)
        status = last.status if ended else "open"
        rows.append(_row(k, method, at, status, value, bound, min(found.seconds, at), load))
    return rows


def _asked(k: int, method: str, limit: float) -> tuple[Judge, PeerResult, float]:
    """Return a peer's word on a grid, the judge of it, and the load before."""
    from models.merge.restricted import all_ties, restricted_problem

    data, load = grid(k), round(os.getloadavg()[0], 2)
    problem = restricted_problem(data, 0)
    spec = data.scenario.objectives[0]
    ties = all_ties(data)
    run = fewest if PEERS[method].counted else solve
    return Judge(data, problem, spec), run(method, problem, ties, spec, limit), load


def _row(
    k: int,
    method: str,
    at: float,
    status: str,
    value: object,
    bound: object,
    end: float,
    load: float,
) -> Row:
    value = None if value is None else round(float(value))  # type: ignore[arg-type]
    # A float that is a hair above a whole number is no better bound for it.
    floor = None if bound is None else math.ceil(float(bound) - 1e-6)  # type: ignore[arg-type]
    gap = None if value is None or floor is None else value - floor
    return {
        "case": f"grid-{k}", "k": k, "method": method, "at": at, "status": status,
        "value": value, "bound": floor, "gap": gap, "seconds": round(end, 3), "load_1_min": load,
    }  # fmt: skip
