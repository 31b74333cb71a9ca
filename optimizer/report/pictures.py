"""Pictures, drawn only once what they show is written: they take time and memory, and may fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from models.territory import Territory
from optimizer.data.output import adding
from optimizer.endings import dispensable
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
INTERRUPTED = Text(
    "interrupted: {names} not drawn; all else is written",
    "已中断：未绘制 {names}；其余文件已写入",
)
_FIRST, _EACH = 2.0, 0.035
"""Seconds of one core for a map, and for each township on it (measured: 146, 400, 900)."""


def seconds_for(territory: Territory) -> float:
    """Return how long the maps of a plan take, about."""
    return _FIRST + _EACH * len(territory.townships)


def added(
    folder: Path, names: Sequence[str], draw: Callable[[Path], str], lang: str
) -> tuple[list[Path], str]:
    """Draw into a folder of results; return the pictures, and what is wrong with them, or nothing.

    Who asks for the end meanwhile goes without them: the result is written.

    Parameters
    ----------
    names
        The files that are drawn.
    draw
        Draws into the folder that it is given and returns a warning.
    """
    with dispensable() as haste:
        try:
            if haste.asked:
                raise KeyboardInterrupt
            return _drawn(folder, draw)
        except BaseException as error:
            if not haste.asked and not lacks_memory(error):
                raise
            left_out = INTERRUPTED if haste.asked else NO_MEMORY
            return [], left_out.in_lang(lang).format(names=", ".join(names))


def _drawn(folder: Path, draw: Callable[[Path], str]) -> tuple[list[Path], str]:
    with adding(folder) as draft:
        warning = draw(draft)
        names = sorted(path.name for path in draft.iterdir())
    return [folder / name for name in names], warning
