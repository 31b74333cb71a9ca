"""Measurements run in processes of their own, which end; memory counts all of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from benchmarks.apart import EndedError, apart
from benchmarks.watch import timed, tree_mib


def test_an_answer_comes_back() -> None:
    """From another process."""
    assert apart(os.getpid) != os.getpid()


def test_a_failure_is_said() -> None:
    with pytest.raises(EndedError, match="ZeroDivisionError"):
        apart(divmod, 1, 0)


def test_what_takes_too_long_is_ended() -> None:
    """With what it started."""
    with pytest.raises(EndedError, match="ended after 1 s"):
        apart(subprocess.call, ["sleep", "600"], seconds=1)


def test_a_process_that_dies_is_said() -> None:
    with pytest.raises(EndedError, match="died"):
        apart(os._exit, 3)


def test_a_command_is_watched() -> None:
    """Its exit code, and at least the memory that it holds."""
    hold = "x = bytearray(80 * 2**20); import time; time.sleep(0.5); raise SystemExit(3)"
    row = timed([sys.executable, "-c", hold])
    assert row["exit"] == 3 and row["peak_mib"] >= 80


def test_a_command_is_ended_at_its_limit() -> None:
    assert timed([sys.executable, "-c", "import time; time.sleep(60)"], 0.3)["exit"] < 0


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="needs /proc")
def test_memory_of_a_tree_counts_children() -> None:
    """A parent that holds little and its child that holds 60 MiB."""
    hold = "x = bytearray(60 * 2**20); print(1, flush=True); import time; time.sleep(30)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    command = [sys.executable, "-c", outer]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        try:
            assert tree_mib(parent.pid) >= 60
        finally:
            os.killpg(parent.pid, signal.SIGKILL)
