"""Counties' names, where they cover nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from models.quantities import BoolArray
from optimizer.report.map.colours import COUNTY
from optimizer.report.map.fonts import NAME_EM, em, shortened
from optimizer.report.map.labels import LINE_EM, Setting, overlaps
from optimizer.report.map.names import write
from optimizer.report.map.picture import FloatArray, Picture, Side

Place = tuple[float, float, str, float]
"""Middle (km), text, and size (points) of a name."""

TRIES = ((True, 1.0, 1.0), (True, 1.0, 0.0), (False, 0.8, 0.0), (False, 0.65, 0.0))
"""Whether a name is spaced, its size, and the room beside it, in the order tried."""


@dataclass(frozen=True)
class NamedMap:
    """A map whose seats are named already.

    Attributes
    ----------
    filled
        Boxes of these names, km, shape (boxes, 4).
    """

    axes: Axes
    side: Side
    setting: Setting
    filled: FloatArray


def draw_counties(maps: Sequence[NamedMap], picture: Picture, size: float) -> None:
    """Write the counties' names, spaced; none where a single county fills the map.

    A name stands in the same place on all maps where it is free on all of them,
    so that the eye finds it again.
    """
    counties = picture.plan.territory.counties
    for number, county in enumerate(counties if len(counties) > 1 else ()):
        name = shortened(picture.face.pick(county.name, county.code), NAME_EM)
        for one, place in zip(maps, _places(maps, picture, number, name, size), strict=True):
            if place is not None:
                x, y, text, points = place
                write(one.axes, x, y, text, points, COUNTY, bold=True)


def _places(
    maps: Sequence[NamedMap], picture: Picture, county: int, name: str, size: float
) -> list[Place | None]:
    """Return where, how spaced and how large a county's name stands on each map."""
    spots = picture.base_map.xy[picture.county("before") == county]
    spaced = name if name.isascii() else " ".join(name)
    found: list[Place | None] = [None] * len(maps)
    for wide, factor, room in TRIES:
        text = spaced if wide else name
        half = np.array([em(text) + room, LINE_EM]) * size * factor / 2
        free = [
            _free_spots(spots, half * one.setting.km_per_pt, one, picture, county) for one in maps
        ]
        everywhere = np.logical_and.reduce(free)
        if everywhere.any():
            x, y = spots[_most_central(spots, everywhere)].tolist()
            return [(x, y, text, size * factor)] * len(maps)
        for i, here in enumerate(free):
            if found[i] is None and here.any():
                x, y = spots[_most_central(spots, here)].tolist()
                found[i] = x, y, text, size * factor
    return found


def _free_spots(
    spots: FloatArray, half: FloatArray, one: NamedMap, picture: Picture, county: int
) -> BoolArray:
    """Return around which spots a box of this half width and height covers nothing."""
    boxes = np.concatenate([spots - half, spots + half], axis=1)
    return _free(boxes, one.setting, one.filled) & _at_home(boxes, picture, one.side, county)


def _free(boxes: FloatArray, setting: Setting, filled: FloatArray) -> BoolArray:
    """Return which boxes cover no name and no seat."""
    dots = np.concatenate([setting.dots, setting.dots], axis=1)
    clear = overlaps(boxes, np.concatenate([filled, dots])) == 0
    west, south, east, north = setting.box
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
