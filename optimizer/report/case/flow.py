"""The flow chart: gates as boxes from top to bottom, arrows from what must stand before."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from optimizer.procedure.gates import Gate
from optimizer.procedure.rules import length_text
from optimizer.report.case.look import (
    FAINT,
    FILL,
    INK,
    TEXT,
    Board,
    Look,
    write_footer,
    write_head,
)
from optimizer.report.map.fonts import em
from optimizer.report.words.case import law_text

BOX_INCH, ROW_INCH, GAP_INCH = (3.5, 0.86), 1.3, 0.35
"""Width and height of a box, height of a row, gap between boxes: a name and its length fit."""


def layers(gates: tuple[Gate, ...]) -> list[list[Gate]]:
    """Return gates in layers, each as low as what comes after it allows.

    So gates that may overlap stand beside one another.
    """
    height: dict[str, int] = {}
    for gate in reversed(gates):
        later = [height[g.key] for g in gates if gate.key in g.after and g.key in height]
        height[gate.key] = 1 + max(later, default=-1)
    most = max(height.values())
    return [[g for g in gates if height[g.key] == most - at] for at in range(most + 1)]


def draw_flow(board: Board) -> Figure:
    """Draw the flow chart as a sheet of its own."""
    rows = layers(board.found.case.state.gates)
    widest = max(map(len, rows))
    width = max(11.0, widest * (BOX_INCH[0] + GAP_INCH) + 1.5)
    height = len(rows) * ROW_INCH + 2.0
    figure = Figure(figsize=(width, height), facecolor="white")
    axes = figure.add_axes((0, 0.7 / height, 1, 1 - 1.7 / height))
    flow_axes(axes, board, width, 9.5)
    write_head(figure, board, "flow", 0.03)
    write_footer(figure, board, 8, 0.015)
    return figure


def flow_axes(axes: Axes, board: Board, width: float, size: float) -> None:
    """Draw boxes and arrows into axes.

    Parameters
    ----------
    width
        Of the axes, in units of which a box has `BOX_INCH`.
    size
        Of the text, points.
    """
    rows = layers(board.found.case.state.gates)
    axes.set(xlim=(0, width), ylim=(-len(rows) * ROW_INCH, 0))
    axes.set_axis_off()
    middle = _middles(rows, width)
    for gate in board.found.case.state.gates:
        for key in gate.after:
            if key in middle:
                _arrow(axes, middle[key], middle[gate.key], size)
    for gate in board.found.case.state.gates:
        _box(axes, board, gate, middle[gate.key], size)


def _middles(rows: list[list[Gate]], width: float) -> dict[str, tuple[float, float]]:
    """Return the middle of each box; one that is alone stands above what comes after it."""
    middle: dict[str, tuple[float, float]] = {}
    for at in range(len(rows) - 1, -1, -1):
        row, step = rows[at], BOX_INCH[0] + GAP_INCH
        below = [gate for lower in rows[at + 1 :] for gate in lower]
        for number, gate in enumerate(row):
            x = width / 2 + (number - (len(row) - 1) / 2) * step
            after = [middle[g.key][0] for g in below if gate.key in g.after]
            if len(row) == 1 and after:
                x = sum(after) / len(after)
            middle[gate.key] = x, -(at + 0.5) * ROW_INCH
    return middle


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], size: float) -> None:
    half = BOX_INCH[1] / 2
    arrow = FancyArrowPatch(
        (start[0], start[1] - half),
        (end[0], end[1] + half),
        arrowstyle="-|>",
        mutation_scale=size * 1.3,
        color=FAINT,
        linewidth=size / 8,
        zorder=1,
    )
    axes.add_artist(arrow)


def _box(axes: Axes, board: Board, gate: Gate, middle: tuple[float, float], size: float) -> None:
    """Draw a gate: name, normal length, source, and how many of its parts stand."""
    state = board.gate_state(gate)
    x, y = middle[0] - BOX_INCH[0] / 2, middle[1] - BOX_INCH[1] / 2
    box = FancyBboxPatch(
        (x, y),
        *BOX_INCH,
        boxstyle="round,pad=0,rounding_size=0.1",
        facecolor=FILL[state],
        edgecolor=INK,
        linewidth=size / (5 if gate.required else 12),
        zorder=2,
    )
    axes.add_artist(box)
    places = board.found.case.state.places(gate)
    done = sum(map(board.found.case.state.stands_at, places))
    length = board.words.of(length_text(gate)) if gate.has_length else ""
    lines = [f"{done}/{len(places)}", length, board.text(law_text(board.words, gate), "")]
    name = board.gate_name(gate)
    most = BOX_INCH[0] * 72 * 0.94
    look: Look = {"ha": "center", "va": "center", "color": TEXT[state], "zorder": 3}
    scale = size / 9.5
    large = min(size * 1.15, scale * most / em(name))
    axes.text(middle[0], middle[1] + 0.17, name, weight="bold", fontsize=large, **look)
    said = "   ".join(filter(None, lines))
    small = min(size * 0.85, scale * most / em(said))
    axes.text(middle[0], middle[1] - 0.2, said, fontsize=small, **look)
