"""Odd and broken inputs: each ends in its right answer, a line a kind, never in a traceback."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
import xlsxwriter

from optimizer.data.importing.imported import Imported
from optimizer.data.importing.position import Positioning
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.run import import_sources
from optimizer.data.importing.shifts import shifted
from tests.optimizer.data.importing.coverage_of import ENDINGS, write_layer

SIDE = 6
CODES = [f"140404{100 + t}{200 + v}" for t in range(4) for v in range(9)]
NAMES = [f"{'东西南北'[t]}{'一二三四五六七八九'[v]}村" for t in range(4) for v in range(9)]
TOWNS = ["东镇", "西镇", "南乡", "北乡"]
PEOPLE = [str(1000 + 37 * i) for i in range(36)]
WEST, SOUTH, STEP = 112.9, 36.1, 0.02


def cell(x: int, y: int) -> Any:
    """Return a square of a fiftieth of a degree."""
    return shapely.box(
        WEST + x * STEP, SOUTH + y * STEP, WEST + (x + 1) * STEP, SOUTH + (y + 1) * STEP
    )


def squares() -> list[Any]:
    """Return 36 squares in the order of the codes: four townships of three by three."""
    return [cell(3 * (t % 2) + v % 3, 3 * (t // 2) + v // 3) for t in range(4) for v in range(9)]


@dataclass
class Ground:
    """A small county that cases spoil: columns, shapes, and how it is written."""

    folder: Path
    columns: dict[str, list[str]] = field(default_factory=dict)
    shapes: list[Any] = field(default_factory=squares)
    crs: str | None = "EPSG:4490"
    driver: str = "GPKG"
    more: list[Path] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)

    def write(self) -> Path:
        """Write the layer of villages."""
        path = self.folder / f"villages.{ENDINGS[self.driver]}"
        shapes = np.array(self.shapes, dtype=object)
        return write_layer(path, shapes, self.columns, self.driver, self.crs, **self.options)

    def run(self) -> Imported:
        """Import what was written."""
        return import_sources(ImportRequest((self.write(), *self.more), **self.asked))

    def table(self, name: str, **columns: list[str]) -> None:
        """Add a CSV table."""
        pd.DataFrame(columns).to_csv(self.folder / name, index=False)
        self.more.append(self.folder / name)

    def file(self, name: str, content: bytes) -> None:
        """Add a file of these bytes."""
        (self.folder / name).write_bytes(content)
        self.more.append(self.folder / name)

    def moved(self, change: Callable[..., Any], crs: str | None) -> None:
        """Write the coordinates in another system."""
        moved = shapely.transform(np.array(self.shapes, dtype=object), change, interleaved=False)
        self.shapes, self.crs = list(moved), crs


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    towns = [town for town in TOWNS for _ in range(9)]
    columns = {"代码": CODES, "名称": NAMES, "乡镇": towns, "人口": PEOPLE}
    return Ground(tmp_path, {name: list(values) for name, values in columns.items()})


def to(code: str) -> Callable[..., Any]:
    """Return the change from degrees to a system."""
    return pyproj.Transformer.from_crs("EPSG:4490", code, always_xy=True).transform


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    """Write a sheet as it is."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("人口")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(at, column, value)
    return path


def people_table(ground: Ground, rows: list[list[Any]]) -> None:
    """Take the people out of the layer and into a workbook."""
    del ground.columns["人口"]
    ground.more.append(workbook(ground.folder / "人口.xlsx", rows))


Spoil = Callable[[Ground], None]
CASES: dict[str, tuple[Spoil, set[str]]] = {}
"""What is done to the ground, and the codes of all that is to be said of it."""


def case(*codes: str) -> Callable[[Spoil], Spoil]:
    """Register a case with everything that must be said."""

    def add(function: Spoil) -> Spoil:
        CASES[function.__name__] = (function, {"W816", "W817", *codes})
        return function

    return add


@case()
def as_it_is(g: Ground) -> None: ...


# ---- codes


@case("W802")
def codes_with_decimals(g: Ground) -> None:
    g.columns["代码"] = [f"{c}.0" for c in CODES]


@case("W802")
def codes_in_full_width(g: Ground) -> None:
    g.columns["代码"] = ["".join(chr(ord(d) + 0xFEE0) for d in c) for c in CODES]


