"""Tables with longitude and latitude: their rows as points."""

from __future__ import annotations

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
