"""Pictures, drawn only once what they show is written: they take time and memory, and may fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from models.territory import Territory
from optimizer.data.output import adding
from optimizer.memory_limit import lacks_memory
from optimizer.text import Text

NO_MEMORY = Text(
    "there is not enough memory to draw the pictures; all else is written",
    "内存不足，未能绘制图件；其余文件已写入",
)
NO_TIME = Text(
    "no map is drawn: the time limit leaves no time for one (about {seconds:.0f} s); "
    "`compare` with -o draws one of the plan",
    "时限内已无时间绘制图件（约需 {seconds:.0f} 秒）；可用 compare 加 -o 为该方案制图",
)
_FIRST, _EACH = 2.0, 0.035
"""Seconds of one core for a map, and for each township on it (measured: 146, 400, 900)."""


def seconds_for(territory: Territory) -> float:
    """Return how long the maps of a plan take, about."""
    return _FIRST + _EACH * len(territory.townships)


def added(folder: Path, draw: Callable[[Path], str], lang: str) -> str:
    """Draw into a folder of results; return what is wrong with the pictures, or nothing.

    Parameters
    ----------
    draw
        Draws into the folder that it is given and returns a warning.
    """
    try:
        with adding(folder) as draft:
            return draw(draft)
    except (MemoryError, ImportError, RuntimeError, OSError) as error:
        if not lacks_memory(error):
            raise
        return NO_MEMORY.in_lang(lang)
