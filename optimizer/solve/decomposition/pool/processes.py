"""Tasks on the cores of this machine; a worker that dies costs only its tasks."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing.connection import wait as wait_for
from multiprocessing.synchronize import Event
from typing import Any

from optimizer.endings import deaf_children
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.pool.base import (
    AHEAD,
    TRIES,
    Deadline,
    Pool,
    R,
    T,
    Task,
    WorkersLostError,
)
from optimizer.text import Text

TICK_S = 0.2
"""Seconds between looks at whether to stop."""


@dataclass
class Processes(Pool):
    """Tasks in `count` processes of this machine."""

    count: int

    @property
    def width(self) -> int:
        """The processes."""
        return self.count

    def run(
        self, task: Task[T, R], context: Any, items: Iterable[T], clock: Clock
    ) -> Iterator[tuple[int, R]]:
        """Yield (position, result) as results come; start lost tasks again."""
        fresh, lost = enumerate(items), dict[int, T]()
        tries: Counter[int] = Counter()
        while True:
            batch = _Batch(self.count, task, context, clock, chain(lost.items(), fresh))
            yield from batch.run()
            lost = batch.lost
            tries.update(lost.keys())
            if not lost:
                return
            if clock.stopped:  # whoever stopped the run may have ended the workers too
                for position, item in chain(lost.items(), fresh):
                    yield position, task(context, item, clock)
                return
            given_up = sum(tried >= TRIES for tried in tries.values())
            if given_up:
                en = f"{given_up} tasks lost their worker {TRIES} times"
                zh = f"{given_up} 项任务的工作进程先后 {TRIES} 次意外终止"
                raise WorkersLostError(Text(en, zh))


@dataclass
class _Batch:
    """One executor's life: until all is done, or a worker dies.

    Attributes
    ----------
    lost
        Items under way when a worker died, by position.
    stopping, begun
        Set when the run is stopped, and when a worker is ready for its first task. Before
        that workers load their libraries, hear nothing and hold nothing.
    """

    count: int
    task: Task[Any, Any]
    context: Any
    clock: Clock
    items: Iterator[tuple[int, Any]]
    lost: dict[int, Any] = field(default_factory=dict)
    stopping: Event = field(init=False)
    begun: Event = field(init=False)

    def run(self) -> Iterator[tuple[int, Any]]:
        """Yield what gets done."""
        fresh = multiprocessing.get_context("spawn")
        self.stopping, self.begun = fresh.Event(), fresh.Event()
        start = (self.task, self.context, Deadline.of(self.clock), self.stopping, self.begun)
        with ProcessPoolExecutor(self.count, fresh, _begin, start) as executor:
            yield from self._harvest(executor)
            if self.clock.stopped:  # some may still be loading their libraries
                _end_workers(executor)

    def _harvest(self, executor: ProcessPoolExecutor) -> Iterator[tuple[int, Any]]:
        running: dict[Future[Any], tuple[int, Any]] = {}
        while self._fill(executor, running) or running:
            done, _ = wait(running, timeout=TICK_S, return_when=FIRST_COMPLETED)
            if self.clock.stopped:
                self.stopping.set()
                if not self.begun.is_set():
                    _end_workers(executor)
            for future in done:
                position, item = running.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool:
                    self.lost[position] = item
                    continue
                yield position, result

    def _fill(self, executor: ProcessPoolExecutor, running: dict[Future[Any], Any]) -> bool:
        """Give the workers tasks; return whether any were given."""
        given = False
        while not self.lost and len(running) < AHEAD * self.count:
            following = next(self.items, None)
            if following is None:
                break
            try:
                with deaf_children():
                    future = executor.submit(_work, following[1])
            except BrokenProcessPool:
                self.lost[following[0]] = following[1]
                break
            running[future] = following
            given = True
        return given


def _end_workers(executor: ProcessPoolExecutor) -> None:
    """End the workers; what they have not brought home is lost with them.

    Python 3.14 has `kill_workers` for it.
    """
    for worker in list((executor._processes or {}).values()):
        worker.kill()


@dataclass
class _Worker:
    """What a worker process knows."""

    task: Task[Any, Any]
    context: Any
    deadline: Deadline
    stopping: Event


_worker: list[_Worker] = []


def _begin(
    task: Task[Any, Any], context: Any, deadline: Deadline, stopping: Event, begun: Event
) -> None:
    """Set a worker up; Ctrl-C is for the process that waits for it, whose end is its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker[:] = [_Worker(task, context, deadline, stopping)]
    begun.set()


def _end_with_parent() -> None:
    """End when the parent has ended, whatever ended it: the system closes its end of a pipe."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _work(item: Any) -> Any:
    worker = _worker[0]
    clock = worker.deadline.clock()
    if worker.stopping.is_set():
        clock.stop()
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(worker.stopping, over, clock), daemon=True)
    watch.start()
    try:
        return worker.task(worker.context, item, clock)
    finally:
        over.set()


def _watch(stopping: Event, over: threading.Event, clock: Clock) -> None:
    while not over.wait(TICK_S):
        if stopping.is_set():
            clock.stop()
            return
