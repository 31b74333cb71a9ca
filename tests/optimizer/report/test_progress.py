"""Progress: one line on a terminal, nothing elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len

from optimizer.report.progress import alive_line, clear_progress, cut_text, progress_line
from optimizer.solve.clock import Clock, Watch
from optimizer.solve.results import ObjectiveResult, OpenCounty


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to a file."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    assert progress_line() is None
    clear_progress()
    assert stream.getvalue() == ""


def test_one_line_that_is_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never wider than a terminal, and cleared in the end."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    report = progress_line()
    assert report is not None
    report("county 1/12 best 5 bound 4 gap 20.00%")
    report("x" * 200)
    clear_progress()
    written = stream.getvalue()
    assert "\n" not in written
    assert "best 5 bound 4" in written
    assert max(map(len, written.split("\r"))) <= 79
    assert written.split("\r")[-2].strip() == ""


def test_a_narrow_terminal_does_not_wrap_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chinese characters take two cells each; what searches tell is Chinese there."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("COLUMNS", "40")
    report = progress_line("zh")
    assert report is not None
    report("county 1/12, 14 units, best 5")
    report("示例县" * 30)
    clear_progress()
    lines = stream.getvalue().split("\r")[1:]
    assert "第 1/12 个县（区） 14 个乡级" in lines[0]
    assert [cell_len(line) for line in lines] == [39, 39, 39, 0]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "county 3/12 best 9 bound 8 gap 11.11%  "
            "open: A, B (units gap 25.00%), C, D, E, F, G, H and 2 more",
        ),
        (
            "zh",
            "第 3/12 个县（区） 已找到 9 界 8 差距 11.11%  "
            "未完成 10 个县（区）：A、B（乡级行政区数差距 25.00%）、C",
        ),
    ],
)
def test_a_log_hears_which_counties_are_open(
    monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    """And where the search stands; gaps where known, a line each time; a stop is said too."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    units = ObjectiveResult("units", 8, 6, False)
    counties = [OpenCounty(name, units if name == "B" else None) for name in "ABCDEFGHIJ"]
    clock = Clock(watch=Watch(open=lambda: counties))
    clock.at("county 3/12").progress(9, 8)
    alive_line(lang)(clock.within(9))
    clock.stop()
    alive_line(lang)(clock)
    first, second = stream.getvalue().splitlines()
    assert said in first
    assert ("stopping" if lang == "en" else "正在停止") in second


@pytest.mark.parametrize(("lang", "said"), [("en", "Everything is proved"), ("zh", "均已证明")])
def test_a_limit_that_left_nothing_open(lang: str, said: str) -> None:
    """It is told apart from one that did, which says how to get more time."""
    proved, open_ = (cut_text(60, (), each).in_lang(lang) for each in (True, False))
    assert said in proved and "--time-limit" not in proved and "60" in proved
    assert said not in open_ and "--time-limit" in open_ and "60" in open_


@pytest.mark.parametrize(
    ("lang", "said", "other"),
    [("en", "no plan keeps the rules", "another plan"), ("zh", "没有符合规则的方案", "另一方案")],
)
def test_a_limit_that_left_nothing_open_and_no_plan(lang: str, said: str, other: str) -> None:
    """Where there is no plan none is spoken of."""
    text = cut_text(60, (), proved=True, plan=False).in_lang(lang)
    assert said in text and "60" in text
    assert other not in text and "--time-limit" not in text
