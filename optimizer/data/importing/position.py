"""Coordinates to degrees of CGCS2000 (WGS 84), every assumption said, unknown datums refused.

PROJ answers a question that it has no transformation for with one that moves nothing and says no
error ("ballpark"): Xian 80 and Beijing 54 are off by 60 to 130 m then. Such a datum is refused
unless the user gives a pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.data.importing.layer import Layer
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.shifts import unshifted

Floats = NDArray[np.float64]
Change = Callable[[Floats, Floats], tuple[Floats, Floats]]

CHINA = (73.0, 3.0, 136.0, 54.0)
"""West, south, east, north of China, degrees: longitudes and latitudes cannot be confused."""
_SAME = (
    *("china geodetic", "china 2000", "china_2000", "cgcs2000"),
    *("wgs 84", "wgs84", "wgs_1984", "wgs 1984", "world geodetic system 1984"),
)
"""Names of the datums that need no transformation: they agree within some centimetres."""
ZONE_M, FALSE_EASTING_M = 1e6, 500_000.0
"""Eastings of Gauss-Kruger: the number of the zone is put before them as millions of metres."""
ZONES_3, ZONES_6 = range(25, 46), range(13, 24)
"""Zones of 3 and of 6 degrees that lie in China."""
EPSG_3, EPSG_6 = 4513 - 25, 4491 - 13
"""CGCS2000 in a zone has this code and the zone's number."""
EDGE = 0.6
"""Degrees by which a layer may lie outside the area that its system is made for."""


@dataclass(frozen=True)
class Positioning:
    """What the user says of coordinates.

    Attributes
    ----------
    crs, shift
        By file ("" for every file).
    transform
        A PROJ pipeline from a file's own coordinates to degrees, for datums that PROJ
        cannot transform.
    """

    crs: Mapping[str, str] = field(default_factory=dict)
    shift: Mapping[str, str] = field(default_factory=dict)
    transform: str = ""

    def of(self, chosen: Mapping[str, str], layer: Layer) -> str:
        """Return what is chosen for a layer's file, or for all."""
        return chosen.get(layer.file, chosen.get("", ""))


