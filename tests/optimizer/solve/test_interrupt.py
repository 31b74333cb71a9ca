"""Ctrl-C asks to stop, and a second one ends; what the work raises is raised."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from optimizer.solve.clock import Clock, Watch
from optimizer.solve.interrupt import run_stoppable


def press(times: int) -> None:
    """Press Ctrl-C, a little later and then again."""

    def later() -> None:
        for _ in range(times):
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=later, daemon=True).start()


def test_the_works_result_is_returned() -> None:
    """As if it had been called."""
    assert run_stoppable(lambda: 42, Clock()) == 42


def test_the_works_error_is_raised() -> None:
    """Not swallowed by the thread."""
    with pytest.raises(ZeroDivisionError):
        run_stoppable(lambda: 1 // 0, Clock())


def test_ctrl_c_stops_the_clock_and_waits_for_the_result() -> None:
    """The work sees that it is over, and its best result comes back."""
    clock = Clock()

    def work() -> str:
        while not clock.over:
            time.sleep(0.01)
        return "best so far"

    press(1)
    assert run_stoppable(work, clock) == "best so far"
    assert clock.stopped


def test_a_second_ctrl_c_ends_it() -> None:
    """Work that does not listen is left behind."""
    release = threading.Event()
    press(2)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_stoppable(lambda: release.wait(20), Clock())
    finally:
        release.set()


@pytest.mark.parametrize("ending", ["SIGTERM", "SIGHUP"])
def test_a_polite_end_is_ctrl_c(ending: str) -> None:
    """Of a scheduler, a service or a terminal that closes: the best plan so far is kept."""
    clock = Clock()
    threading.Timer(0.3, os.kill, (os.getpid(), getattr(signal, ending))).start()

    def work() -> str:
        while not clock.over:
            time.sleep(0.01)
        return "best so far"

    before = signal.getsignal(signal.SIGTERM)
    assert run_stoppable(work, clock) == "best so far"
    assert clock.stopped
    assert signal.getsignal(signal.SIGTERM) is before


def test_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits is told now and then, with the clock."""
    monkeypatch.setattr("optimizer.solve.interrupt._PULSE", 0.05)
    heard: list[Clock] = []
    clock = Clock(watch=Watch(alive=heard.append))
    run_stoppable(lambda: time.sleep(0.5), clock)
    assert heard and all(found is clock for found in heard)
