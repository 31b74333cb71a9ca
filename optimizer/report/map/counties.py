"""Counties' names on one map, where they cover nothing."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from models.quantities import BoolArray
from optimizer.report.map.colours import COUNTY
from optimizer.report.map.fonts import em
from optimizer.report.map.labels import LINE_EM, Setting, overlaps
from optimizer.report.map.names import write
from optimizer.report.map.picture import FloatArray, Picture, Side


def draw_counties(
    axes: Axes, picture: Picture, side: Side, ground: Setting, filled: FloatArray, size: float
) -> None:
    """Write the counties' names, spaced; none where a single county fills the map.

    Parameters
    ----------
    filled
        Boxes of names that are there already, km, shape (boxes, 4).
    """
    counties = picture.plan.territory.counties
    for number, county in enumerate(counties if len(counties) > 1 else ()):
        name = picture.face.pick(county.name, county.code)
        text = name if name.isascii() else " ".join(name)
        spots = picture.ground.xy[picture.county(side) == number]
        half = np.array([em(text), LINE_EM]) * size * ground.km_per_pt / 2
        boxes = np.concatenate([spots - half, spots + half], axis=1)
        free = _free(boxes, ground, filled) & _at_home(boxes, picture, side, number)
        if free.any():
            best = _most_central(spots, free)
            filled = np.concatenate([filled, boxes[[best]]])
            x, y = spots[best].tolist()
            write(axes, x, y, text, size, COUNTY, bold=True)


def _free(boxes: FloatArray, ground: Setting, filled: FloatArray) -> BoolArray:
    """Return which boxes cover no name and no seat."""
    dots = np.concatenate([ground.dots, ground.dots], axis=1)
    clear = overlaps(boxes, np.concatenate([filled, dots])) == 0
    west, south, east, north = ground.box
    inside = (boxes[:, 0] >= west) & (boxes[:, 2] <= east)
    return np.asarray(clear & inside & (boxes[:, 1] >= south) & (boxes[:, 3] <= north))


def _at_home(boxes: FloatArray, picture: Picture, side: Side, county: int) -> BoolArray:
    """Return which boxes have their ends in the county."""
    ends = np.stack(
        [boxes[:, [0, 1]], boxes[:, [2, 3]], boxes[:, [0, 3]], boxes[:, [2, 1]]], axis=1
    )
    home = picture.county(side)[picture.tree.query(ends)[1]] == county
    inside = picture.outline.contains_points(ends.reshape(-1, 2)).reshape(home.shape)
    return np.asarray((home & inside).all(axis=1))


def _most_central(spots: FloatArray, free: BoolArray) -> int:
    away = np.hypot(*(spots - spots.mean(axis=0)).T)
    return int(np.argmin(np.where(free, away, np.inf)))
