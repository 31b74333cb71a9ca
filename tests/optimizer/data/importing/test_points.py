"""Villages that are points: borders are inferred and say so."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from optimizer.data.generate import generate_county
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.run import import_sources
from tests.optimizer.data.importing.coverage_of import coverage_of, write_layer


def test_points_inside_polygons_of_townships(tmp_path: Path) -> None:
    """Each village gets the part of its township that is nearest; nothing is left over."""
    coverage = coverage_of(generate_county(5, 50, 2).tables)
    villages, townships = coverage.tables["villages.csv"], coverage.tables["townships.csv"]
    own = villages["township"].to_numpy()
    codes = townships["code"].astype(str).tolist()
    shapes = [shapely.coverage_union_all(coverage.degrees[own == code]) for code in codes]
    layer = write_layer(
        tmp_path / "乡镇界.gpkg",
        np.array(shapes, dtype=object),
        {"代码": codes, "名称": townships["name"].tolist()},
    )
    villages.drop(columns=["area_km2"]).to_csv(tmp_path / "villages.csv", index=False)
    imported = import_sources(ImportRequest((layer, tmp_path / "villages.csv")))
    said = {fault.code for fault in imported.notices.faults()}
    assert not imported.notices.stopped and "W847" in said
    borders = json.loads(imported.tables["borders.geojson"])
    assert borders["inferred"] is True and len(borders["features"]) == 50
    assert "按点位推算" in imported.tables["scenario.toml"]
    area = float(pd.to_numeric(coverage.tables["villages.csv"]["area_km2"]).sum())
    assert imported.summary["area_km2"] == np.round(imported.summary["area_km2"], 2)
    assert abs(imported.summary["area_km2"] - area) < 1e-3 * area
    assert imported.summary["villages"] == 50


def test_points_alone(tmp_path: Path) -> None:
    """Without any polygon the outline is drawn around the villages."""
    tables = generate_county(5, 50, 2).tables
    for name in ("villages.csv", "townships.csv", "counties.csv", "roads.csv"):
        tables[name].to_csv(tmp_path / name, index=False)
    names = ("villages.csv", "townships.csv", "counties.csv", "roads.csv")
    imported = import_sources(ImportRequest(tuple(tmp_path / name for name in names)))
    assert not imported.notices.stopped
    assert imported.summary["borders_inferred"] is True
    assert imported.summary["pairs"] > 100
