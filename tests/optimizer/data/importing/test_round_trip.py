"""Coverages written in every format come back with the same contiguity, areas and tables."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from optimizer.data.generate import generate_county
from optimizer.data.importing.asked import Asked
from optimizer.data.importing.coverage import cover, in_polygons_only
from optimizer.data.importing.figures import geodesic_km2
from optimizer.data.importing.run import Imported, import_sources
from tests.optimizer.data.importing.coverage_of import (
    ENDINGS,
    CoverageDataset,
    coverage_of,
    jittered,
    write_layer,
    write_tables,
)

COUNTIES = {
    "small": (6, 60, 1),
    "county": (8, 120, 3),
    "large": (16, 300, 2),
}
FORMATS = [
    ("GPKG", None),
    ("ESRI Shapefile", "UTF-8"),
    ("ESRI Shapefile", "GBK"),
    ("GeoJSON", None),
    ("OpenFileGDB", None),
]


@pytest.fixture(scope="module", params=list(COUNTIES))
def coverage(request: pytest.FixtureRequest) -> CoverageDataset:
    return coverage_of(generate_county(*COUNTIES[request.param]).tables)


def columns(coverage: CoverageDataset, *names: str) -> dict[str, list[str]]:
    """Return columns of the villages as text."""
    villages = coverage.tables["villages.csv"]
    return {name: [str(value) for value in villages[name]] for name in names}


def table(imported: Imported, name: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(imported.tables[name]), dtype=str, keep_default_na=False)


@pytest.mark.parametrize(("driver", "encoding"), FORMATS)
def test_tables_come_back_the_same(
    coverage: CoverageDataset, tmp_path: Path, driver: str, encoding: str | None
) -> None:
    """Contiguity, areas and every column of the tables, whatever the format."""
    names = ("code", "name", "township", "population", "area_km2", "class")
    options = {"encoding": encoding} if encoding else {}
    path = tmp_path / f"villages.{ENDINGS[driver]}"
    write_layer(path, coverage.degrees, columns(coverage, *names), driver, **options)
    if encoding == "GBK":
        path.with_suffix(".cpg").unlink()
    others = write_tables(tmp_path, coverage.tables, "townships.csv", "counties.csv", "roads.csv")
    imported = import_sources(Asked((path, *others)))
    assert not imported.notices.stopped
    pairs = table(imported, "contiguity.csv")[["a", "b"]].to_numpy().tolist()
    assert {frozenset(pair) for pair in pairs} == coverage.pairs
    villages = table(imported, "villages.csv")
    for name, values in columns(coverage, *names).items():
        assert villages[name].tolist() == values, name
    for name in ("townships.csv", "counties.csv", "roads.csv"):
        before, after = coverage.tables[name], table(imported, name)
        for column in before.columns.difference(["km"]):
            assert after[column].tolist() == [str(v) for v in before[column]], column
    kilometres = table(imported, "roads.csv")["km"].astype(float)
    assert np.allclose(kilometres, coverage.tables["roads.csv"]["km"])


def test_areas_without_a_column_are_geodesic(coverage: CoverageDataset, tmp_path: Path) -> None:
    """Within 0.01 %, and half of the 0.01 km2 that tables are written at."""
    named = columns(coverage, "code", "name", "township", "population")
    path = write_layer(tmp_path / "villages.gpkg", coverage.degrees, named)
    imported = import_sources(
        Asked((path, *write_tables(tmp_path, coverage.tables, "townships.csv")))
    )
    areas = table(imported, "villages.csv")["area_km2"].astype(float).to_numpy()
    exact = geodesic_km2(coverage.degrees)
    assert (np.abs(areas - exact) <= 1e-4 * exact + 0.005).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_corners_off_by_a_metre(coverage: CoverageDataset, seed: int) -> None:
    """At most one pair of a thousand is wrong (one where there are fewer), and it is listed."""
    found, listed, truth = jittered_pairs(coverage, 1.0, seed)
    assert len(found ^ truth) <= max(1.0, len(truth) / 1000)
    assert found ^ truth <= listed


@pytest.mark.parametrize("seed", [0, 1])
def test_corners_off_by_five_metres(coverage: CoverageDataset, seed: int) -> None:
    """Every wrong pair is among those listed, and few are listed."""
    found, listed, truth = jittered_pairs(coverage, 5.0, seed)
    assert found ^ truth <= listed
    assert len(listed) <= 0.05 * len(truth)


Pairs = set[tuple[int, ...]]


def jittered_pairs(
    coverage: CoverageDataset, metres: float, seed: int
) -> tuple[Pairs, Pairs, Pairs]:
    """Return the pairs found, the doubtful ones, and those of the coverage itself."""
    truth = cover(coverage.flat, least_border_m=1.0)
    again = cover(in_polygons_only(jittered(coverage.flat, metres, seed)), least_border_m=1.0)
    listed = np.concatenate([again.pairs[again.doubtful], again.near])
    return as_set(again.pairs), as_set(listed), as_set(truth.pairs)


def as_set(pairs: np.ndarray) -> Pairs:
    return {tuple(pair) for pair in pairs.tolist()}
