"""One map: ground, borders and seats of one side of the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path as Outline

from models.quantities import BoolArray
from optimizer.report.map.colours import ALARM, COUNTY, GREY, INK, tint
from optimizer.report.map.labels import Box
from optimizer.report.map.picture import FloatArray, Look, Picture, Side, path_of, path_through

SEAT_PT = 4.2
"""Diameter of a seat, points."""
FEW_VILLAGES = 1500
"""Up to so many villages their cells' borders are drawn, faintly."""


def draw_ground(axes: Axes, picture: Picture, side: Side, box: Box, heavy: float = 1.0) -> None:
    """Draw units, borders and seats inside a box.

    Parameters
    ----------
    box
        West, south, east, north, km.
    heavy
        Factor on the widths of lines and seats.

    Notes
    -----
    In SVG one path alone can cut another off, so the outline that cuts the fills
    and borders is itself cut to the box first.
    """
    axes.set(xlim=box[0::2], ylim=box[1::2], aspect="equal", xticks=[], yticks=[])
    _outline(axes, picture, heavy)
    here = replace(picture, outline=picture.outline.clip_to_bbox(axes.viewLim))
    _fills(axes, here, side)
    _lines(axes, here, side, heavy)
    if side == "after":
        _moves(axes, picture, heavy)
    _seats(axes, picture, side, heavy)


def _fills(axes: Axes, picture: Picture, side: Side) -> None:
    for unit, rings in picture.base_map.cells.rings(picture.unit(side)).items():
        colour = tint(int(picture.hues[unit]), picture.stands_out(unit, side))
        corners = np.concatenate(rings)
        if _touching(axes, corners.min(axis=0), corners.max(axis=0)):
            _add(axes, picture, path_of(rings), facecolor=colour, edgecolor="none", zorder=1)


def _lines(axes: Axes, picture: Picture, side: Side, heavy: float) -> None:
    """Draw borders from the faintest to the strongest."""
    cells, unit, county = picture.base_map.cells, picture.unit(side), picture.county(side)
    if len(unit) <= FEW_VILLAGES:
        each = np.arange(len(unit))
        _stroke(axes, picture, cells.borders(each), edgecolor="white", linewidth=0.5, alpha=0.8)
    former = cells.borders(picture.unit("before"))
    dashes = (0, (2.5, 2.5))
    _stroke(axes, picture, former, edgecolor=INK, linewidth=0.8 * heavy, linestyle=dashes)
    borders = cells.borders(unit)
    _stroke(axes, picture, borders, edgecolor="white", linewidth=2.2 * heavy, capstyle="round")
    _stroke(axes, picture, borders, edgecolor=GREY, linewidth=0.7 * heavy, capstyle="round")
    between = cells.borders(county)
    _stroke(axes, picture, between, edgecolor=COUNTY, linewidth=1.7 * heavy, capstyle="round")


def _outline(axes: Axes, picture: Picture, heavy: float) -> None:
    line: Look = {"edgecolor": COUNTY, "linewidth": 2.0 * heavy, "joinstyle": "round"}
    axes.add_artist(PathPatch(picture.outline, facecolor="none", zorder=4, **line))


def _moves(axes: Axes, picture: Picture, heavy: float) -> None:
    """Draw a line from each vacated seat to the seat that its village now belongs to."""
    look: Look = {"color": ALARM, "linewidth": 0.8 * heavy, "mutation_scale": 10 * heavy}
    shape = "-|>,head_width=0.14,head_length=0.3"
    for start, end in picture.moves.tolist():
        arrow = FancyArrowPatch(
            start, end, arrowstyle=shape, shrinkA=2.5 * heavy, shrinkB=3 * heavy, **look
        )
        arrow.set_zorder(5)
        axes.add_artist(arrow)


def _seats(axes: Axes, picture: Picture, side: Side, heavy: float) -> None:
    vacated = picture.vacated if side == "after" else picture.vacated[:0]
    kept = np.setdiff1d(picture.present(side), vacated)
    seats, size = picture.base_map.seats, SEAT_PT * heavy
    line: Look = {"linestyle": "none", "zorder": 6.0}
    axes.plot(*seats[kept].T, "o", **line, **kept_seat(size))
    axes.plot(*seats[vacated].T, "o", **line, **vacated_seat(size))
    axes.plot(*seats[vacated].T, "x", **line, **cross(size))


def kept_seat(size: float) -> Look:
    """Return the look of a kept seat."""
    return {"markersize": size, "color": INK, "markeredgecolor": "white", "markeredgewidth": 0.5}


def vacated_seat(size: float) -> Look:
    """Return the look of a vacated seat, without its cross."""
    look: Look = {"markersize": size * 1.2, "color": "white"}
    return {**look, "markeredgecolor": ALARM, "markeredgewidth": 0.9}


def cross(size: float) -> Look:
    """Return the look of the cross in a vacated seat."""
    return {"markersize": size * 0.7, "color": ALARM, "markeredgewidth": 0.9}


def _stroke(axes: Axes, picture: Picture, segments: FloatArray, **look: Any) -> None:
    seen = segments[_touching(axes, segments.min(axis=1), segments.max(axis=1))]
    if len(seen):
        _add(axes, picture, path_through(seen), facecolor="none", zorder=2, **look)


def _touching(axes: Axes, low: FloatArray, high: FloatArray) -> BoolArray:
    """Return which bounding boxes reach into the panel."""
    view = axes.viewLim
    return np.asarray(((high > view.min) & (low < view.max)).all(axis=-1))


def _add(axes: Axes, picture: Picture, path: Outline, **look: Any) -> None:
    """Add a path, cut off at the outline."""
    patch = PathPatch(path, **look)
    axes.add_artist(patch)
    patch.set_clip_path(picture.outline, axes.transData)
