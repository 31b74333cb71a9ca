"""From arrays to the tables of a dataset folder."""

import numpy as np
import pandas as pd

from optimizer.data.generate.arrays import Bools, Floats, Ints, lengths
from optimizer.data.generate.division import Division
from optimizer.data.generate.kinds import KINDS, classes_of, kinds_of
from optimizer.data.generate.land import Land
from optimizer.data.generate.names import place_names, village_names
from optimizer.data.generate.numbering import county_codes, township_codes, village_codes
from optimizer.data.generate.place import to_lon_lat
from optimizer.data.generate.relief import TERRAINS, terrain_of


def tabulate(
    land: Land, division: Division, people: Ints, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """Return the five tables, each sorted by code."""
    total = np.bincount(division.township, people, minlength=len(division.seat))
    kind = kinds_of(division, land.cities.level, total.astype(np.int64))
    level = classes_of(land, division, kind, land.centrality(division.county))
    county = county_codes(land.cities)
    township = township_codes(division, kind, county)
    off_km = lengths(land.xy_km - land.xy_km[division.seat[division.township]])
    village = village_codes(division, np.isin(level, (111, 121)), off_km, township)
    text = village.astype(str).astype(object)
    return {
        "counties.csv": _counties(county, land.cities.is_district, rng),
        "townships.csv": _townships(land, division, kind, county, township, text, rng),
        "villages.csv": _villages(land, division, people, level, township, village, rng),
        "contiguity.csv": _pairs(land, village, text, "border_km", land.border_km),
        "roads.csv": _pairs(land, village, text, "km", land.way_km, land.road),
    }


def _counties(code: Ints, is_district: Bools, rng: np.random.Generator) -> pd.DataFrame:
    """Return ``counties.csv``."""
    order = np.argsort(code)
    names = place_names(np.where(is_district, "区", "县")[order].tolist(), rng)
    return pd.DataFrame(
        {
            "code": code[order].astype(str),
            "name": names,
            "is_district": is_district[order].astype(np.int64),
        }
    )


def _townships(
    land: Land,
    division: Division,
    kind: Ints,
    county: Ints,
    code: Ints,
    village: np.ndarray[tuple[int], np.dtype[np.object_]],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return ``townships.csv``; the terrain is that of the mean height of the villages."""
    order = np.argsort(code)
    kinds = np.array(KINDS)[kind][order]
    own = division.township
    height = np.bincount(own, land.height) / np.bincount(own)
    return pd.DataFrame(
        {
            "code": code[order].astype(str),
            "name": place_names(kinds.tolist(), rng),
            "kind": kinds,
            "county": county[division.over][order].astype(str),
            "seat": village[division.seat][order],
            "county_seat": division.is_county_seat[order].astype(np.int64),
            "terrain": np.array(TERRAINS)[terrain_of(height)][order],
        }
    )


def _villages(
    land: Land,
    division: Division,
    people: Ints,
    level: Ints,
    township: Ints,
    code: Ints,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return ``villages.csv``."""
    order = np.argsort(code)
    lon, lat = to_lon_lat(land.xy_km[order])
    return pd.DataFrame(
        {
            "code": code[order].astype(str),
            "name": village_names(np.isin(level[order], (111, 121)), rng),
            "township": township[division.township][order].astype(str),
            "population": people[order],
            "area_km2": np.maximum(0.01, np.round(land.area_km2[order], 2)),
            "lon": lon,
            "lat": lat,
            "class": level[order].astype(str),
        }
    )


def _pairs(
    land: Land,
    code: Ints,
    text: np.ndarray[tuple[int], np.dtype[np.object_]],
    name: str,
    km: Floats,
    rows: Bools | None = None,
) -> pd.DataFrame:
    """Return a table of pairs (a < b) and a length of at least 1 m; of `rows` only, if given."""
    kept = np.arange(len(km)) if rows is None else np.flatnonzero(rows)
    a, b = land.a[kept], land.b[kept]
    swap = code[a] > code[b]
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    order = np.lexsort((code[b], code[a]))
    length = np.maximum(0.001, np.round(km[kept], 3))
    return pd.DataFrame({"a": text[a[order]], "b": text[b[order]], name: length[order]})
