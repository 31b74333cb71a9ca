"""The figures of villages: people, area and position, each with the source it is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from optimizer.data.cells import visible
from optimizer.data.importing.figures import (
    AREA_KM2,
    OFF,
    PEOPLE,
    area_unit,
    numbers,
    people_factor,
)
from optimizer.data.importing.imported import Levels
from optimizer.data.importing.layout import Layout
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.points import spot_of
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.tabulate import ASSUMED, Rows
from optimizer.data.importing.units import Unit
from optimizer.text import Text

_SHAPE_COLUMNS = ("shape_", "objectid", "fid", "st_area", "st_length", "ogc_fid", "shapearea")
"""Columns that programs for maps add by themselves, by how their names begin."""
_HUNDREDTH = Decimal("0.01")
"""Areas are whole hundredths of a km2."""
_NEAR_DEGREES = 0.01
"""A point so near to its polygon (about 1 km) is the village's: outlines are coarser than that."""
_LONGEST = 10_000
"""Characters of a cell that are kept of a column without a role."""


@dataclass(frozen=True)
class VillageFigures:
    """Figures of the villages by key, and where each is from.

    Attributes
    ----------
    people
        Whole persons; None where no source has any.
    km2
        Areas of 0.01 km2, of a column or of the polygon.
    spots
        Longitude and latitude, degrees.
    """

    people: Mapping[str, int | None]
    people_from: Mapping[str, str]
    km2: Mapping[str, Decimal]
    km2_from: Mapping[str, str]
    spots: Mapping[str, tuple[float, float]]
    spots_from: Mapping[str, str]


def figures_of(
    levels: Levels, layout: Layout, asked: ImportRequest, notices: Notices
) -> VillageFigures:
    """Return the figures of all villages; what is odd or lacking is noted."""
    km2 = dict(zip(layout.keys, layout.km2.tolist(), strict=True))
    people = _people(levels.villages, km2, asked, notices)
    areas = _areas(levels.villages, km2, asked, levels, notices)
    spots = _spots(levels.villages, layout, notices)
    return VillageFigures(*people, *areas, *spots)


def _people(
    villages: Mapping[str, Unit], km2: Mapping[str, float], asked: ImportRequest, notices: Notices
) -> tuple[dict[str, int | None], dict[str, str]]:
    """Return whole persons of each village and their source; None where no source has any."""
    found: dict[str, int | None] = dict.fromkeys(villages)
    way: dict[str, str] = {}
    for source, keys in _by_source(villages, "population"):
        column = "population"
        values = [villages[k].values["population"] for k in keys]
        figures, _ = numbers(values, source, column, notices)
        stated = villages[keys[0]].sources.get("population_unit", "")
        area = np.array([km2[k] for k in keys])
        factor = people_factor(figures, stated, area, (source, column), notices) or 1
        for key, figure in zip(keys, figures, strict=True):
            if figure is not None:
                found[key] = int((figure * factor).to_integral_value(ROUND_HALF_UP))
                way[key] = source
    missing = [key for key, value in found.items() if value is None]
    given = asked.assumed.get("population")
    if missing and given is not None:
        for key in missing:
            found[key], way[key] = int(Decimal(given)), ASSUMED
        cases = (villages[k].label() for k in missing)
        notices.extend("W814", "villages.csv", "population", cases, value=given, of=len(villages))
    elif missing:
        cases = (villages[k].label() for k in missing)
        what = Text("people", "人口")
        notices.extend("E812", "villages.csv", "population", cases, what=what, of=len(villages))
    return found, way


