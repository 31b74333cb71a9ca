"""One run of the village modes: fewest units, then least travel, by the tool or by a peer."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.apart import rows_or_reason
from benchmarks.peers import PEERS
from benchmarks.record import Row
from benchmarks.village_cases import CASES

WORKERS = 8


def measure(name: str, method: str, seconds: float) -> list[Row]:
    """Return the row of a method on a case, in a process of its own."""
    case = CASES[name]
    row = {"case": name, "mode": case.mode, "method": method, "limit_s": seconds}
    if method != "tool" and (missing := PEERS[method].missing):
        return [{**row, "status": missing}]
    run = _tool if method == "tool" else _peer
    return rows_or_reason(run, name, method, seconds, seconds=seconds, row=row)


def _tool(name: str, method: str, seconds: float) -> list[Row]:
    """Solve as the command does; mode whole's first plan counts."""
    from optimizer.solve.clock import Clock, Effort
    from optimizer.solve.run import solve

    data, load = CASES[name].read(), round(os.getloadavg()[0], 2)
    solution = solve(data, Clock(Effort(seconds, WORKERS)))
    row = {
        "case": name,
        "place": data.territory.counties[0].name,
        "mode": CASES[name].mode,
        "method": method,
        "status": solution.outcome.value,
        "seconds": round(solution.seconds, 2),
        "limit_s": seconds,
        "load_1_min": load,
    }
    return [ranked({**row, **dict(_values(solution.reached))})]


def ranked(row: Row) -> Row:
    """Add `value` and `bound`: units, then travel, as far as they are known.

    A bound of travel holds for the county only where the number of units is proved.
    """
    value, bound = [row.get("units"), row.get("travel")], [row.get("units_bound")]
    if row.get("units_proved") and row.get("travel_bound") is not None:
        bound.append(row["travel_bound"])
    return {
        **row,
        "value": None if None in value else value,
        "bound": None if None in bound else bound,
    }


def _values(reached: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    for one in reached:
        yield one.name, one.value
        yield f"{one.name}_bound", one.bound
        yield f"{one.name}_proved", one.proved
        if one.name == "travel" and one.bound is not None:
            yield "travel_gap", _gap(one.value, one.bound)


def _gap(value: int, bound: int) -> float:
    return round((value - bound) / max(1, value), 6)


def _peer(name: str, method: str, seconds: float) -> list[Row]:
    """Ask for units, then for travel with no more units than were found; the limit is for each."""
    from benchmarks.judged import Judge
    from benchmarks.peers import solve
    from benchmarks.peers.counted import fewest, with_count
    from models.merge.restricted import all_ties, restricted_problem

    data, load = CASES[name].read(), round(os.getloadavg()[0], 2)
    start = time.perf_counter()
    problem = restricted_problem(data, 0)
    ties = all_ties(data)
    by_units, by_travel = data.scenario.objectives
    ask = fewest if PEERS[method].counted else solve
    units = ask(method, problem, ties, by_units, seconds)
    units = Judge(data, problem, by_units).judged(units)
    row: Row = {"case": name, "mode": CASES[name].mode, "method": method, "limit_s": seconds}
    row |= {"status": units.status, "units": units.value, "units_bound": _up(units.bound)}
    row |= {"units_proved": units.status == "optimal", "load_1_min": load}
    spent = units.seconds
    if units.value is not None:
        low = units.value if PEERS[method].counted else 1
        held = with_count(ties, problem, low, units.value)
        travel = solve(method, problem, held, by_travel, seconds)
        travel = Judge(data, problem, by_travel).judged(travel)
        spent += travel.seconds
        row |= _of_travel(travel, bool(row["units_proved"]))
    wall = time.perf_counter() - start
    seconds_used = {"seconds": round(spent, 2), "build_seconds": round(wall - spent, 2)}
    return [ranked({**row, **seconds_used})]


def _of_travel(travel: Any, proved: bool) -> Row:
    """Return what the second question adds; its bound holds for the case if the first is proved."""
    value = travel.value
    bound = value if travel.status == "optimal" else _up(travel.bound)
    return {
        "status": travel.status if proved or travel.status != "optimal" else "open",
        "travel": value,
        "travel_bound": bound,
        "travel_proved": proved and travel.status == "optimal",
        "travel_gap": None if value is None or bound is None else _gap(value, bound),
    }


def _up(bound: float | None) -> int | None:
    """Return a peer's bound as a whole number; a hair above one is no better for it."""
    if bound is None or not math.isfinite(bound):
        return None
    return math.ceil(bound - 1e-6 * max(1.0, abs(bound) / 1000))
