"""What ends a run from outside, and what that does while there is nothing to keep yet."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

Answer = Callable[[int, FrameType | None], None] | signal.Handlers

ENDINGS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)
"""Ctrl-C, a polite end, a terminal that closes, Ctrl-Break: all ask for the same."""


_unfinished: list[Callable[[], object]] = []
"""What removes files of results that are not complete, the latest last."""
_noted = threading.Event()
"""Somebody asked for the end while a result was written or printed."""
_torn = threading.Event()
"""A library was stopped in the middle of its work."""


class Haste:
    """Whether somebody `asked` for the end since a result is there."""

    def __init__(self, asked: bool) -> None:
        self.asked = asked


def remove_at_the_end(remove: Callable[[], object]) -> None:
    """Have something removed where the process ends, unless it is taken back before."""
    _unfinished.append(remove)


@contextmanager
def unfinished(remove: Callable[[], object]) -> Iterator[None]:
    """Have something removed where the process ends meanwhile."""
    remove_at_the_end(remove)
    try:
        yield
    finally:
        _unfinished.remove(remove)


def remove_unfinished() -> None:
    """Remove what would be left of results that are not complete."""
    while _unfinished:
        _unfinished.pop()()


def leave_if_torn(code: int) -> None:
    """End a process that is done, where its interpreter cannot be trusted to end well.

    It takes libraries down one by one, and one that was stopped while it drew may abort.
    """
    if _torn.is_set():
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def hear_no_more() -> None:
    """Let Ctrl-C and its like change nothing: what is left is the interpreter's own end.

    It takes some tenths of a second, in which Python gives its handlers up and the
    process would end as killed although all is done.
    """
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)


def leave_at_once(_signal: int, _frame: FrameType | None) -> None:
    """End the process with code 130.

    An exception would do the same, but not while libraries are loaded: they turn
    it into a failed import with a traceback.
    """
    remove_unfinished()
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


@contextmanager
def finishing() -> Iterator[None]:
    """Let a result that is there be written and printed: Ctrl-C leaves out its pictures alone.

    A second one ends the process at once.
    """

    def note(number: int, frame: FrameType | None) -> None:
        if _noted.is_set():
            leave_at_once(number, frame)
        _noted.set()

    try:
        with on_endings(note):
            yield
    finally:
        _noted.clear()


@contextmanager
def dispensable() -> Iterator[Haste]:
    """Do what a result can do without: Ctrl-C raises KeyboardInterrupt, here alone.

    Libraries that are being loaded may turn it into another exception; then, too, the
    end was `asked` for.
    """
    haste = Haste(_noted.is_set())

    def stop(_signal: int, _frame: FrameType | None) -> None:
        haste.asked = True
        _torn.set()
        raise KeyboardInterrupt

    with on_endings(stop):
        yield haste
