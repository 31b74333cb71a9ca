"""Straight lines over the Earth: the sphere, and the ellipsoid beside published distances."""

from __future__ import annotations

import numpy as np
import pytest

from models.geodesy import EARTH_RADIUS_M, WGS84_A_M, Earth, straight_m, whole
from models.quantities import NO_LIMIT

MILE_M = 1609.344
PAYNE = (-96.97576957219881, 36.077314347648766)
OKLAHOMA = (-97.40720295347691, 35.551522864559026)
TULSA = (-95.94148263163453, 36.121079721378266)


def metres(a: tuple[float, float], b: tuple[float, float], on: Earth = "wgs84") -> float:
    """Return the distance of two points (lon, lat)."""
    lon, lat = np.array([a, b], dtype=float).T
    return float(straight_m(lon, lat, np.array([0]), np.array([1]), on)[0, 0])


@pytest.mark.parametrize(
    ("a", "b", "miles"),
    [
        (PAYNE, OKLAHOMA, 43.60117970160248),
        (OKLAHOMA, TULSA, 91.17444501284626),
        (TULSA, PAYNE, 57.9517301598394),
    ],
)
def test_published_geodesics(a: tuple[float, float], b: tuple[float, float], miles: float) -> None:
    """As computed with Karney's algorithm and printed in the sources of instances/us-counties."""
    assert metres(a, b) == pytest.approx(miles * MILE_M, abs=1e-4)
    assert metres(a, b, "sphere") != pytest.approx(miles * MILE_M, abs=10)


def test_known_lines_of_the_ellipsoid() -> None:
    """A degree of the equator is an arc of the axis; the quadrant of a meridian is known."""
    assert metres((0, 0), (1, 0)) == pytest.approx(np.radians(1) * WGS84_A_M, abs=1e-6)
    assert metres((7, 0), (7, 90)) == pytest.approx(10_001_965.7293, abs=1e-3)


def test_across_the_date_line_and_at_the_same_point() -> None:
    assert metres((179.5, 10), (-179.5, 10)) == pytest.approx(metres((0, 10), (1, 10)), abs=1e-6)
    assert metres(PAYNE, PAYNE) == 0


def test_nearly_antipodal_points_take_the_great_circle() -> None:
    """Where the formula does not converge the sphere stands in."""
    a, b = (0.0, 0.0), (179.9, 0.0)
    assert metres(a, b) == metres(a, b, "sphere")
    assert metres(a, b) == pytest.approx(np.radians(179.9) * EARTH_RADIUS_M)


def test_unknown_points() -> None:
    """No distance to a village without a point, and every other stays."""
    lon, lat = np.array([np.nan, 0.0, 1.0]), np.array([1.0, 0.0, 0.0])
    found = straight_m(lon, lat, np.arange(3), np.arange(3), "wgs84")
    assert (whole(found)[0] == NO_LIMIT).all() and whole(found)[1, 2] == 111_319
