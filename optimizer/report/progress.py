"""One line of progress on stderr, when that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

_WIDTH = 78


def progress_line() -> Callable[[str], None] | None:
    """Return a reporter that rewrites one line, or None when nobody watches."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def report(text: str) -> None:
        line = f"{time.monotonic() - started:6.1f} s  {text}"[:_WIDTH]
        sys.stderr.write(f"\r{line:<{_WIDTH}}")
        sys.stderr.flush()

    return report


def clear_progress() -> None:
    """Clear the line."""
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * _WIDTH + "\r")
        sys.stderr.flush()
