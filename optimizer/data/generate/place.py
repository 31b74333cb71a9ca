"""From the plane to the globe."""

import numpy as np

from optimizer.data.generate.arrays import Floats

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""
LON, LAT = 112.9, 36.5
"""Where the plane touches the globe: hill country in the north of China (degrees)."""


def to_lon_lat(xy_km: Floats) -> tuple[Floats, Floats]:
    """Project plane coordinates back to the globe (azimuthal equidistant).

    Parameters
    ----------
    xy_km : float array, shape (n, 2)
        East and north of the point of contact, km.

    Returns
    -------
    tuple of two float arrays, shape (n,)
        Longitude and latitude in degrees, 6 decimals (0.1 m).

    Notes
    -----
    On this projection no distance on the plane is less than that on the globe, so a road that is
    no shorter than the straight line on the plane is none shorter on the globe.
    """
    east, north = xy_km[:, 0] / EARTH_KM, xy_km[:, 1] / EARTH_KM
    c = np.hypot(east, north)
    ratio = np.sinc(c / np.pi)  # sin(c) / c, and 1 at the point of contact
    phi = np.radians(LAT)
    sine = np.cos(c) * np.sin(phi) + north * ratio * np.cos(phi)
    lon = np.arctan2(east * ratio, np.cos(c) * np.cos(phi) - north * ratio * np.sin(phi))
    return np.round(LON + np.degrees(lon), 6), np.round(np.degrees(np.arcsin(sine)), 6)
