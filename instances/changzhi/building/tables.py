"""Turn estimates into the instance's tables and write them."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import roads
from .county import Estimate
from .geometry import Point

Table = list[dict[str, str]]

COUNTY_AREA = "measured:county polygon"
CENSUS = "census 2020"
PEOPLE = "estimate:county census by class"
VILLAGE_AREA = "estimate:share of the township's area by its Voronoi cell"
BORDER = "estimate:Voronoi cells"
UNNAMED = "名称未载"


def county_table(found: Sequence[Estimate]) -> Table:
    """Return counties.csv."""
    return [
        {
            "code": e.county.code,
            "name": e.county.name,
            "is_district": e.county.is_district,
            "population": str(e.county.population),
            "urban_share": str(e.county.urban_share),
            "population_source": CENSUS,
            "area_km2": f"{e.county.area_km2:.2f}",
            "area_source": COUNTY_AREA,
        }
        for e in found
    ]


def township_table(found: Sequence[Estimate]) -> Table:
    """Return townships.csv."""
    return [
        {
            "code": t.code,
            "name": t.name,
            "kind": t.kind,
            "county": e.county.code,
            "seat": e.seat[t.code][0],
            "county_seat": str(int(t.county_seat)),
            "lon": f"{t.lon:.6f}",
            "lat": f"{t.lat:.6f}",
            "position_source": t.seat_source,
            "area_km2": _km2(e.area_ha[t.code]),
            "area_source": e.area_source[t.code],
            "seat_source": f"estimate:{e.seat[t.code][1]}",
        }
        for e in found
        for t in e.county.townships
    ]


def village_table(found: Sequence[Estimate]) -> Table:
    """Return villages.csv."""
    return [
        {
            "code": v.code,
            "name": v.name or f"{UNNAMED}{v.code[9:]}",
            "township": t.code,
            "population": str(e.population[v.code]),
            "area_km2": _km2(e.village_area_ha[v.code]),
            "lon": f"{e.position[v.code][0]:.6f}",
            "lat": f"{e.position[v.code][1]:.6f}",
            "class": e.category[v.code][0],
            "class_source": e.category[v.code][1],
            "position_source": e.position_source[v.code],
            "population_source": PEOPLE,
            "area_source": VILLAGE_AREA,
        }
        for e in found
        for t in e.county.townships
        for v in t.villages
    ]


def contiguity_table(found: Sequence[Estimate]) -> Table:
    """Return contiguity.csv."""
    return [
        {"a": a, "b": b, "border_km": f"{km:.3f}", "source": BORDER}
        for e in found
        for (a, b), km in e.borders.items()
    ]


def road_table(pairs: Sequence[tuple[roads.Pair, str]], position: Mapping[str, Point]) -> Table:
    """Return roads.csv."""
    return [
        {"a": a, "b": b, "km": f"{roads.road_km(position[a], position[b]):.3f}", "source": source}
        for (a, b), source in pairs
    ]


def write(table: Sequence[Mapping[str, str]], path: Path) -> None:
    """Write a table as UTF-8 CSV with plain line ends."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    replace(path, text.getvalue())


def replace(path: Path, text: str) -> None:
    """Write a file under a temporary name and rename it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(text.encode("utf-8"))
    temporary.replace(path)


def _km2(hectares: int) -> str:
    return f"{hectares // 100}.{hectares % 100:02d}"
