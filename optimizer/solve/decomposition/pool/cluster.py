"""Tasks on a Dask cluster: `local:4`, or the address of a scheduler.

Needs the extra `cluster`. Dask starts the tasks of a dead worker again elsewhere.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from optimizer.data.faults import Fault, Findings, InputError
from optimizer.data.importing.extras import need
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

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

TICK_S = 0.5
"""Seconds between looks at whether to stop."""
ANSWER_S = 30.0
"""Seconds that a scheduler has to answer, and that a cluster may be without a worker."""
LOOK_S = 5.0
"""Seconds between looks at whether there is any worker."""
_LOCAL = "local"
LAST_PORT = 65535
"""The highest number of a port."""
_ANY_PORT = "127.0.0.1:0"
_LARGE = "distributed.admin.large-graph-warning-threshold"


@dataclass
class Cluster(Pool):
    """Tasks on the workers of a cluster.

    Attributes
    ----------
    client
        A connection to the scheduler.
    """

    client: Client
    _stop: str = field(default_factory=lambda: f"stop-{uuid4().hex}")

    @property
    def width(self) -> int:
        """The threads of all workers; a cluster that grows is seen at the next run.

        Raises
        ------
        WorkersLostError
            When the scheduler does not answer; Dask itself would wait for ever.
        """
        return max(1, self._threads())

    def _threads(self) -> int:
        with _losing():
            threads: Mapping[str, int] = self.client.nthreads(callback_timeout=ANSWER_S)
            return sum(threads.values())

    def run(
        self, task: Task[T, R], context: Any, items: Iterable[T], clock: Clock
    ) -> Iterator[tuple[int, R]]:
        """Yield (position, result) as results come."""
        from distributed import Event

        with _hearing(clock, Event(self._stop, client=self.client)), _losing():
            sent = self.client.submit(_itself, context, pure=False, retries=TRIES - 1)
            yield from self._harvest(_Job(task, Deadline.of(clock), self._stop), sent, items, clock)

    def _harvest(
        self, job: _Job, context: Any, items: Iterable[T], clock: Clock
    ) -> Iterator[tuple[int, Any]]:
        from distributed import wait

        coming, position = enumerate(items), dict[Any, int]()
        watch, most = _Watch(self._threads, clock), AHEAD * self.width
        while True:
            while len(position) < most and (following := next(coming, None)) is not None:
                k, item = following
                future = self.client.submit(
                    job, item, context=context, pure=False, retries=TRIES - 1
                )
                position[future] = k
            if not position:
                return
            try:
                done = wait(list(position), timeout=TICK_S, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                watch.look()
                continue
            for future in done:
                yield position.pop(future), future.result()


@dataclass
class _Watch:
    """Looks, while nothing comes, whether anything can come: Dask itself waits for ever.

    Attributes
    ----------
    threads
        Counts the threads of all workers.
    """

    threads: Callable[[], int]
    clock: Clock
    seen: float = field(default_factory=time.monotonic)
    looked: float = 0.0

    def look(self) -> None:
        """Look for workers now and then.

        Raises
        ------
        WorkersLostError
            Where none came in `ANSWER_S`, or none is there when the time is over.
        """
        now = time.monotonic()
        if now - self.looked < LOOK_S:
            return
        self.looked = now
        if self.threads():
            self.seen = now
        elif self.clock.over or now - self.seen >= ANSWER_S:
            raise WorkersLostError(Text("the scheduler has no worker", "调度器没有工作进程"))


def _itself(context: Any) -> Any:
    """Return what all tasks of a run share.

    As the result of a task it is made again when the last worker that held it dies;
    scattered data would be lost, and with it the tasks that need it.
    """
    return context


@contextmanager
def _losing() -> Iterator[None]:
    """Say that the cluster lost a task, or was lost itself."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        yield
    except (CancelledError, CommClosedError, TimeoutError) as error:
        why = Text("the connection to the scheduler was lost", "与调度器的连接中断")
        raise WorkersLostError(why) from error
    except (KilledWorker, OSError) as error:
        why = Text(f"the cluster lost a task: {error}", "集群丢失了一项任务")
        raise WorkersLostError(why) from error


