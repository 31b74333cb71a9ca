"""What a pool is."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from optimizer.solve.clock import Clock, Effort
from optimizer.text import Text

T = TypeVar("T")
R = TypeVar("R")
Task = Callable[[Any, T, Clock], R]

TRIES = 3
"""How often a task may lose its worker before the run is given up."""
AHEAD = 2
"""Tasks that a worker is given at a time, so that it need not wait for the next."""


class WorkersLostError(Exception):
    """The workers of a task died again and again, or none is there.

    Attributes
    ----------
    why
        What happened, in both languages.
    """

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class Pool(ABC):
    """Runs tasks."""

    in_process = False
    """Whether tasks run in this process, so that what they share need not be sent."""

    @property
    @abstractmethod
    def width(self) -> int:
        """How many tasks run at the same time."""

    @abstractmethod
    def run(
        self, task: Task[T, R], context: Any, items: Iterable[T], clock: Clock
    ) -> Iterator[tuple[int, R]]:
        """Yield (position, result) of each item as it is ready.

        Tasks get a clock that ends with the caller's and stops when it is stopped.
        Items are taken as workers come free, `AHEAD` for each of them, so that they
        may be made one by one and need not be held.

        Raises
        ------
        WorkersLostError
            When a task's worker died `TRIES` times.
        """


@dataclass(frozen=True)
class Deadline:
    """A clock's limits in a form that can be sent to another process.

    Attributes
    ----------
    at
        Seconds since the epoch; infinite without a limit.
    """

    effort: Effort
    at: float

    @staticmethod
    def of(clock: Clock) -> Deadline:
        """Return the limits of a clock."""
        return Deadline(clock.effort, time.time() + clock.left)

    def clock(self) -> Clock:
        """Return a clock that ends at the same moment."""
        if self.at == float("inf"):
            return Clock(self.effort)
        return Clock(replace(self.effort, seconds=max(0.0, self.at - time.time())))
