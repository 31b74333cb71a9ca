"""The phases of the core solver, timed by pytest-benchmark (`benchmarks/phases`)."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.phases.phases import PHASES
from benchmarks.record import ROOT, Row
from benchmarks.spec import Limits, Spec

NEEDED = "not installed: pytest-benchmark (pip install -e '.[benchmarks]')"
ALONE = "--import-mode=importlib"
"""What pytest is given in place of the options of the tests, which run on all cores at once."""
_SHOWN = ("median", "min", "max", "stddev")


def _measure(case: str, method: str, effort: Limits) -> list[Row]:
    """Return one row for each case of a phase."""
    start = {"case": case, "method": method, "words": PHASES[case].words}
    if importlib.util.find_spec("pytest_benchmark") is None:
        return [{**start, "status": NEEDED}]
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "times.json"
        said = _pytest(case, found, effort.seconds)
        if not found.exists() or not found.stat().st_size:
            return [{**start, "status": f"failed: {said[-300:]}"}]
        timed = json.loads(found.read_text("utf-8"))["benchmarks"]
    return [{**start, **_row(one)} for one in timed]


def _pytest(case: str, found: Path, seconds: float) -> str:
    """Time one phase in a process of its own; return what was said."""
    names = [f"benchmarks/phases/test_phases.py::test_phase[{case}-{on}]" for on in _cases(case)]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names]
    command += ["-o", f"addopts={ALONE}"]
    command += [f"--benchmark-json={found}", f"--benchmark-max-time={seconds:g}"]
    command += ["--benchmark-min-rounds=3"]
    # What a run of the tests around this one says to its own processes is not meant for it.
    around = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True)
    return done.stdout + done.stderr


def _cases(case: str) -> tuple[str, ...]:
    return PHASES[case].cases


def _row(timed: Row) -> Row:
    stats = timed["stats"]
    found = {f"{name}_ms": round(1000 * stats[name], 3) for name in _SHOWN}
    return {"on": timed["extra_info"]["case"], **found, "rounds": stats["rounds"]}


SPEC = Spec(
    name="phases",
    words="the phases of the core solver, each alone, by pytest-benchmark; --time is for each",
    cases=tuple(PHASES),
    methods=("tool",),
    measure=_measure,
    shown=("case", "on", "median_ms", "min_ms", "rounds", "status"),
    effort=Limits(2, 1),
)
