"""A run that begins under a limit of memory says so, before a library hangs or aborts."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.memory_limit import LEAST, MIB, too_little

ROOT = Path(__file__).resolve().parents[2]
THREE = str(ROOT / "instances" / "three-townships")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no limit of addresses")
@pytest.mark.parametrize("mib", [30, 250, 375, 500])
@pytest.mark.parametrize(
    "entry", [("run_optimizer.py",), ("-c", "import optimizer.cli as c; c.main()")], ids=len
)
def test_too_little_is_said_at_once(mib: int, entry: tuple[str, ...]) -> None:
    """One fault, exit code 2, by both ways in, and no process that hears nobody."""
    done = subprocess.run(
        [sys.executable, *entry, "solve", THREE],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (mib * MIB, mib * MIB)),
        timeout=100,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("E704") and "1 fault" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no limit of addresses")
def test_help_needs_no_memory() -> None:
    """No library is loaded for it."""
    done = subprocess.run(
        [sys.executable, "run_optimizer.py", "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (60 * MIB, 60 * MIB)),
        check=False,
    )
    assert done.returncode == 0 and "solve" in done.stdout


@pytest.mark.parametrize("name", list(LEAST))
def test_under_a_limit_blas_has_one_thread(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes addresses for each; who set a number keeps it; without a limit nothing is set."""
    limits = dict.fromkeys(LEAST, resource.RLIM_INFINITY)
    monkeypatch.setattr(
        resource, "getrlimit", lambda which: (limits[named[which]], resource.RLIM_INFINITY)
    )
    named = {getattr(resource, each): each for each in LEAST}
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "3")
    assert not too_little()
    assert "OPENBLAS_NUM_THREADS" not in os.environ
    limits[name] = LEAST[name]
    assert not too_little()
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    assert os.environ["MKL_NUM_THREADS"] == "3"
    limits[name] -= 1
    assert too_little()
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
