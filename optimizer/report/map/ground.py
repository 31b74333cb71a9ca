"""Where things are on the sheet: villages and seats in kilometres, cells and outline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.quantities import HECTARES_PER_KM2, IntArray
from models.territory import Territory
from optimizer.report.map.cells import Cells, tessellate
from optimizer.report.map.outline import outline

FloatArray = NDArray[np.float64]

KM_PER_DEGREE = 111.195
TURN = np.pi * (3 - 5**0.5)
"""The golden angle, radians."""


@dataclass(frozen=True)
class Ground:
    """The ground that both maps show.

    Attributes
    ----------
    drawn
        The villages that have coordinates, in order; cells are numbered by it.
    xy
        Their points, km east and north of the middle, shape (drawn, 2).
    seats
        Point of each township's seat, km, shape (townships, 2).
    cells
        Voronoi cells of the points, without end beyond the outline.
    rings
        The outline, km; cells are shown inside it only.
    """

    drawn: IntArray
    xy: FloatArray
    seats: FloatArray
    cells: Cells
    rings: tuple[FloatArray, ...]


def missing(territory: Territory) -> IntArray:
    """Return the villages without coordinates."""
    villages = territory.villages
    return np.nonzero(~(np.isfinite(villages.lon) & np.isfinite(villages.lat)))[0]


def survey(territory: Territory) -> Ground | None:
    """Project the villages that have coordinates.

    Returns
    -------
    Ground | None
        None when a township has no village with coordinates.
    """
    villages = territory.villages
    drawn = np.setdiff1d(np.arange(len(villages)), missing(territory))
    if len(np.unique(villages.township[drawn])) < len(territory.former.townships):
        return None
    xy = _apart(project(villages.lon[drawn], villages.lat[drawn]))
    area_km2 = float(villages.area_ha[drawn].sum()) / HECTARES_PER_KM2
    seats = _seats(territory, drawn, xy)
    return Ground(drawn, xy, seats, tessellate(xy), outline(xy, area_km2))


def project(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Project degrees to kilometres, equirectangular at the middle latitude."""
    middle_lon, middle_lat = (np.ptp(v) / 2 + v.min() for v in (lon, lat))
    east = (lon - middle_lon) * np.cos(np.radians(middle_lat))
    return KM_PER_DEGREE * np.column_stack([east, lat - middle_lat])


def _apart(xy: FloatArray) -> FloatArray:
    """Move villages that share a point a little apart, on a spiral around it."""
    _, place = np.unique(np.round(xy, 4), axis=0, return_inverse=True)
    order = np.argsort(place.ravel(), kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(place.ravel()))[:-1]])
    rank = np.empty(len(xy))
    rank[order] = np.arange(len(xy)) - starts[place.ravel()[order]]
    step = 0.002 * (float(np.ptp(xy, axis=0).max()) or 1.0) * np.sqrt(rank)
    return np.asarray(
        xy + np.column_stack([np.cos(TURN * rank), np.sin(TURN * rank)]) * step[:, None]
    )


def _seats(territory: Territory, drawn: IntArray, xy: FloatArray) -> FloatArray:
    """Return the seats' points; a seat without coordinates is amid its township."""
    origin = territory.villages.township[drawn]
    counts = np.bincount(origin)
    middles = np.column_stack([np.bincount(origin, weights=column) / counts for column in xy.T])
    points = middles[territory.villages.township[territory.seats]]
    where = np.full(len(territory.villages), -1)
    where[drawn] = np.arange(len(drawn))
    known = where[territory.seats] >= 0
    points[known] = xy[where[territory.seats][known]]
    return points
