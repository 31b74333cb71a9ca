"""Kinds of townships and classes of villages."""

import numpy as np

from optimizer.data.generate.arrays import Bools, Floats, Ints
from optimizer.data.generate.division import Division
from optimizer.data.generate.land import Land
from optimizer.data.ranks import rank_within

STREET, TOWN, RURAL = 0, 1, 2
"""Positions of the kinds in `KINDS`."""
KINDS = ("街道", "镇", "乡")

STREETS = np.array([0.0, 0.3, 0.7])
"""Share of 街道 among the townships of a county (none), a district, a central district."""

TOWNS = 0.55
"""Share of 镇 among the others."""


def kinds_of(division: Division, level: Ints, population: Ints) -> Ints:
    """Return the kind of each township as an index in `KINDS`.

    Parameters
    ----------
    division : Division
    level : int array, shape (c,)
        0 county, 1 district, 2 central district.
    population : int array, shape (t,)
        People of each township.

    Returns
    -------
    int array, shape (t,)
        街道 only in districts, nearest to the centre; the most populous of the rest are 镇. The
        seat of a county is a 街道 in a district, else a 镇.
    """
    over = division.over
    size = np.bincount(over, minlength=len(level))
    streets = np.where(level > 0, np.maximum(1, np.floor(STREETS[level] * size)), 0)
    street = rank_within(over, ~division.is_county_seat, division.off_km) < streets[over]
    towns = np.ceil(TOWNS * (size - streets))
    rank = rank_within(over, street, ~division.is_county_seat, -population)
    return np.where(street, STREET, np.where(rank < towns[over], TOWN, RURAL)).astype(np.int64)


def classes_of(land: Land, division: Division, kind: Ints, centre: Floats) -> Ints:
    """Return the urban-rural class code of each village.

    Parameters
    ----------
    land : Land
    division : Division
    kind : int array, shape (t,)
    centre : float array, shape (n,)
        Distance from the county's seat, in sizes of the urban core.

    Returns
    -------
    int array, shape (n,)
        111 city core, 112 city fringe, 121 town core, 122 town fringe, 210 seat of a 乡,
        220 village.
    """
    own = kind[division.township]
    seat = np.zeros(len(own), dtype=np.bool_)
    seat[division.seat] = True
    core = seat | (division.is_county_seat[division.township] & (centre < 0.8))
    in_street, in_town = own == STREET, own == TOWN
    beside = _beside_seat(land, division, seat)
    cases = [
        (in_street & (seat | (centre < 1.3)), 111),
        (in_street, 112),
        (in_town & core, 121),
        (in_town & beside, 122),
        (seat, 210),
    ]
    codes = np.select([case for case, _ in cases], [code for _, code in cases], default=220)
    return codes.astype(np.int64)


def _beside_seat(land: Land, division: Division, seat: Bools) -> Bools:
    """Return which villages touch the seat of their own township."""
    same = division.township[land.a] == division.township[land.b]
    beside = np.zeros(len(seat), dtype=np.bool_)
    beside[land.b[same & seat[land.a]]] = True
    beside[land.a[same & seat[land.b]]] = True
    return beside
