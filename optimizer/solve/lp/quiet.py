"""HiGHS kept off stdout, which belongs to the result."""

from __future__ import annotations

import os
import sys
from functools import cache


@cache
def silence_highs() -> None:
    """Let HiGHS print its banner, which no option turns off, into the void.

    Some versions print it to the file descriptor when the first instance of a
    process is made, before any option can be set.
    """
    import highspy

    sys.stdout.flush()
    kept = os.dup(1)
    void = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(void, 1)
        highspy.Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(void)
