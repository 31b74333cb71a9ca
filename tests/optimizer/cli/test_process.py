"""The program as a process of its own: exit codes, pipes, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from optimizer.data.generate import generate_grid, write_dataset
from tests.support import INSTANCES

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = [sys.executable, str(ROOT / "run_optimizer.py")]


def start(*words: object) -> subprocess.Popen[str]:
    """Start the program."""
    return subprocess.Popen(
        [*PROGRAM, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TOWNSHIP_MERGE_LANG": "en"},
    )


def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for the end; return exit code, stdout and stderr."""
    stdout, stderr = process.communicate(timeout=60)
    return process.returncode, stdout, stderr


def test_exit_codes() -> None:
    """2 bad input, 3 infeasible, 4 nothing found in time; never a traceback."""
    infeasible = INSTANCES / "infeasible"
    cases = {
        2: ("validate", infeasible, "--set", "rules.x=1"),
        3: ("solve", infeasible),
        4: ("solve", infeasible, "--time-limit", "0"),
    }
    processes = {code: start(*words) for code, words in cases.items()}
    for code, process in processes.items():
        found, stdout, stderr = end(process)
        assert found == code, stderr
        assert "Traceback" not in stdout + stderr
        assert "\x1b" not in stdout


def test_nothing_but_data_on_stdout() -> None:
    """No banner of any solver."""
    code, stdout, _ = end(start("solve", INSTANCES / "one-county", "--json"))
    assert code == 0
    assert json.loads(stdout)["outcome"] == "OPTIMAL"


@pytest.mark.parametrize("seconds", [0.6, 3.0])
def test_ctrl_c_keeps_a_plan_or_leaves_nothing(tmp_path: Path, seconds: float) -> None:
    """Exit 0 with a plan that passes its check, or 130 and no file; never a traceback."""
    write_dataset(generate_grid(15), tmp_path / "grid")
    output = tmp_path / "plan"
    process = start("solve", tmp_path / "grid", "-o", output)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    code, stdout, stderr = end(process)
    assert "Traceback" not in stderr
    if code == 0:
        record = json.loads((output / "plan.json").read_text(encoding="utf-8"))
        assert record["outcome"] in stdout
        assert end(start("check", tmp_path / "grid", output))[0] == 0
    else:
        assert code == 130
        assert not output.exists()


def test_ctrl_c_after_the_plan_is_written_leaves_out_its_maps(tmp_path: Path) -> None:
    """Exit 0 as for any plan that is kept; stderr names what is there and what is not.

    Maps that were done before the signal came stay.
    """
    write_dataset(generate_grid(5), tmp_path / "grid")
    output = tmp_path / "plan"
    process = start("solve", tmp_path / "grid", "-o", output)
    while not (output / "plan.json").exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    code, stdout, stderr = end(process)
    assert code == 0, stderr
    assert "OPTIMAL" in stdout
    maps = [name for name in ("map.png", "map.svg") if (output / name).exists()]
    names = ["plan.csv", "plan.json", *maps]
    assert " ".join(str(output / name) for name in names) + "\n" in stderr
    assert {path.name for path in output.iterdir()} == set(names)
    assert len(maps) in (0, 2)
    left_out = "interrupted: map.png, map.svg not drawn; all else is written" in stderr
    assert left_out != bool(maps)
