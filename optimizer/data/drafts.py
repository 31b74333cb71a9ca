"""Drafts that a killed process left behind are known by a lock that nobody holds."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def held(draft: Path) -> Iterator[None]:
    """Hold the lock of a folder; the system releases it when the process ends, however."""
    descriptor = _lock(draft)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def remove_abandoned(folder: Path, prefix: str, suffix: str) -> None:
    """Remove the drafts in a folder that no process holds."""
    try:
        drafts = [p for p in folder.iterdir() if p.name.startswith(prefix) and p.suffix == suffix]
    except OSError:
        return
    for draft in drafts:
        descriptor = _lock(draft)
        if descriptor is not None:
            shutil.rmtree(draft, ignore_errors=True)
            os.close(descriptor)


def _lock(folder: Path) -> int | None:
    """Return the descriptor that holds a folder's lock; None when it cannot be had.

    Windows has no such lock: there, drafts of killed processes stay.
    """
    if sys.platform == "win32":
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
