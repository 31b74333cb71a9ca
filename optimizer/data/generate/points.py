"""Where villages lie."""

import numpy as np

from optimizer.data.generate.arrays import Floats, lengths, nearest


def lattice(radius_km: float, spacing_km: float, rng: np.random.Generator) -> Floats:
    """Return a shaken triangular lattice within a disc about the origin.

    Parameters
    ----------
    radius_km : float
        Radius of the disc.
    spacing_km : float
        Distance of neighbours before shaking; a point stands for ``spacing**2 * sqrt(3) / 2`` km2.
    rng : numpy.random.Generator

    Returns
    -------
    float array, shape (n, 2)
    """
    high = spacing_km * np.sqrt(3) / 2
    rows = np.arange(-np.ceil(radius_km / high), np.ceil(radius_km / high) + 1)
    columns = np.arange(-np.ceil(radius_km / spacing_km) - 1, np.ceil(radius_km / spacing_km) + 1)
    column, row = np.meshgrid(columns, rows)
    xy = np.column_stack([(column + (row % 2) / 2).ravel() * spacing_km, row.ravel() * high])
    xy += rng.uniform(-0.36, 0.36, xy.shape) * spacing_km
    return np.asarray(xy[lengths(xy) < radius_km], dtype=np.float64)


def gather(xy_km: Floats, centres_km: Floats, pull: Floats, reach_km: Floats) -> Floats:
    """Draw points together about the nearest centre, as villages crowd about a city.

    Parameters
    ----------
    xy_km : float array, shape (n, 2)
    centres_km : float array, shape (m, 2)
    pull : float array, shape (m,)
        Contraction at the centre, 0 to 1: density there grows by ``1 / (1 - pull)**2``.
    reach_km : float array, shape (m,)
        Where the pull has fallen to 1/e.

    Returns
    -------
    float array, shape (n, 2)
        ``centre + (1 - pull * exp(-(r / reach)**2)) * (point - centre)``.
    """
    centre = nearest(xy_km, centres_km)
    away = xy_km - centres_km[centre]
    shrink = pull[centre] * np.exp(-((lengths(away) / reach_km[centre]) ** 2))
    return np.asarray(xy_km - shrink[:, None] * away, dtype=np.float64)
