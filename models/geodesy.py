"""Straight lines over the Earth: great circles of a sphere, geodesics of the ellipsoid WGS 84."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.quantities import NO_LIMIT, IntArray

Earth = Literal["sphere", "wgs84"]
Floats = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth, metres (IUGG)."""
WGS84_A_M = 6_378_137.0
"""Equatorial radius of the ellipsoid, metres."""
WGS84_F = 1 / 298.257223563
"""Flattening of the ellipsoid."""
_B_M = WGS84_A_M * (1 - WGS84_F)
MOST_ITERATIONS = 100
"""Iterations of Vincenty's formula; points that are nearly opposite need many."""
CONVERGED_RAD = 1e-13
"""Change of the angle, radians, at which the iteration has converged: under 1 micrometre."""


def whole(values: Floats) -> IntArray:
    """Round half up; what is not finite becomes `NO_LIMIT`."""
    known = np.isfinite(values)
    return np.where(known, np.floor(np.where(known, values, 0) + 0.5), NO_LIMIT).astype(np.int64)


def straight_m(lon: Floats, lat: Floats, villages: IntArray, seats: IntArray, on: Earth) -> Floats:
    """Return straight-line distances in metres, not rounded.

    Parameters
    ----------
    lon, lat
        Degrees of every village.
    on
        What the Earth is taken for.

    Returns
    -------
    Floats
        Shape (villages, seats); NaN where a coordinate is unknown.
    """
    lon, lat = np.radians(lon), np.radians(lat)
    d_lon = lon[villages][:, None] - lon[seats][None, :]
    measure = haversine if on == "sphere" else geodesic
    return measure(d_lon, lat[villages][:, None], lat[seats][None, :])


def haversine(d_lon: Floats, lat_1: Floats, lat_2: Floats) -> Floats:
    """Return great-circle distances of a sphere of 6,371,008.8 m; angles in radians."""
    cosines = np.cos(lat_1) * np.cos(lat_2)
    half = np.sin((lat_1 - lat_2) / 2) ** 2 + cosines * np.sin(d_lon / 2) ** 2
    metres: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half))
    return metres


def geodesic(d_lon: Floats, lat_1: Floats, lat_2: Floats) -> Floats:
    """Return geodesic distances of the ellipsoid WGS 84; angles in radians.

    Vincenty's inverse formula, below 1 mm for all but nearly antipodal points. There
    it does not converge, and the great circle stands in (within 0.6 %).

    Vincenty 1975 (Survey Review 23(176)).
    """
    d_lon = (d_lon + np.pi) % (2 * np.pi) - np.pi
    u_1, u_2 = (np.arctan((1 - WGS84_F) * np.tan(lat)) for lat in (lat_1, lat_2))
    angle, moved = d_lon, np.full(np.shape(d_lon), np.inf)
    for _ in range(MOST_ITERATIONS):
        arc = _arc(angle, u_1, u_2)
        before, angle = angle, _next_angle(d_lon, arc)
        moved = np.abs(angle - before)
        if not (moved > CONVERGED_RAD).any():
            break
    metres = _length(_arc(angle, u_1, u_2))
    return np.where(moved > 10 * CONVERGED_RAD, haversine(d_lon, lat_1, lat_2), metres)


_Arc = tuple[Floats, Floats, Floats, Floats, Floats, Floats]


def _arc(angle: Floats, u_1: Floats, u_2: Floats) -> _Arc:
    """Return the arc on the auxiliary sphere.

    Returns
    -------
    tuple
        The arc, its sine and cosine, sine and squared cosine of the azimuth at the
        equator, cosine of twice the arc from the equator to the middle.
    """
    east = np.cos(u_2) * np.sin(angle)
    north = np.cos(u_1) * np.sin(u_2) - np.sin(u_1) * np.cos(u_2) * np.cos(angle)
    sine = np.hypot(east, north)
    cosine = np.sin(u_1) * np.sin(u_2) + np.cos(u_1) * np.cos(u_2) * np.cos(angle)
    azimuth = np.cos(u_1) * _ratio(east, sine)
    square = 1 - azimuth**2
    middle = cosine - 2 * _ratio(np.sin(u_1) * np.sin(u_2), square)
    return np.arctan2(sine, cosine), sine, cosine, azimuth, square, middle


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide; 0 where there is nothing to divide by (equal points, the equator)."""
    there = np.abs(below) > 1e-15
    return np.where(there, above / np.where(there, below, 1.0), 0.0)


def _next_angle(d_lon: Floats, arc: _Arc) -> Floats:
    """Return the difference of longitude on the auxiliary sphere that an arc asks for."""
    sigma, sine, cosine, azimuth, square, middle = arc
    c = WGS84_F / 16 * square * (4 + WGS84_F * (4 - 3 * square))
    series = sigma + c * sine * (middle + c * cosine * (2 * middle**2 - 1))
    angle: Floats = d_lon + (1 - c) * WGS84_F * azimuth * series
    return angle


def _length(arc: _Arc) -> Floats:
    """Return the length in metres of an arc on the auxiliary sphere."""
    sigma, sine, cosine, _, square, middle = arc
    u = square * (WGS84_A_M**2 - _B_M**2) / _B_M**2
    a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
    b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
    inner = cosine * (2 * middle**2 - 1)
    inner -= b / 6 * middle * (4 * sine**2 - 3) * (4 * middle**2 - 3)
    metres: Floats = _B_M * a * (sigma - b * sine * (middle + b / 4 * inner))
    return metres
