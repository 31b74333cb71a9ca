"""Transverse Mercator about a sheet's own middle: there the scale is true and north is up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

AXIS_KM, FLATTENING = 6378.137, 1 / 298.257222101
"""Ellipsoid of CGCS2000."""
FARTHEST, HIGHEST = 75.0, 89.0
"""Degrees from the middle and from the equator at which far helper points are held."""
_N = FLATTENING / (2 - FLATTENING)
_RADIUS = AXIS_KM / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_SERIES = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)
_ECCENTRIC = 2 * np.sqrt(_N) / (1 + _N)


def transverse_mercator(lonlat: FloatArray, centre: FloatArray) -> FloatArray:
    """Project degrees to kilometres east and north of a centre.

    Parameters
    ----------
    lonlat
        Degrees, shape (n, 2).
    centre
        Degrees, shape (2,): the central meridian, with scale 1, and where north is 0.

    Returns
    -------
    FloatArray
        Kilometres, shape (n, 2), right to less than a millimetre within 3 degrees; the scale
        at x km from the meridian is 1 + x^2 / (2 R^2), 1.0001 at 100 km.

    Notes
    -----
    Series of L. Krüger (1912) in the third flattening, to its third power.
    """
    east, north = _project(lonlat[:, 0] - centre[0], lonlat[:, 1])
    zero = _project(np.zeros(1), np.array([centre[1]]))[1]
    return np.column_stack([east, north - zero])


def _project(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    away = np.radians(np.clip(lon, -FARTHEST, FARTHEST))
    sine = np.sin(np.radians(np.clip(lat, -HIGHEST, HIGHEST)))
    conformal = np.sinh(np.arctanh(sine) - _ECCENTRIC * np.arctanh(_ECCENTRIC * sine))
    north = np.arctan2(conformal, np.cos(away))
    east = np.arctanh(np.sin(away) / np.hypot(1, conformal))
    x, y = east.copy(), north.copy()
    for j, factor in enumerate(_SERIES, start=1):
        x += factor * np.cos(2 * j * north) * np.sinh(2 * j * east)
        y += factor * np.sin(2 * j * north) * np.cosh(2 * j * east)
    return _RADIUS * x, _RADIUS * y
