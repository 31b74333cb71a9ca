"""The whole command on Changzhi: wall time, peak memory, objectives; and the time of `--help`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.record import ROOT, Row, target
from benchmarks.spec import Limits, Spec
from benchmarks.watch import program

SCENARIOS = ("scenario.toml", "fewest.toml", "reform-2021.toml", "literal-kinds.toml", "full.toml")
SPLIT = ("scenario.toml split", "full.toml split")
"""The same in mode split, once each: they take minutes."""
FULL = {"full.toml": 60.0, "full.toml split": 600.0}
"""Every rule of the notice at once: seconds that were aimed at."""
HELP = "--help"
_HELPS = 10


def _measure(case: str, method: str, effort: Limits) -> list[Row]:
    runs = 1 if case in SPLIT else effort.runs
    row = _help() if case == HELP else _solve(case, runs, effort.seconds)
    return [{"case": case, "method": method, **row}]


def _help() -> Row:
    """Open the program some times; the median is reported."""
    rows = [program([HELP], 60) for _ in range(_HELPS)]
    walls = [row["wall_s"] for row in rows]
    return {**rows[-1], "wall_s": round(median(walls), 3), "runs": walls}


def _solve(name: str, runs: int, limit: float) -> Row:
    """Repeat `solve` on a scenario; times are medians, memory is the largest."""
    rows = [_solve_once(name, limit) for _ in range(runs)]
    walls = [row["wall_s"] for row in rows]
    objectives = rows[-1]["objectives"]
    return {
        **rows[-1],
        "wall_s": round(median(walls), 3),
        "peak_mib": max(row["peak_mib"] for row in rows),
        "runs": walls,
        "same": all(row["objectives"] == objectives for row in rows),
        "reached": words(objectives),
    }


def _solve_once(name: str, limit: float) -> Row:
    file, *mode = name.split()
    scenario = ROOT / "instances" / "changzhi" / file
    options = [word for m in mode for word in ("--mode", m)]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "plan"
        row = program(["solve", str(scenario), "-o", str(out), *options], limit)
        return {**row, **read_plan(out)}


def read_plan(folder: Path) -> Row:
    """Return what a plan folder's record says of the solve."""
    file = folder / "plan.json"
    plan: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    keys = ("name", "value", "bound", "proved")
    return {
        "outcome": plan.get("outcome", "no plan.json"),
        "objectives": [{k: o.get(k) for k in keys} for o in plan.get("objectives", [])],
        "solver_s": plan.get("solver", {}).get("seconds"),
    }


def words(objectives: Sequence[Row]) -> str:
    """Return objectives in one line; a value without proof carries its bound."""
    return ", ".join(
        f"{o['name']} {o['value']}" + ("" if o["proved"] else f" (bound {o['bound']})")
        for o in objectives
    )


def judge(rows: Sequence[Row]) -> list[Row]:
    """Return the targets that the rows allow to be judged."""
    targets = []
    for row in rows:
        wall, peak, done = row["wall_s"], row["peak_mib"], row["exit"] == 0
        if row["case"] == HELP:
            targets.append(target("--help: under 0.4 s (median of 10)", wall, wall < 0.4))
        if row["case"] == "scenario.toml":
            targets.append(target("scenario.toml: at most 20 s wall", wall, done and wall <= 20))
            targets.append(target("scenario.toml: at most 1024 MiB", peak, done and peak <= 1024))
        if row["case"] in FULL:
            most, met = FULL[row["case"]], row["outcome"] == "OPTIMAL"
            name = f"{row['case']}: proved, at most {most:g} s wall"
            targets.append(target(name, wall, met and wall <= most))
    return targets


def faults(rows: Sequence[Row]) -> list[str]:
    """Return the cases that did not end well."""
    return [f"{row['case']}: exit {row['exit']}" for row in rows if row["exit"] != 0]


SPEC = Spec(
    name="changzhi-whole",
    words="the whole command on Changzhi: wall time, peak memory, objectives; --help",
    cases=(*SCENARIOS, *SPLIT, HELP),
    methods=("tool",),
    measure=_measure,
    shown=("case", "exit", "outcome", "wall_s", "peak_mib", "solver_s", "reached"),
    effort=Limits(600, 3),
    judge=judge,
    faults=faults,
)
