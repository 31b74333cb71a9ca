"""Coverages written in every format come back with the same contiguity, areas and tables."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from optimizer.data.dataset import read_dataset
from optimizer.data.generate import generate_county
from optimizer.data.importing.coverage import cover, in_polygons_only
from optimizer.data.importing.figures import geodesic_km2
from optimizer.data.importing.imported import Imported
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.run import import_sources
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.results import ObjectiveResult
from optimizer.solve.run import solve
from tests.optimizer.data.importing.coverage_of import (
    ENDINGS,
    CoverageDataset,
    coverage_of,
    jittered,
    write_layer,
    write_tables,
)
from tests.support import INSTANCES

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
    imported = import_sources(ImportRequest((path, *others)))
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
        ImportRequest((path, *write_tables(tmp_path, coverage.tables, "townships.csv")))
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


@pytest.mark.parametrize(
    ("size", "driver", "encoding"),
    [*((size, "GPKG", None) for size in COUNTIES), ("small", "ESRI Shapefile", "GBK")],
)
def test_the_optimum_comes_back_the_same(
    size: str, driver: str, encoding: str | None, tmp_path: Path
) -> None:
    """A county solved before it was exported, and after its import."""
    made = generate_county(*COUNTIES[size]).tables
    before, imported = exported(made, tmp_path, driver, encoding)
    values = [
        [(r.name, r.value, r.proved) for r in solved(tables, tmp_path / name)]
        for name, tables in (("before", texts(before)), ("after", imported.tables))
    ]
    assert values[0] == values[1]
    assert all(proved for _, _, proved in values[0])


@pytest.mark.parametrize(("driver", "encoding"), [("GPKG", None), ("ESRI Shapefile", "GBK")])
def test_changzhi_comes_back_the_same(driver: str, encoding: str | None, tmp_path: Path) -> None:
    """3,480 villages of 12 counties: contiguity and the figures that every optimum rests on."""
    folder = INSTANCES / "changzhi"
    names = ("villages.csv", "townships.csv", "counties.csv", "roads.csv")
    tables = {name: pd.read_csv(folder / name, dtype=str, keep_default_na=False) for name in names}
    before, imported = exported(tables, tmp_path, driver, encoding)
    pairs = table(imported, "contiguity.csv")[["a", "b"]].to_numpy().tolist()
    assert {frozenset(pair) for pair in pairs} == before.pairs
    villages = table(imported, "villages.csv")
    for name, values in columns(before, *FIGURES).items():
        assert villages[name].tolist() == values, name
    wanted = {"townships.csv": ("code", "name", "kind", "county", "seat", "county_seat")}
    wanted["counties.csv"] = ("code", "name", "is_district")
    for name, heads in wanted.items():
        for column in heads:
            kept, after = tables[name][column].tolist(), table(imported, name)[column].tolist()
            assert after == kept, (name, column)
    roads = table(imported, "roads.csv")
    assert roads[["a", "b"]].equals(tables["roads.csv"][["a", "b"]])
    assert (metres(roads["km"]) == metres(tables["roads.csv"]["km"])).all()


def metres(km: pd.Series) -> np.ndarray:
    """Return lengths as a dataset is read, whole metres."""
    return np.floor(km.astype(float).to_numpy() * 1000 + 0.5)


FIGURES = ("code", "name", "township", "population", "area_km2")


def exported(
    tables: Mapping[str, pd.DataFrame], folder: Path, driver: str, encoding: str | None
) -> tuple[CoverageDataset, Imported]:
    """Return a dataset as a coverage, and what comes of it by way of a format."""
    coverage = coverage_of(tables)
    path = folder / f"villages.{ENDINGS[driver]}"
    options = {"encoding": encoding} if encoding else {}
    write_layer(path, coverage.degrees, columns(coverage, *FIGURES), driver, **options)
    if encoding == "GBK":
        path.with_suffix(".cpg").unlink()
    others = write_tables(folder, coverage.tables, "townships.csv", "counties.csv", "roads.csv")
    return coverage, import_sources(ImportRequest((path, *others)))


def texts(coverage: CoverageDataset) -> dict[str, str]:
    """Return the tables as CSV."""
    return {name: frame.to_csv(index=False) for name, frame in coverage.tables.items()}


def solved(tables: Mapping[str, str], folder: Path) -> Sequence[ObjectiveResult]:
    """Return what the objectives reach under the notice's cap."""
    folder.mkdir()
    for name, text in tables.items():
        if name.endswith(".csv"):
            (folder / name).write_text(text, encoding="utf-8")
    rules = '[rules]\narea_cap = { max_km2 = 300 }\n[[objectives]]\nname = "units"\n'
    more = '[[objectives]]\nname = "travel"\n'
    (folder / "scenario.toml").write_text(f'name = "x"\n{rules}{more}', encoding="utf-8")
    data = read_dataset(folder)
    return solve(data, Clock(Effort(workers=1))).reached
