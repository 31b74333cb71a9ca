"""Many tasks of one kind: run here, on the cores of this machine, or on a cluster.

A task is a function of a module, `task(context, item, clock) -> result`. The
context is the same for all tasks and is sent once to each worker. Results come
as they are ready, with the position of their item, and are the same wherever
they were made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from optimizer.solve.decomposition.pool.base import Pool, Task, WorkersLostError
from optimizer.solve.decomposition.pool.here import InProcess
from optimizer.solve.decomposition.pool.processes import Processes


def local_pool(processes: int) -> Pool:
    """Return a pool of some processes; with one, tasks run in this process."""
    return Processes(processes) if processes > 1 else InProcess()


@contextmanager
def pool_of(processes: int, cluster: str | None) -> Iterator[Pool]:
    """Give the pool of a cluster's address, or of this machine (see `cluster.connect`)."""
    if cluster is None:
        yield local_pool(processes)
        return
    from optimizer.solve.decomposition.pool.cluster import connect

    with connect(cluster) as pool:
        yield pool


__all__ = [
    "InProcess",
    "Pool",
    "Processes",
    "Task",
    "WorkersLostError",
    "local_pool",
    "pool_of",
]
