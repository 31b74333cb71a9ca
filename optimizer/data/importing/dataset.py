"""The dataset that an import makes: tables, borders, a scenario to begin with, and the record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np

from optimizer.data.borders import DEGREE_DECIMALS, borders_text
from optimizer.data.cells import FORMULA, plain_csv, visible
from optimizer.data.first_scenario import WRITTEN_BY_IMPORT
from optimizer.data.importing.asked import Asked
from optimizer.data.importing.figures import (
    AREA_KM2,
    OFF,
    PEOPLE,
    area_unit,
    numbers,
    people_factor,
)
from optimizer.data.importing.hints import compare_with_outline
from optimizer.data.importing.imported import Imported, Levels
from optimizer.data.importing.levels import chosen_text
from optimizer.data.importing.merged import say_merged
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.seats import Finder, find_seats
from optimizer.data.importing.tabulate import ASSUMED, Rows, counties_rows, townships_rows
from optimizer.data.importing.terrain import Ground, lay_out
from optimizer.data.importing.units import Unit
from optimizer.text import Text, joined

RECORD, COLUMNS, BORDERS, LINKS = "import.json", "columns.toml", "borders.geojson", "links.csv"
MARK = f"{WRITTEN_BY_IMPORT}: no rule is on yet."
_SHAPE_COLUMNS = ("shape_", "objectid", "fid", "st_area", "st_length", "ogc_fid", "shapearea")
_HUNDREDTH = Decimal("0.01")


def make_tables(imported: Imported, levels: Levels, asked: Asked, roads: Sequence[Path]) -> None:
    """Make every file of the dataset from units that are placed and have polygons."""
    notices = imported.notices
    villages = levels.villages
    ground = lay_out(villages, levels.township_of, levels.county_of, asked, notices)
    say_merged(levels, ground, notices)
    if asked.outline is not None:
        compare_with_outline(ground.shapes, asked.outline, asked.positioning, notices)
    km2 = dict(zip(ground.keys, ground.km2.tolist(), strict=True))
    people, people_way = _people(villages, km2, asked, notices)
    areas, area_way = _areas(villages, km2, asked, levels, notices)
    spots, spot_way = _spots(villages, ground, notices)
    layers = [k for k in imported.known if k.level == "seats"]
    seats = find_seats(
        levels.townships, villages, levels.members,
        {k: float(v) for k, v in people.items() if v is not None}, layers, notices,
    )  # fmt: skip
    _make_codes_apart(levels, notices)
    counties = counties_rows(levels.counties, notices)
    _add_figures(counties, levels.counties)
    tables: dict[str, Rows] = {
        "counties.csv": counties,
        "townships.csv": townships_rows(
            levels.townships,
            {t: levels.counties[c].code for t, c in levels.county_of.items()},
            {t: villages[v].code for t, v in seats.village.items()},
            seats.way,
            ground.exclaves,
            asked.assumed.get("kind", ""),
            notices,
        ),
        "contiguity.csv": _pairs(ground, villages),
    }
    tables["villages.csv"] = _village_rows(
        levels, (people, people_way), (areas, area_way), (spots, spot_way)
    )
    if ground.suggested:
        tables[LINKS] = _link_rows(ground, villages)
    _facilities(imported, villages, tables, notices)
    from optimizer.data.importing.roads import add_roads

    basis = add_roads(imported, levels, spots, seats.village, roads, tables, notices)
    estimated = _estimated(people_way, areas, levels, basis, notices)
    imported.tables = {name: plain_csv(rows) for name, rows in tables.items()}
    imported.tables[BORDERS] = "".join(_borders(ground, villages, levels.inferred))
    imported.tables["scenario.toml"] = _scenario(asked, estimated, basis)
    imported.summary = _summary(levels, ground, people, areas)


def _make_codes_apart(levels: Levels, notices: Notices) -> None:
    """Give codes to units that have none, and none to what a spreadsheet would compute."""
    for name, units in (
        ("villages.csv", levels.villages),
        ("townships.csv", levels.townships),
        ("counties.csv", levels.counties),
    ):
        made = []
        for number, unit in enumerate(units.values(), 1):
            if not unit.code or unit.code.startswith(tuple(FORMULA)):
                unit.code = f"{name[0]}{number}"
                made.append(unit.label())
        notices.extend("W845", name, "code", made)


def _people(
    villages: Mapping[str, Unit], km2: Mapping[str, float], asked: Asked, notices: Notices
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
    asked: Asked,
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
            if abs(float(value) - km2[key]) > max(OFF * km2[key], 0.01) and not levels.inferred:
                off.append(f"{villages[key].label()}: {value:.2f}, {km2[key]:.2f}")
            if asked.area == "column":
                found[key] = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
                way[key] = source
        notices.extend("W812", source, "area", off, taken=asked.area, of=len(keys))
    return found, way


def _spots(
    villages: Mapping[str, Unit], ground: Ground, notices: Notices
) -> tuple[dict[str, tuple[float, float]], dict[str, str]]:
    """Return where each village is: its point if that lies in or near its polygon, else inside."""
    import shapely

    from optimizer.data.importing.shapes import spot_of

    inside = shapely.get_coordinates(shapely.point_on_surface(ground.shapes))
    found, way, off = {}, {}, []
    for i, (key, unit) in enumerate(villages.items()):
        spot = unit.spot or spot_of(unit.values)
        if spot is not None and shapely.dwithin(spot, ground.shapes[i], 0.01):
            found[key], way[key] = (spot.x, spot.y), "point"
            continue
        if spot is not None:
            off.append(unit.label())
        found[key], way[key] = (float(inside[i][0]), float(inside[i][1])), "inside the polygon"
    notices.extend("W846", "villages.csv", "lon", off)
    return found, way


def _village_rows(
    levels: Levels,
    people: tuple[Mapping[str, int | None], Mapping[str, str]],
    areas: tuple[Mapping[str, Decimal], Mapping[str, str]],
    spots: tuple[Mapping[str, tuple[float, float]], Mapping[str, str]],
) -> Rows:
    villages = levels.villages
    has_class = any("class" in unit.values for unit in villages.values())
    extra = _extra_columns(villages)
    head = ["code", "name", "township", "population", "area_km2", "lon", "lat"]
    head += ["class"] * has_class + list(extra.values())
    rows: Rows = [[*head, "population_source", "area_source", "position_source"]]
    for key, unit in villages.items():
        count = people[0][key]
        lon, lat = spots[0][key]
        home = levels.townships[levels.township_of[key]].code
        row: list[object] = [unit.code, unit.name or unit.code, home]
        row += ["" if count is None else count, f"{areas[0][key]:.2f}", f"{lon:.6f}", f"{lat:.6f}"]
        row += [unit.values.get("class", "")] * has_class
        row += [_safe(unit.extra.get(column, "")) for column in extra]
        rows.append([*row, people[1].get(key, ""), areas[1][key], spots[1][key]])
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


def _safe(text: str) -> str:
    return visible(text)[:10_000]


def _pairs(ground: Ground, villages: Mapping[str, Unit]) -> Rows:
    """Return contiguity.csv, links last."""
    rows: Rows = [["a", "b", "border_km", "link", "doubtful"]]
    codes = [villages[key].code for key in ground.keys]
    for (a, b), metres, doubt in zip(
        ground.pairs.tolist(), ground.border_m.tolist(), ground.doubtful.tolist(), strict=True
    ):
        rows.append([codes[a], codes[b], f"{metres / 1000:.3f}", 0, int(doubt)])
    touching = {tuple(pair) for pair in ground.pairs.tolist()}
    for a, b in dict.fromkeys((min(ends), max(ends)) for ends in ground.links.tolist()):
        if (a, b) not in touching:
            rows.append([codes[a], codes[b], "", 1, 0])
    return rows


def _link_rows(ground: Ground, villages: Mapping[str, Unit]) -> Rows:
    units = [villages[key] for key in ground.keys]
    rows: Rows = [["a", "b", "a_name", "b_name", "apart_km"]]
    for link in ground.suggested:
        a, b = units[link.a], units[link.b]
        rows.append([a.code, b.code, a.name, b.name, f"{link.apart_m / 1000:.3f}"])
    return rows


def _add_figures(rows: Rows, counties: Mapping[str, Unit]) -> None:
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


def _facilities(
    imported: Imported, villages: Mapping[str, Unit], tables: dict[str, Rows], notices: Notices
) -> None:
    """Write facilities.csv from layers of points and tables that name villages."""
    rows: Rows = [["village", "kind", "name"]]
    finder = Finder(villages)
    for known in (k for k in imported.known if k.level == "facilities"):
        outside = []
        kinds = known.column("facility" if "facility" in known.roles else "kind")
        names = known.column("name")
        villages_said = known.column("village_code")
        shapes = known.layer.shapes
        for at in range(len(known.layer)):
            key = villages_said[at] if shapes is None else finder.at(shapes[at])
            if key in villages:
                rows.append([villages[key].code, facility_kind(kinds[at], names[at]), names[at]])
            else:
                outside.append(names[at] or str(at + 1))
        notices.extend("W840", known.layer.title, "", outside)
    if len(rows) > 1:
        tables["facilities.csv"] = rows


def facility_kind(kind: str, name: str) -> str:
    """Return `hospital` or `school` for words that mean them; others stay as they are."""
    text = f"{kind} {name}".lower()
    if any(word in text for word in ("医院", "卫生院", "hospital", "clinic", "卫生服务中心")):
        return "hospital"
    if any(word in text for word in ("学校", "小学", "中学", "school", "一贯制")):
        return "school"
    return kind or "other"


def _borders(ground: Ground, villages: Mapping[str, Unit], inferred: bool) -> Iterator[str]:
    import shapely

    def shapes() -> Iterator[tuple[Mapping[str, object], Any]]:
        for key, shape in zip(ground.keys, ground.shapes, strict=True):
            polygons = [
                [
                    np.round(shapely.get_coordinates(ring), DEGREE_DECIMALS).tolist()
                    for ring in (part.exterior, *part.interiors)
                ]
                for part in shapely.get_parts(shapely.orient_polygons(shape))
                if not part.is_empty
            ]
            yield {"code": villages[key].code, "name": villages[key].name}, polygons

    return borders_text(shapes(), inferred)


def _estimated(
    people_way: Mapping[str, str],
    areas: Mapping[str, Decimal],
    levels: Levels,
    basis: Text,
    notices: Notices,
) -> Text:
    """Say what of the dataset is assumed or inferred; every report prints it."""
    said = []
    assumed = sum(way == ASSUMED for way in people_way.values())
    if assumed:
        said.append(
            Text(
                f"people of {assumed} of {len(areas)} villages are assumed",
                f"{len(areas)} 个村中有 {assumed} 个的人口为假定值",
            )
        )
    if levels.coarse:
        said.append(
            Text(
                "each township is taken for one village: distances within it are not known",
                "以乡镇为最小单元，乡镇内部距离未知",
            )
        )
    if levels.inferred:
        said.append(Text("borders and areas are inferred from points", "界线和面积按点位推算"))
    if any(code == "W815" for code, _, _ in notices.cases):
        said.append(Text("kinds are assumed for some townships", "部分乡镇的类型为假定"))
    if basis.en:
        said.append(basis)
    return joined(said) if said else Text("", "")


def _scenario(asked: Asked, estimated: Text, basis: Text) -> str:
    name = asked.name or "imported"
    lines = [
        f"{MARK} `init` writes a scenario to fill in,",
        "# with every rule and what the data say of it.",
        f"name = {_toml(name)}",
        'mode = "whole"',
    ]
    if estimated.en:
        lines.append(f"estimated = {_toml(f'{estimated.zh} ({estimated.en})')}")
    lines += ["", "[territory]", 'earth = "wgs84"']
    if basis.en:
        lines.append(f"detour = {asked.detour:g}  # no roads: straight lines times this factor")
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    return json.dumps(visible(text), ensure_ascii=False)


def _summary(
    levels: Levels,
    ground: Ground,
    people: Mapping[str, int | None],
    areas: Mapping[str, Decimal],
) -> dict[str, Any]:
    known = [count for count in people.values() if count is not None]
    return {
        "counties": len(levels.counties),
        "townships": len(levels.townships),
        "villages": len(levels.villages),
        "township_level_only": levels.coarse,
        "pairs": len(ground.pairs),
        "doubtful": int(ground.doubtful.sum()) + len(ground.coverage.near),
        "links": len(ground.links),
        "people": sum(known) if known else None,
        "without_people": len(people) - len(known),
        "area_km2": float(sum(areas.values())),
        "tolerance_m": ground.coverage.tolerance.snap,
        "error_m": round(ground.coverage.tolerance.error, 3),
        "exact_coverage": ground.coverage.was_exact,
        "borders_inferred": levels.inferred,
    }


def files(imported: Imported) -> dict[str, str]:
    """Return every file that is written: tables, columns and the record."""
    record = {
        "format": "township-import/1",
        "summary": imported.summary,
        "layers": [
            {
                "source": k.layer.title,
                "level": k.level,
                "rows": len(k.layer),
                "columns": k.roles,
                "units": {r: u for r, u in k.units.items() if u},
            }
            for k in imported.known
        ],
        "notices": imported.notices.record(),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    return {**imported.tables, COLUMNS: chosen_text(imported.known), RECORD: text}
