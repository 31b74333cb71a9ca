"""One writer at a time: a lock that the system gives back when the process ends, however."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt
    import os
    import time

    _FAR = 2**62
    """A byte that no record reaches: locks of Windows keep others from reading, too."""

    @contextmanager
    def locked(descriptor: int, shared: bool = False) -> Iterator[None]:
        """Hold the lock of an open file; wait for it."""
        while True:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
                break
            except OSError:
                time.sleep(0.02)
        try:
            yield
        finally:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    @contextmanager
    def locked(descriptor: int, shared: bool = False) -> Iterator[None]:
        """Hold the lock of an open file; wait for it.

        Parameters
        ----------
        shared
            Whether others may read meanwhile; nobody writes.
        """
        fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
