"""Hints that coordinates are those of a web map: off by what GCJ-02 or BD-09 would shift them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.data.importing.notices import Notices
from optimizer.data.importing.position import Positioning, local_plane, positioned
from optimizer.data.importing.read import read_layers
from optimizer.data.importing.shifts import SHIFTS, shifted, unshifted
from optimizer.text import Text

Floats = NDArray[np.float64]

CLOSE = 0.25
"""Most by which an offset may differ from that of a shift to be taken for it, relative."""
ALIKE = 0.05
"""Most by which areas of one territory may differ, relative."""
NEARER = 0.5
"""A shift is suspected where it brings places to less than this part of their distance to roads."""
FAR_M = 150.0
"""Villages that lie nearer to roads than this are where they should be."""


def compare_with_outline(shapes: Any, outline: Path, asked: Positioning, notices: Notices) -> None:
    """Note where a trusted outline disagrees by the offset of a shift.

    Parameters
    ----------
    shapes
        Polygons of the units, degrees.
    outline
        File of polygons that cover the same ground.
    """
    import shapely

    found = []
    for layer in read_layers([outline], notices):
        if layer.family == "polygon" and positioned(layer, asked, notices):
            found += [s for s in layer.shapes if s is not None] if layer.shapes is not None else []
    if not found:
        notices.add("E803", outline.name)
        return
    plane = local_plane(shapes)

    def middle(some: Any) -> tuple[Floats, float]:
        valid = shapely.make_valid(np.array(some, dtype=object))
        whole = shapely.union_all(shapely.transform(valid, plane.transform, interleaved=False))
        return shapely.get_coordinates(whole.centroid)[0], float(whole.area)

    (own, area), (trusted, theirs) = middle(shapes), middle(found)
    if abs(area / theirs - 1) > ALIKE:
        return
    west, south, east, north = shapely.total_bounds(shapes)
    lon, lat = np.array([(west + east) / 2]), np.array([(south + north) / 2])
    for shift in SHIFTS:
        there = np.column_stack(plane.transform(*shifted(shift, lon, lat)))
        offset = (there - np.column_stack(plane.transform(lon, lat)))[0]
        if np.hypot(*(own - trusted - offset)) < CLOSE * np.hypot(*offset):
            _say(shift, Text("the outline", "轮廓"), float(np.hypot(*(own - trusted))), notices)


def compare_with_roads(
    degrees: Floats, away_m: Callable[[Floats], Floats], notices: Notices
) -> None:
    """Note where villages would lie much nearer to roads if a shift were taken back.

    Parameters
    ----------
    degrees
        Longitude and latitude of the villages, shape (villages, 2).
    away_m
        Distance to the nearest road of places in degrees.
    """
    now = float(np.median(away_m(degrees)))
    if now < FAR_M:
        return
    for shift in SHIFTS:
        back = np.column_stack(unshifted(shift, *degrees.T))
        then = float(np.median(away_m(back)))
        if then < NEARER * now:
            _say(shift, Text("roads", "道路"), now - then, notices)


def _say(shift: str, against: Text, metres: float, notices: Notices) -> None:
    name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[shift]
    more: dict[str, object] = {"shift": name, "option": shift, "against": against}
    notices.add("W831", "borders.geojson", shift, case=f"{metres:.0f}", **more)
