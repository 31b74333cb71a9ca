"""Where things are on the sheet: villages and seats in kilometres, cells and outline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.borders import Borders
from models.quantities import HECTARES_PER_KM2, IntArray
from models.territory import Territory
from optimizer.data.ranks import rank_at_place
from optimizer.report.map.cells import Cells, cells_of_rings, tessellate
from optimizer.report.map.outline import outline

FloatArray = NDArray[np.float64]

KM_PER_DEGREE = 111.195
"""Of latitude, on a sphere of the Earth's mean radius."""
TURN = np.pi * (3 - 5**0.5)
"""The golden angle, radians."""


@dataclass(frozen=True)
class BaseMap:
    """What lies below both maps: cells, seats and outline.

    Attributes
    ----------
    drawn
        The villages that have coordinates, in order; cells are numbered by it.
    xy
        Their points, km east and north of the middle, shape (drawn, 2).
    seats
        Point of each township's seat, km, shape (townships, 2).
    cells
        The villages' polygons; where none are known Voronoi cells of the points, without
        end beyond the outline.
    rings
        The outline, km; cells are shown inside it only.
    centre
        What the kilometres are counted from, degrees, shape (2,).
    inferred
        Whether borders are made from points and are no real ones.
    """

    drawn: IntArray
    xy: FloatArray
    seats: FloatArray
    cells: Cells
    rings: tuple[FloatArray, ...]
    centre: FloatArray
    inferred: bool = True

    def degrees(self, km: FloatArray) -> FloatArray:
        """Return points of the ground as longitude and latitude, shape (n, 2)."""
        return np.asarray(km / (KM_PER_DEGREE * _shrunk(self.centre)) + self.centre)


def missing(territory: Territory) -> IntArray:
    """Return the villages without coordinates."""
    villages = territory.villages
    return np.nonzero(~(np.isfinite(villages.lon) & np.isfinite(villages.lat)))[0]


def survey(territory: Territory) -> BaseMap | None:
    """Project the villages' polygons, or else the villages that have coordinates.

    Returns
    -------
    BaseMap | None
        None when there are no polygons and a township has no village with coordinates.

    Raises
    ------
    ValueError
        When the polygons cannot be used.
    """
    borders = known_borders(territory)
    if borders is not None:
        return _on_polygons(territory, borders)
    villages = territory.villages
    drawn = np.setdiff1d(np.arange(len(villages)), missing(territory))
    if len(np.unique(villages.township[drawn])) < len(territory.former.townships):
        return None
    lonlat = np.column_stack([villages.lon[drawn], villages.lat[drawn]])
    centre = middle(lonlat)
    xy = _apart(to_km(lonlat, centre))
    area_km2 = float(villages.area_ha[drawn].sum()) / HECTARES_PER_KM2
    seats = _seats(territory, drawn, xy)
    return BaseMap(drawn, xy, seats, tessellate(xy), outline(xy, area_km2), centre)


def known_borders(territory: Territory) -> Borders | None:
    """Return the villages' polygons, or None when not every village has one.

    Raises
    ------
    ValueError
        When the file cannot be used.
    """
    source = territory.borders
    return None if source is None else source.read(territory.villages.codes)


def _on_polygons(territory: Territory, borders: Borders) -> BaseMap:
    """Lay out polygons; a village without coordinates is amid the corners of its own."""
    villages = territory.villages
    of_corner = np.repeat(borders.village, np.diff(borders.starts))
    count = np.bincount(of_corner, minlength=len(villages))
    amid = np.column_stack([np.bincount(of_corner, column) / count for column in borders.lonlat.T])
    known = np.isfinite(villages.lon) & np.isfinite(villages.lat)
    given = np.column_stack([villages.lon, villages.lat])
    centre = middle(borders.lonlat)
    xy = to_km(np.where(known[:, None], given, amid), centre)
    cells = cells_of_rings(to_km(borders.lonlat, centre), borders.starts, borders.village)
    whole = cells.rings(np.zeros(len(villages), dtype=np.int64))[0]
    everywhere = np.arange(len(villages))
    seats = _seats(territory, everywhere, xy)
    return BaseMap(everywhere, xy, seats, cells, tuple(whole), centre, borders.inferred)


def middle(lonlat: FloatArray) -> FloatArray:
    """Return the middle of the extent of points, degrees."""
    return np.asarray((lonlat.min(axis=0) + lonlat.max(axis=0)) / 2)


def project(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Project degrees to kilometres, equirectangular at the middle latitude."""
    lonlat = np.column_stack([lon, lat])
    return to_km(lonlat, middle(lonlat))


def to_km(lonlat: FloatArray, centre: FloatArray) -> FloatArray:
    """Project degrees to kilometres from a centre, equirectangular at its latitude."""
    return np.asarray(KM_PER_DEGREE * (lonlat - centre) * _shrunk(centre))


def _shrunk(centre: FloatArray) -> FloatArray:
    return np.array([np.cos(np.radians(centre[1])), 1.0])


def _apart(xy: FloatArray) -> FloatArray:
    """Move villages that share a point a little apart, on a spiral around it."""
    rank = rank_at_place(xy, 4)
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
