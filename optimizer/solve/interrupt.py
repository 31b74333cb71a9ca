"""Ctrl-C asks a running solve to stop with its best plan; a second one ends it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from optimizer.solve.clock import Clock

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
    thread.start()
    while thread.is_alive():
        try:
            thread.join(_TICK)
        except KeyboardInterrupt:
            if clock.stopped:
                raise
            clock.stop()
    return future.result()


def _run(work: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
