"""The dataset that an import makes: tables, borders, a scenario to begin with, and the record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.quantities import METRES_PER_KM
from optimizer.data.borders import DEGREE_DECIMALS, borders_text
from optimizer.data.cells import FORMULA, plain_csv, visible
from optimizer.data.first_scenario import WRITTEN_BY_IMPORT
from optimizer.data.importing.facilities import facility_rows
from optimizer.data.importing.hints import compare_with_outline
from optimizer.data.importing.imported import Imported, Levels
from optimizer.data.importing.joining import say_merged
from optimizer.data.importing.layout import Layout, lay_out
from optimizer.data.importing.levels import chosen_text
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.roads import add_roads
from optimizer.data.importing.seats import find_seats
from optimizer.data.importing.tabulate import ASSUMED, Rows, counties_rows, townships_rows
from optimizer.data.importing.units import Unit
from optimizer.data.importing.villages import (
    VillageFigures,
    add_own_figures,
    figures_of,
    village_rows,
)
from optimizer.text import Text, joined

RECORD, COLUMNS, BORDERS, LINKS = "import.json", "columns.toml", "borders.geojson", "links.csv"
MARK = f"{WRITTEN_BY_IMPORT}: no rule is on yet."


def make_tables(
    imported: Imported, levels: Levels, asked: ImportRequest, roads: Sequence[Path]
) -> None:
    """Make every file of the dataset from units that are placed and have polygons."""
    notices = imported.notices
    villages = levels.villages
    layout = lay_out(villages, levels.township_of, levels.county_of, asked, notices)
    say_merged(villages, levels.matches, layout, notices)
    if asked.outline is not None:
        compare_with_outline(layout.shapes, asked.outline, asked.positioning, notices)
    figures = figures_of(levels, layout, asked, notices)
    layers = [k for k in imported.known if k.level == "seats"]
    seats = find_seats(
        levels.townships, villages, levels.members,
        {k: float(v) for k, v in figures.people.items() if v is not None}, layers, notices,
    )  # fmt: skip
    _make_codes_apart(levels, notices)
    counties = counties_rows(levels.counties, notices)
    add_own_figures(counties, levels.counties)
    tables: dict[str, Rows] = {
        "counties.csv": counties,
        "townships.csv": townships_rows(
            levels.townships,
            {t: levels.counties[c].code for t, c in levels.county_of.items()},
            {t: villages[v].code for t, v in seats.village.items()},
            seats.way,
            layout.exclaves,
            asked.assumed.get("kind", ""),
            notices,
        ),
        "contiguity.csv": _pairs(layout, villages),
    }
    tables["villages.csv"] = village_rows(levels, figures)
    if layout.suggested:
        tables[LINKS] = _link_rows(layout, villages)
    if facilities := facility_rows(imported.known, villages, notices):
        tables["facilities.csv"] = facilities
    basis = add_roads(imported, levels, figures.spots, seats.village, roads, tables, notices)
    estimated = _estimated(figures, levels, basis, notices)
    imported.tables = {name: plain_csv(rows) for name, rows in tables.items()}
    imported.tables[BORDERS] = "".join(_borders(layout, villages, levels.inferred))
    imported.tables["scenario.toml"] = _scenario(asked, estimated, basis)
    imported.summary = _summary(levels, layout, figures)


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


def _pairs(layout: Layout, villages: Mapping[str, Unit]) -> Rows:
    """Return contiguity.csv, links last."""
    rows: Rows = [["a", "b", "border_km", "link", "doubtful"]]
    codes = [villages[key].code for key in layout.keys]
    for (a, b), metres, doubt in zip(
        layout.pairs.tolist(), layout.border_m.tolist(), layout.doubtful.tolist(), strict=True
    ):
        rows.append([codes[a], codes[b], f"{metres / METRES_PER_KM:.3f}", 0, int(doubt)])
    touching = {tuple(pair) for pair in layout.pairs.tolist()}
    for a, b in dict.fromkeys((min(ends), max(ends)) for ends in layout.links.tolist()):
        if (a, b) not in touching:
            rows.append([codes[a], codes[b], "", 1, 0])
    return rows


def _link_rows(layout: Layout, villages: Mapping[str, Unit]) -> Rows:
    units = [villages[key] for key in layout.keys]
    rows: Rows = [["a", "b", "a_name", "b_name", "apart_km"]]
    for link in layout.suggested:
        a, b = units[link.a], units[link.b]
        rows.append([a.code, b.code, a.name, b.name, f"{link.apart_m / METRES_PER_KM:.3f}"])
    return rows


def _borders(layout: Layout, villages: Mapping[str, Unit], inferred: bool) -> Iterator[str]:
    import shapely

    def shapes() -> Iterator[tuple[Mapping[str, object], Any]]:
        for key, shape in zip(layout.keys, layout.shapes, strict=True):
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


def _estimated(figures: VillageFigures, levels: Levels, basis: Text, notices: Notices) -> Text:
    """Say what of the dataset is assumed or inferred; every report prints it."""
    said = []
    assumed = sum(source == ASSUMED for source in figures.people_from.values())
    if assumed:
        said.append(
            Text(
                f"people of {assumed} of {len(figures.km2)} villages are assumed",
                f"{len(figures.km2)} 个村中有 {assumed} 个的人口为假定值",
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


def _scenario(asked: ImportRequest, estimated: Text, basis: Text) -> str:
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


def _summary(levels: Levels, layout: Layout, figures: VillageFigures) -> dict[str, Any]:
    people = figures.people
    known = [count for count in people.values() if count is not None]
    return {
        "counties": len(levels.counties),
        "townships": len(levels.townships),
        "villages": len(levels.villages),
        "township_level_only": levels.coarse,
        "pairs": len(layout.pairs),
        "doubtful": int(layout.doubtful.sum()) + len(layout.coverage.near),
        "links": len(layout.links),
        "people": sum(known) if known else None,
        "without_people": len(people) - len(known),
        "area_km2": float(sum(figures.km2.values())),
        "tolerance_m": layout.coverage.tolerance.snap,
        "error_m": round(layout.coverage.tolerance.error, 3),
        "exact_coverage": layout.coverage.was_exact,
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