@case("W802")
def codes_with_spaces(g: Ground) -> None:
    g.columns["代码"] = [f"{c[:6]} {c[6:]}" for c in CODES]


@case("W802")
def codes_held_as_text(g: Ground) -> None:
    g.columns["代码"] = [f"'{c}" for c in CODES]


@case("E807")
def codes_in_exponent_form(g: Ground) -> None:
    g.columns["代码"] = [f"{float(c):.5E}" for c in CODES]


@case("E813")
def one_code_for_two_villages(g: Ground) -> None:
    g.columns["代码"][1] = CODES[0]


@case("W836", "W810")
def one_village_in_two_features(g: Ground) -> None:
    g.columns["代码"][8], g.columns["名称"][8] = CODES[0], NAMES[0]
    g.columns["人口"][8] = ""


@case("W845")
def no_codes_at_all(g: Ground) -> None:
    del g.columns["代码"]


@case("W828", "W808")
def a_lake_without_code_and_name(g: Ground) -> None:
    g.columns["代码"][4] = g.columns["名称"][4] = ""


@case("W802", "W837")
def lost_zeros(g: Ground) -> None:
    g.columns["代码"] = [f"0{c[1:]}" for c in CODES]
    del g.columns["人口"]
    g.table("people.csv", 代码=[c[1:] for c in CODES], 名称=["别名", *NAMES[1:]], 人口=PEOPLE)


# ---- people and areas


@case("E812")
def no_people(g: Ground) -> None:
    del g.columns["人口"]


@case("E812")
def one_village_without_people(g: Ground) -> None:
    g.columns["人口"][3] = ""


@case("W814")
def people_assumed(g: Ground) -> None:
    del g.columns["人口"]
    g.asked["assumed"] = {"population": "2000"}


@case()
def people_with_thousands_separators(g: Ground) -> None:
    g.columns["人口"] = [f"{int(p):,}" for p in PEOPLE]


@case()
def people_in_ten_thousands_by_name(g: Ground) -> None:
    g.columns["人口(万人)"] = [str(int(p) / 10_000) for p in g.columns.pop("人口")]


@case("W813")
def people_in_ten_thousands_unsaid(g: Ground) -> None:
    g.columns["人口"] = [str(int(p) / 10_000) for p in PEOPLE]


@case("E811")
def people_of_no_unit(g: Ground) -> None:
    g.columns["人口"] = [str(int(p) * 1e7) for p in PEOPLE]


@case("E822", "E812")
def people_in_words(g: Ground) -> None:
    g.columns["人口"][0] = "很多"


@case("E822", "E812")
def negative_people(g: Ground) -> None:
    g.columns["人口"][0] = "-5"


@case("E812")
def people_not_known(g: Ground) -> None:
    g.columns["人口"][0] = "—"


@case("W835")
def registered_and_resident_people(g: Ground) -> None:
    g.columns["常住人口"] = g.columns.pop("人口")
    g.columns["常住人口数"] = [str(int(p) + 1) for p in PEOPLE]


def square_km(g: Ground) -> list[float]:
    from optimizer.data.importing.figures import geodesic_km2

    return [float(a) for a in geodesic_km2(np.array(g.shapes, dtype=object))]


@case("W813")
def areas_in_mu(g: Ground) -> None:
    g.columns["面积"] = [f"{a * 1500:.0f}" for a in square_km(g)]


@case("W813")
def areas_in_hectares(g: Ground) -> None:
    g.columns["面积"] = [f"{a * 100:.1f}" for a in square_km(g)]


@case("W813")
def areas_in_square_metres(g: Ground) -> None:
    g.columns["面积"] = [f"{a * 1e6:.0f}" for a in square_km(g)]


@case()
def areas_in_mu_by_name(g: Ground) -> None:
    g.columns["面积(亩)"] = [f"{a * 1500:.0f}" for a in square_km(g)]


@case("E811")
def areas_of_no_unit(g: Ground) -> None:
    g.columns["面积"] = [f"{a * 7:.2f}" for a in square_km(g)]


@case("W812")
def one_area_differs(g: Ground) -> None:
    g.columns["面积"] = [f"{a:.2f}" for a in square_km(g)]
    g.columns["面积"][5] = "9.99"


# ---- tables


