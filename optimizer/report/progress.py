"""One line of progress on stderr, when that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from optimizer.text import Text

_WIDTH = 78


def cut_text(seconds: float | None) -> Text:
    """Say that the limit of time ended a search."""
    limit = "" if seconds is None else f" ({seconds:g} s)"
    return Text(
        f"The time limit{limit} ended a search: what is not proved may be improved, and another "
        "run may find another plan; --time-limit gives more, --time-limit none all that it takes.",
        f"时限{limit}已到,有搜索被中止:未证明的结果可能还能改进,再次运行所得方案可能不同;"
        "可用 --time-limit 延长,或用 --time-limit none 取消时限。",
    )


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
