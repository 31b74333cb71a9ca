"""import, init, export: the walk of somebody who comes with two files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
import xlsxwriter
from click.testing import Result

from optimizer.data.generate import generate_county
from tests.optimizer.data.importing.coverage_of import CoverageDataset, coverage_of, write_layer

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def coverage() -> CoverageDataset:
    return coverage_of(generate_county(6, 60, 1).tables)


@pytest.fixture
def sources(coverage: CoverageDataset, tmp_path: Path) -> tuple[Path, Path]:
    """Polygons in a GBK Shapefile, people in 万 in a workbook with a title and totals."""
    villages = coverage.tables["villages.csv"]
    names = dict(coverage.tables["townships.csv"][["code", "name"]].to_numpy().tolist())
    polygons = write_layer(
        tmp_path / "村界.shp",
        coverage.degrees,
        {
            "村代码": villages["code"].tolist(),
            "村名": villages["name"].tolist(),
            "乡镇": [names[t] for t in villages["township"]],
        },
        "ESRI Shapefile",
        encoding="GBK",
    )
    people = tmp_path / "人口.xlsx"
    with xlsxwriter.Workbook(people) as book:
        sheet = book.add_worksheet("表一")
        sheet.write(0, 0, "某县2020年常住人口")
        sheet.write_row(1, 0, ("行政区划代码", "村名", "常住人口(万人)"))
        for at, row in enumerate(villages.itertuples(), 2):
            sheet.write_row(at, 0, (float(row.code), row.name, int(row.population) / 10_000))
        sheet.write_row(len(villages) + 2, 0, ("合计", "", 1.0))
    return polygons, people


def test_two_files_to_a_proved_plan_with_real_borders(
    run: Run, coverage: CoverageDataset, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    """Four commands: import, validate, init, solve."""
    data, plan = tmp_path / "data", tmp_path / "plan"
    said = run("import", *sources, "-o", data, "--name", "某县", "--lang", "zh")
    assert "人口.xlsx:表一" in said.output and "万人" in said.output
    assert "0 个错误" in run("validate", data, "--lang", "zh").output
    run("init", data)
    run("solve", data, "-o", plan, "--workers", 1)
    record = json.loads((plan / "plan.json").read_text(encoding="utf-8"))
    assert record["outcome"] == "OPTIMAL"
    total = sum(unit["population"] for unit in record["units"])
    assert total == coverage.tables["villages.csv"]["population"].sum()
    assert (plan / "map.png").stat().st_size > 10_000
    assert "inferred" not in run("compare", data, plan).output


def test_the_second_run_needs_no_question(
    run: Run, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    """The columns file of the first run brings about the same tables."""
    one, other = tmp_path / "one", tmp_path / "other"
    run("import", *sources, "-o", one, "--name", "x")
    run("import", *sources, "-o", other, "--name", "x", "--columns", one / "columns.toml")
    for name in ("villages.csv", "townships.csv", "contiguity.csv", "scenario.toml"):
        assert (one / name).read_bytes() == (other / name).read_bytes()


def test_without_people_the_dataset_is_written_and_solve_refuses(
    run: Run, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    """One fault with its count; an assumed figure is labelled in the scenario."""
    data = tmp_path / "data"
    answer = json.loads(run("import", sources[0], "-o", data, "--json", code=2).stdout)
    assert [f["code"] for f in answer["faults"] if f["code"].startswith("E")] == ["E812"]
    assert "60 of 60" in next(f["what"] for f in answer["faults"] if f["code"] == "E812")
    assert (answer["summary"]["people"], answer["summary"]["without_people"]) == (None, 60)
    assert (data / "villages.csv").exists()
    shown = run("import", sources[0], "-o", tmp_path / "shown", "--lang", "en", code=2).stdout
    assert "people not known" in shown
    run("solve", data, code=2)
    run("import", sources[0], "-o", data, "--assume", "population=900")
    assert "人口为假定值" in (data / "scenario.toml").read_text(encoding="utf-8")
    assert "assumed" in run("survey", data, "--lang", "en").output


def test_a_scenario_that_somebody_wrote_is_kept(
    run: Run, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    """Init replaces what import left, and nothing else without --force."""
    data = tmp_path / "data"
    run("import", *sources, "-o", data)
    run("init", data)
    text = (data / "scenario.toml").read_text(encoding="utf-8")
    assert "area_cap" in text and "# population" in text
    assert "E826" in run("init", data, code=2).output
    run("init", data, "--force", "--lang", "zh")
    assert "规划人员自定" in (data / "scenario.toml").read_text(encoding="utf-8")


def test_a_wrong_option_is_a_fault(run: Run, sources: tuple[Path, Path], tmp_path: Path) -> None:
    for words in (
        ("--assume", "population=many"),
        ("--assume", "area=3"),
        ("--link", "A"),
        ("--shift", "mars"),
        ("--links", tmp_path / "none.csv"),
    ):
        said = run("import", *sources, "-o", tmp_path / "data", *words, code=2)
        assert "E817" in said.output


def test_a_folder_with_other_files_is_refused(
    run: Run, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    said = run("import", *sources, "-o", tmp_path, code=2)
    assert "E701" in said.output


def test_plans_as_geodata(run: Run, sources: tuple[Path, Path], tmp_path: Path) -> None:
    """Units cover the same ground as villages; a Shapefile has short ASCII names and a key."""
    data, geo = tmp_path / "data", tmp_path / "geo"
    run("import", *sources, "-o", data)
    run("export", data, "-o", geo)
    for layer, path in (("units", "plan.gpkg"), ("units", "units.shp"), ("units", "units.geojson")):
        meta, _, wkb, values = pyogrio.raw.read(geo / path, layer=layer)
        fields = [str(field) for field in meta["fields"]]
        assert len(wkb) == 6
        assert all(field.isascii() for field in fields)
        assert path != "units.shp" or all(len(field) <= 10 for field in fields)
        assert values[fields.index("inferred")].tolist() == [0] * 6
    areas = [
        float(
            np.sum(shapely.area(shapely.from_wkb(pyogrio.raw.read(geo / "plan.gpkg", layer=n)[2])))
        )
        for n in ("units", "villages")
    ]
    assert areas[0] == pytest.approx(areas[1])
    assert "county_nm" in (geo / "fields.csv").read_text(encoding="utf-8-sig")


def test_the_same_plan_gives_the_same_geopackage(
    run: Run, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run("import", *sources, "-o", data)
    for name in ("a", "b"):
        run("export", data, "-o", tmp_path / name, "--format", "gpkg")
    one, other = ((tmp_path / name / "plan.gpkg").read_bytes() for name in ("a", "b"))
    assert one == other


def test_geodata_without_borders_say_that_they_are_inferred(run: Run, tmp_path: Path) -> None:
    run("generate", "county", "--townships", 6, "--villages", 60, "-o", tmp_path / "data")
    run("export", tmp_path / "data", "-o", tmp_path / "geo", "--format", "geojson")
    record = json.loads((tmp_path / "geo" / "villages.geojson").read_text(encoding="utf-8"))
    assert len(record["features"]) == 60
    assert {f["properties"]["inferred"] for f in record["features"]} == {1}
