"""Tables and lines: fitted on a terminal without breaking a figure or a code, whole elsewhere."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len

from optimizer.report.screen import Column, Screen

COLUMNS = [
    Column("county", whole=True),
    Column("code", whole=True),
    Column("formed from"),
    Column("people after the plan", figures=True),
    Column("worst km", figures=True),
]
ROWS = [
    ("沁县", "140430102", "故县镇 + 南泉乡 + 次村乡", "13,423", "18.860"),
    ("潞州区", "140403001", "太行西街街道 + [漳源镇]", "1,250,000", "7.000"),
]
LINES = [
    (("P3.access", "met", "no village too far from its seat: worst 24.444 km"), None),
    (("P5.complete", "违反", "two villages without a unit"), "red"),
]


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def shown(screen: Screen, stream: io.StringIO) -> list[str]:
    """Print a table and lines; return what came out, without colours."""
    screen.table("Units", COLUMNS, ROWS)
    screen.lines(LINES)
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()


def on_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what a terminal of some columns shows."""
    monkeypatch.setenv("COLUMNS", str(width))
    stream = Terminal()
    return shown(Screen(stream), stream)


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_terminal_breaks_no_figure_and_no_code(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each figure and code stands whole, and no line is wider than the terminal."""
    lines = on_terminal(width, monkeypatch)
    text = "\n".join(lines)
    for row in ROWS:
        assert all(value in text for value in (row[0], row[1], row[3], row[4]))
    assert max(map(cell_len, lines)) <= width


def test_headings_are_broken_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrow terminal has the long heading in lines, a wide one in one."""
    assert "people after the plan" in "\n".join(on_terminal(120, monkeypatch))
    narrow = "\n".join(on_terminal(60, monkeypatch))
    assert "people after the plan" not in narrow
    assert "people" in narrow


@pytest.mark.parametrize("width", [24, 40])
def test_without_room_a_table_is_set_row_by_row(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No value is cut, and each stands beside its heading."""
    text = "".join("".join(on_terminal(width, monkeypatch)).split())
    for row in ROWS:
        assert all("".join(value.split()) in text for value in row)
    assert text.count("county:") == len(ROWS)


def test_no_color_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal without colours still is a terminal."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, coloured in (("", True), ("1", False)):
        monkeypatch.setenv("NO_COLOR", name)
        stream = Terminal()
        Screen(stream).line("x", style="red")
        assert ("\x1b[31m" in stream.getvalue()) is coloured


def test_a_long_line_goes_on_below_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is set under the text, not under the clause."""
    lines = on_terminal(40, monkeypatch)
    start = next(i for i, line in enumerate(lines) if line.startswith("P3.access"))
    column = lines[start].index("no village")
    assert lines[start + 1][:column].strip() == ""
    assert lines[start + 1].strip()


def test_elsewhere_nothing_is_wrapped_or_coloured() -> None:
    """In a file every row is one line, brackets as they are."""
    stream = io.StringIO()
    lines = shown(Screen(stream), stream)
    assert sum("太行西街街道 + [漳源镇]" in line for line in lines) == 1
    assert "P5.complete  违反  two villages without a unit" in lines
    assert "P3.access    met   no village too far from its seat: worst 24.444 km" in lines
    assert "\x1b" not in stream.getvalue()
