"""Any village as a seat: the classical districting problem over the villages of a county.

Each village that is no former seat gets a `Township` of its own that is `new`: it has
that village as its seat, no village at home in it, no flag, and the kind, terrain and
attributes of the township that the village belongs to. So every rule and objective
keeps its meaning: a unit with a new seat keeps the seat of no former township.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.territory import Territory, Township

MOST_PAIRS = 1_000_000
"""Pairs (village, seat) within counties that are held in memory: one county of 1,000 villages."""


def seat_pairs(territory: Territory) -> int:
    """Return the pairs of village and seat within counties when any village may be a seat."""
    counties = range(len(territory.counties))
    return sum(len(territory.villages_in(c)) ** 2 for c in counties)


def with_any_seat(territory: Territory) -> Territory:
    """Return the territory in which any village may be the seat of a unit."""
    others = np.setdiff1d(np.arange(len(territory.villages)), territory.seats)
    new = tuple(_new_township(territory, village) for village in others.tolist())
    return replace(territory, townships=(*territory.townships, *new), any_seat=True)


def _new_township(territory: Territory, village: int) -> Township:
    villages = territory.villages
    home: Township = territory.townships[villages.township[village]]
    return replace(
        home,
        code=villages.codes[village],
        name=villages.names[village],
        seat=village,
        flags=frozenset(),
        new=True,
    )
