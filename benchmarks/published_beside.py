"""A plan beside the published one: its value without rounding, and whether they agree."""

from __future__ import annotations

from typing import Any

from benchmarks.published_cases import Case
from benchmarks.record import Row

SQUARE_MILE_KM2 = 1.609344**2
HA_PER_KM2 = 100
EXACT = 1e-9
"""Relative; coordinates are written with nine decimals, a tenth of a millimetre."""


def beside(case: Case, data: Any, unit: Any) -> Row:
    """Return a plan's moment without any rounding, beside the published one.

    `difference` is relative to it. `rounding` is the most, relative too, by which the
    rounding to metres and hectares may move the value of any plan: no plan is better
    than the tool's proved one by more than twice that.
    """
    exact, rounding = _moments(data.territory, unit)
    return {
        "km2": exact,
        "square_miles": exact / SQUARE_MILE_KM2,
        "difference": exact / SQUARE_MILE_KM2 / (case.square_miles or 1) - 1,
        "rounding": rounding / exact,
        "same_districts": districts(data, unit) == districts(data, published_unit(case, data)),
    }


def _moments(territory: Any, unit: Any) -> tuple[float, float]:
    """Return people x km2 of a plan, not rounded, and the most that rounding may change."""
    import numpy as np

    from models.geodesy import straight_m, whole
    from models.objectives.inertia import squared

    villages = territory.villages
    every, seats = np.arange(len(villages)), territory.seats
    metres = straight_m(villages.lon, villages.lat, every, seats, territory.earth)
    square_km = (metres / 1000) ** 2
    off = np.abs(square_km - squared(whole(metres)) / HA_PER_KM2).max(axis=1)
    people = villages.population
    return float(people @ square_km[every, unit]), float(people @ off)


def published_unit(case: Case, data: Any) -> Any:
    """Return the unit of each village in the published plan."""
    from optimizer.data.plan_file import read_plan

    return read_plan(case.plan_file, data.territory).plan.unit


def districts(data: Any, unit: Any) -> set[frozenset[str]]:
    """Return the districts of a plan, each the set of its villages' codes."""
    codes = data.territory.villages.codes
    return {frozenset(codes[v] for v in range(len(codes)) if unit[v] == one) for one in set(unit)}


def agrees(row: Row) -> bool | None:
    """Return whether a run says what was published; None where it proves nothing.

    A plan where none should be, or one better than the published optimum, disagrees
    although it is not proved best.
    """
    status, off = str(row["status"]).lower(), row.get("difference")
    if row["published"] == "infeasible":
        found = row.get("value") is not None
        return False if found else (True if status == "infeasible" else None)
    if status == "optimal":
        return off is not None and abs(off) <= EXACT
    better = off is not None and off < -EXACT
    return False if better or status == "infeasible" else None
