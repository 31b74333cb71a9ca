"""Who listens changes nothing: closed streams and broken pipes, files and exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.robust.kill_at_random import ROOT
from tests.support import INSTANCES

PROGRAM = [sys.executable, str(ROOT / "run_optimizer.py")]
THREE, INFEASIBLE = INSTANCES / "three-townships", INSTANCES / "infeasible"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="closes descriptors as shells do")


def run(*words: object, closed: tuple[int, ...] = (), broken: bool = False) -> tuple[int, bytes]:
    """Run the program with some streams closed, or with stdout read by nobody."""
    command = [*PROGRAM, *map(str, words)]
    reader, writer = os.pipe()

    def close() -> None:
        for descriptor in closed:
            os.close(descriptor)

    with subprocess.Popen(
        command,
        stdout=writer if broken else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=close,
        env={**os.environ, "TOWNSHIP_MERGE_LANG": "en"},
    ) as process:
        os.close(reader)
        os.close(writer)
        _, errors = process.communicate(timeout=120)
    return process.returncode, errors


@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1), (0, 1, 2)])
def test_a_closed_stream_loses_no_file(tmp_path: Path, closed: tuple[int, ...]) -> None:
    """No file takes the place of the stream either: each holds what it should."""
    out = tmp_path / "out"
    code, errors = run("solve", THREE, "-o", out, "--workers", 1, closed=closed)
    assert code == 0
    assert b"Traceback" not in errors and b"Exception" not in errors
    assert sorted(p.name for p in out.iterdir()) == ["map.png", "map.svg", "plan.csv", "plan.json"]
    assert (out / "plan.csv").read_text(encoding="utf-8").startswith("village,unit\n")
    assert (out / "map.png").read_bytes().startswith(b"\x89PNG")


def test_a_broken_pipe_ends_silently_with_the_runs_own_code(tmp_path: Path) -> None:
    """As if somebody had read it all."""
    assert run("survey", THREE, broken=True) == (0, b"")
    assert run("solve", INFEASIBLE, broken=True)[0] == 3
    assert run("validate", INFEASIBLE, "--set", "rules.x=1", "--json", broken=True)[0] == 2
    out = tmp_path / "out"
    assert run("solve", THREE, "-o", out, "--workers", 1, broken=True)[0] == 0
    assert (out / "plan.json").is_file()
