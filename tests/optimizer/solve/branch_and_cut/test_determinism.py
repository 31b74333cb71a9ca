"""The same scenario, seed and one worker give the same plan, in other processes too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.data.generate import generate_county, write_dataset
from tests.support import INSTANCES

ROOT = INSTANCES.parent


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a county with some searching to do."""
    folder = tmp_path_factory.mktemp("county") / "data"
    write_dataset(generate_county(5, 25, seed=2), folder)
    return folder


def solved(county: Path, mode: str, hashing: int, output: Path) -> bytes:
    """Solve in a process of its own; return the bytes of plan.csv."""
    words = ["solve", str(county), "--mode", mode, "--seed", "5", "--workers", "1"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "run_optimizer.py"), *words, "-o", str(output)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(hashing)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return (output / "plan.csv").read_bytes()


@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_two_processes_find_the_same_plan(county: Path, tmp_path: Path, mode: str) -> None:
    """Byte for byte, whatever the order of sets and dictionaries in a process."""
    first, second = (solved(county, mode, k, tmp_path / str(k)) for k in (1, 2))
    assert first == second
