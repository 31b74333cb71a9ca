"""Ctrl-C asks a running solve to stop with its best plan; a second one ends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from optimizer.solve.clock import Clock
from optimizer.solve.leaving import leave_at_once

T = TypeVar("T")
_TICK = 0.1


def run_stoppable(work: Callable[[], T], clock: Clock) -> T:
    """Run `work` beside the main thread, which stays free to hear Ctrl-C.

    Raises
    ------
    KeyboardInterrupt
        At the second Ctrl-C.
    """
    future: Future[T] = Future()
    thread = threading.Thread(target=_run, args=(work, future), daemon=True)
    with _hearing(clock):
        thread.start()
        while thread.is_alive():
            thread.join(_TICK)
    return future.result()


@contextmanager
def _hearing(clock: Clock) -> Iterator[None]:
    """Let the first Ctrl-C stop the clock, at whatever line of the main thread it comes."""

    def hear(_signal: int, _frame: FrameType | None) -> None:
        if clock.stopped:
            raise KeyboardInterrupt
        clock.stop()

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        # From here on files are written: an exception lets them be cleaned up.
        after = signal.default_int_handler if before is leave_at_once else before
        signal.signal(signal.SIGINT, after)


def _run(work: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
