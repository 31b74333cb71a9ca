"""Roads: along common borders, and across county borders between near villages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.spatial import Delaunay

from . import constants, graphs
from .geometry import EARTH_RADIUS_KM, Point, Projection

Pair = tuple[str, str]


def straight_km(a: Point, b: Point) -> float:
    """Return the great-circle distance of two (lon, lat) in km (haversine)."""
    lon_a, lat_a, lon_b, lat_b = map(math.radians, (*a, *b))
    half = (
        math.sin((lat_b - lat_a) / 2.0) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2.0) ** 2
    )
    return 2.0 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def road_km(a: Point, b: Point) -> float:
    """Return straight km x `DETOUR`, at least `MIN_ROAD_KM`, in whole metres."""
    return round(max(constants.MIN_ROAD_KM, constants.DETOUR * straight_km(a, b)), 3)


def across_counties(
    positions: Mapping[str, Point], projection: Projection, inner: Iterable[Pair]
) -> list[Pair]:
    """Return village pairs that roads join across county borders.

    Parameters
    ----------
    positions
        (lon, lat) by village code; the first six digits are the county's.
    projection
        For the triangulation.
    inner
        The pairs that already have a road, to know what hangs together.

    Notes
    -----
    Neighbours in the Delaunay triangulation of all village points get a road
    when their straight distance is at most `ACROSS_COUNTIES_KM`. What is then
    still apart is joined by the shortest remaining neighbours (Kruskal).
    """
    links = [
        (straight_km(positions[a], positions[b]), a, b)
        for a, b in _delaunay(positions, projection)
        if a[:6] != b[:6]
    ]
    pieces = graphs.Pieces(positions)
    for a, b in inner:
        pieces.join(a, b)
    return sorted(
        (a, b)
        for km, a, b in sorted(links)
        if pieces.join(a, b) or km <= constants.ACROSS_COUNTIES_KM
    )


def _delaunay(positions: Mapping[str, Point], projection: Projection) -> set[Pair]:
    codes = sorted(positions)
    plane = np.array([projection.plane(*positions[code]) for code in codes])
    pairs: set[Pair] = set()
    for corners in Delaunay(plane).simplices.tolist():
        a, b, c = (codes[i] for i in sorted(corners))
        pairs |= {(a, b), (a, c), (b, c)}
    return pairs
