"""How many people live in each village."""

import numpy as np

from optimizer.data.generate.arrays import Ints
from optimizer.data.generate.division import Division
from optimizer.data.generate.land import Land

MEDIAN = 560.0
"""People of an ordinary village half-way up the valley's side."""

CORE = np.array([8.0, 9.0, 12.0])
"""How much fuller a village at the centre of a county, district or central district is."""


def populate(land: Land, division: Division, rng: np.random.Generator) -> Ints:
    """Draw the population of each village.

    Returns
    -------
    int array, shape (n,)
        Whole persons, 30 to 30,000: lognormal by village and by township, falling with the
        height, higher at the seats of townships, many times higher in the urban core.
    """
    people = MEDIAN * rng.lognormal(0.0, 0.65, len(land.xy_km)) * (1.25 - 0.75 * land.height)
    core = CORE[land.cities.level[division.county]]
    people *= 1.0 + core * np.exp(-(land.centrality(division.county) ** 2))
    people *= rng.lognormal(0.0, 0.25, len(division.seat))[division.township]
    people[division.seat] *= rng.uniform(1.5, 3.5, len(division.seat))
    return np.clip(np.round(people), 30, 30_000).astype(np.int64)
