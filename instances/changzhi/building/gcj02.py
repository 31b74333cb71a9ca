"""Convert GCJ-02 positions (Chinese web maps) to WGS-84.

GCJ-02 shifts WGS-84 by a smooth function of the position; the function here is
the widely published one. The inverse is a fixed-point iteration.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

from .geometry import Point

SEMI_MAJOR_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
ROUNDS = 10


def to_wgs84(lon: float, lat: float) -> Point:
    """Return the WGS-84 (lon, lat) whose GCJ-02 image is the position given, degrees."""
    guess_lon, guess_lat = lon, lat
    for _ in range(ROUNDS):
        shift_lon, shift_lat = _shift(guess_lon, guess_lat)
        guess_lon, guess_lat = lon - shift_lon, lat - shift_lat
    return guess_lon, guess_lat


def from_wgs84(lon: float, lat: float) -> Point:
    """Return the GCJ-02 (lon, lat) of a WGS-84 position, degrees."""
    shift_lon, shift_lat = _shift(lon, lat)
    return lon + shift_lon, lat + shift_lat


def _shift(lon: float, lat: float) -> Point:
    x, y = lon - 105.0, lat - 35.0
    sine = sin(radians(lat))
    curve = 1.0 - ECCENTRICITY_SQUARED * sine * sine
    meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / (curve * sqrt(curve))
    parallel_m = SEMI_MAJOR_M / sqrt(curve) * cos(radians(lat))
    return (
        _east_m(x, y) * 180.0 / (parallel_m * pi),
        _north_m(x, y) * 180.0 / (meridian_m * pi),
    )


def _waves(value: float, *terms: tuple[float, float]) -> float:
    return sum(size * sin(value * rate * pi) for size, rate in terms) * 2.0 / 3.0


def _east_m(x: float, y: float) -> float:
    plain = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    return (
        plain
        + _waves(x, (20.0, 6.0), (20.0, 2.0))
        + _waves(x, (20.0, 1.0), (40.0, 1.0 / 3.0))
        + _waves(x, (150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0))
    )


def _north_m(x: float, y: float) -> float:
    plain = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    return (
        plain
        + _waves(x, (20.0, 6.0), (20.0, 2.0))
        + _waves(y, (20.0, 1.0), (40.0, 1.0 / 3.0))
        + _waves(y, (160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0))
    )
