"""Borders inferred from points: each village gets the part of its township nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.data.importing.hierarchy import place_in
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.points import spot_of
from optimizer.data.ranks import rank_at_place

if TYPE_CHECKING:
    from optimizer.data.importing.imported import Levels

APART_M = 1.0
"""Points that share a place are moved apart by so much."""
TURN = 2.4
"""Radians from one of them to the next, near the golden angle: no two lie behind one another."""
WIDE, CLOSE = 2.2, 1.6
"""Outline without polygons: as far from points, then back, in mean widths of villages."""


def divide(levels: Levels, notices: Notices) -> bool:
    """Give villages that are points a polygon; return whether there was anything to divide.

    Inside the polygons of townships, or where there are none inside an outline around all
    villages. Either way the borders are inferred and no real ones.
    """
    villages = levels.villages
    for unit in villages.values():
        unit.spot = unit.spot or spot_of(unit.values)
    if len(villages) < 3 or any(unit.spot is None for unit in villages.values()):
        return False
    import shapely

    from optimizer.data.importing.position import local_plane

    keys = list(villages)
    plane = local_plane(np.array([unit.spot for unit in villages.values()], dtype=object))

    def flat(shapes: Any) -> Any:
        return shapely.transform(shapes, plane.transform, interleaved=False)

    points = _apart(shapely.get_coordinates(flat([villages[key].spot for key in keys])))
    home = place_in(villages, "townships", levels.townships, Notices())
    grounds = {k: flat(u.shape) for k, u in levels.townships.items() if u.shape is not None}
    members: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        members.setdefault(home.get(key, "") if grounds else "", []).append(at)
    if not grounds:
        grounds = {"": _outline(points)}
    if set(members) - set(grounds):
        return False
    for township, inside in members.items():
        cells = _cells(points[inside], grounds[township])
        for at, cell in zip(inside, cells, strict=True):
            villages[keys[at]].shape = _in_degrees(cell, plane)
    levels.inferred = True
    notices.add("W847", "borders.geojson", case=str(len(keys)))
    return True


def _in_degrees(shape: Any, plane: Any) -> Any:
    """Return a shape of the plane in degrees again."""
    import shapely

    return shapely.transform(
        shape, lambda x, y: plane.transform(x, y, direction="INVERSE"), interleaved=False
    )


def _apart(points: Any) -> Any:
    """Move points that share a place apart, so that each has a cell."""
    rank = rank_at_place(points, 1)
    turn = np.column_stack([np.cos(TURN * rank), np.sin(TURN * rank)])
    return points + APART_M * np.sqrt(rank)[:, None] * turn


def _outline(points: Any) -> Any:
    import shapely

    width = float(np.sqrt(np.ptp(points, axis=0).prod() / len(points))) or 1000.0
    return shapely.union_all(shapely.buffer(shapely.points(points), WIDE * width)).buffer(
        -CLOSE * width
    )


def _cells(points: Any, ground: Any) -> Sequence[Any]:
    """Divide a ground among points; a point whose cell lies outside gets a small disc of it."""
    import shapely

    if len(points) == 1:
        return [ground]
    ground = shapely.make_valid(ground)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=ground, ordered=True)
    )
    return list(shapely.intersection(cells, ground))
