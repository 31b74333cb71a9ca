"""The workbooks, read back by openpyxl: every figure is the checker's, and nothing is a formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models.quantities import HECTARES_PER_KM2, METRES_PER_KM
from optimizer.data.dataset import read_dataset
from optimizer.decide.measures import MEASURES
from optimizer.report.dossier.documents.basis import exceptions
from optimizer.report.dossier.documents.choice import measure_cell
from optimizer.report.dossier.documents.sheets import within
from optimizer.report.dossier.documents.tables import CHOICE, COMPARED, HANDED_OVER, write_tables
from optimizer.report.dossier.gather import ReportRequest, gather
from optimizer.report.dossier.material import Material
from optimizer.report.record import unit_records
from tests.optimizer.report.dossier.made import CONVERTED, SPLIT, WHOLE, city_of, material_of
from tests.support import INSTANCES

Rows = list[dict[str, Any]]
CAP = {
    "area_cap": {"max_km2": 80, "exceptions": [{"township": "990001100", "reason": "山区"}]},
    "population": {"max": 9000},
}


@pytest.fixture(scope="module")
def material() -> Material:
    """Return a set of three plans with every operation, and a unit over the cap by exception."""
    return material_of(city_of(CAP), [WHOLE, SPLIT, {}], CONVERTED)


@pytest.fixture(scope="module")
def folder(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the workbooks in Chinese."""
    place = tmp_path_factory.mktemp("books")
    assert write_tables(material, place) == [COMPARED, HANDED_OVER, CHOICE]
    return place


