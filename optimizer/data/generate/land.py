"""The land before anybody governs it: villages, borders, roads and the seats of counties."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from optimizer.data.generate.arrays import Bools, Floats, Ints, lengths
from optimizer.data.generate.cities import Cities, found_cities
from optimizer.data.generate.graph import nearest_to, spanning
from optimizer.data.generate.mesh import Mesh
from optimizer.data.generate.points import gather, lattice
from optimizer.data.generate.relief import Relief, Waves, passable

TOWNSHIP_KM2 = 105.0
"""Mean area of a township; the median is lower, for townships of the core are small."""

KEPT = 0.78
"""Share of the lattice that about stays when villages are thinned out on high ground."""

PULL = np.array([0.5, 0.55, 0.68])
REACH_KM = np.array([5.0, 6.0, 10.0])
"""How villages crowd about the seat of a county, of a district, of the central district."""


@dataclass(frozen=True)
class Land:
    """Villages and what joins them; n villages, e contiguous pairs, c counties.

    Attributes
    ----------
    xy_km : float array, shape (n, 2)
    height : float array, shape (n,)
        0 on a river to 1 on a crest.
    area_km2 : float array, shape (n,)
    a, b : int array, shape (e,)
        Contiguous villages, each pair once.
    border_km, way_km : float array, shape (e,)
        Length of the shared border; length of the way from centre to centre.
    road : bool array, shape (e,)
        Whether the way is a road. Roads join all villages.
    cities : Cities
    reach_km : float array, shape (c,)
        Size of the urban core of each county.
    relief : Relief
        As before villages crowd about the seats: near one, the lines have moved with them.
    """

    xy_km: Floats
    height: Floats
    area_km2: Floats
    a: Ints
    b: Ints
    border_km: Floats
    way_km: Floats
    road: Bools
    cities: Cities
    reach_km: Floats
    relief: Relief

    def centrality(self, county: Ints) -> Floats:
        """Return each village's distance from its county's seat, in sizes of the urban core."""
        away_km = lengths(self.xy_km - self.xy_km[self.cities.seat[county]])
        return np.asarray(away_km / (0.6 * self.reach_km[county]), dtype=np.float64)


def lay_out(
    cities: int, counties: int, townships: int, villages: int, rng: np.random.Generator
) -> Land:
    """Lay out exactly `villages` villages in a connected territory of compact shape.

    Villages beyond the border are drawn too, and dropped at the end: they give the villages at
    the border their outer limits.
    """
    radius_km = float(np.sqrt(townships * TOWNSHIP_KM2 / np.pi))
    relief = Relief.draw(radius_km, rng)
    xy = _settle(radius_km, villages, relief, rng)
    mesh = Mesh.of(xy)
    stays = passable(relief, xy, mesh.a, mesh.b)
    ours = _territory(xy, mesh, stays, villages, radius_km, rng)
    height = relief.height(xy)[ours]
    founded = found_cities(xy[ours], height, cities, counties, rng)
    reach_km = _reach(xy[ours][founded.seat], founded.level, radius_km)
    xy = gather(xy, xy[ours][founded.seat], PULL[founded.level], reach_km)
    area_km2 = mesh.areas_km2(xy)[ours]
    inner = stays & ours[mesh.a] & ours[mesh.b]
    border_km = mesh.borders_km(xy, inner)
    new = np.cumsum(ours) - 1
    a, b, xy = new[mesh.a[inner]], new[mesh.b[inner]], xy[ours]
    way_km, road = _ways(xy, height, a, b, rng)
    return Land(xy, height, area_km2, a, b, border_km, way_km, road, founded, reach_km, relief)


def _settle(radius_km: float, villages: int, relief: Relief, rng: np.random.Generator) -> Floats:
    """Draw villages, fewer on high ground, over a disc wider than the territory."""
    spacing_km = float(np.sqrt(np.pi * radius_km**2 / villages * KEPT * 2 / np.sqrt(3)))
    xy = lattice(1.3 * radius_km + 8 * spacing_km, spacing_km, rng)
    return np.asarray(xy[rng.random(len(xy)) < 1.0 - 0.5 * relief.height(xy)])


def _territory(
    xy: Floats,
    mesh: Mesh,
    stays: Bools,
    villages: int,
    radius_km: float,
    rng: np.random.Generator,
) -> Bools:
    """Return which villages are ours: the nearest to the middle, as an uneven step counts."""
    a, b = mesh.a[stays], mesh.b[stays]
    step_km = lengths(xy[a] - xy[b])
    uneven = 0.13 * Waves.draw(1.1 * radius_km, rng).at((xy[a] + xy[b]) / 2)
    step_km *= np.exp(uneven + rng.normal(0.0, 0.2, len(a)))
    middle = int(np.argmin(lengths(xy)))
    return nearest_to(middle, villages, len(xy), a, b, step_km)


def _reach(seats_km: Floats, level: Ints, radius_km: float) -> Floats:
    """Return the size of each urban core; cores of neighbours keep apart."""
    limit_km = np.full(len(seats_km), 0.25 * radius_km)
    if len(seats_km) > 1:
        limit_km = 0.35 * np.asarray(cKDTree(seats_km).query(seats_km, k=2)[0])[:, 1]
    return np.asarray(np.minimum(REACH_KM[level], limit_km), dtype=np.float64)


def _ways(
    xy: Floats, height: Floats, a: Ints, b: Ints, rng: np.random.Generator
) -> tuple[Floats, Bools]:
    """Return the length of each way and whether it is a road: longer and fewer on high ground."""
    high = (height[a] + height[b]) / 2
    detour = 1.12 + 0.35 * high**2 + rng.exponential(0.06, len(a))
    way_km = np.maximum(lengths(xy[a] - xy[b]) * detour, 0.001)
    road = spanning(len(xy), a, b, way_km) | (rng.random(len(a)) < 0.9 - 0.45 * high)
    return way_km, road
