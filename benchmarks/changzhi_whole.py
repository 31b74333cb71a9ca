"""The whole command on Changzhi: wall time, peak memory, objectives; and the time of `--help`.

Run from the root of the repository: `python -m benchmarks.changzhi_whole`.
This module imports nothing heavy: on Linux the peak memory of a child is at
least that of the process that started it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.record import ROOT, Row, print_table, print_targets, record, target

SCENARIOS = ("scenario.toml", "fewest.toml", "reform-2021.toml", "literal-kinds.toml")
SHOWN = ("scenario", "exit", "outcome", "wall_s", "peak_mib", "solver_s", "objectives")
PROGRAM = ROOT / "run_optimizer.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every scenario and `--help`, print and record."""
    options = _options(arguments)
    rows = [_solve(name, options.runs, options.limit) for name in options.scenarios]
    opened = [_timed(["--help"])["wall_s"] for _ in range(10)]
    targets = judge(rows, median(opened))
    print_table([{**row, "objectives": _words(row["objectives"])} for row in rows], SHOWN)
    print_targets(targets)
    notes = {"runs": options.runs, "help_s": [round(s, 4) for s in opened]}
    print(f"written: {record('changzhi-whole', rows, targets, notes)}")
    return 0 if all(row["exit"] == 0 for row in rows) else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.changzhi_whole", description=__doc__
    )
    parser.add_argument("--runs", type=int, default=3, help="repeats; the median is reported")
    parser.add_argument("--limit", type=float, default=600, help="seconds before a run is ended")
    parser.add_argument("--scenarios", nargs="+", choices=SCENARIOS, default=list(SCENARIOS))
    return parser.parse_args(arguments)


def _solve(name: str, runs: int, limit: float) -> Row:
    """Repeat `solve` on a scenario; times are medians, memory is the largest."""
    rows = [_solve_once(name, limit) for _ in range(runs)]
    walls = [row["wall_s"] for row in rows]
    return {
        **rows[-1],
        "scenario": name,
        "wall_s": round(median(walls), 3),
        "peak_mib": max(row["peak_mib"] for row in rows),
        "runs": walls,
        "same": all(row["objectives"] == rows[0]["objectives"] for row in rows),
    }


def _solve_once(name: str, limit: float) -> Row:
    scenario = ROOT / "instances" / "changzhi" / name
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "plan"
        row = _timed(["solve", str(scenario), "-o", str(out)], limit)
        file = out / "plan.json"
        plan = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return {**row, **_read(plan)}


def _read(plan: dict[str, Any]) -> Row:
    keys = ("name", "value", "bound", "proved")
    return {
        "outcome": plan.get("outcome", "no plan.json"),
        "objectives": [{k: o.get(k) for k in keys} for o in plan.get("objectives", [])],
        "solver_s": plan.get("solver", {}).get("seconds"),
    }


def _timed(arguments: list[str], limit: float = 60) -> Row:
    """Run the program once; wall time counts everything from start to end of the process."""
    start = time.perf_counter()
    command = [sys.executable, str(PROGRAM), *arguments]
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said)
        ender = threading.Timer(limit, child.kill)
        ender.start()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        ender.cancel()
        if status:
            said.seek(0)
            print(said.read().decode("utf-8", "replace"), file=sys.stderr)
    child.returncode = os.waitstatus_to_exitcode(status)
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {"exit": child.returncode, "wall_s": round(wall, 3), "peak_mib": round(peak)}


def judge(rows: Sequence[Row], opened: float) -> list[Row]:
    """Return the targets that the rows allow to be judged."""
    targets = [target("--help: under 0.4 s (median of 10)", opened, opened < 0.4)]
    for row in rows:
        if row["scenario"] == "scenario.toml":
            done = row["exit"] == 0
            wall, peak = row["wall_s"], row["peak_mib"]
            targets.append(target("scenario.toml: at most 20 s wall", wall, done and wall <= 20))
            targets.append(target("scenario.toml: at most 1024 MiB", peak, done and peak <= 1024))
    return targets


def _words(objectives: Sequence[Row]) -> str:
    """Return objectives in one line; a value without proof carries its bound."""
    return ", ".join(
        f"{o['name']} {o['value']}" + ("" if o["proved"] else f" (bound {o['bound']})")
        for o in objectives
    )


if __name__ == "__main__":
    sys.exit(main())
