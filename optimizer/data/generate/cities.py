"""Seats of counties, the cities that they belong to, and which of them are districts."""

from dataclasses import dataclass

import numpy as np

from optimizer.data.generate.arrays import Bools, Floats, Ints, lengths, nearest
from optimizer.data.generate.spread import spread
from optimizer.data.ranks import rank_within

DISTRICTS = 0.3
"""Share of a city's counties that are districts: those nearest to its centre."""


@dataclass(frozen=True)
class Cities:
    """The counties, in order, and the cities above them.

    Attributes
    ----------
    seat : int array, shape (c,)
        The village at the centre of each county.
    city : int array, shape (c,)
        The city of each county.
    rank : int array, shape (c,)
        Place by distance from the centre of the city, 0 for the central county.
    level : int array, shape (c,)
        0 for a county, 1 for a district, 2 for the central district of a city.
    """

    seat: Ints
    city: Ints
    rank: Ints
    level: Ints

    @property
    def is_district(self) -> Bools:
        """Whether each county is a district."""
        return np.asarray(self.level > 0)


def found_cities(
    xy_km: Floats, height: Floats, cities: int, counties: int, rng: np.random.Generator
) -> Cities:
    """Spread the seats of `counties` over the villages and group them into `cities`."""
    one, even = np.zeros(len(xy_km), dtype=np.int64), np.ones(len(xy_km))
    seat = spread(xy_km, one, np.array([counties]), even, 6.0 * height, rng)
    at, one, even = xy_km[seat], one[:counties], even[:counties]
    centre = spread(at, one, np.array([cities]), even, 0.0 * even, rng)
    city = nearest(at, at[centre])
    rank = rank_within(city, lengths(at - at[centre][city]))
    size = np.bincount(city, minlength=cities)
    districts = np.where(size > 1, np.maximum(1, np.round(DISTRICTS * size)), 0)
    level = np.where(rank < districts[city], np.where(rank == 0, 2, 1), 0)
    return Cities(seat, city, rank, level.astype(np.int64))
