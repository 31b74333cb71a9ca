"""One line of progress on stderr, when that is a terminal."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from optimizer.report.words.plans import Words
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.solve.clock import Clock
    from optimizer.solve.results import OpenCounty

_CHINESE = (
    (re.compile(r"\bcounty (\d+)/(\d+),?"), r"第 \1/\2 个县（区）"),
    (re.compile(r"\b(\d+) units,?"), r"\1 个乡级行政区"),
    (re.compile(r"\b(\d+) columns, LP\b"), r"\1 列，线性规划"),
    (re.compile(r"\bcross-check\b"), "对照"),
    (re.compile(r"\bcandidates\b"), "备选单位"),
    (re.compile(r"\bvillages\b"), "村（居）"),
    (re.compile(r"\bbest\b"), "已找到"),
    (re.compile(r"\bbound\b"), "界"),
    (re.compile(r"\bgap\b"), "差距"),
)
"""What searches tell, in Chinese."""
_NAMED = 8
"""Counties that are named while they are solved."""


def cut_text(
    seconds: float | None,
    counties: Sequence[OpenCounty] = (),
    proved: bool = False,
    plan: bool = True,
) -> Text:
    """Say that the limit of time ended a search, and what would tighten the open counties.

    Parameters
    ----------
    proved, plan
        Whether nothing is left open, and whether there is a plan.
    """
    limit = "" if seconds is None else f" ({seconds:g} s)"
    limit_zh = "" if seconds is None else f"（{seconds:g} 秒）"
    if proved and not plan:
        return Text(
            f"The time limit{limit} ended a search on the way. That no plan keeps the rules is "
            "proved all the same.",
            f"时限{limit_zh}曾中止部分搜索；没有符合规则的方案，这一点仍已证明。",
        )
    if proved:
        return Text(
            f"The time limit{limit} ended a search on the way. Everything is proved all the same; "
            "another run may find another plan of the same values.",
            f"时限{limit_zh}曾中止部分搜索；各项结果均已证明，再次运行可能得到数值相同的另一方案。",
        )
    return Text(
        f"The time limit{limit} ended a search: what is not proved may be improved, and another "
        "run may find another plan; --time-limit gives more, --time-limit none all that it takes."
        + (f"\n{_open(counties, 'en')}; {_TIGHTER.en}" if counties else ""),
        f"时限{limit_zh}已到，有搜索被中止：未证明的结果可能还能改进，再次运行所得方案可能不同；"
        "可用 --time-limit 延长，或用 --time-limit none 取消时限。"
        + (f"\n{_open(counties, 'zh')}；{_TIGHTER.zh}" if counties else ""),
    )


_TIGHTER = Text(
    "`solve --county NAME -o DIR` gives one of them all the time, "
    "and --freeze CODE=DIR takes its plan into the whole",
    "可用 solve --county 县（区） -o 目录 单独求解，再用 --freeze 代码=目录 纳入整体求解",
)


def _width() -> int:
    """Return the cells of a line that this terminal does not wrap."""
    return max(1, get_terminal_size().columns - 1)


def _said(text: str, lang: str) -> str:
    """Return what a search tells in a language."""
    for known, words in _CHINESE if lang == "zh" else ():
        text = known.sub(words, text)
    return text


def progress_line(lang: str = "en") -> Callable[[str], None] | None:
    """Return a reporter that rewrites one line, or None when nobody watches."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def report(text: str) -> None:
        from rich.cells import set_cell_size

        line = f"{time.monotonic() - started:6.1f} s  {_said(text, lang)}"
        sys.stderr.write("\r" + set_cell_size(line, _width()))
        sys.stderr.flush()

    return report


def alive_line(lang: str) -> Callable[[Clock], None]:
    """Return what tells a log now and then where a search stands and which counties are open.

    On a terminal the line that is rewritten tells where; the counties are named there too.
    """

    def say(clock: Clock) -> None:
        counties = clock.watch.open()
        at = f"{clock.watch.where.strip()} {clock.watch.standing}".strip()
        where = "" if sys.stderr.isatty() else f"  {_said(at, lang)}"
        if not counties and not clock.stopped and sys.stderr.isatty():
            return
        stop = [Text("stopping", "正在停止").in_lang(lang)] if clock.stopped else []
        text = "  ".join([*stop, *([_open(counties, lang)] if counties else [])])
        clear_progress()
        sys.stderr.write(f"{clock.elapsed:6.1f} s{where}  {text}".rstrip() + "\n")
        sys.stderr.flush()

    return say


def _open(counties: Sequence[OpenCounty], lang: str) -> str:
    """Name the first counties that are open with their gaps, and say how many there are."""
    first = [_named(county, lang) for county in counties[:_NAMED]]
    more = len(counties) - _NAMED
    if lang == "zh":
        return f"未完成 {len(counties)} 个县（区）：{'、'.join(first)}{'等' if more > 0 else ''}"
    return f"open: {', '.join(first)}{f' and {more} more' if more > 0 else ''}"


def _named(county: OpenCounty, lang: str) -> str:
    """Name a county, and how far its first open objective may be from the best."""
    if county.first is None or county.first.gap is None:
        return county.name
    objective, gap = Words(lang)(county.first.name), f"{float(county.first.gap):.2%}"
    if lang == "zh":
        return f"{county.name}（{objective}差距 {gap}）"
    return f"{county.name} ({objective} gap {gap})"


def clear_progress() -> None:
    """Clear the line."""
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * _width() + "\r")
        sys.stderr.flush()
