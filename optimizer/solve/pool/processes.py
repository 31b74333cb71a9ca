"""Tasks on the cores of this machine; a worker that dies costs only its tasks."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from typing import Any

from optimizer.solve.clock import Clock
from optimizer.solve.pool.base import TRIES, Deadline, Pool, R, T, Task, WorkersLostError

_TICK = 0.2


@dataclass
class Processes(Pool):
    """Tasks in `count` processes of this machine."""

    count: int

    def run(
        self, task: Task[T, R], context: Any, items: Sequence[T], clock: Clock
    ) -> Iterator[tuple[int, R]]:
        """Yield (position, result) as results come; start lost tasks again."""
        todo = dict(enumerate(items))
        for _ in range(TRIES):
            batch = _Batch(min(self.count, len(todo)), task, context, clock)
            for position, result in batch.run(todo):
                del todo[position]
                yield position, result
            if not todo:
                return
        raise WorkersLostError(f"{len(todo)} tasks lost their worker {TRIES} times")


@dataclass
class _Batch:
    """One executor's life: until all is done, or a worker dies."""

    count: int
    task: Task[Any, Any]
    context: Any
    clock: Clock
    stopping: Event = field(init=False)

    def run(self, todo: dict[int, Any]) -> Iterator[tuple[int, Any]]:
        """Yield what gets done."""
        fresh = multiprocessing.get_context("spawn")
        self.stopping = fresh.Event()
        start = (self.task, self.context, Deadline.of(self.clock), self.stopping)
        with ProcessPoolExecutor(self.count, fresh, _begin, start) as executor:
            futures = {executor.submit(_work, item): k for k, item in dict(todo).items()}
            yield from self._harvest(futures)

    def _harvest(self, futures: dict[Future[Any], int]) -> Iterator[tuple[int, Any]]:
        while futures:
            done, _ = wait(futures, timeout=_TICK, return_when=FIRST_COMPLETED)
            if self.clock.stopped:
                self.stopping.set()
            for future in done:
                position = futures.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool:
                    continue
                yield position, result


@dataclass
class _Worker:
    """What a worker process knows."""

    task: Task[Any, Any]
    context: Any
    deadline: Deadline
    stopping: Event


_worker: list[_Worker] = []


def _begin(task: Task[Any, Any], context: Any, deadline: Deadline, stopping: Event) -> None:
    """Set a worker up; Ctrl-C is for the process that waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker[:] = [_Worker(task, context, deadline, stopping)]


def _work(item: Any) -> Any:
    worker = _worker[0]
    clock = worker.deadline.clock()
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(worker.stopping, over, clock), daemon=True)
    watch.start()
    try:
        return worker.task(worker.context, item, clock)
    finally:
        over.set()


def _watch(stopping: Event, over: threading.Event, clock: Clock) -> None:
    while not over.wait(_TICK):
        if stopping.is_set():
            clock.stop()
            return
