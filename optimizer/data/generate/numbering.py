"""Codes of 6, 9 and 12 digits, as whole numbers; none begins with a 0."""

import numpy as np

from optimizer.data.generate.arrays import Bools, Floats, Ints
from optimizer.data.generate.cities import Cities
from optimizer.data.generate.division import Division
from optimizer.data.ranks import rank_within

PROVINCE = 90
"""First province number; GB/T 2260 gives 90 to 99 to no province."""

CITIES = 30
"""Cities of a province, numbered from 01."""

FIRST = np.array([1, 100, 200])
"""First number of a 街道, a 镇 and a 乡 within its county."""

COMMUNITIES = 199
"""Communities are numbered 001 to 199 within their township, all others from 200."""


def county_codes(cities: Cities) -> Ints:
    """Return codes: districts from 01, counties from 21 in their city, the central one first.

    Raises
    ------
    ValueError
        When a number does not fit: too many counties for a city, or too many cities.
    """
    prefix = (PROVINCE + cities.city // CITIES) * 100 + cities.city % CITIES + 1
    rank = rank_within(cities.city, ~cities.is_district, cities.rank)
    districts = np.bincount(cities.city, cities.is_district)[cities.city].astype(np.int64)
    number = np.where(cities.is_district, rank + 1, rank - districts + 21)
    if prefix.max() > 9999 or number.max() > 80 or (number[cities.is_district] > 20).any():
        raise ValueError("more counties than codes: a city holds 20 districts and 60 counties")
    return prefix * 100 + number


def township_codes(division: Division, kind: Ints, county: Ints) -> Ints:
    """Return codes: by kind within the county, the county's seat first, then outwards."""
    group = division.over * len(FIRST) + kind
    number = FIRST[kind] + rank_within(group, ~division.is_county_seat, division.off_km)
    return county[division.over] * 1000 + number


def village_codes(division: Division, community: Bools, off_km: Floats, township: Ints) -> Ints:
    """Return codes: within the township, nearest to its seat first.

    Parameters
    ----------
    division : Division
    community : bool array, shape (n,)
        Which ones are numbered as communities (社区).
    off_km : float array, shape (n,)
        Distance from the seat of the township.
    township : int array, shape (t,)
        Township codes.

    Raises
    ------
    ValueError
        When a township has more villages than numbers.
    """
    own = division.township
    low = community & (rank_within(own, ~community, off_km) < COMMUNITIES)
    rank = rank_within(own * 2 + low, off_km)
    number = np.where(low, rank + 1, rank + COMMUNITIES + 1)
    if number.max() > 999:
        raise ValueError("more villages than codes: ask for fewer villages to a township")
    return township[own] * 1000 + number
