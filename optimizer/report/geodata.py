"""A plan as geodata: units and villages as GeoPackage, Shapefile and GeoJSON."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.borders import Borders
from models.plan import Plan
from models.quantities import HECTARES_PER_KM2
from optimizer.check.naming import unit_names
from optimizer.data.cells import csv_text
from optimizer.data.dataset import Dataset
from optimizer.data.faults import Fault, Findings, InputError
from optimizer.data.importing.extras import need
from optimizer.data.output import replacing
from optimizer.data.plan_file import read_plan
from optimizer.report.map.base_map import KM_PER_DEGREE, known_borders, middle, survey

FORMATS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "geojson": "GeoJSON"}
CRS = "EPSG:4490"
"""China Geodetic Coordinate System 2000, degrees."""
OUR_FILES = frozenset(
    {"plan.gpkg", "fields.csv", "units.geojson", "villages.geojson"}
    | {
        f"{layer}.{end}"
        for layer in ("units", "villages")
        for end in ("shp", "shx", "dbf", "prj", "cpg")
    }
)
_DBF_BYTES = 254
"""Longest text of a dBASE field."""
_STAMP = {"OGR_CURRENT_DATE": "2000-01-01T00:00:00Z"}
"""A GeoPackage holds the time of writing: fixed, so that the same plan gives the same bytes."""


@dataclass(frozen=True)
class Field:
    """A column: its name in a Shapefile (ASCII, 10 bytes at most), elsewhere, and what it means."""

    short: str
    name: str
    en: str
    zh: str


UNITS = (
    Field("code", "code", "code of the township whose seat the unit keeps", "单位代码"),
    Field("name", "name", "name", "名称"),
    Field("kind", "kind", "kind after the plan", "类型"),
    Field("county", "county", "code of the county", "县代码"),
    Field("county_nm", "county_name", "county", "县名称"),
    Field("seat", "seat", "code of the seat", "驻地代码"),
    Field("seat_name", "seat_name", "seat", "驻地"),
    Field("area_km2", "area_km2", "area, km2", "面积（平方公里）"),
    Field("population", "population", "people", "人口"),
    Field("villages", "villages", "number of villages", "村（居）数"),
    Field("operation", "operation", "what happens to it", "调整方式"),
    Field("townships", "townships", "formed from", "调整内容"),
    Field("worst_km", "worst_km", "farthest village from the seat, km", "最远村距驻地（公里）"),
    Field("inferred", "inferred", "1: border inferred from points", "1：界线为推算，非实际界线"),
)
VILLAGES = (
    Field("code", "code", "code", "代码"),
    Field("name", "name", "name", "名称"),
    Field("township", "township", "code of its township before", "原乡镇代码"),
    Field("town_name", "township_name", "its township before", "原乡镇"),
    Field("unit", "unit", "code of its unit after", "调整后单位代码"),
    Field("unit_name", "unit_name", "its unit after", "调整后单位"),
    Field("unit_kind", "unit_kind", "kind of its unit after", "调整后类型"),
    Field("moved", "moved", "1: its unit changes", "1：隶属变动"),
    Field("county", "county_code", "code of the county", "县代码"),
    Field("population", "population", "people", "人口"),
    Field("area_km2", "area_km2", "area, km2", "面积（平方公里）"),
    Field("lon", "lon", "longitude of the village", "经度"),
    Field("lat", "lat", "latitude of the village", "纬度"),
    Field("seat_km", "seat_km", "distance to the seat, km", "距驻地（公里）"),
    Field("inferred", "inferred", "1: border inferred from points", "1：界线为推算，非实际界线"),
)


def export_geodata(
    plan: Plan, dataset: Dataset, folder: Path, formats: Sequence[str], lang: str = "en"
) -> list[Path]:
    """Write units and villages of a plan as layers.

    Parameters
    ----------
    folder
        Must exist.
    formats
        Of `FORMATS`.

    Returns
    -------
    list of Path
        The files; fields.csv is the key to a Shapefile's names.

    Raises
    ------
    InputError
        Where the extra `geo` is missing (E801) or there is nothing to draw (E823).
    """
    need("geo")
    shapes, inferred = village_shapes(plan, dataset)
    layers = {
        "units": (UNITS, *_unit_layer(plan, dataset, shapes, inferred, lang)),
        "villages": (VILLAGES, shapes, _village_columns(plan, dataset, inferred)),
    }
    for form in formats:
        for name, (fields, geometry, columns) in layers.items():
            _write(folder, name, form, fields, geometry, columns)
    if "shp" in formats:
        (folder / "fields.csv").write_text(_key(layers), encoding="utf-8-sig", newline="\n")
    return sorted(path for path in folder.iterdir() if path.is_file())


def plan_of(path: Path | None, dataset: Dataset) -> tuple[Plan, tuple[Fault, ...]]:
    """Return the plan at a path, or the status quo, and what is odd about it."""
    if path is None:
        return Plan.status_quo(dataset.territory), ()
    read = read_plan(path, dataset.territory, dataset.sha256)
    findings = Findings()
    lost = int((read.plan.unit < 0).sum())
    if lost:
        findings.add("E825", path.name, count=lost)
    findings.stop_on_errors()
    return read.plan, read.warnings


def deliver_geodata(
    plan: Plan, dataset: Dataset, folder: Path, formats: Sequence[str], lang: str
) -> list[Path]:
    """Write the layers into a folder, all or none; see `export_geodata`."""
    need("geo")
    with replacing(folder) as draft:
        names = [path.name for path in export_geodata(plan, dataset, draft, formats, lang)]
    return [folder / name for name in names]


def village_shapes(plan: Plan, dataset: Dataset) -> tuple[Any, bool]:
    """Return the polygon of each village, degrees, and whether they are inferred from points."""
    try:
        borders = known_borders(plan.territory)
    except ValueError as error:
        details = {"why": str(error)}
        raise InputError(
            [Fault("E824", dataset.scenario.territory.borders, details=details)]
        ) from error
    if borders is not None:
        return _polygons(borders, len(plan.territory.villages)), borders.inferred
    cells = _cells(plan)
    if cells is None:
        raise InputError([Fault("E823", dataset.scenario.territory.villages)])
    return cells, True


def _polygons(borders: Borders, count: int) -> Any:
    import shapely

    rings = shapely.linearrings(
        borders.lonlat, indices=np.repeat(np.arange(len(borders.village)), np.diff(borders.starts))
    )
    found = np.empty(count, dtype=object)
    for village, ring in zip(borders.village.tolist(), rings, strict=True):
        found[village] = [*(found[village] or ()), ring]
    return np.array([_polygon(rings) for rings in found], dtype=object)


def _polygon(rings: Sequence[Any]) -> Any:
    """Return rings as polygons: those that run clockwise are holes of the others."""
    import shapely

    outer = [shapely.Polygon(r) for r in rings if shapely.is_ccw(r)]
    holes = [shapely.Polygon(r) for r in rings if not shapely.is_ccw(r)]
    whole = shapely.MultiPolygon(outer)
    return shapely.difference(whole, shapely.union_all(holes)) if holes else whole


def _cells(plan: Plan) -> Any:
    """Return the cells of the map, brought back to degrees; None without coordinates."""
    import shapely

    base_map = survey(plan.territory)
    if base_map is None or len(base_map.drawn) < len(plan.territory.villages):
        return None
    villages = plan.territory.villages
    centre = middle(np.column_stack([villages.lon, villages.lat]))
    outline = shapely.union_all([shapely.Polygon(r) for r in base_map.rings if len(r) > 3])
    each = np.arange(len(base_map.drawn))
    rings = base_map.cells.rings(each)
    flat = shapely.polygons([shapely.linearrings(rings[i][0]) for i in each.tolist()])
    shrunk = np.array([np.cos(np.radians(centre[1])), 1.0])
    inside = shapely.intersection(flat, outline)
    return shapely.transform(inside, lambda xy: xy / (KM_PER_DEGREE * shrunk) + centre)


def _unit_layer(
    plan: Plan, dataset: Dataset, shapes: Any, inferred: bool, lang: str
) -> tuple[Any, Mapping[str, Any]]:
    import shapely

    from optimizer.report.words import Words, in_km

    territory, words = plan.territory, Words(lang)
    names = unit_names(plan, dataset.scenario)
    merged, rows = [], []
    for unit in plan.units:
        whole = shapely.union_all(shapely.make_valid(shapes[unit.villages]))
        merged.append(whole)
        county = territory.counties[unit.county]
        rows.append(
            {
                "code": territory.unit_codes[unit.township],
                "name": names[unit.township],
                "kind": unit.kind.value,
                "county": county.code,
                "county_name": county.name,
                "seat": territory.villages.codes[unit.seat],
                "seat_name": territory.villages.names[unit.seat],
                "area_km2": unit.area_ha / HECTARES_PER_KM2,
                "population": unit.population,
                "villages": len(unit.villages),
                "operation": words.operation(unit.operation),
                "townships": "、".join(territory.townships[t].name for t in unit.townships),
                "worst_km": in_km(unit.worst_m, territory.township_level),
                "inferred": int(inferred),
            }
        )
    columns = {field.name: [row[field.name] for row in rows] for field in UNITS}
    return np.array(merged, dtype=object), columns


def _village_columns(plan: Plan, dataset: Dataset, inferred: bool) -> Mapping[str, Any]:
    from optimizer.report.words import in_km

    territory = plan.territory
    villages, townships = territory.villages, territory.townships
    names = unit_names(plan, dataset.scenario)
    before, after = villages.township.tolist(), plan.unit.tolist()
    return {
        "code": villages.codes,
        "name": villages.names,
        "township": [townships[t].code for t in before],
        "township_name": [townships[t].name for t in before],
        "unit": [territory.unit_codes[u] for u in after],
        "unit_name": [names[u] for u in after],
        "unit_kind": [plan.kind(u).value for u in after],
        "moved": [int(a != b) for a, b in zip(before, after, strict=True)],
        "county_code": [territory.counties[townships[t].county].code for t in before],
        "population": villages.population.tolist(),
        "area_km2": [a / HECTARES_PER_KM2 for a in villages.area_ha.tolist()],
        "lon": villages.lon.tolist(),
        "lat": villages.lat.tolist(),
        "seat_km": [in_km(m, territory.township_level) for m in plan.metres.tolist()],
        "inferred": [int(inferred)] * len(villages),
    }


def _write(
    folder: Path,
    name: str,
    form: str,
    fields: Sequence[Field],
    shapes: Any,
    columns: Mapping[str, Any],
) -> None:
    import pyogrio
    import shapely

    short = form == "shp"
    data = [_array(columns[field.name], short) for field in fields]
    parts = [shapely.get_parts(s) for s in shapely.make_valid(shapes)]
    multi = [
        shapely.MultiPolygon([p for p in found if p.geom_type == "Polygon"]) for found in parts
    ]
    path = folder / ("plan.gpkg" if form == "gpkg" else f"{name}.{form}")
    more: dict[str, Any] = {"encoding": "UTF-8"} if short else {}
    if form == "geojson":
        more = {"RFC7946": "YES"}
    pyogrio.set_gdal_config_options(_STAMP)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pyogrio.raw.write(
                path,
                shapely.to_wkb(np.array(multi, dtype=object)),
                data,
                [field.short if short else field.name for field in fields],
                layer=name if form == "gpkg" else None,
                append=form == "gpkg" and path.exists(),
                driver=FORMATS[form],
                geometry_type="MultiPolygon",
                crs="EPSG:4326" if form == "geojson" else CRS,
                **more,
            )
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(_STAMP))


def _array(values: Sequence[Any], short: bool) -> Any:
    if values and isinstance(values[0], str):
        cut = [_within(v, _DBF_BYTES) if short else v for v in values]
        return np.array(cut, dtype=object)
    if None in values:  # not known: no value, in every format
        return np.array(values, dtype=np.float64)
    return np.array(values)


def _within(text: str, most: int) -> str:
    """Cut a text to a number of bytes, never inside a character."""
    return text.encode()[:most].decode(errors="ignore")


def _key(layers: Mapping[str, tuple[Sequence[Field], Any, Any]]) -> str:
    rows: list[tuple[str, ...]] = [("layer", "field", "name", "meaning", "含义")]
    for name, (fields, _, _) in layers.items():
        rows += [(name, field.short, field.name, field.en, field.zh) for field in fields]
    return csv_text(rows)
