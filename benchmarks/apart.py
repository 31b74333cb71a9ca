"""A measurement in a process of its own, with a time after which it is ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.record import Row

GRACE = 300.0
"""Seconds that a run may take beyond its limit: to build the model, to hand over, to end."""


class EndedError(Exception):
    """The process was ended, or died, before it had an answer; says why."""


def apart(function: Callable[..., Any], *arguments: object, seconds: float = float("inf")) -> Any:
    """Return what a function returns in a fresh process with nothing loaded.

    The process leads a group of its own: solvers that it started end with it.

    Raises
    ------
    EndedError
        When it is not done in so many seconds, dies, or raises.
    """
    fresh = multiprocessing.get_context("spawn")
    ours, theirs = fresh.Pipe(duplex=False)
    process = fresh.Process(target=_run, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        return _answer(ours, seconds)
    finally:
        _end(process.pid)
        process.kill()
        process.join()
        ours.close()


def _answer(ours: Connection, seconds: float) -> Any:
    if not ours.poll(None if seconds == float("inf") else seconds):
        raise EndedError(f"ended after {seconds:g} s")
    try:
        done, answer = ours.recv()
    except EOFError:
        raise EndedError("died (out of memory?)") from None
    if not done:
        raise EndedError(answer)
    return answer


def _run(theirs: Connection, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    if hasattr(os, "setsid"):
        os.setsid()
    try:
        theirs.send((True, function(*arguments)))
    except Exception as error:
        theirs.send((False, f"failed: {type(error).__name__}: {error}"))
    theirs.close()


def _end(pid: int | None) -> None:
    if pid is None or not hasattr(os, "killpg"):
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def rows_or_reason(
    rows: Callable[..., list[Row]], *arguments: object, seconds: float, row: Row
) -> list[Row]:
    """Return the rows of a run apart, or one row with the reason why there are none."""
    try:
        found: list[Row] = apart(rows, *arguments, seconds=seconds + GRACE)
    except EndedError as error:
        return [{**row, "status": str(error)}]
    return found
