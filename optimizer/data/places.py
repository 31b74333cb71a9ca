"""Counties, townships and villages read from their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import numpy as np

from models.kinds import Kind
from models.quantities import HECTARES_PER_KM2, BoolArray, IntArray
from models.scenario import TerritoryFiles
from models.territory import County, Township, Villages
from optimizer.data.causes import degrees_cause
from optimizer.data.faults import Findings
from optimizer.data.spelling import plain_number, read_kind
from optimizer.data.table import Table, read_table

FloatArray = np.ndarray[tuple[int], np.dtype[np.float64]]
MOST_KM2 = 200_000
"""Larger than any village: the largest county of China has 202,000 km2."""
MOST_PEOPLE = 20_000_000
"""No village has as many people as a large city."""
TOWNSHIP_COLUMNS = ("code", "name", "kind", "county", "seat")
VILLAGE_COLUMNS = ("code", "name", "township", "population", "area_km2")


@dataclass(frozen=True)
class Places:
    """The three tables of places.

    Attributes
    ----------
    exclaves
        Townships (positions) that are marked as exclaves.
    flags
        Names of the flag columns of townships.
    village_file, village_rows
        Where each village stands, for faults.
    doubtful
        Villages without a code of their own: that nothing joins them is no fault besides.
    """

    counties: tuple[County, ...]
    townships: tuple[Township, ...]
    villages: Villages
    exclaves: frozenset[int]
    flags: frozenset[str]
    village_file: str
    village_rows: IntArray
    doubtful: BoolArray = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @cached_property
    def village_codes(self) -> Mapping[str, int]:
        """Position of each village by code; the first of those that stand twice."""
        found: dict[str, int] = {}
        for at, code in enumerate(self.villages.codes):
            found.setdefault(code, at)
        return found

    @cached_property
    def company(self) -> IntArray:
        """Number of villages in the county of each village."""
        county = np.array([t.county for t in self.townships], dtype=np.int64)
        _, of_village, counts = np.unique(
            county[self.villages.township], return_inverse=True, return_counts=True
        )
        return np.asarray(counts[of_village], dtype=np.int64)

    @property
    def may_lack_pairs(self) -> bool:
        """Whether no village has another in its county to be joined to."""
        return bool((self.company == 1).all())

    @property
    def sound(self) -> bool:
        """Whether every village has a township, and every township a county and a seat."""
        ends = (end for t in self.townships for end in (t.county, t.seat))
        return bool((self.villages.township >= 0).all()) and all(end >= 0 for end in ends)


def read_places(folder: Path, files: TerritoryFiles, findings: Findings) -> Places | None:
    """Read the tables of places; None when one of them cannot be used at all."""
    counties = read_table(folder / files.counties, ("code", "name", "is_district"), findings)
    townships = read_table(folder / files.townships, TOWNSHIP_COLUMNS, findings)
    villages = read_table(folder / files.villages, VILLAGE_COLUMNS, findings)
    if counties is None or townships is None or villages is None:
        return None
    return _assemble(counties, townships, villages, findings)


def _assemble(counties: Table, townships: Table, villages: Table, findings: Findings) -> Places:
    county_codes, township_codes, village_codes = (
        table.codes() for table in (counties, townships, villages)
    )
    county = townships.references("county", county_codes, "county", counties.file)
    seat = townships.references("seat", village_codes, "village", villages.file)
    township = villages.references("township", township_codes, "township", townships.file)
    _check_seats(townships, township, seat)
    _check_nothing_empty(counties, townships, county, township)
    districts = counties.flags("is_district")
    cities = counties.flags("subdistricts") if counties.has("subdistricts") else districts
    names = zip(counties.text("code"), counties.text("name"), districts, cities, strict=True)
    read_townships = _townships(townships, county, seat)
    urban = [a or b for a, b in zip(districts, cities, strict=True)]
    _warn_of_subdistricts(townships, read_townships, urban)
    exclaves = townships.flags("exclave") if townships.has("exclave") else []
    return Places(
        tuple(County(*row) for row in names),
        read_townships,
        _villages(villages, township),
        frozenset(np.nonzero(np.array(exclaves, dtype=bool))[0].tolist()),
        frozenset(_flag_columns(townships)),
        villages.file,
        villages.rows,
        np.isin(np.arange(len(villages)), list(villages.doubtful)),
    )


def _check_seats(townships: Table, township: IntArray, seat: IntArray) -> None:
    codes, seats = townships.text("code"), townships.text("seat")
    for at, village in enumerate(seat):
        owner = township[village] if village >= 0 else at
        if owner not in (at, -1):
            townships.note("E302", at, "seat", seats[at], other=codes[owner])


def _check_nothing_empty(
    counties: Table, townships: Table, county: IntArray, township: IntArray
) -> None:
    for at in sorted(set(range(len(counties))) - set(county.tolist()) - counties.doubtful):
        counties.note("E305", at, "code", counties.frame["code"].iat[at])
    for at in sorted(set(range(len(townships))) - set(township.tolist()) - townships.doubtful):
        townships.note("E304", at, "code", townships.frame["code"].iat[at])


def _warn_of_subdistricts(
    table: Table, townships: tuple[Township, ...], districts: list[bool]
) -> None:
    for at, township in enumerate(townships):
        inside = township.county < 0 or districts[township.county]
        if township.kind is Kind.SUBDISTRICT and not inside:
            table.note("W104", at, "kind", township.code, name=township.name)


def _kinds(table: Table) -> list[Kind]:
    words = table.text("kind")
    for at, word in enumerate(words):
        if word and read_kind(word) is None:
            table.note("E206", at, "kind", word)
    return [read_kind(word) or Kind.TOWNSHIP for word in words]


def _flag_columns(table: Table) -> list[str]:
    """Return the extra columns that hold nothing but 0 and 1, and the known flags."""
    known = {"protected", "key_town", "county_seat"}
    extra = [c for c in table.frame.columns if c not in (*TOWNSHIP_COLUMNS, "terrain", "exclave")]
    return [c for c in extra if c in known or set(table.frame[c]) <= {"0", "1"}]


def _townships(table: Table, county: IntArray, seat: IntArray) -> tuple[Township, ...]:
    kinds, terrain = _kinds(table), table.text("terrain", required=False)
    flags = {name: table.flags(name) for name in _flag_columns(table)}
    others = _others(table, (*TOWNSHIP_COLUMNS, "terrain", *flags))
    return tuple(
        Township(
            code=code,
            name=name,
            kind=kinds[i],
            county=int(county[i]),
            seat=int(seat[i]),
            terrain=terrain[i],
            flags=frozenset(flag for flag, on in flags.items() if on[i]),
            attributes={column: values[i] for column, values in others.items()},
        )
        for i, (code, name) in enumerate(zip(table.text("code"), table.text("name"), strict=True))
    )


def _others(table: Table, used: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return {c: tuple(table.frame[c]) for c in table.frame.columns if c not in used}


def _points(table: Table) -> tuple[FloatArray, FloatArray]:
    """Return lon and lat in degrees; NaN where there is none."""
    texts = [table.text(column, required=False) for column in ("lon", "lat")]
    cause = degrees_cause(*(map(_loosely, values) for values in texts))
    lon, lat = (
        [table.number(at, column, v, (-most, most), cause) for at, v in enumerate(values)]
        for column, most, values in zip(("lon", "lat"), (180, 90), texts, strict=True)
    )
    return _floats(lon), _floats(lat)


def _loosely(text: str) -> float:
    try:
        return float(plain_number(text))
    except ValueError:
        return np.nan


def _floats(numbers: Sequence[Decimal | None]) -> FloatArray:
    return np.array([np.nan if n is None else float(n) for n in numbers], dtype=np.float64)


def _villages(table: Table, township: IntArray) -> Villages:
    lon, lat = _points(table)
    return Villages(
        codes=tuple(table.text("code")),
        names=tuple(table.text("name")),
        township=township,
        population=table.whole("population", 1, "person", MOST_PEOPLE),
        area_ha=table.whole("area_km2", HECTARES_PER_KM2, "0.01 km2", MOST_KM2),
        lon=lon,
        lat=lat,
        attributes=_others(table, (*VILLAGE_COLUMNS, "lon", "lat")),
    )
