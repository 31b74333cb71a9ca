"""Roads: lines are cut where they cross, villages go to the nearest node, ways are shortest."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

from optimizer.data.importing.imported import Imported
from optimizer.data.importing.network import speed_of
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.run import import_sources
from optimizer.data.importing.shifts import shifted, unshifted
from tests.optimizer.data.importing.coverage_of import write_layer

EAST, NORTH = 500_000.0, 4_000_000.0
TO_DEGREES = pyproj.Transformer.from_crs("EPSG:4547", "EPSG:4490", always_xy=True)
POINTS = [(500, 500), (1500, 500), (500, 1500), (1500, 1500)]


def degrees(shapes: Any) -> Any:
    """Bring metres from a corner of the county to degrees."""
    placed = shapely.transform(
        np.array(shapes, dtype=object), lambda xy: xy + np.array([EAST, NORTH])
    )
    return shapely.transform(placed, TO_DEGREES.transform, interleaved=False)


def county(folder: Path) -> list[Path]:
    """Write a county of two townships, two villages of one square kilometre each, and points."""
    cells = [shapely.box(x - 500, y - 500, x + 500, y + 500) for x, y in POINTS]
    codes = [f"140404{100 + i // 2}20{i % 2}" for i in range(4)]
    names = ["甲村", "乙村", "丙村", "丁村"]
    spots = shapely.get_coordinates(degrees([shapely.Point(p) for p in POINTS]))
    columns = {
        "代码": codes, "名称": names, "乡镇": ["东镇", "东镇", "西镇", "西镇"],
        "人口": ["900", "100", "900", "100"],
        "经度": [f"{x:.7f}" for x in spots[:, 0]], "纬度": [f"{y:.7f}" for y in spots[:, 1]],
    }  # fmt: skip
    return [write_layer(folder / "villages.gpkg", degrees(cells), columns)]


def lines(folder: Path, shapes: list[Any], classes: list[str]) -> Path:
    """Write a layer of roads."""
    pyogrio.raw.write(
        folder / "roads.gpkg",
        shapely.to_wkb(degrees(shapes)),
        [np.array(classes, dtype=object)],
        ["道路等级"],
        geometry_type="LineString",
        driver="GPKG",
        crs="EPSG:4490",
    )
    return folder / "roads.gpkg"


def travel(imported: Imported) -> dict[tuple[str, str], tuple[float, float]]:
    """Return km and minutes by village and seat, the last three digits of each and its township."""
    table = pd.read_csv(io.StringIO(imported.tables["travel.csv"]), dtype=str)
    return {
        (row.village[6:], row.seat[6:]): (float(row.km), float(row.minutes))
        for row in table.itertuples()
    }


def test_ways_go_along_lines_that_cross(tmp_path: Path) -> None:
    """A road from west to east and one from south to north meet without a common corner."""
    shapes = [
        shapely.LineString([(500, 500), (1500, 500)]),
        shapely.LineString([(500, 1500), (1500, 1500)]),
        shapely.LineString([(1000, 0), (1000, 2000)]),
    ]
    roads = lines(tmp_path, shapes, ["县道", "县道", "国道"])
    imported = import_sources(ImportRequest((*county(tmp_path), roads)))
    assert not imported.notices.stopped
    ways = travel(imported)
    assert ways["100201", "100200"][0] == pytest.approx(1.0, abs=0.005)
    assert ways["101200", "100200"][0] == pytest.approx(2.0, abs=0.01)
    assert ways["101200", "100200"][1] == pytest.approx(60 * (1 / 45 + 1 / 65), rel=0.01)
    assert ways["100200", "100200"] == (0.0, 0.0)
    assert "detour" not in imported.tables["scenario.toml"]


def test_what_no_road_reaches_is_listed(tmp_path: Path) -> None:
    """Two roads that do not meet: a straight line stands in, and is said."""
    shapes = [
        shapely.LineString([(500, 500), (1500, 500)]),
        shapely.LineString([(500, 1500), (1500, 1500)]),
    ]
    imported = import_sources(ImportRequest((*county(tmp_path), lines(tmp_path, shapes, ["", ""]))))
    said = {fault.code: fault for fault in imported.notices.faults()}
    assert said["W830"].details["count"] == 4
    assert travel(imported)["101200", "100200"][0] == pytest.approx(1.0, abs=0.005)


def test_villages_far_from_roads_are_listed(tmp_path: Path) -> None:
    far = shapely.LineString([(500, -9000), (1500, -9000)])
    imported = import_sources(ImportRequest((*county(tmp_path), lines(tmp_path, [far], ["村道"]))))
    said = {fault.code: fault for fault in imported.notices.faults()}
    assert said["W824"].details["count"] == 4


def test_an_extract_of_openstreetmap(tmp_path: Path) -> None:
    """Ways that may be driven; a node that was clipped away is counted, footways are left out."""
    spots = shapely.get_coordinates(degrees([shapely.Point(p) for p in POINTS]))
    nodes = "".join(
        f'<node id="{i}" version="1" lon="{x:.7f}" lat="{y:.7f}"/>'
        for i, (x, y) in enumerate(spots, 1)
    )
    ways = [
        ((1, 2), "primary"),
        ((2, 4), "residential"),
        ((4, 3, 99), "tertiary"),
        ((1, 3), "footway"),
    ]
    body = "".join(
        f'<way id="{10 + i}" version="1">'
        + "".join(f'<nd ref="{n}"/>' for n in refs)
        + f'<tag k="highway" v="{kind}"/></way>'
        for i, (refs, kind) in enumerate(ways)
    )
    path = tmp_path / "roads.osm"
    path.write_text(f'<osm version="0.6">{nodes}{body}</osm>', encoding="utf-8")
    imported = import_sources(ImportRequest((*county(tmp_path), path)))
    assert not imported.notices.stopped
    said = {fault.code: fault for fault in imported.notices.faults()}
    assert said["W825"].details["count"] == 1
    assert travel(imported)["101200", "100200"][0] == pytest.approx(3.0, abs=0.01)


def test_roads_hint_at_coordinates_of_a_web_map(tmp_path: Path) -> None:
    """Villages lie on roads once their shift is taken back."""
    (layer,) = county(tmp_path)
    meta, _, wkb, values = pyogrio.raw.read(layer)
    columns = dict(zip((str(f) for f in meta["fields"]), values, strict=True))
    spots = np.array([[float(v) for v in columns[c]] for c in ("经度", "纬度")])
    columns["经度"], columns["纬度"] = ([f"{v:.7f}" for v in c] for c in shifted("gcj02", *spots))
    cells = shapely.transform(
        shapely.from_wkb(wkb), lambda x, y: shifted("gcj02", x, y), interleaved=False
    )
    write_layer(tmp_path / "shifted.gpkg", cells, columns)
    shapes = [shapely.LineString([(x - 200, y), (x, y), (x + 200, y)]) for x, y in POINTS]
    roads = lines(tmp_path, shapes, [""] * 4)
    imported = import_sources(ImportRequest((tmp_path / "shifted.gpkg", roads)))
    hints = [f for f in imported.notices.faults() if f.code == "W831"]
    assert [h.details["shift"] for h in hints] == ["GCJ-02"]


def test_an_outline_hints_at_coordinates_of_a_web_map(tmp_path: Path) -> None:
    (layer,) = county(tmp_path)
    whole = degrees([shapely.box(0, 0, 2000, 2000)])
    away = shapely.transform(whole, lambda x, y: unshifted("bd09", x, y), interleaved=False)
    outline = write_layer(tmp_path / "outline.gpkg", away, {"name": ["县"]})
    imported = import_sources(ImportRequest((layer,), outline=outline))
    hints = [f for f in imported.notices.faults() if f.code == "W831"]
    assert [h.details["shift"] for h in hints] == ["BD-09"]


def test_speeds_by_class_and_by_the_way_itself() -> None:
    assert speed_of("县道", "") == 45.0
    assert speed_of("tertiary", "60") == 60.0
    assert speed_of("tertiary", "30 mph") == pytest.approx(48.27)
    assert speed_of("tertiary", "signals") == 35.0
    assert speed_of("", "") == 30.0
