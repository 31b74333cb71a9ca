"""Counties, cities and provinces that look like real ones.

The recipe, each step a file: a relief of rivers and crests; villages thinner on high ground
and crowded at the seats; a triangulation cut along rivers and crests but for bridges and passes;
then the territory, its counties and its townships grown over what is left, so that each
of them is connected; roads along contiguity; people, kinds, codes and names.
"""

from math import ceil

import numpy as np

from optimizer.data.generate.dataset import Dataset
from optimizer.data.generate.division import MAX_TOWNSHIPS, divide
from optimizer.data.generate.land import lay_out
from optimizer.data.generate.people import populate
from optimizer.data.generate.scenario import region_scenario
from optimizer.data.generate.tables import tabulate

CITY_COUNTIES = 11
"""Counties of a city in a province, on average."""

MAX_VILLAGES = 100
"""Villages to a township, on average at most."""


def generate_county(townships: int, villages: int, seed: int) -> Dataset:
    """Generate a county.

    Parameters
    ----------
    townships : int
        1 to 140.
    villages : int
        At least `townships`, at most 100 times as many.
    seed : int
        Non-negative; the same seed gives the same county.

    Returns
    -------
    Dataset
        With exactly so many townships and villages. Neighbours across a river or a crest are not
        contiguous; about every 11 km of river (bridge) and 17 km of crest (pass) one pair is,
        an ordinary row of ``contiguity.csv``. Every township and county is connected all the
        same. ``roads.csv`` holds most of the contiguous pairs and joins all villages.

    Raises
    ------
    ValueError
        When the sizes do not fit each other.
    """
    name = f"county-{townships}-{villages}-{seed}"
    return _generate((1, 1, townships, villages), seed, region_scenario(name, "示例县"))


def generate_city(counties: int, townships: int, villages: int, seed: int) -> Dataset:
    """Generate a city of districts (市辖区, about 3 in 10) and counties.

    Parameters
    ----------
    counties : int
        Districts and counties together. A single one is a county.
    townships, villages : int
        Of the whole city.
    seed : int
        Non-negative.

    Returns
    -------
    Dataset
        As of :func:`generate_county`. Contiguity and roads cross county borders.

    Raises
    ------
    ValueError
        When the sizes do not fit each other.
    """
    name = f"city-{counties}-{townships}-{villages}-{seed}"
    sizes = (1, counties, townships, villages)
    return _generate(sizes, seed, region_scenario(name, "示例市"))


def generate_province(counties: int, townships: int, villages: int, seed: int) -> Dataset:
    """Generate a province: cities of about 11 counties each.

    Parameters
    ----------
    counties, townships, villages : int
        Of the whole province. 2,850, 40,000 and 620,000 make a country, which takes its county
        codes from several province numbers.
    seed : int
        Non-negative.

    Returns
    -------
    Dataset
        As of :func:`generate_city`.

    Raises
    ------
    ValueError
        When the sizes do not fit each other.
    """
    name = f"province-{counties}-{townships}-{villages}-{seed}"
    sizes = (ceil(counties / CITY_COUNTIES), counties, townships, villages)
    return _generate(sizes, seed, region_scenario(name, "示例省"))


def _generate(sizes: tuple[int, int, int, int], seed: int, scenario: str) -> Dataset:
    """Generate a territory of so many cities, counties, townships and villages."""
    _check(*sizes[1:])
    rng = np.random.default_rng(seed)
    land = lay_out(*sizes, rng)
    division = divide(land, sizes[2], rng)
    people = populate(land, division, rng)
    return Dataset(tabulate(land, division, people, rng), scenario)


def _check(counties: int, townships: int, villages: int) -> None:
    """Refuse sizes that do not fit each other."""
    if counties < 1:
        raise ValueError(f"counties must be at least 1, not {counties}")
    if not counties <= townships <= counties * MAX_TOWNSHIPS:
        raise ValueError(
            f"townships must be {counties} to {counties * MAX_TOWNSHIPS}: "
            f"1 to {MAX_TOWNSHIPS} a county, not {townships}"
        )
    if not townships <= villages <= townships * MAX_VILLAGES:
        raise ValueError(
            f"villages must be {townships} to {townships * MAX_VILLAGES}: "
            f"1 to {MAX_VILLAGES} a township, not {villages}"
        )
