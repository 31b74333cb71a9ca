"""Counties, townships and villages of a territory as tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from models.borders import FloatArray
from models.quantities import HECTARES_PER_KM2, METRES_PER_KM, NO_LIMIT, IntArray
from models.territory import Territory

Rows = tuple[list[dict[str, object]], Sequence[str]]


def county_rows(territory: Territory) -> Rows:
    """Return one row a county, and the columns."""
    columns = ("code", "name", "is_district", "townships", "villages", "area_km2", "population")
    ground = territory.former
    rows: list[dict[str, object]] = []
    for c, county in enumerate(ground.counties):
        villages = ground.villages_in(c)
        rows.append(
            {
                "code": county.code,
                "name": county.name,
                "is_district": county.is_district,
                "townships": len(ground.townships_in(c)),
                **_sums(ground, villages),
            }
        )
    return rows, columns


def township_rows(territory: Territory) -> Rows:
    """Return one row a township, its flags among the columns."""
    ground = territory.former
    flags = sorted(ground.flags)
    columns = ("code", "name", "kind", "county", "seat", "seat_name", "terrain")
    of = ground.villages.township
    rows: list[dict[str, object]] = []
    for t, township in enumerate(ground.townships):
        rows.append(
            {
                "code": township.code,
                "name": township.name,
                "kind": township.kind.value,
                "county": ground.counties[township.county].code,
                "seat": ground.villages.codes[township.seat],
                "seat_name": ground.villages.names[township.seat],
                "terrain": township.terrain,
                **{flag: flag in township.flags for flag in flags},
                **_sums(ground, np.nonzero(of == t)[0]),
            }
        )
    return rows, (*columns, *flags, "villages", "area_km2", "population")


def _sums(territory: Territory, villages: IntArray) -> dict[str, object]:
    held = territory.villages
    return {
        "villages": len(villages),
        "area_km2": int(held.area_ha[villages].sum()) / HECTARES_PER_KM2,
        "population": int(held.population[villages].sum()),
    }


def village_table(territory: Territory) -> pd.DataFrame:
    """Return one row a village, with the distance to its seat."""
    ground, held = territory.former, territory.villages
    home = held.township
    metres = ground.metres_to_seat(home)
    counties = np.array([county.code for county in ground.counties], dtype=object)
    return pd.DataFrame(
        {
            "code": list(held.codes),
            "name": list(held.names),
            "township": township_codes(ground)[home],
            "county": counties[ground.county_of_township[home]],
            "population": held.population,
            "area_km2": held.area_ha / HECTARES_PER_KM2,
            "lon": held.lon,
            "lat": held.lat,
            "km": known_km(metres, ground.township_level),
        }
    )


def township_codes(territory: Territory) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return the codes of townships as an array that positions index."""
    return np.array([township.code for township in territory.townships], dtype=object)


def known_km(metres: IntArray, township_level: bool) -> FloatArray:
    """Return kilometres; NaN where there is no way, or none is known within a township."""
    unknown = (metres >= NO_LIMIT) | (township_level & (metres == 0))
    return np.where(unknown, np.nan, metres / METRES_PER_KM)
