"""How many workers the memory there is has room for: a solver that gets none aborts the process."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

MIB = 2**20
"""Bytes."""
_EACH, _KEPT = 100 * MIB, 150 * MIB
"""What a worker of CP-SAT takes, and what is left to everything else.

Measured with OR-Tools 9.15 on models of a few thousand columns: 35 to 100 MiB of addresses each,
most of them the arena of its thread.
"""
_GROUP = Path("/sys/fs/cgroup")


def room() -> float:
    """Return how many bytes this process may still take; infinite where nothing limits it."""
    return min(_addresses(), _group())


def _addresses() -> float:
    """Return what `ulimit -v` leaves."""
    try:
        import resource
    except ImportError:  # Windows
        return float("inf")
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY:
        return float("inf")
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return float(most - pages * resource.getpagesize())
    return float(most)


def _group() -> float:
    """Return what the container leaves (control groups, version 2)."""
    with suppress(OSError, ValueError):
        most, used = (
            int((_GROUP / f"memory.{name}").read_text(encoding="ascii"))
            for name in ("max", "current")
        )
        return float(most - used)
    return float("inf")


def fitting(workers: int, free: float | None = None) -> int:
    """Return how many of some workers there is room for, one at least.

    Parameters
    ----------
    free
        Bytes that may be taken; what `room` finds by default.
    """
    free = room() if free is None else free
    if free >= _KEPT + workers * _EACH:
        return workers
    return max(1, int((free - _KEPT) // _EACH))
