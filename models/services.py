"""How far a village is from the facility that serves it, in the unit of each seat."""

from __future__ import annotations

from typing import Literal

import numpy as np

from models.quantities import IntArray
from models.territory import Territory

Basis = Literal["seat", "nearest"]


def facility_villages(territory: Territory, kind: str) -> IntArray:
    """Return the villages that have a facility of a kind."""
    found = {f.village for f in territory.facilities if f.kind == kind}
    return np.array(sorted(found), dtype=np.int64)


def service_table(
    territory: Territory, county: int, kind: str, basis: Basis, in_time: bool = False
) -> IntArray:
    """Return how far a county's villages are from what serves them in the unit of each seat.

    With basis `seat` a unit is served by the facility nearest (by road) to its
    seat: what a change of unit changes. With `nearest` a village goes to the
    nearest facility, whatever its unit.

    Returns
    -------
    IntArray
        Metres, or seconds when `in_time`, shape (villages_in(county), townships_in(county)).
    """
    villages = territory.villages_in(county)
    seats = territory.seats[territory.townships_in(county)]
    places = facility_villages(territory, kind)
    measure = territory.travel.seconds if in_time else territory.travel.metres
    if basis == "nearest":
        nearest = measure(villages, places).min(axis=1)
        return np.repeat(nearest[:, None], len(seats), axis=1)
    serving = territory.travel.metres(seats, places).argmin(axis=1)
    used, column = np.unique(serving, return_inverse=True)
    table: IntArray = measure(villages, places[used])[:, column.ravel()]
    return table


def service_distances(
    territory: Territory, unit: IntArray, kind: str, basis: Basis, in_time: bool = False
) -> IntArray:
    """Return how far each village is from what serves it in its unit, shape (villages,).

    Parameters
    ----------
    unit
        Township whose seat the unit of each village keeps, of the village's own county.
    """
    found = np.full(len(unit), -1, dtype=np.int64)
    for county in range(len(territory.counties)):
        villages, townships = territory.villages_in(county), territory.townships_in(county)
        column = np.minimum(np.searchsorted(townships, unit[villages]), len(townships) - 1)
        here = townships[column] == unit[villages]
        table = service_table(territory, county, kind, basis, in_time)
        found[villages[here]] = table[here, column[here]]
    return found
