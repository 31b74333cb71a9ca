"""Pools give the same results wherever tasks run, survive dead workers and hear `stop`."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.pool import (
    InProcess,
    Pool,
    Processes,
    WorkersLostError,
    local_pool,
)


def _times(context: int, item: int, clock: Clock) -> int:
    return context * item


def _die_once(context: Path, item: int, clock: Clock) -> int:
    """Die at item 2 unless that was done before."""
    mark = context / "died"
    if item == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def _die(context: None, item: int, clock: Clock) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return item


def _until_over(context: None, item: int, clock: Clock) -> bool:
    while not clock.over:
        time.sleep(0.02)
    return clock.stopped


def _mask(context: None, item: int, clock: Clock) -> tuple[bool, int]:
    """Return whether this process hears Ctrl-C, and its number."""
    heard = signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    return heard and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN, os.getpid()


class _Sleeper:
    """What a worker sleeps over while it takes it in, as if it loaded libraries without end."""

    def __reduce__(self) -> tuple[Any, ...]:
        return time.sleep, (60,)


def _killed_from_outside(context: Path, item: int, clock: Clock) -> int:
    """The first time, die once everybody was told to stop."""
    mark = context / "died"
    if item == 1 and not mark.exists():
        mark.touch()
        while not clock.stopped:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(9)
    return item


@pytest.mark.parametrize("pool", [InProcess(), Processes(2)])
def test_every_item_once(pool: Pool) -> None:
    """Results carry the position of their item."""
    found = dict(pool.run(_times, 7, [5, 6, 7], Clock()))
    assert found == {0: 35, 1: 42, 2: 49}


def test_a_dead_worker_costs_only_its_tasks(tmp_path: Path) -> None:
    """Lost tasks are started again."""
    found = dict(Processes(2).run(_die_once, tmp_path, list(range(6)), Clock()))
    assert found == {k: k for k in range(6)}
    assert (tmp_path / "died").exists()


def test_a_task_that_always_kills_its_worker_is_given_up() -> None:
    """The loss is said, not waited for."""
    with pytest.raises(WorkersLostError, match="1 tasks"):
        list(Processes(2).run(_die, None, [1], Clock()))


def test_stop_reaches_the_workers() -> None:
    """Ctrl-C in the waiting process ends the tasks with what they have."""
    clock = Clock()
    threading.Timer(0.5, clock.stop).start()
    assert dict(Processes(2).run(_until_over, None, [1, 2], clock)) == {0: True, 1: True}


def test_the_time_limit_reaches_the_workers() -> None:
    """Tasks end when the caller's time is over."""
    found: dict[int, Any] = dict(
        Processes(2).run(_until_over, None, [1], Clock(Effort(seconds=0.3)))
    )
    assert found == {0: False}


def test_one_process_is_this_one() -> None:
    """No process is started for one."""
    assert isinstance(local_pool(1), InProcess)
    assert isinstance(local_pool(2), Processes)


def test_workers_that_are_ended_with_the_run_cost_no_result(tmp_path: Path) -> None:
    """A signal to the whole group stops the run and kills the workers: the rest is done here."""
    clock = Clock()
    threading.Thread(target=_stop_once_there, args=(clock, tmp_path / "died")).start()
    found = dict(Processes(2).run(_killed_from_outside, tmp_path, [0, 1, 2], clock))
    assert found == {0: 0, 1: 1, 2: 2}
    assert (tmp_path / "died").exists()


def test_workers_are_deaf_to_ctrl_c() -> None:
    """From their first moment on, as they inherit it; who waits for them still hears it."""
    found = dict(Processes(1).run(_mask, None, [0], Clock()))
    assert found[0][0] is False
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc who lives")
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    """Whatever ended it: nothing of 200 MB stays behind."""
    code = (
        "import sys, time\n"
        "from tests.optimizer.solve.decomposition.pool import held\n"
        "if __name__ == '__main__':\n    held.main(sys.argv[1])\n"
    )
    program = tmp_path / "parent.py"
    program.write_text(code, encoding="utf-8")
    root = Path(__file__).resolve().parents[5]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    parent = subprocess.Popen([sys.executable, str(program), str(tmp_path)], env=environment)
    while not list(tmp_path.glob("*.pid")) and parent.poll() is None:
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    worker = int(next(tmp_path.glob("*.pid")).stem)
    for _ in range(100):
        if not _lives(worker):
            return
        time.sleep(0.05)
    os.kill(worker, signal.SIGKILL)
    raise AssertionError("the worker outlived its parent")


def _lives(pid: int) -> bool:
    """Return whether a process runs; one that nobody waits for may stay as a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_stop_does_not_wait_for_workers_that_still_load() -> None:
    """What they would have done is done here; none is left."""
    clock = Clock()
    threading.Timer(1.0, clock.stop).start()
    coming = Processes(2).run(_stopped, _Sleeper(), [1, 2, 3], clock)
    assert dict(coming) == {0: True, 1: True, 2: True}
    assert not multiprocessing.active_children()


def _stop_once_there(clock: Clock, mark: Path) -> None:
    while not mark.exists():
        time.sleep(0.02)
    clock.stop()


def _stopped(context: Any, item: int, clock: Clock) -> bool:
    return clock.stopped
