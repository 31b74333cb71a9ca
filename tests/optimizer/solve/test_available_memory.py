"""Workers are as many as the memory has room for."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.solve import available_memory, clock
from optimizer.solve.available_memory import MIB, fitting, room
from optimizer.solve.clock import Clock, Effort
from tests.support import INSTANCES

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("free", "workers"), [(float("inf"), 8), (950 * MIB, 8), (949 * MIB, 7), (350 * MIB, 2), (0, 1)]
)
def test_workers_fit(free: float, workers: int) -> None:
    """Never more than asked, never none."""
    assert fitting(8, free) == workers
    assert fitting(1, free) == 1


def test_a_limit_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """That of addresses less what is taken, and that of the container; the tighter counts."""
    monkeypatch.setattr(available_memory, "_GROUP", tmp_path)
    assert room() == float("inf")
    (tmp_path / "memory.max").write_text("500", encoding="ascii")
    (tmp_path / "memory.current").write_text("200", encoding="ascii")
    assert room() == 300
    (tmp_path / "memory.max").write_text("max", encoding="ascii")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (2**40, 2**40))
    assert 2**39 < room() < 2**40


def test_a_solver_gets_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every search takes its workers from the clock."""
    monkeypatch.setattr(clock, "fitting", lambda workers: min(3, workers))
    with Clock(Effort(workers=8)).solver() as solver:
        assert solver.parameters.num_workers == 3


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no limit of addresses")
@pytest.mark.parametrize("mib", [977, 700, 600, 562, 375])
def test_under_a_limit_a_plan_or_a_fault(tmp_path: Path, mib: int) -> None:
    """`ulimit -v 1000000` with the default workers solves; less ends in words too."""
    words = ["solve", str(INSTANCES / "one-county"), "-o", str(tmp_path / "out"), "--lang", "en"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "run_optimizer.py"), *words],
        capture_output=True,
        text=True,
        env={**os.environ, "TOWNSHIP_MERGE_LANG": "en", "LC_ALL": "C.UTF-8"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (mib * MIB, mib * MIB)),
    )
    assert "Traceback" not in done.stderr
    if mib == 977:
        assert done.returncode == 0, done.stderr
    if done.returncode == 0:
        assert (tmp_path / "out" / "plan.json").exists()
    else:
        assert (done.returncode, "E704" in done.stderr) == (2, True), done.stderr