def positioned(layer: Layer, asked: Positioning, notices: Notices) -> bool:
    """Bring a layer's shapes to degrees in place; return whether that was possible."""
    import shapely

    assert layer.shapes is not None
    bounds = shapely.total_bounds(layer.shapes)
    if not np.isfinite(bounds).all():
        notices.add("E803", layer.title)
        return False
    change = _change(layer, bounds, asked, notices)
    if change is None:
        return False
    shift = asked.of(asked.shift, layer)
    if shift:
        notices.add("W805", layer.title, shift=shift.upper())

    def both(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        lon, lat = change(x, y)
        return unshifted(shift, lon, lat) if shift else (lon, lat)

    layer.shapes = shapely.transform(layer.shapes, both, interleaved=False)
    west, south, east, north = shapely.total_bounds(layer.shapes)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        notices.add("E810", layer.title, case=f"{west:.4g} {south:.4g} {east:.4g} {north:.4g}")
        return False
    return True


def _change(layer: Layer, bounds: Floats, asked: Positioning, notices: Notices) -> Change | None:
    """Return how coordinates become degrees; None with the reason noted."""
    import pyproj

    said = asked.of(asked.crs, layer) or layer.crs
    if not said:
        return _guessed(layer, bounds, notices)
    try:
        crs = pyproj.CRS.from_user_input(said)
    except pyproj.exceptions.CRSError as error:
        notices.add("E808", layer.title, case=str(error).splitlines()[0][:200])
        return None
    if not (crs.is_geographic or crs.is_projected or crs.is_compound or crs.is_bound):
        return _guessed(layer, bounds, notices)
    to_degrees = _to_degrees(crs, layer, bounds, asked, notices)
    return None if to_degrees is None else _fitting(crs, to_degrees, layer, bounds, notices)


def _guessed(layer: Layer, bounds: Floats, notices: Notices) -> Change | None:
    """Tell degrees and numbered zones of Gauss-Kruger by the figures themselves."""
    west, south, east, north = bounds
    if max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 180:
        swapped = _is_swapped_degrees(bounds)
        if max(abs(south), abs(north)) <= 90 or swapped:
            notices.add("W803", layer.title, case=_crs_text("EPSG:4490"))
            if swapped:
                notices.add("W804", layer.title)
            return (lambda x, y: (y, x)) if swapped else (lambda x, y: (x, y))
    for swapped, (low, high) in ((False, (west, east)), (True, (south, north))):
        zone = int(low // ZONE_M)
        if zone == int(high // ZONE_M) and (zone in ZONES_3 or zone in ZONES_6):
            code = EPSG_3 + zone if zone in ZONES_3 else EPSG_6 + zone
            notices.add("W803", layer.title, case=_crs_text(f"EPSG:{code}"))
            if swapped:
                notices.add("W804", layer.title)
            return _reading(_transformer(f"EPSG:{code}", 4490), swapped, 0.0)
    notices.add("E808", layer.title, case=f"x {west:.0f} - {east:.0f}, y {south:.0f} - {north:.0f}")
    return None


def _crs_text(code: str) -> str:
    import pyproj

    return f"{code} {pyproj.CRS.from_user_input(code).name}"


def _is_swapped_degrees(bounds: Floats) -> bool:
    west, south, east, north = CHINA
    return bool(south <= bounds[0] <= bounds[2] <= north and west <= bounds[1] <= bounds[3] <= east)


def _transformer(source: Any, target: Any) -> Change:
    import pyproj

    there = pyproj.Transformer.from_crs(source, target, always_xy=True)
    return lambda x, y: there.transform(x, y)


def _to_degrees(
    crs: Any, layer: Layer, bounds: Floats, asked: Positioning, notices: Notices
) -> Change | None:
    """Return the transformation to degrees, refusing what would move by an unknown distance."""
    import pyproj

    geodetic = crs.geodetic_crs
    name = f"{geodetic.name} {geodetic.datum.name if geodetic.datum else ''}".lower()
    if any(same in name for same in _SAME) and not crs.is_bound:
        return _transformer(crs, geodetic)
    if asked.transform:
        try:
            pipeline = pyproj.Transformer.from_pipeline(asked.transform)
        except pyproj.exceptions.ProjError as error:
            notices.add("E817", "--transform", case=str(error).splitlines()[0][:200])
            return None
        notices.add("W832", layer.title, case=asked.transform)
        return lambda x, y: pipeline.transform(x, y)
    group = pyproj.transformer.TransformerGroup(crs, 4326, always_xy=True, allow_ballpark=False)
    known = [t for t in group.transformers if t.accuracy is not None and t.accuracy >= 0]
    if not known:
        notices.add("E809", layer.title, case=geodetic.name)
        return None
    area = _area_of_interest(crs, geodetic, bounds)
    there = pyproj.Transformer.from_crs(
        crs, 4326, always_xy=True, area_of_interest=area, allow_ballpark=False
    )
    if there.accuracy is not None and there.accuracy < 0 and len(known) == 0:
        notices.add("E809", layer.title, case=geodetic.name)
        return None
    return lambda x, y: there.transform(x, y)


def _area_of_interest(crs: Any, geodetic: Any, bounds: Floats) -> Any:
    import pyproj

    x, y = _transformer(crs, geodetic)(bounds[[0, 2]], bounds[[1, 3]])
    if not (np.isfinite(x).all() and np.isfinite(y).all() and np.abs(y).max() <= 90):
        return None
    return pyproj.aoi.AreaOfInterest(*(float(v) for v in (x.min(), y.min(), x.max(), y.max())))


def _fitting(
    crs: Any, change: Change, layer: Layer, bounds: Floats, notices: Notices
) -> Change | None:
    """Return the reading of the figures that lies where the system is made for.

    Tried in order: as they are; axes swapped; without or with the number of the zone.
    """
    if crs.is_geographic:
        if _is_swapped_degrees(bounds):
            notices.add("W804", layer.title)
            return lambda x, y: change(y, x)
        return change
    x, y = (bounds[[0, 2]] + 0.0).mean(), (bounds[[1, 3]] + 0.0).mean()
    for swapped, offset, said in _readings(crs, float(x), float(y)):
        if _inside(crs, change, *((y, x) if swapped else (x, y)), offset):
            if swapped:
                notices.add("W804", layer.title)
            if offset:
                notices.add("W833", layer.title, case=said)
            return _reading(change, swapped, offset)
    notices.add("E810", layer.title, case=f"{crs.name}: x {x:.0f}, y {y:.0f}")
    return None


def _reading(change: Change, swapped: bool, offset: float) -> Change:
    def read(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        east, north = (y, x) if swapped else (x, y)
        return change(east + offset, north)

    return read


def _readings(crs: Any, x: float, y: float) -> Iterator[tuple[bool, float, str]]:
    yield False, 0.0, ""
    yield True, 0.0, ""
    operation = crs.coordinate_operation
    params = {p.name.lower(): p.value for p in operation.params} if operation else {}
    false_easting = float(params.get("false easting", 0.0))
    meridian = params.get("longitude of natural origin")
    for swapped, easting in ((False, x), (True, y)):
        if false_easting >= ZONE_M > abs(easting):
            yield (
                swapped,
                false_easting - FALSE_EASTING_M,
                f"+{false_easting - FALSE_EASTING_M:.0f} m",
            )
        zone = int(easting // ZONE_M)
        if false_easting < ZONE_M <= easting and meridian in (3 * zone, 6 * zone - 3):
            yield swapped, -ZONE_M * zone, f"-{ZONE_M * zone:.0f} m"


def _inside(crs: Any, change: Change, x: Any, y: Any, offset: float) -> bool:
    lon, lat = change(np.array([x + offset]), np.array([y]))
    if not (np.isfinite(lon).all() and np.isfinite(lat).all() and abs(lat[0]) <= 90):
        return False
    area = crs.area_of_use
    if area is not None:
        inside = area.south - EDGE <= lat[0] <= area.north + EDGE
        return bool(inside and area.west - EDGE <= lon[0] <= area.east + EDGE)
    back = _transformer(crs.geodetic_crs, crs)(lon, lat)  # a system of one's own: must return
    return bool(abs(back[0][0] - x - offset) < 1 and abs(back[1][0] - y) < 1)


def local_plane(shapes: Any) -> Any:
    """Return degrees to metres in an equal-area plane about the middle of some shapes."""
    import pyproj
    import shapely

    west, south, east, north = shapely.total_bounds(shapes)
    plane = (
        f"+proj=laea +lat_0={(south + north) / 2:.6f} +lon_0={(west + east) / 2:.6f} "
        "+ellps=GRS80 +units=m"
    )
    return pyproj.Transformer.from_crs("EPSG:4490", plane, always_xy=True)
