"""One run of the ladder: a method on a grid, each in a process of its own."""

from __future__ import annotations

import importlib.util
import math
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.cases import Case
from benchmarks.peers import PEERS, PeerResult, solve
from benchmarks.record import Row
from models.merge.problem import Problem
from models.merge.ties import Tie
from models.scenario import ObjectiveSpec
from optimizer.data.dataset import Dataset
from optimizer.data.generate import generate_grid
from optimizer.solve.clock import Clock, Effort

NEEDS = {"GerryChain": "gerrychain"}
BY_COUNT = ("GerryChain",)
METHODS = ("tool", *PEERS)


def grid(k: int) -> Dataset:
    """Return the k x k grid: cap 300 km2, at least 20,000 people, fewest units."""
    return Case("", lambda: generate_grid(k), {}).read()


def measure(k: int, method: str, times: Sequence[float]) -> list[Row]:
    """Return what a method has at each of some times, in seconds.

    The tool is run once and watched. A peer is run anew with each time as its
    limit, until a run ends before it; the construction of its model is not counted.
    """
    if (package := NEEDS.get(method)) and importlib.util.find_spec(package) is None:
        missing = {"status": f"not installed: {package} (extra `benchmarks`)"}
        return [{"k": k, "method": method, "at": times[-1], **missing}]
    if method == "tool":
        return _apart(_tool, k, times)
    rows: list[Row] = []
    for at in times:
        if rows and rows[-1]["status"] != "open":
            rows.append({**rows[-1], "at": at})
        else:
            rows.append(_apart(_peer, k, method, at))
    return rows


def _apart(function: Callable[..., Any], *arguments: object) -> Any:
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        return pool.submit(function, *arguments).result()


@dataclass
class _Watch(Clock):
    """A clock that keeps what was reached, and when."""

    seen: list[tuple[float, float | None, float]] = field(default_factory=list)

    def progress(self, value: float | None, bound: float) -> None:
        """Note value and bound."""
        self.seen.append((self.elapsed, value, bound))

    def grace(self, seconds: float) -> Clock:
        """Return this clock, or a short one when the time is over."""
        return self if not self.over else Clock(replace(self.effort, seconds=seconds))

    def at(self, seconds: float) -> tuple[float | None, float | None]:
        """Return the best (value, bound) up to a time."""
        before = [(value, bound) for when, value, bound in self.seen if when <= seconds]
        values = [value for value, _ in before if value is not None]
        return min(values, default=None), max((bound for _, bound in before), default=None)


def _tool(k: int, times: Sequence[float]) -> list[Row]:
    """Solve as the command does, from the listing of candidates to the audited plan."""
    from optimizer.solve.run import solve as solve_scenario

    data, load = grid(k), round(os.getloadavg()[0], 2)
    clock = _Watch(Effort(seconds=times[-1]))
    solution = solve_scenario(data.territory, data.scenario, clock)
    end = clock.elapsed
    reached = solution.reached[0] if solution.reached else None
    clock.seen.append(
        (end, float(reached.value), float(reached.bound or 0)) if reached else (end, None, 0)
    )
    rows = []
    for at in times:
        value, bound = clock.at(at if at < times[-1] else max(at, end))
        done = end <= at and value == bound
        status = "optimal" if done else "open"
        rows.append(_row(k, "tool", at, status, value, bound, min(end, at), load))
    return rows


def _peer(k: int, method: str, limit: float) -> Row:
    from models.merge.restricted import all_ties, restricted_problem

    data, load = grid(k), round(os.getloadavg()[0], 2)
    problem = restricted_problem(data.territory, data.scenario, 0)
    ties, spec = all_ties(data.territory, data.scenario), data.scenario.objectives[0]
    run = _by_count if method in BY_COUNT else solve
    found = run(method, problem, ties, spec, limit)
    return _row(k, method, limit, found.status, found.value, found.bound, found.seconds, load)


def _by_count(
    method: str, problem: Problem, ties: Sequence[Tie], spec: ObjectiveSpec, limit: float
) -> PeerResult:
    """Ask a peer that needs the number of units for one less as often as it finds a plan."""
    best = PeerResult("open", None, None, 0.0)
    units = problem.parts // 2
    while best.seconds < limit:
        tie = Tie("count", frozenset([problem.county]), per_unit=1, low=units, high=units)
        found = solve(method, problem, [*ties, tie], spec, limit - best.seconds)
        spent = best.seconds + max(found.seconds, 0.01)
        if found.value is None:
            return replace(best, seconds=spent)
        best = replace(found, status="open", bound=None, seconds=spent)
        units = math.floor(0.95 * found.value) if units > problem.parts // 4 else found.value - 1
    return best


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
        "k": k, "method": method, "at": at, "status": status, "value": value, "bound": floor,
        "gap": gap, "seconds": round(end, 3), "load_1_min": load,
    }  # fmt: skip
