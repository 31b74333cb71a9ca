"""Ctrl-C asks a running solve to stop with its best plan; a second one ends it.

SIGTERM, a terminal that closes and Ctrl-Break ask for the same (`optimizer.endings`).
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from optimizer.endings import leave_at_once, on_endings
from optimizer.solve.clock import Clock

T = TypeVar("T")
_TICK, _PULSE = 0.1, 10.0
"""Seconds between looks at the work, and between signs of life."""


def run_stoppable(work: Callable[[], T], clock: Clock) -> T:
    """Run `work` beside the main thread, which stays free to hear Ctrl-C.

    Raises
    ------
    KeyboardInterrupt
        At the second Ctrl-C; on the command line it ends the process at once.
    """
    future: Future[T] = Future()
    thread = threading.Thread(target=_run, args=(work, future), daemon=True)
    with _hearing(clock):
        thread.start()
        told = time.monotonic()
        while thread.is_alive():
            thread.join(_TICK)
            if clock.watch.alive is not None and time.monotonic() - told >= _PULSE:
                told = time.monotonic()
                clock.watch.alive(clock)
    return future.result()


@contextmanager
def _hearing(clock: Clock) -> Iterator[None]:
    """Let the first Ctrl-C stop the clock, at whatever line of the main thread it comes."""
    alone = signal.getsignal(signal.SIGINT) is leave_at_once

    def hear(number: int, frame: FrameType | None) -> None:
        if not clock.stopped:
            clock.stop()
        elif alone:  # an exception would wait for workers on its way out
            leave_at_once(number, frame)
        else:
            raise KeyboardInterrupt

    with on_endings(hear):
        yield


def _run(work: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
