"""Time that is left, stopping, and progress."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ortools.sat.python import cp_model

from optimizer.solve import clock as clocks
from optimizer.solve.clock import Clock, Effort, Watch


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the time, to be set by the test."""
    time = [100.0]
    monkeypatch.setattr(clocks, "time", SimpleNamespace(monotonic=lambda: time[0]))
    return time


def test_without_a_limit_time_never_ends(now: list[float]) -> None:
    """Until somebody asks to stop."""
    clock = Clock(started=now[0])
    now[0] += 1e9
    assert (clock.left, clock.over) == (float("inf"), False)
    clock.stop()
    assert clock.over and clock.stopped


def test_time_runs_from_the_start(now: list[float]) -> None:
    """To zero, and not below."""
    clock = Clock(Effort(seconds=10), started=now[0])
    now[0] += 4
    assert (clock.elapsed, clock.left, clock.over) == (4, 6, False)
    now[0] += 6
    assert (clock.left, clock.over, clock.stopped) == (0, True, False)
    now[0] += 5
    assert clock.left == 0


def test_grace_is_for_clocks_that_are_over() -> None:
    """A short time of its own, also after a stop."""
    clock = Clock(Effort(seconds=100, workers=3))
    assert clock.grace(9) is clock
    clock.stop()
    short = clock.grace(9)
    assert 0 < short.left <= 9
    assert (short.over, short.effort.workers) == (False, 3)


@pytest.mark.parametrize(("seconds", "left"), [(None, None), (60, 56), (8, 4), (6, 3), (0, 0)])
def test_time_to_write(seconds: float | None, left: float | None) -> None:
    """Four seconds of a long limit, half of a short one."""
    assert Effort(seconds=seconds).leaving_time_to_write().seconds == left


def test_solvers_get_the_effort(now: list[float]) -> None:
    """Workers, seed and the time that is left; Ctrl-C is not the solver's to catch."""
    clock = Clock(Effort(seconds=10, workers=3, seed=7), started=now[0])
    now[0] += 4
    with clock.solver() as solver:
        found = solver.parameters
        assert (found.num_workers, found.random_seed, found.max_time_in_seconds) == (3, 7, 6)
        assert not found.catch_sigint_signal


def test_stop_ends_running_solvers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that run, and no longer those that have ended."""
    stopped: list[cp_model.CpSolver] = []
    monkeypatch.setattr(cp_model.CpSolver, "stop_search", lambda solver: stopped.append(solver))
    clock = Clock()
    with clock.solver():
        pass
    with clock.solver() as running:
        clock.stop()
    assert stopped == [running]


def test_progress() -> None:
    """Value, bound and gap; where the solve stands goes before."""
    told: list[str] = []
    clock = Clock(watch=Watch(told.append)).at("X")
    clock.tell("candidates")
    clock.progress(None, 3)
    clock.progress(4, 3)
    Clock().tell("nobody listens")
    assert told == ["X candidates", "X bound 3", "X best 4 bound 3 gap 25.00%"]


def test_a_place_is_its_own_clocks_alone() -> None:
    """What is told by the others does not change; the place last begun is known to who watches."""
    told: list[str] = []
    clock = Clock(watch=Watch(told.append))
    county = clock.at("county 1/2").share(2)
    county.tell("units")
    clock.at("county 2/2").quiet.at("a try").tell("nobody listens")
    clock.tell("units")
    assert told == ["county 1/2 units", "units"]
    assert clock.watch.where == "county 2/2"


def test_a_limit_that_ended_a_search_is_known(now: list[float]) -> None:
    """Also one of a part of the time; not a clock that ended well, nor a stop."""
    clock = Clock(Effort(seconds=100), started=now[0])
    part = clock.within(10).quiet
    now[0] += 9
    assert not part.over and not clock.cut
    now[0] += 2
    assert part.over and clock.cut
    other = Clock(started=now[0])
    other.stop()
    assert other.over and not other.cut
