"""A parent that waits for a worker which never ends."""

from __future__ import annotations

import os
import time
from pathlib import Path

from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.pool import Processes


def _for_ever(context: str, item: int, clock: Clock) -> None:
    (Path(context) / f"{os.getpid()}.pid").touch()
    time.sleep(600)


def main(folder: str) -> None:
    """Wait for a worker."""
    list(Processes(1).run(_for_ever, folder, [1], Clock()))
