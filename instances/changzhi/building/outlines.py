"""Stand-ins for county boundaries: buffered hulls, cut apart where they would overlap.

The real boundaries are not among the facts; their areas are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from . import constants
from .geometry import OUTSIDE, Cell, Point, buffered, hull

BISECTIONS = 40


def outlines(
    seats: Mapping[str, Sequence[Point]], area_km2: Mapping[str, float]
) -> dict[str, Cell]:
    """Return the convex outline of every county.

    Parameters
    ----------
    seats
        Seat positions by county, km.
    area_km2
        Area of the county polygon by county.

    Notes
    -----
    The hull of a county's seats is buffered until its area is the polygon's.
    Outlines of two counties are cut apart on the bisector of the shortest line
    between their hulls, which never cuts a seat off.
    """
    hulls = {code: hull(points) for code, points in seats.items()}
    return {
        code: _outline(
            points,
            [_shortest(hulls[code], h) for c, h in hulls.items() if c != code],
            area_km2[code],
        )
        for code, points in seats.items()
    }


def _outline(points: Sequence[Point], cuts: Sequence[tuple[Point, Point]], area_km2: float) -> Cell:
    def at(radius_km: float) -> Cell:
        cell = buffered(points, radius_km, constants.HULL_SIDES)
        for own, other in cuts:
            cell = cell.nearer_to(own, other, OUTSIDE)
        return cell

    return at(_radius_km(lambda radius: at(radius).area_km2, area_km2))


def _radius_km(area_at: Callable[[float], float], area_km2: float) -> float:
    """Bisect on the buffer radius, within the least and the largest allowed."""
    low, high = constants.MIN_BUFFER_KM, constants.MAX_BUFFER_KM
    if area_at(low) >= area_km2:
        return low
    for _ in range(BISECTIONS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if area_at(middle) < area_km2 else (low, middle)
    return high


def _shortest(own: Cell, other: Cell) -> tuple[Point, Point]:
    """Return the ends of the shortest line between two disjoint convex hulls."""
    lines = [(p, _foot(p, a, b)) for p in own.corners for _, a, b in other.borders()]
    lines += [(_foot(p, a, b), p) for p in other.corners for _, a, b in own.borders()]
    return min(lines, key=lambda line: (math.dist(*line), line))


def _foot(point: Point, a: Point, b: Point) -> Point:
    """Return the point of segment a-b that is nearest to `point`."""
    along = (b[0] - a[0], b[1] - a[1])
    share = (point[0] - a[0]) * along[0] + (point[1] - a[1]) * along[1]
    share = min(1.0, max(0.0, share / (along[0] ** 2 + along[1] ** 2)))
    return (a[0] + share * along[0], a[1] + share * along[1])
