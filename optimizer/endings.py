"""What ends a run from outside, and what that does while there is nothing to keep yet."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Answer = Callable[[int, FrameType | None], None] | signal.Handlers

ENDINGS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)
"""Ctrl-C, a polite end, a terminal that closes, Ctrl-Break: all ask for the same."""


def leave_at_once(_signal: int, _frame: FrameType | None) -> None:
    """End the process with code 130.

    An exception would do the same, but not while libraries are loaded: they turn
    it into a failed import with a traceback.
    """
    os._exit(130)


def hear_nothing_to_keep() -> None:
    """Let Ctrl-C and its like end the process at once, until a solve hears them."""
    for ending in ENDINGS:
        if not _given_away(ending):
            signal.signal(ending, leave_at_once)


def _given_away(ending: signal.Signals) -> bool:
    """Return whether who started the process wants it to outlive its terminal (`nohup`)."""
    outlives = getattr(signal, "SIGHUP", None)
    return ending == outlives and signal.getsignal(ending) is signal.SIG_IGN


@contextmanager
def deaf_children() -> Iterator[None]:
    """Let processes that this thread starts begin deaf to Ctrl-C: it is for who waits for them.

    At a terminal it reaches every process of the group, also those that still import.
    They inherit which signals the thread holds back; Windows has no such thing. Python's
    resource tracker must run by then: who starts it with the first semaphore or process lets
    the thread hear Ctrl-C again (seen in CPython 3.10 to 3.13).
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    held = {signal.SIGINT, signal.SIGHUP}
    ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def on_endings(answer: Answer) -> Iterator[None]:
    """Let Ctrl-C and its like do something else for a while; only the main thread hears them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = [ending for ending in ENDINGS if not _given_away(ending)]
    before = {ending: signal.signal(ending, answer) for ending in heard}
    try:
        yield
    finally:
        for ending, known in before.items():
            signal.signal(ending, known or signal.SIG_DFL)  # None: set by no Python code