def _by_source(units: Mapping[str, Unit], role: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the units whose figure is from each source."""
    found: dict[str, list[str]] = {}
    for key, unit in units.items():
        if role in unit.values:
            found.setdefault(unit.sources.get(role, ""), []).append(key)
    yield from found.items()


def _areas(
    villages: Mapping[str, Unit],
    km2: Mapping[str, float],
    asked: ImportRequest,
    levels: Levels,
    notices: Notices,
) -> tuple[dict[str, Decimal], dict[str, str]]:
    """Return the area of each village, 0.01 km2, of the column or the polygon."""
    measured = "inferred polygon" if levels.inferred else "geodesic area of the polygon"
    found = {k: Decimal(repr(a)).quantize(_HUNDREDTH, ROUND_HALF_UP) for k, a in km2.items()}
    way = dict.fromkeys(villages, measured)
    for source, keys in _by_source(villages, "area"):
        figures, _ = numbers([villages[k].values["area"] for k in keys], source, "area", notices)
        stated = villages[keys[0]].sources.get("area_unit", "")
        area = np.array([km2[k] for k in keys])
        place = (source, "area")
        unit = area_unit(
            figures, stated, np.zeros_like(area) if levels.inferred else area, place, notices
        )
        unit = unit or ("km2" if levels.inferred else None)
        if unit is None:
            continue
        off = []
        for key, figure in zip(keys, figures, strict=True):
            if figure is None:
                continue
            value = figure * Decimal(repr(AREA_KM2[unit]))
            if (
                abs(float(value) - km2[key]) > max(OFF * km2[key], float(_HUNDREDTH))
                and not levels.inferred
            ):
                off.append(f"{villages[key].label()}: {value:.2f}, {km2[key]:.2f}")
            if asked.area == "column":
                found[key] = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
                way[key] = source
        notices.extend("W812", source, "area", off, taken=asked.area, of=len(keys))
    return found, way


def _spots(
    villages: Mapping[str, Unit], layout: Layout, notices: Notices
) -> tuple[dict[str, tuple[float, float]], dict[str, str]]:
    """Return where each village is: its point if that lies in or near its polygon, else inside."""
    import shapely

    inside = shapely.get_coordinates(shapely.point_on_surface(layout.shapes))
    found, way, off = {}, {}, []
    for i, (key, unit) in enumerate(villages.items()):
        spot = unit.spot or spot_of(unit.values)
        if spot is not None and shapely.dwithin(spot, layout.shapes[i], _NEAR_DEGREES):
            found[key], way[key] = (spot.x, spot.y), "point"
            continue
        if spot is not None:
            off.append(unit.label())
        found[key], way[key] = (float(inside[i][0]), float(inside[i][1])), "inside the polygon"
    notices.extend("W846", "villages.csv", "lon", off)
    return found, way


def village_rows(levels: Levels, figures: VillageFigures) -> Rows:
    """Return villages.csv: each figure with where it is from, the columns without a role last."""
    villages = levels.villages
    has_class = any("class" in unit.values for unit in villages.values())
    extra = _extra_columns(villages)
    head = ["code", "name", "township", "population", "area_km2", "lon", "lat"]
    head += ["class"] * has_class + list(extra.values())
    rows: Rows = [[*head, "population_source", "area_source", "position_source"]]
    for key, unit in villages.items():
        count = figures.people[key]
        lon, lat = figures.spots[key]
        home = levels.townships[levels.township_of[key]].code
        row: list[object] = [unit.code, unit.name or unit.code, home]
        row += [
            "" if count is None else count,
            f"{figures.km2[key]:.2f}",
            f"{lon:.6f}",
            f"{lat:.6f}",
        ]
        row += [unit.values.get("class", "")] * has_class
        row += [visible(unit.extra.get(column, ""))[:_LONGEST] for column in extra]
        sources = (figures.people_from.get(key, ""), figures.km2_from[key], figures.spots_from[key])
        rows.append([*row, *sources])
    return rows


def _extra_columns(units: Mapping[str, Unit]) -> dict[str, str]:
    """Return the columns without a role that are kept, and their names in the table."""
    taken = {
        *("code", "name", "township", "population", "area_km2", "lon", "lat", "class"),
        *("population_source", "area_source", "position_source"),
    }
    names = dict.fromkeys(c for unit in units.values() for c in unit.extra)
    kept: dict[str, str] = {}
    for name in names:
        plain = " ".join(visible(name).split())
        machine = plain.lower().startswith(_SHAPE_COLUMNS) or plain in taken
        if plain and not machine and plain not in kept.values():
            kept[name] = plain
    return kept


def add_own_figures(rows: Rows, counties: Mapping[str, Unit]) -> None:
    """Add the counties' own people and areas, which `validate` compares the sums with."""
    for role, column, factors in (
        ("population", "population", PEOPLE),
        ("area", "area_km2", AREA_KM2),
    ):
        if not any(role in unit.values for unit in counties.values()):
            continue
        rows[0].append(column)
        for row, unit in zip(rows[1:], counties.values(), strict=True):
            (figure,), _ = numbers([unit.values.get(role, "")], "", "", Notices())
            factor = factors.get(unit.sources.get(f"{role}_unit", ""), 1)
            row.append(
                "" if figure is None else f"{float(figure) * factor:.2f}".removesuffix(".00")
            )
