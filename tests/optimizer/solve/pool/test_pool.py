"""Pools give the same results wherever tasks run, survive dead workers and hear `stop`."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from optimizer.solve.clock import Clock, Effort
from optimizer.solve.pool import Here, Pool, Processes, WorkersLostError, local_pool


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


@pytest.mark.parametrize("pool", [Here(), Processes(2)])
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
    assert isinstance(local_pool(1), Here)
    assert isinstance(local_pool(2), Processes)