def rows_of(book: Path, sheet: str) -> tuple[Rows, list[Any]]:
    """Return the rows under the heads that are filtered, and the row of totals."""
    page = openpyxl.load_workbook(book)[sheet]
    area = page.auto_filter.ref
    assert area is not None
    found = [[cell.value for cell in row] for row in page[area]]
    heads = [str(head) for head in found[0]]
    keys = [f"{h}{heads[:at].count(h) or ''}" for at, h in enumerate(heads)]
    last = int(area.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    totals = [cell.value for cell in page[last + 1]]
    return [dict(zip(keys, row, strict=True)) for row in found[1:]], totals


@pytest.mark.parametrize("at", [0, 1, 2])
def test_units_are_those_of_the_record(material: Material, folder: Path, at: int) -> None:
    """Code, name, kind, area, people, villages and ways of each unit, as plan.json has them."""
    contender = material.plans[at]
    rows, totals = rows_of(folder / COMPARED, f"{contender.name} 调整后")
    records = unit_records(contender.plan, material.scenario)
    assert [(r["代码（建议）"], r["名称"], r["类型"]) for r in rows] == [
        (r["proposed_code"], r["proposed_name"], r["kind"]) for r in records
    ]
    for row, record in zip(rows, records, strict=True):
        assert isinstance(row["代码（建议）"], str)
        assert (row["面积（平方公里）"], row["人口（人）"]) == (
            record["area_km2"],
            record["population"],
        )
        assert row["村数"] + row["社区数"] == len(record["villages"])
        assert row["最远村（居）距驻地（公里）"] == record["worst_km"]
        assert (row["是否超过 80 平方公里"] == "是") == (record["area_km2"] > 80)
    territory = material.territory
    area = int(territory.villages.area_ha.sum()) / HECTARES_PER_KM2
    people = int(territory.villages.population.sum())
    assert totals[6:8] == [area, people]
    assert sum(row["人口（人）"] for row in rows) == people


@pytest.mark.parametrize("at", [0, 1, 2])
def test_townships_before_and_after(material: Material, folder: Path, at: int) -> None:
    """Former figures stand once; villages that a row hands over are those that move."""
    contender = material.plans[at]
    rows, totals = rows_of(folder / COMPARED, f"{contender.name} 对照表")
    territory = material.territory
    assert {row["代码"] for row in rows} == {t.code for t in territory.townships}
    held = [row for row in rows if row["面积（平方公里）"] is not None]
    assert sorted(row["代码"] for row in held) == sorted(t.code for t in territory.townships)
    assert sum(row["人口（人）"] for row in held) == int(territory.villages.population.sum())
    moved = len(material.ledger(contender).moved)
    assert sum(row["划入村（居）数"] or 0 for row in rows) == moved == totals[11]
    gone = {row["代码"] for row in rows if "撤销" in (row["备注"] or "")}
    kept = {territory.townships[int(u)].code for u in contender.plan.kept}
    assert gone == {t.code for t in territory.townships} - kept


def test_operations_are_the_terms_of_the_notice(material: Material, folder: Path) -> None:
    """整建制并入, 分别并入, 村划转, 改设, 保留."""
    whole, _ = rows_of(folder / COMPARED, "方案一 对照表")
    split, _ = rows_of(folder / COMPARED, "方案二 对照表")
    of = {(row["名称"], row["名称1"]): row["调整方式"] for row in (*whole, *split)}
    assert of["乙乡", "甲镇"] == "整建制并入" and of["丁乡", "丁镇"] in ("改设", "分别并入")
    assert of["丙乡", "甲镇"] == of["丙乡", "丁镇"] == "分别并入"
    assert of["戊镇", "城关街道"] == "村划转"
    quo, _ = rows_of(folder / COMPARED, "方案三 对照表")
    assert {row["调整方式"] for row in quo} == {"保留", "改设"}


def test_exceptions_stand_with_their_reasons(material: Material, folder: Path) -> None:
    """In the remark of the unit, and among the notes."""
    rows, _ = rows_of(folder / COMPARED, "方案一 调整后")
    assert [row["备注"] for row in rows if row["名称"] == "甲镇"] == ["山区"]
    assert set(exceptions(material, material.proposed).values()) == {"山区"}
    notes, _ = rows_of(folder / CHOICE, "说明")
    assert {"项目": "例外（方案一）", "说明": "甲镇：山区"} in notes


@pytest.mark.parametrize("at", [0, 1, 2])
def test_villages_handed_over(material: Material, folder: Path, at: int) -> None:
    """Each village that moves, with people, both units and both ways, and no other."""
    contender, ledger = material.plans[at], material.ledger(material.plans[at])
    rows, totals = rows_of(folder / HANDED_OVER, f"{contender.name} 划转清单")
    villages, codes = material.territory.villages, material.unit_codes(contender)
    by_code = {row["村（居）代码"]: row for row in rows}
    assert set(by_code) == {villages.codes[int(v)] for v in ledger.moved}
    for v in ledger.moved.tolist():
        row = by_code[villages.codes[v]]
        assert row["人口（人）"] == villages.population[v]
        assert row["代码（建议）"] == codes[int(ledger.unit[v])]
        assert row["代码"] == material.territory.townships[int(ledger.origin[v])].code
        before, after = int(ledger.metres_before[v]), int(ledger.metres[v])
        ways = [row["距原驻地（公里）"], row["距新驻地（公里）"], row["增减（公里）"]]
        assert ways == [m / METRES_PER_KM for m in (before, after, after - before)]
        assert row["类别"] == ("社区" if "社区" in villages.names[v] else "村")
    people = sum(int(villages.population[v]) for v in ledger.moved.tolist())
    assert totals[5] == people == contender.measures["disruption"]


def test_measures_of_the_comparison(material: Material, folder: Path) -> None:
    """Every measure of every plan, the status quo first, as numbers."""
    rows, _ = rows_of(folder / CHOICE, "方案比选表")
    found = {row["指标"]: row for row in rows}
    for measure in MEASURES:
        row = found[material.terms(measure.key, km2=80)]
        titles = ["现状", "方案一", "方案二", "方案三"]
        for title, contender in zip(titles, material.comparison.contenders, strict=True):
            wanted = measure_cell(contender.measures[measure.key], measure.form)
            assert row[title] == pytest.approx(wanted) if wanted is not None else row[title] is None
    flagged, _ = rows_of(folder / COMPARED, "方案一 调整后")
    counted = sum(row["是否超过 80 平方公里"] == "是" for row in flagged)
    assert found["超过 80 平方公里（含例外和不受限类型）"]["方案一"] == counted > 0
    rules, _ = rows_of(folder / CHOICE, "规则核验")
    assert {row["条款"] for row in rules} >= {"P3.area", "P5.complete", "P2.contiguity"}


def test_sheets_print_and_filter(folder: Path) -> None:
    """Frozen heads, filters, print areas, heads on every page, landscape, fit to width."""
    for name in (COMPARED, HANDED_OVER, CHOICE):
        book = openpyxl.load_workbook(folder / name)
        for page in book.worksheets:
            assert page.freeze_panes is not None and page.auto_filter.ref
            assert page.print_area and page.print_title_rows
            assert page.page_setup.orientation == "landscape"
            assert page.page_setup.paperSize in (8, 9) and page.page_setup.fitToWidth in (1, None)
            assert page.sheet_properties.pageSetUpPr.fitToPage
            assert "草案" in str(page.cell(2, 1).value)


def test_codes_are_text_and_figures_are_numbers(folder: Path) -> None:
    """With the formats of each: 0.01 km2, whole people, metres as 0.001 km."""
    page = openpyxl.load_workbook(folder / HANDED_OVER)["方案一 划转清单"]
    area = page.auto_filter.ref
    assert area is not None
    heads, first = page[area][0], page[area][1]
    of = {str(head.value): cell for head, cell in zip(heads, first, strict=True)}
    assert of["村（居）代码"].data_type == "s" and of["村（居）代码"].number_format == "@"
    assert of["人口（人）"].number_format == "#,##0"
    assert of["面积（平方公里）"].number_format == "#,##0.00"
    assert of["距新驻地（公里）"].number_format == "#,##0.000"


EVIL = {
    "990001200": '=HYPERLINK("http://x.example","乙乡")',
    "990001200001": "+cmd|' /C calc'!A0",
    "990001200002": "<script>alert(1)</script>&",
    "990001200003": "@SUM(1)社区居委会",
}


def test_names_that_are_formulas_stay_text(tmp_path: Path) -> None:
    """No cell is a formula or a link; what a spreadsheet would compute has an apostrophe."""
    material = material_of(city_of(names=EVIL), [WHOLE], titles=["=1+1 [a]:*?/\\"])
    write_tables(material, tmp_path)
    seen = set()
    for name in (COMPARED, HANDED_OVER, CHOICE):
        for page in openpyxl.load_workbook(tmp_path / name).worksheets:
            for row in page.iter_rows():
                for cell in row:
                    assert cell.data_type != "f" and cell.hyperlink is None
                    if isinstance(cell.value, str):
                        assert not cell.value.startswith(("=", "+", "@"))
                        seen.add(cell.value)
    assert "'" + EVIL["990001200"] in seen and EVIL["990001200002"] in seen


def test_the_same_set_gives_the_same_bytes(
    material: Material, folder: Path, tmp_path: Path
) -> None:
    """No time of writing stands in a workbook."""
    write_tables(material, tmp_path)
    for name in (COMPARED, HANDED_OVER, CHOICE):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_a_plan_that_breaks_a_rule_says_so_on_its_sheets(tmp_path: Path) -> None:
    """Under the title of each."""
    material = material_of(city_of({"population": {"max": 5000}}), [WHOLE])
    write_tables(material, tmp_path)
    page = openpyxl.load_workbook(tmp_path / COMPARED).worksheets[0]
    lines = [str(page.cell(row, 1).value) for row in (2, 3, 4)]
    said = [line for line in lines if line.startswith("方案一不符合已启用的规则：")]
    assert len(said) == 1 and "P2.population" in said[0]


def test_a_cell_holds_what_fits() -> None:
    """Excel refuses more than 32,767 characters; the rest is in audit.json."""
    assert within("a" * 32_000) == "a" * 32_000
    assert len(within("a" * 100_000)) < 32_767 and within("a" * 40_000).endswith("(audit.json)")


def test_changzhi_in_english(tmp_path: Path) -> None:
    """The reform of 2021: its sheets in English, small, with the figures of its units."""
    path = INSTANCES / "changzhi" / "plans" / "reform-2021-whole"
    dataset = read_dataset(INSTANCES / "changzhi")
    material = gather(dataset, ReportRequest((path,)), "en")
    write_tables(material, tmp_path)
    rows, _ = rows_of(tmp_path / COMPARED, "Plan 1 units")
    assert len(rows) == material.proposed.measures["units"]
    records = unit_records(material.proposed.plan, dataset.scenario)
    people = {record["proposed_code"]: record["population"] for record in records}
    assert {row["code (proposed)"]: row["people"] for row in rows} == people
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2_000_000
    assert all(row["kind"] in ("town", "township", "subdistrict") for row in rows)
