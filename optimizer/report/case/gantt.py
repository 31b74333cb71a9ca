"""The timetable: gates and kinds of task as bars, with today, deadlines and the target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter, date2num
from matplotlib.figure import Figure

from optimizer.procedure.schedule import Activity, Schedule, gate_id
from optimizer.procedure.tasks import task_kinds
from optimizer.report.case.look import FAINT, FILL, GRID, INK, Board, Look, write_footer, write_head

ROW_INCH, WIDTH_INCH = 0.27, 15.0
"""Height of a bar's row and width of the sheet: 9 points of text to a row."""


@dataclass(frozen=True)
class Bar:
    """A row of the timetable.

    Attributes
    ----------
    deadline
        The earliest deadline among what has not ended.
    count
        Closed and all tasks; empty for gates.
    """

    name: str
    state: str
    start: date
    end: date
    deadline: date | None
    count: str
    is_gate: bool
    critical: bool


def bars(board: Board, planned: Schedule) -> Iterator[Bar]:
    """Yield the bars, each gate after its kinds of task."""
    state = board.found.case.state
    for gate in state.gates:
        for kind in (k for k in task_kinds() if k.gate == gate.key):
            tasks = [planned.activities[t.id] for t in state.tasks if t.kind is kind]
            if tasks:
                name = board.text(board.words.of(kind.name), kind.name.en)
                yield _bar(board, planned, name, tasks, "")
        places = state.places(gate)
        found = [planned.activities[gate_id(place)] for place in places]
        yield _bar(board, planned, board.gate_name(gate), found, board.gate_state(gate))


def _bar(board: Board, planned: Schedule, name: str, found: list[Activity], gate_state: str) -> Bar:
    left = [a for a in found if a.ended is None]
    due = [day for a in left if (day := planned.deadline(a)) is not None]
    done = len(found) - len(left)
    late = any(planned.is_overdue(a) for a in left)
    waiting = all(a.start > planned.as_of for a in left)
    state = "done" if not left else "late" if late else "later" if waiting else "now"
    return Bar(
        name,
        gate_state or state,
        min(a.start for a in found),
        max(a.end for a in found),
        min(due, default=None),
        "" if gate_state else f"{done}/{len(found)}",
        bool(gate_state),
        any(a.critical for a in left),
    )


def draw_gantt(board: Board, planned: Schedule) -> Figure:
    """Draw the timetable as a sheet of its own."""
    rows = list(bars(board, planned))
    height = ROW_INCH * len(rows) + 2.2
    figure = Figure(figsize=(WIDTH_INCH, height), facecolor="white")
    axes = figure.add_axes((0.36, 0.9 / height, 0.61, 1 - 2.1 / height))
    gantt_axes(axes, board, planned, rows, 9.0)
    write_head(figure, board, "gantt", 0.02)
    write_footer(figure, board, 8, 0.015)
    return figure


def gantt_axes(axes: Axes, board: Board, planned: Schedule, rows: list[Bar], size: float) -> None:
    """Draw the bars into axes.

    Parameters
    ----------
    size
        Of the text, points.
    """
    for at, row in enumerate(rows):
        left, width = date2num(row.start), max((row.end - row.start).days, 1)
        tall = 0.74 if row.is_gate else 0.42
        edge: Look = {"edgecolor": INK if row.critical else "none", "linewidth": size / 9}
        axes.barh(at, width, tall, left, color=FILL[row.state], zorder=3, **edge)
        note = f"{row.start:%m-%d} - {row.end:%m-%d}  {row.count}".rstrip()
        look: Look = {"fontsize": size * 0.8, "va": "center", "color": FAINT, "zorder": 4}
        axes.text(left + width, at, f"  {note}", **look)
        if row.deadline is not None:
            axes.plot(date2num(row.deadline), at, "v", color=FILL["late"], markersize=size * 0.6)
    _frame(axes, board, planned, rows, size)


def _frame(axes: Axes, board: Board, planned: Schedule, rows: list[Bar], size: float) -> None:
    """Write the names, and draw today and the target."""
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [row.name for row in rows], fontsize=size)
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_parse_math(False)
        label.set_color(INK if row.is_gate else FAINT)
        label.set_fontweight("bold" if row.is_gate else "normal")
    first, last = min(row.start for row in rows), max(row.end for row in rows)
    last = max(last, planned.target or last, planned.as_of)
    span = max((last - first).days, 14)
    axes.set_xlim(date2num(first) - 0.02 * span, date2num(last) + 0.16 * span)
    marks = [(planned.as_of, INK, board.words("today"))]
    if planned.target is not None:
        marks.append((planned.target, FILL["late"], str(planned.target)))
    for day, colour, text in marks:
        axes.axvline(date2num(day), color=colour, linewidth=size / 7, linestyle="--", zorder=2)
        axes.text(date2num(day), -0.7, text, fontsize=size, color=colour, ha="center", va="bottom")
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=4, maxticks=8))
    axes.xaxis.set_major_formatter(DateFormatter("%Y-%m-%d"))
    axes.tick_params(axis="x", labelsize=size)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=GRID, linewidth=size / 14, zorder=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
