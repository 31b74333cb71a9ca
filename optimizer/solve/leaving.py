"""What Ctrl-C does while there is nothing to keep yet."""

from __future__ import annotations

import os
import signal
from types import FrameType


def leave_at_once(_signal: int, _frame: FrameType | None) -> None:
    """End the process with code 130.

    An exception would do the same, but not while libraries are loaded: they turn
    it into a failed import with a traceback.
    """
    os._exit(130)


def hear_nothing_to_keep() -> None:
    """Let Ctrl-C end the process at once, until a solve hears it."""
    signal.signal(signal.SIGINT, leave_at_once)
