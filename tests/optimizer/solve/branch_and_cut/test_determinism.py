"""The same scenario, seed and one worker give the same plan, in other processes too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.data.generate import generate_county, write_dataset
from tests.support import INSTANCES

SOLVE = """
import sys
from pathlib import Path

from optimizer.data.dataset import read_dataset
from optimizer.data.plan_file import write_plan
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.run import solve

county, output = map(Path, sys.argv[1:])
for mode in ("split", "redraw"):
    dataset = read_dataset(county, {"mode": mode})
    found = solve(dataset, Clock(Effort(workers=1, seed=5)))
    (output / mode).mkdir(parents=True)
    write_plan(output / mode, found.plan, {})
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a county with some searching to do."""
    folder = tmp_path_factory.mktemp("county") / "data"
    write_dataset(generate_county(5, 25, seed=2), folder)
    return folder


def solved(county: Path, hashing: int, output: Path) -> list[bytes]:
    """Solve in a process of its own; return the bytes of plan.csv of each mode."""
    done = subprocess.run(
        [sys.executable, "-c", SOLVE, str(county), str(output)],
        cwd=INSTANCES.parent,
        env={**os.environ, "PYTHONHASHSEED": str(hashing)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [(output / mode / "plan.csv").read_bytes() for mode in ("split", "redraw")]


def test_two_processes_find_the_same_plans(county: Path, tmp_path: Path) -> None:
    """Byte for byte in both modes, whatever the order of sets and dictionaries in a process."""
    first, second = (solved(county, k, tmp_path / str(k)) for k in (1, 2))
    assert first == second
    assert all(plan.count(b"\n") == 26 for plan in first)