@contextmanager
def _hearing(clock: Clock, event: Any) -> Iterator[None]:
    """Pass a stop of the clock on to the workers."""
    over = threading.Event()

    def pass_on() -> None:
        while not over.wait(TICK_S):
            if clock.stopped:
                event.set()
                return

    threading.Thread(target=pass_on, daemon=True).start()
    try:
        yield
    finally:
        over.set()


@dataclass(frozen=True)
class _Job:
    """A task as a worker runs it."""

    task: Task[Any, Any]
    deadline: Deadline
    stop: str

    def __call__(self, item: Any, context: Any) -> Any:
        """Run the task under a clock of its own."""
        from distributed import Event, get_client

        clock = self.deadline.clock()
        over = threading.Event()
        event = Event(self.stop, client=get_client())
        if event.is_set():
            clock.stop()

        def watch() -> None:
            while not over.wait(TICK_S):
                if event.is_set():
                    clock.stop()
                    return

        threading.Thread(target=watch, daemon=True).start()
        try:
            return self.task(context, item, clock)
        finally:
            over.set()


@contextmanager
def connect(address: str) -> Iterator[Cluster]:
    """Connect to a cluster.

    Parameters
    ----------
    address
        `local:N` starts N processes on this machine, one at least; else a scheduler's
        address such as `tcp://host:8786`.

    Raises
    ------
    InputError
        Where the address is none (E570), without the extra `cluster` (E801), and where no
        scheduler answers (E720).
    """
    count = local_count(address)
    need("cluster", "--cluster")
    from distributed import Client

    with _silent():
        if count is None:
            with _connected(address) as client:
                yield Cluster(client)
            return
        with _started(count) as cluster, Client(cluster) as client:
            yield Cluster(client)


def local_count(address: str) -> int | None:
    """Return N of `local:N`; None for a scheduler's address.

    Raises
    ------
    InputError
        Where it is neither.
    """
    kind, _, number = address.rpartition(":")
    if kind == _LOCAL and re.fullmatch(r"0*[1-9][0-9]{0,3}", number):
        return int(number)
    place = re.fullmatch(r"((tcp|tls|wss?|ucx)://)?[^\s/:][^\s/]*:[0-9]{1,5}", address)
    if place and kind != _LOCAL and int(number) <= LAST_PORT:
        return None
    findings = Findings()
    findings.add("E570", "--cluster", value=address)
    findings.stop_on_errors()
    return None


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """Connect to a scheduler that runs.

    Raises
    ------
    InputError
        Where none answers; what does is a stranger, whose bytes Dask may take for anything.
    """
    from distributed import Client

    try:
        client = Client(address)
    except Exception as error:
        raise InputError([Fault("E720", "--cluster", value=address)]) from error
    with client:
        yield client


def _started(count: int) -> LocalCluster:
    """Start workers on this machine, deaf to Ctrl-C, also those that take a dead one's place.

    They are started by threads of Dask that inherit it from the thread which makes the cluster.
    """
    from distributed import LocalCluster

    def make() -> LocalCluster:
        with deaf_children():
            return LocalCluster(
                n_workers=count, threads_per_worker=1, processes=True, dashboard_address=_ANY_PORT
            )

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(make).result()


@contextmanager
def _silent() -> Iterator[None]:
    """Keep Dask's own words from the user's screen.

    Its log holds tracebacks of lost connections; a county of many columns is a large
    message, and its advice on these is for programmers.
    """
    import dask
    import distributed  # noqa: F401  (its settings are to be known before one is lent out)

    known = logging.root.manager.loggerDict
    loggers = [logging.getLogger(name) for name in known if name.startswith("distributed")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        with dask.config.set({_LARGE: sys.maxsize}):
            yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled
