"""The wall chart (挂图作战): map of progress, counties by gates, timetable, people; A0."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle

from models.territory import Territory
from optimizer.procedure.summary import shortened
from optimizer.report.case.gantt import bars, gantt_axes
from optimizer.report.case.look import (
    FAINT,
    FILL,
    GRID,
    INK,
    ORDER,
    TEXT,
    Board,
    Look,
    legend,
    write_footer,
)
from optimizer.report.case.tables import end_text, path_text, totals
from optimizer.report.map.base_map import survey
from optimizer.report.map.fonts import em, wrapped
from optimizer.report.map.picture import path_of, path_through

A0_INCH = (46.81, 33.11)
"""A0 across (ISO 216)."""
MARGIN = 0.018
"""Share of the width that stays free at the edges: about 2 cm."""
_MOST_LINES = 14
"""Lines of a list that have room; the others are counted."""
LINE_EM = 34
"""Width of a list, in units of its letters."""


def draw_wall(board: Board, territory: Territory | None) -> Figure:
    """Draw the wall chart.

    Parameters
    ----------
    territory
        The ground, for the map; None where it cannot be read any more.
    """
    figure = Figure(figsize=A0_INCH, facecolor="white")
    _head(figure, board)
    _map(figure.add_axes((MARGIN, 0.46, 0.36, 0.41)), board, territory)
    _matrix(figure.add_axes((0.42, 0.47, 0.56, 0.40)), board)
    planned = board.found.planned
    if planned is not None:
        rows = [row for row in bars(board, planned) if row.is_gate]
        gantt_axes(figure.add_axes((0.105, 0.07, 0.33, 0.33)), board, planned, rows, 21)
    _heading(figure, board, 0.41, MARGIN, "gantt")
    _heading(figure, board, 0.872, MARGIN, "map")
    _lists(figure, board)
    write_footer(figure, board, 20, MARGIN)
    return figure


def _head(figure: Figure, board: Board) -> None:
    title = board.text(board.found.case.state.facts.title, board.found.case.state.facts.scenario)
    look: Look = {"va": "top", "parse_math": False}
    text = f"{board.words('wall')}  {title}"
    size = min(88, 0.66 * A0_INCH[0] * 72 / em(text))
    figure.text(MARGIN, 0.982, text, fontsize=size, weight="bold", color=INK, **look)
    answer = board.words("yes" if board.found.case.executable else "no")
    said = f"{board.words('executable')} = {answer}"
    colour = FILL["done" if board.found.case.executable else "late"]
    right: Look = {"ha": "right", "weight": "bold", "color": colour}
    figure.text(1 - MARGIN, 0.982, said, fontsize=52, **right, **look)
    line = totals(board.words, board.found)
    figure.text(MARGIN, 0.93, line, fontsize=32, color=FAINT, **look)
    for at, (fill, text) in enumerate(legend(board)):
        x = 0.60 + at * 0.08
        figure.text(x, 0.93, "■", fontsize=44, color=fill, **look)
        figure.text(x + 0.014, 0.928, text, fontsize=28, color=INK, **look)


def _heading(figure: Figure, board: Board, y: float, x: float, key: str) -> None:
    look: Look = {"fontsize": 36, "weight": "bold", "color": INK, "va": "bottom"}
    figure.text(x, y, board.words(key), **look)


def county_state(board: Board, county: str) -> str:
    """Return the state of a county: the worst of what is under way, `done` when all stands."""
    gates = board.found.case.state.gates
    states = [s for gate in gates if (s := board.gate_state(gate, county))]
    return next((state for state in ORDER if state in states), "later")


def _map(axes: Axes, board: Board, territory: Territory | None) -> None:
    """Draw each county in the colour of its state, with its name and how far it is."""
    axes.set_axis_off()
    ground = survey(territory) if territory is not None else None
    if territory is None or ground is None:
        look: Look = {"ha": "center", "va": "center", "fontsize": 32, "color": FAINT}
        axes.text(0.5, 0.5, board.words("no_points"), transform=axes.transAxes, **look)
        return
    axes.set_aspect("equal")
    outline = path_of(ground.rings)
    home = territory.county_of_township[territory.villages.township][ground.drawn]
    changed = set(board.found.case.state.facts.changed)
    for at, rings in ground.cells.rings(home).items():
        code = territory.counties[at].code
        state = county_state(board, code) if code in changed else ""
        patch = PathPatch(path_of(rings), facecolor=FILL.get(state, "white"), edgecolor="none")
        axes.add_artist(patch)
        patch.set_clip_path(outline, axes.transData)
    borders = ground.cells.borders(home)
    for path in (path_through(borders), outline) if len(borders) else (outline,):
        line = PathPatch(path, facecolor="none", edgecolor=INK, linewidth=3)
        axes.add_artist(line)
        line.set_clip_path(outline, axes.transData)
    corners = np.concatenate(ground.rings)
    low, high = corners.min(axis=0), corners.max(axis=0)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    _county_names(axes, board, territory, ground.xy, home)


def _county_names(
    axes: Axes, board: Board, territory: Territory, xy: np.ndarray, home: np.ndarray
) -> None:
    rows = {row.code: row for row in board.found.counties}
    for at, county in enumerate(territory.counties):
        here = xy[home == at]
        if not len(here):
            continue
        x, y = here[np.argmin(np.hypot(*(here - np.median(here, axis=0)).T))].tolist()
        row = rows.get(county.code)
        name = board.text(county.name, county.code)
        said = f"{row.gates_passed}/{row.gates}  {row.tasks_done}/{row.tasks}" if row else ""
        state = county_state(board, county.code) if row else ""
        look: Look = {"ha": "center", "color": TEXT.get(state, FAINT)}
        look |= {"textcoords": "offset points", "annotation_clip": False}
        axes.annotate(name, (x, y), (0, 4), fontsize=26, weight="bold", va="bottom", **look)
        axes.annotate(said, (x, y), (0, -6), fontsize=20, va="top", **look)


def _matrix(axes: Axes, board: Board) -> None:
    """Draw counties by gates: a cell for each, with the day on which it was passed."""
    state = board.found.case.state
    gates, counties = state.gates, board.counties
    axes.set(xlim=(0, len(gates)), ylim=(len(counties), 0))
    size = min(24.0, 0.40 * A0_INCH[1] * 72 / len(counties) * 0.34)
    for x, gate in enumerate(gates):
        for y, (code, _) in enumerate(counties):
            found = board.gate_state(gate, code)
            if not found:
                continue
            fill: Look = {"facecolor": FILL[found], "edgecolor": "white", "linewidth": 4}
            axes.add_patch(Rectangle((x, y), 1, 1, **fill))
            days = [
                passed.day
                for place in state.places(gate)
                if place[1].partition("/")[0] == code and (passed := state.parts[place].passed)
            ]
            text = f"{max(days):%m-%d}" if days and found == "done" else ""
            look: Look = {"ha": "center", "va": "center", "color": TEXT[found]}
            axes.text(x + 0.5, y + 0.5, text, fontsize=size, **look)
    room = 0.56 * A0_INCH[0] * 72 / len(gates) / 20 * 0.94
    names = [wrapped(board.gate_name(gate), room) for gate in gates]
    axes.xaxis.tick_top()
    axes.set_xticks(np.arange(len(gates)) + 0.5, names, fontsize=20, color=INK, rotation=0)
    axes.set_yticks(np.arange(len(counties)) + 0.5, [n for _, n in counties], fontsize=26)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_parse_math(False)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_color(GRID)


def _lists(figure: Figure, board: Board) -> None:
    """Write who is responsible, what is overdue, and the issues that are open."""
    found, words = board.found, board.words
    state = found.case.state
    people = []
    for code, name in board.counties:
        who = state.responsible_of(code)
        said = f"{who.office} {who.person}" if who else words("nobody")
        people.append(f"{name}: {board.text(said, '...')}")
    late = list(_late_lines(board))
    issues = [f"{i.id}: {board.text(i.text, '...')}" for i in found.issues]
    names = dict(board.counties)
    early = [
        f"{names[row['county']]}: {board.text(row[words.lang], row['en'])}"
        for row in shortened(found.case)
    ]
    ends = (
        [end_text(words, found.planned), path_text(words, found.planned)] if found.planned else []
    )
    columns = [
        (0.47, [("person", people), ("critical", ends)]),
        (0.73, [("issues", issues), ("shortened", early), ("overdue", late)]),
    ]
    for x, parts in columns:
        y = 0.41
        for key, lines in parts:
            _heading(figure, board, y, x, key)
            y = _write(figure, x, y - 0.008, lines or [words("none")]) - 0.035


def _late_lines(board: Board) -> Iterator[str]:
    """Yield what is overdue, by gate or kind of task, with the counties."""
    state, words = board.found.case.state, board.words
    kinds = {task.id: task.kind for task in state.tasks}
    groups: dict[str, list[str]] = {}
    names = dict(board.counties)
    for activity in board.found.overdue:
        said = kinds[activity.id].name if activity.id in kinds else activity.name
        places = groups.setdefault(board.text(words.of(said), said.en), [])
        places.append(names[activity.county])
    for name, places in groups.items():
        yield f"{name}: {words.comma.join(dict.fromkeys(places))}"


def _write(figure: Figure, x: float, y: float, lines: list[str]) -> float:
    """Write lines below one another; return where the next may begin."""
    shown = lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        shown.append(f"... +{len(lines) - _MOST_LINES}")
    text = "\n".join(wrapped(line, LINE_EM) for line in shown)
    look: Look = {"fontsize": 23, "color": INK, "va": "top", "linespacing": 1.35}
    figure.text(x, y, text, parse_math=False, **look)
    return y - (text.count("\n") + 1) * 23 * 1.45 / 72 / A0_INCH[1]
