"""Read the fact tables that the estimates start from.

Only facts from before the reform are read here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from . import constants
from .geometry import Point, Projection

Row = Mapping[str, str]


@dataclass(frozen=True)
class VillageFact:
    """A village or community of the 2019 edition."""

    code: str
    name: str
    category: str
    known_gcj02: Point | None

    @property
    def resident_committee(self) -> bool:
        """Whether the code is a residents' committee's (001-199)."""
        return self.code[9:] < constants.COMMITTEE_SPLIT


@dataclass(frozen=True)
class TownshipFact:
    """A township before the reform; `area_ha` is in 0.01 km2, 0 when unknown."""

    code: str
    name: str
    kind: str
    lon: float
    lat: float
    seat_source: str
    area_ha: int
    county_seat: bool
    villages: tuple[VillageFact, ...]


@dataclass(frozen=True)
class CountyFact:
    """A county with its census figures and the area of its polygon."""

    code: str
    name: str
    is_district: str
    population: int
    urban_share: Decimal
    area_km2: float
    townships: tuple[TownshipFact, ...] = field(repr=False)

    @property
    def urban_population(self) -> int:
        """Census population x urban share, rounded half up."""
        exact = self.population * self.urban_share
        return int(exact.to_integral_value(rounding=ROUND_HALF_UP))


def rows(path: Path) -> list[dict[str, str]]:
    """Read a UTF-8 CSV table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read(folder: Path) -> tuple[CountyFact, ...]:
    """Read counties, townships and villages, each in the order of its codes."""
    villages = _grouped(rows(folder / "villages_2019.csv"), "township")
    townships = _grouped(_placed(rows(folder / "townships_2020.csv")), "county")
    return tuple(
        _county(row, tuple(_township(t, villages[t["code"]]) for t in townships[row["code"]]))
        for row in rows(folder / "counties.csv")
    )


def _grouped(table: list[dict[str, str]], key: str) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for row in sorted(table, key=lambda r: r["code"]):
        groups.setdefault(row[key], []).append(row)
    return groups


def _placed(table: list[dict[str, str]]) -> list[dict[str, str]]:
    """Give the township without a seat point one, due south-east of the city centre."""
    by_code = {row["code"]: row for row in table}
    centre, missing = by_code[constants.UNPLACED_FROM], by_code[constants.UNPLACED_TOWNSHIP]
    local = Projection(float(centre["seat_lon"]), float(centre["seat_lat"]))
    leg = constants.UNPLACED_KM / 2.0**0.5
    lon, lat = local.degrees((leg, -leg))
    source = "estimate:7.5 km SE of the city centre"
    missing |= {"seat_lon": f"{lon:.6f}", "seat_lat": f"{lat:.6f}", "seat_source": source}
    return table


def _county(row: Row, townships: tuple[TownshipFact, ...]) -> CountyFact:
    return CountyFact(
        code=row["code"],
        name=row["name"],
        is_district=row["is_district"],
        population=int(row["population_2020"]),
        urban_share=Decimal(row["urban_share_2020"]),
        area_km2=float(row["area_km2"]),
        townships=townships,
    )


def _township(row: Row, villages: list[dict[str, str]]) -> TownshipFact:
    return TownshipFact(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        lon=float(row["seat_lon"]),
        lat=float(row["seat_lat"]),
        seat_source=row["seat_source"],
        area_ha=int(Decimal(row["area_km2"] or "0") * 100),
        county_seat=row["county_seat"] == "1",
        villages=tuple(_village(v) for v in villages),
    )


def _village(row: Row) -> VillageFact:
    lon, lat = row["lon_gcj02"], row["lat_gcj02"]
    known = (float(lon), float(lat)) if lon else None
    return VillageFact(row["code"], row["name"], row["class"], known)
