"""Legend, scale bar and north arrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.legend_handler import HandlerBase, HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import Transform

from optimizer.report.map.colours import ALARM, COUNTY, FAINT, GREY, INK, PALE, STRONG
from optimizer.report.map.labels import Box
from optimizer.report.map.panel import cross, kept_seat, vacated_seat
from optimizer.report.map.picture import Look, Picture

SCALE_SHARE = 0.22
"""Most of a map's width that its scale bar takes."""


def draw_legend(axes: Axes, picture: Picture) -> None:
    """Draw the legend in one line, or as many as it needs."""
    entries = [
        (_patches(PALE), "legend_unchanged"),
        (_patches(STRONG), "legend_changed"),
        (Line2D([], [], linestyle="none", marker="o", **kept_seat(6)), "legend_kept"),
        (Vacated(), "legend_vacated"),
        (Line2D([], [], color=COUNTY, linewidth=1.9), "legend_county"),
        (Line2D([], [], color=GREY, linewidth=1.0), "legend_unit"),
        (Line2D([], [], color=FAINT, linewidth=0.9, linestyle=(0, (2.5, 2))), "legend_former"),
    ]
    handles: list[Any] = [handle for handle, _ in entries]
    axes.legend(
        handles,
        [picture.words(key) for _, key in entries],
        loc="center",
        ncols=len(entries),
        frameon=False,
        fontsize=10 if axes.bbox.width / axes.figure.dpi > 14 else 7.4,
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0.0), Vacated: _VacatedHandler()},
        columnspacing=1.6,
        handlelength=2.6,
    )


def _patches(tints: Sequence[str]) -> tuple[Artist, ...]:
    return tuple(Patch(facecolor=tint, edgecolor="white", linewidth=0.4) for tint in tints[:3])


class Vacated:
    """Stands for a vacated seat in the legend."""


class _VacatedHandler(HandlerBase):
    """Draws a vacated seat and the line from it."""

    def create_artists(
        self,
        legend: Legend,
        orig_handle: Artist,
        xdescent: float,
        ydescent: float,
        width: float,
        height: float,
        fontsize: float,
        trans: Transform,
    ) -> list[Artist]:
        """Return the seat on the left, the line and its head on the right."""
        left, right, y = 3.0, width - 2.0, height / 2
        parts = [
            Line2D([left + 4, right], [y, y], color=ALARM, linewidth=0.9),
            Line2D([right], [y], color=ALARM, marker=">", markersize=3.5),
            Line2D([left], [y], marker="o", **vacated_seat(6)),
            Line2D([left], [y], marker="x", **cross(6)),
        ]
        for part in parts:
            part.set_transform(trans)
        return list(parts)


def draw_scale(axes: Axes, box: Box, km_per_pt: float) -> None:
    """Draw a scale bar of a round length in the lower left corner."""
    west, south, east, _ = box
    _, _, right, top = scale_box(box, km_per_pt)
    corner = [west, right, right, west], [south, south, top, top]
    axes.fill(*corner, color="white", alpha=0.75, linewidth=0, zorder=8.5)
    length = _round_length((east - west) * SCALE_SHARE)
    x, y, tick = west + 8 * km_per_pt, south + 9 * km_per_pt, 3 * km_per_pt
    for start, colour in ((x, INK), (x + length / 2, "white")):
        edge: Look = {"edgecolor": INK, "linewidth": 0.7, "zorder": 9}
        axes.bar(start, tick, length / 2, y, align="edge", color=colour, **edge)
    ends = (0.0, length)
    for value in ends if length < 50 * km_per_pt else (0.0, length / 2, length):
        text = f"{value:g}" + (" km" if value == length else "")
        look: Look = {"fontsize": 8, "color": INK, "ha": "center", "va": "bottom", "zorder": 9}
        axes.text(x + value, y + 1.4 * tick, text, **look)


def _round_length(most: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten that is not above a length."""
    power = 10.0 ** np.floor(np.log10(most))
    return float(max(step * power for step in (1, 2, 5) if step * power <= most))


def scale_box(box: Box, km_per_pt: float) -> Box:
    """Return the box that the scale bar fills, km."""
    length = _round_length((box[2] - box[0]) * SCALE_SHARE)
    east, north = box[0] + length + 30 * km_per_pt, box[1] + 26 * km_per_pt
    return (box[0], box[1], east, north)


def draw_north(axes: Axes, letter: str, box: Box, km_per_pt: float) -> None:
    """Draw a north arrow on the right of the scale bar."""
    x, top = scale_box(box, km_per_pt)[2] + 14 * km_per_pt, box[1] + 27 * km_per_pt
    tall, wide = 22 * km_per_pt, 6 * km_per_pt
    for turn, colour in ((-1, INK), (1, "white")):
        across, up = [x, x + turn * wide, x], [top, top - tall, top - 0.72 * tall]
        axes.fill(across, up, facecolor=colour, edgecolor=INK, linewidth=0.7, zorder=9)
    look: Look = {"fontsize": 9, "color": INK, "ha": "left", "va": "center", "weight": "bold"}
    axes.text(x + 9 * km_per_pt, top - tall / 2, letter, zorder=9, **look)
