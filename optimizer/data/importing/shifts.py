"""GCJ-02 and BD-09: the shifted coordinates of Chinese web maps, and back.

The shift of GCJ-02 is a sum of sines of the distance from (105 E, 35 N), scaled to degrees on the
ellipsoid of Krasovsky; BD-09 shifts once more. Inverses are fixed points, to 1e-10 degrees.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SHIFTS = ("gcj02", "bd09")
_A, _EE = 6378245.0, 0.00669342162296594323
"""Half axis (m) and squared eccentricity of Krassovsky's ellipsoid, as the shift of GCJ-02 has
them."""
_X_PI = np.pi * 3000 / 180
"""Wave number of the shift from GCJ-02 to BD-09."""


def to_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return the coordinates that GCJ-02 shows for those of WGS 84, degrees."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    common = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * root + common
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * root + common
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    radians = lat / 180 * np.pi
    magic = 1 - _EE * np.sin(radians) ** 2
    d_lat = north * 180 / (_A * (1 - _EE) / (magic * np.sqrt(magic)) * np.pi)
    d_lon = east * 180 / (_A / np.sqrt(magic) * np.cos(radians) * np.pi)
    return lon + d_lon, lat + d_lat


def to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return the coordinates that BD-09 shows for those of WGS 84, degrees."""
    x, y = to_gcj02(lon, lat)
    away = np.hypot(x, y) + 2e-5 * np.sin(y * _X_PI)
    angle = np.arctan2(y, x) + 3e-6 * np.cos(x * _X_PI)
    return away * np.cos(angle) + 0.0065, away * np.sin(angle) + 0.006


def shifted(shift: str, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Apply a shift (`gcj02` or `bd09`) to coordinates of WGS 84."""
    return (to_gcj02 if shift == "gcj02" else to_bd09)(lon, lat)


def unshifted(shift: str, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return the coordinates of WGS 84 that a shift shows as these."""
    x, y = lon.copy(), lat.copy()
    for _ in range(30):
        there_x, there_y = shifted(shift, x, y)
        d_x, d_y = lon - there_x, lat - there_y
        x, y = x + d_x, y + d_y
        if max(np.abs(d_x).max(initial=0.0), np.abs(d_y).max(initial=0.0)) < 1e-10:
            break
    return x, y