@case()
def people_in_a_workbook_with_a_title(g: Ground) -> None:
    rows = [["沁县2020年人口统计表"], [], ["代码", "村名", "常住人口"]]
    people_table(
        g, [*rows, *([c, n, int(p)] for c, n, p in zip(CODES, NAMES, PEOPLE, strict=True))]
    )


@case()
def codes_as_numbers_of_a_workbook(g: Ground) -> None:
    rows = [["代码", "人口"], *([float(c), int(p)] for c, p in zip(CODES, PEOPLE, strict=True))]
    people_table(g, rows)


@case("W820")
def a_row_of_totals(g: Ground) -> None:
    rows = [["代码", "人口"], *([c, int(p)] for c, p in zip(CODES, PEOPLE, strict=True))]
    people_table(g, [*rows, ["合计", 99]])


@case()
def people_by_names_alone(g: Ground) -> None:
    towns = g.columns["乡镇"]
    rows = [[t, n, int(p)] for t, n, p in zip(towns, NAMES, PEOPLE, strict=True)]
    people_table(g, [["乡镇", "村", "人口"], *rows])


@case("W829")
def merged_cells(g: Ground) -> None:
    towns = [TOWNS[i // 9] if i % 9 == 0 else "" for i in range(36)]
    rows = [[t, n, int(p)] for t, n, p in zip(towns, NAMES, PEOPLE, strict=True)]
    people_table(g, [["乡镇", "村", "人口"], *rows])


@case("E814", "E812", "W819")
def a_row_of_another_county(g: Ground) -> None:
    rows = [["代码", "名称", "人口"], *map(list, zip(CODES, NAMES, PEOPLE, strict=True))]
    rows[5] = ["999999999999", "异乡村", "5"]
    people_table(g, rows)


@case("W818")
def a_code_that_changed(g: Ground) -> None:
    rows = [["代码", "名称", "人口"], *map(list, zip(CODES, NAMES, PEOPLE, strict=True))]
    rows[5][0] = "140404999999"
    people_table(g, rows)


@case("W837")
def a_name_that_changed(g: Ground) -> None:
    rows = [["代码", "名称", "人口"], *map(list, zip(CODES, NAMES, PEOPLE, strict=True))]
    rows[5][1] = "新名村"
    people_table(g, rows)


def as_csv(g: Ground, encoding: str, mark: str = ",") -> None:
    del g.columns["人口"]
    lines = [mark.join(("代码", "名称", "人口"))]
    lines += [mark.join(row) for row in zip(CODES, NAMES, PEOPLE, strict=True)]
    g.file("people.csv", ("\n".join(lines) + "\n").encode(encoding))


@case("W826")
def a_table_in_gb18030(g: Ground) -> None:
    as_csv(g, "gb18030")


@case("W826")
def a_table_in_utf_16(g: Ground) -> None:
    as_csv(g, "utf-16")


@case()
def a_table_with_a_byte_order_mark(g: Ground) -> None:
    as_csv(g, "utf-8-sig")


@case()
def a_table_with_semicolons(g: Ground) -> None:
    as_csv(g, "utf-8", ";")


@case()
def a_table_with_tabs(g: Ground) -> None:
    as_csv(g, "utf-8", "\t")


# ---- sources that are none


@case("E802")
def a_file_that_is_not_there(g: Ground) -> None:
    g.more.append(g.folder / "nothing.gpkg")


@case("E802")
def a_workbook_that_is_none(g: Ground) -> None:
    g.file("people.xlsx", b"PK\x03\x04 not a workbook")


@case("E802")
def a_geopackage_that_is_cut_off(g: Ground) -> None:
    g.file("cut.gpkg", b"SQLite format 3\0" + b"\1" * 100)


@case("E802")
def a_shapefile_without_its_companions(g: Ground) -> None:
    g.file("alone.shp", b"\0\0\x27\x0a" + b"\0" * 96)


@case("E802")
def a_zip_file_that_is_none(g: Ground) -> None:
    g.file("layers.zip", b"PK\x05\x06")


@case("E802")
def a_picture(g: Ground) -> None:
    g.file("map.png", b"\x89PNG")


@case("E802")
def a_table_with_control_characters(g: Ground) -> None:
    g.file("people.csv", "代码,人口\n1\x1b,2\n".encode())


@case("E803")
def an_empty_table(g: Ground) -> None:
    g.file("people.csv", b"")


@case("E803")
def a_table_of_a_header(g: Ground) -> None:
    g.file("people.csv", "代码,人口\n".encode())


@case("E802")
def geojson_that_is_none(g: Ground) -> None:
    g.file("x.geojson", b'{"type": "FeatureCollection", "features": [')


@case("E501")
def a_columns_file_that_is_none(g: Ground) -> None:
    (g.folder / "columns.toml").write_text("[[layer]\n")
    g.asked["columns"] = g.folder / "columns.toml"


@case("E805")
def a_columns_file_with_an_unknown_column(g: Ground) -> None:
    text = '[[layer]]\nsource = "villages.gpkg"\nlevel = "villages"\ncolumns = { code = "编号" }\n'
    (g.folder / "columns.toml").write_text(text, encoding="utf-8")
    g.asked["columns"] = g.folder / "columns.toml"


# ---- coordinates


@case("W803")
def degrees_without_a_system(g: Ground) -> None:
    g.crs = None


@case("W803", "W804")
def swapped_degrees_without_a_system(g: Ground) -> None:
    g.moved(lambda x, y: (y, x), None)


@case("W804")
def swapped_degrees(g: Ground) -> None:
    g.moved(lambda x, y: (y, x), "EPSG:4490")


@case()
def gauss_kruger_with_the_number_of_the_zone(g: Ground) -> None:
    g.moved(to("EPSG:4526"), "EPSG:4526")


@case("W803")
def gauss_kruger_with_the_number_but_no_system(g: Ground) -> None:
    g.moved(to("EPSG:4526"), None)


@case("E808")
def gauss_kruger_without_number_and_system(g: Ground) -> None:
    g.moved(to("EPSG:4547"), None)


@case("W833")
def gauss_kruger_of_a_system_without_number(g: Ground) -> None:
    g.moved(to("EPSG:4526"), "EPSG:4547")


@case("W804")
def gauss_kruger_north_first(g: Ground) -> None:
    g.moved(lambda x, y: to("EPSG:4526")(x, y)[::-1], "EPSG:4526")


@case("E809")
def xian_80(g: Ground) -> None:
    g.moved(to("EPSG:4610"), "EPSG:4610")


@case("E809")
def beijing_54_in_a_zone(g: Ground) -> None:
    g.moved(lambda x, y: to("EPSG:4526")(x, y), "EPSG:2362")


@case("W832")
def xian_80_with_a_pipeline(g: Ground) -> None:
    g.crs = "EPSG:4610"
    g.asked["positioning"] = Positioning(transform="+proj=noop")


@case("E808")
def a_system_that_is_none(g: Ground) -> None:
    g.asked["positioning"] = Positioning(crs={"": "EPSG:999999"})


@case("W805")
def coordinates_of_a_web_map(g: Ground) -> None:
    g.moved(lambda x, y: shifted("gcj02", x, y), "EPSG:4490")
    g.asked["positioning"] = Positioning(shift={"": "gcj02"})


@case("E810")
def metres_called_degrees(g: Ground) -> None:
    g.moved(to("EPSG:4547"), "EPSG:4490")


# ---- shapes


def east(xy: Any) -> Any:
    """Move 0.3 degrees to the east."""
    return xy + np.array([0.3, 0.0])


@case("E819")
def a_village_without_a_shape(g: Ground) -> None:
    g.shapes[4] = shapely.MultiPolygon()


@case()
def a_polygon_that_crosses_itself(g: Ground) -> None:
    west, south, east, north = g.shapes[0].bounds
    spike = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    middle = (west + STEP / 2, south + STEP / 2)
    g.shapes[0] = shapely.Polygon([*spike, (west, south), middle, (west, south)])


@case("W808", "E814")
def a_hole_where_a_village_is_missing(g: Ground) -> None:
    for values in g.columns.values():
        del values[4]
    del g.shapes[4]
    g.table("more.csv", 代码=[CODES[4]], 名称=["缺失村"], 人口=["5"])


@case("E815")
def an_island(g: Ground) -> None:
    g.shapes[35] = shapely.transform(g.shapes[35], east)


@case()
def an_island_with_a_bridge(g: Ground) -> None:
    g.shapes[35] = shapely.transform(g.shapes[35], east)
    g.asked["links"] = ((CODES[34], CODES[35]),)


@case("W823")
def an_island_joined_as_suggested(g: Ground) -> None:
    g.shapes[35] = shapely.transform(g.shapes[35], east)
    g.asked["all_links"] = True


@case("W809")
def an_exclave_in_another_township(g: Ground) -> None:
    g.shapes[0], g.shapes[35] = g.shapes[35], g.shapes[0]


@case("E817")
def a_link_to_nowhere(g: Ground) -> None:
    g.asked["links"] = ((CODES[0], "990"),)


@case("W842")
def a_merge_that_is_known(g: Ground) -> None:
    g.columns["人口"][1] = ""
    g.asked["merges"] = ((CODES[1], CODES[0]),)


@case("W820")
def a_feature_of_totals(g: Ground) -> None:
    g.columns["代码"].append("")
    g.columns["名称"].append("合计")
    for name in ("乡镇", "人口"):
        g.columns[name].append("")
    g.shapes.append(shapely.box(WEST, SOUTH, WEST + 6 * STEP, SOUTH + 6 * STEP))


@case()
def layers_in_a_zip_file(g: Ground) -> None:
    g.driver = "ESRI Shapefile"
    inner = g.write()
    packed = g.folder / "layers.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in g.folder.glob("villages.*"):
            archive.write(part, part.name)
            part.unlink()
    assert not inner.exists()
    g.write = lambda: packed  # type: ignore[method-assign]


@case()
def traditional_characters(g: Ground) -> None:
    g.columns["鄉鎮"] = g.columns.pop("乡镇")
    g.columns["名稱"] = g.columns.pop("名称")


@pytest.mark.parametrize("name", list(CASES))
def test_each_input_has_its_answer(ground: Ground, name: str) -> None:
    spoil, wanted = CASES[name]
    spoil(ground)
    imported = ground.run()
    faults = imported.notices.faults()
    errors = {fault.code for fault in faults if fault.is_error}
    assert errors == {code for code in wanted if code.startswith("E")}
    said = {fault.code for fault in faults}
    wanted_warnings = {code for code in wanted if code.startswith("W")}
    if imported.tables:
        assert wanted_warnings - {"W816", "W817"} <= said
    for fault in faults:
        for lang in ("en", "zh"):
            assert len(fault.line(lang)) < 1200
    assert len(faults) == len({(f.code, f.file, f.column) for f in faults})


@pytest.mark.parametrize(
    "name",
    [
        "codes_with_decimals",
        "codes_in_full_width",
        "codes_with_spaces",
        "swapped_degrees",
        "gauss_kruger_with_the_number_but_no_system",
        "gauss_kruger_of_a_system_without_number",
        "coordinates_of_a_web_map",
        "layers_in_a_zip_file",
        "people_in_ten_thousands_unsaid",
        "people_in_ten_thousands_by_name",
        "people_in_a_workbook_with_a_title",
        "people_by_names_alone",
        "merged_cells",
        "a_table_in_utf_16",
        "areas_in_mu",
        "traditional_characters",
    ],
)
def test_what_is_mended_is_as_if_it_had_been_right(
    ground: Ground, tmp_path: Path, name: str
) -> None:
    """Codes, people, neighbours and areas are those of the ground as it is."""
    (tmp_path / "right").mkdir()
    right = Ground(tmp_path / "right", dict(ground.columns)).run()
    CASES[name][0](ground)
    mended = ground.run()
    for file in ("villages.csv", "contiguity.csv"):
        one, other = (
            pd.read_csv(io.StringIO(i.tables[file]), dtype=str, keep_default_na=False)
            for i in (right, mended)
        )
        shared = {"code", "name", "population", "a", "b"} & set(one.columns)
        assert one[sorted(shared)].equals(other[sorted(shared)])
        if "area_km2" in one:
            close = one["area_km2"].astype(float) - other["area_km2"].astype(float)
            assert close.abs().max() <= 0.011


def test_there_are_sixty_and_more() -> None:
    assert len(CASES) >= 60


def test_one_cause_is_one_line(ground: Ground) -> None:
    """A county without a name has no class either: both are one notice, which names it once."""
    said = [fault for fault in ground.run().notices.faults() if fault.code == "W816"]
    assert [fault.file for fault in said] == ["counties.csv"]
    assert said[0].details["count"] == 1
