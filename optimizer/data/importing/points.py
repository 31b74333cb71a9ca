"""Columns of longitude and latitude, of a table or of a unit, as points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from optimizer.data.importing.levels import Known
from optimizer.data.importing.notices import Notices
from optimizer.data.spelling import loose_number


def with_points(known: Known, notices: Notices) -> None:
    """Give a table's layer the points of its columns of coordinates."""
    import shapely

    degrees = []
    for role in ("lon", "lat"):
        figures = [loose_number(v) if v else None for v in known.column(role)]
        degrees.append([np.nan if f is None else float(f.value) for f in figures])
    lon, lat = (np.array(values, dtype=np.float64) for values in degrees)
    there = np.isfinite(lon) & np.isfinite(lat)
    if not there.any():
        return
    shapes = np.full(len(lon), None, dtype=object)
    shapes[there] = shapely.points(lon[there], lat[there])
    known.layer.shapes = shapes
    wrong = ~there & np.array([bool(v) for v in known.column("lon")], dtype=bool)
    cases = [known.column("lon")[i] for i in np.nonzero(wrong)[0]]
    notices.extend("W844", known.layer.title, known.roles["lon"], cases)


def spot_of(values: Mapping[str, str]) -> Any:
    """Return the point that the columns lon and lat of a unit give; None where they give none."""
    import shapely

    lon, lat = (loose_number(values.get(role, "")) for role in ("lon", "lat"))
    if lon is None or lat is None or abs(lon.value) > 180 or abs(lat.value) > 90:
        return None
    return shapely.Point(float(lon.value), float(lat.value))
