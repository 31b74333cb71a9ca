"""A command with its wall time and the peak memory of all of its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.record import ROOT, Row

PROGRAM = ROOT / "run_optimizer.py"
_EVERY = 0.1
_PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20 if hasattr(os, "sysconf") else 0.0


def program(arguments: Sequence[str], limit: float = float("inf")) -> Row:
    """Run the tool once as a user does; see `timed`."""
    return timed([sys.executable, str(PROGRAM), *arguments], limit)


def timed(command: Sequence[str], limit: float = float("inf")) -> Row:
    """Run a command to its end, or to a limit in seconds.

    Returns
    -------
    dict
        `exit` (negative: the signal that ended it), `wall_s`, and `peak_mib`: on Linux the
        larger of the first process's own peak (VmHWM) and of the sum over all processes,
        both read every 0.1 s; memory that processes share counts in each of them.
        Elsewhere the peak of the largest process.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
        )
        watch = _Watch(child.pid, start + limit)
        watch.start()
        try:
            _, status, used = os.wait4(child.pid, 0)
        finally:
            wall = time.perf_counter() - start
            watch.done.set()
            watch.join()
            watch.end()
        child.returncode = os.waitstatus_to_exitcode(status)
        if status:
            said.seek(0)
            print(said.read().decode("utf-8", "replace")[-2000:], file=sys.stderr)
    # On Linux ru_maxrss is at least what the process that started the child had.
    largest = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    peak = round(watch.peak_mib or largest)
    return {"exit": child.returncode, "wall_s": round(wall, 3), "peak_mib": peak}


class _Watch(threading.Thread):
    """Adds up the memory of a process and all below it, and ends them at a deadline."""

    def __init__(self, pid: int, deadline: float) -> None:
        super().__init__(daemon=True)
        self.pid, self.deadline, self.peak_mib = pid, deadline, 0.0
        self.done = threading.Event()

    def run(self) -> None:
        """Look every now and then until it is done."""
        while not self.done.wait(_EVERY):
            self.peak_mib = max(self.peak_mib, tree_mib(self.pid), own_peak_mib(self.pid))
            if time.perf_counter() > self.deadline:
                self.end()

    def end(self) -> None:
        """End what is left of the session that it leads."""
        try:
            os.killpg(self.pid, 9)
        except (ProcessLookupError, PermissionError):
            return


def own_peak_mib(pid: int) -> float:
    """Return the largest resident memory that a process has had; 0 where /proc is not there."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = [line.split() for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0][1]) / 2**10 if lines else 0.0


def tree_mib(pid: int) -> float:
    """Return the resident memory of a process and all below it; 0 where /proc is not there."""
    size, parent = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "stat").read_text().rpartition(")")[2].split()
        except (OSError, UnicodeDecodeError):
            continue
        parent[int(entry.name)], size[int(entry.name)] = int(words[1]), int(words[21])
    total, below = 0, {pid}
    while below:
        total += sum(size.get(p, 0) for p in below)
        below = {p for p, above in parent.items() if above in below}
    return total * _PAGE_MIB
