"""Tasks one after another in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.pool.base import Pool, R, T, Task


class InProcess(Pool):
    """One task after another, under the caller's own clock."""

    in_process = True

    @property
    def width(self) -> int:
        """One."""
        return 1

    def run(
        self, task: Task[T, R], context: Any, items: Iterable[T], clock: Clock
    ) -> Iterator[tuple[int, R]]:
        """Yield (position, result) in the order of the items."""
        for position, item in enumerate(items):
            yield position, task(context, item, clock)
