"""The names on one map: which, where, and how they look."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import Normal, Stroke

from models.quantities import BoolArray
from optimizer.report.map.colours import INK, VACATED_INK
from optimizer.report.map.labels import Box, Label, Placing, Setting, place
from optimizer.report.map.panel import SEAT_PT
from optimizer.report.map.picture import FloatArray, Look, Picture, Side

SMALL, LARGE = 5.8, 11.0
"""Least and greatest size of names, points."""


def size_of_names(picture: Picture, box: Box, km_per_pt: float) -> float:
    """Return a size at which names fit between most seats of a box."""
    seats = picture.base_map.seats[picture.present("after")]
    seats = seats[within(seats, box)]
    if len(seats) < 2:
        return LARGE
    gaps = np.hypot(*(seats[:, None] - seats[None]).transpose(2, 0, 1))
    np.fill_diagonal(gaps, np.inf)
    return float(np.clip(np.median(gaps.min(axis=1)) / km_per_pt / 2.9, SMALL, LARGE))


def within(points: FloatArray, box: Box) -> BoolArray:
    """Return which points are in a box."""
    west, south, east, north = box
    x, y = points.T
    return np.asarray((x >= west) & (x <= east) & (y >= south) & (y <= north))


def wanted(picture: Picture, side: Side, size: float, shown: BoolArray) -> list[Label]:
    """Return the labels of the seats that are to be shown, vacated ones small and optional."""
    vacated = set(picture.vacated.tolist()) if side == "after" else set()
    unit = picture.plan.unit[picture.plan.territory.seats]
    return [
        Label(
            text=picture.name(township),
            point=(float(x), float(y)),
            unit=int(unit[township]) if side == "after" else township,
            size=size * (0.86 if township in vacated else 1.0),
            needed=township not in vacated,
            bold=picture.stands_out(township, side),
            colour=VACATED_INK if township in vacated else INK,
        )
        for township in picture.present(side).tolist()
        if shown[township]
        for x, y in [picture.base_map.seats[township]]
    ]


def setting(
    picture: Picture,
    side: Side,
    box: Box,
    km_per_pt: float,
    blocked: Sequence[Box] = (),
    heavy: float = 1.0,
    rings: int = 4,
) -> Setting:
    """Return what names on one map are placed on."""
    rim, (west, south, east, north) = 3 * km_per_pt, box
    return Setting(
        km_per_pt=km_per_pt,
        box=(west + rim, south + rim, east - rim, north - rim),
        dots=_dots(picture, side),
        tree=picture.tree,
        unit=picture.unit(side),
        outline=picture.outline,
        blocked=np.array(blocked, dtype=np.float64).reshape(-1, 4),
        dot_pt=SEAT_PT * heavy,
        rings=rings,
    )


def _dots(picture: Picture, side: Side) -> FloatArray:
    """Return what names keep clear of: seats, and points on the lines between them."""
    seats = picture.base_map.seats[picture.present(side)]
    if side == "before":
        return seats
    start, end = picture.moves[:, 0], picture.moves[:, 1]
    along = [start + share * (end - start) for share in (0.2, 0.35, 0.5, 0.65, 0.8)]
    return np.concatenate([seats, *along])


def draw_names(axes: Axes, labels: Sequence[Label], setting: Setting) -> FloatArray:
    """Place and draw labels; return the boxes that they fill."""
    if not labels:
        return setting.blocked
    placing = place(labels, setting)
    shown = [i for i, label in enumerate(labels) if label.needed or placing.clear[i]]
    for i in shown:
        _draw(axes, labels[i], placing, i)
    return np.concatenate([setting.blocked, placing.boxes[shown]])


def _draw(axes: Axes, label: Label, placing: Placing, i: int) -> None:
    box = placing.boxes[i]
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if placing.leader[i]:
        near = np.clip(label.point, box[:2], box[2:])
        line = np.array([label.point, near])
        axes.plot(*line.T, color=label.colour, linewidth=0.5, zorder=5.5)
    write(axes, x, y, label.text, label.size, label.colour, label.bold)


def write(
    axes: Axes, x: float, y: float, text: str, size: float, colour: str, bold: bool = False
) -> None:
    """Write a text with a light rim, centred at a point."""
    rim = [Stroke(linewidth=size * 0.22, foreground="white", alpha=0.85), Normal()]
    style: Look = {"fontsize": size, "color": colour, "weight": "bold" if bold else "normal"}
    middle: Look = {"ha": "center", "va": "center_baseline", "zorder": 8.0, "clip_on": True}
    axes.text(x, y, text, path_effects=rim, parse_math=False, **style, **middle)
