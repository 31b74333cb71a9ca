"""The papers, read back by python-docx: layout, figures, marks, and what is to be supplied."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from optimizer.decide.measures import MEASURES
from optimizer.report.dossier.documents.papers import (
    ANNOUNCEMENT,
    ARGUMENT,
    RISKS,
    SCHEME,
    write_papers,
)
from optimizer.report.dossier.documents.risk_report import risk_points
from optimizer.report.dossier.marks import Marks
from optimizer.report.dossier.material import Material
from optimizer.report.record import unit_records
from optimizer.text import full_width
from tests.optimizer.report.dossier.made import CONVERTED, SPLIT, WHOLE, city_of, material_of

PAPERS = (SCHEME, ARGUMENT, RISKS, ANNOUNCEMENT)
CAP = {"area_cap": {"max_km2": 80, "exceptions": [{"township": "990001100", "reason": "山区"}]}}


@pytest.fixture(scope="module")
def material() -> Material:
    """Return a set with an exception, splits, conversions and mergers."""
    both = {**WHOLE, **SPLIT}
    return material_of(city_of(CAP), [both, {}], CONVERTED, marks=Marks(data_date="2020-11-01"))


@pytest.fixture(scope="module")
def folder(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the four documents in Chinese."""
    place = tmp_path_factory.mktemp("papers")
    assert write_papers(material, place) == list(PAPERS)
    return place


def text_of(path: Path) -> str:
    """Return all paragraphs of a document."""
    return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)


def tables_of(path: Path) -> list[list[list[str]]]:
    """Return the tables of a document as text."""
    found = docx.Document(str(path)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


@pytest.mark.parametrize("name", PAPERS)
def test_the_layout_of_the_standard(folder: Path, name: str) -> None:
    """A4, 37, 28, 26, 35 mm; 16 pt; 22 lines in 225 mm; 28 characters in 156 mm."""
    made = docx.Document(str(folder / name))
    section = made.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    sizes = (*sizes, section.right_margin, section.bottom_margin)
    assert [round(size / Mm(1), 1) for size in sizes if size] == [210, 297, 37, 28, 26, 35]
    line = made.styles["Normal"].paragraph_format.line_spacing
    assert isinstance(line, int) and 22 * line <= Mm(225) < 23 * line
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines" and int(grid.get(qn("w:linePitch"))) == line / 635
    body = next(p for p in made.paragraphs if len(p.text) > 40)
    run = body.runs[0]
    assert run.font.size == Pt(16)
    spacing = int(run._r.rPr.find(qn("w:spacing")).get(qn("w:val"))) * 635
    assert 28 * (Pt(16) + spacing) <= Mm(156) < 28 * Pt(16)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def face(paragraph: Any) -> str:
    """Return the face of a paragraph's Chinese text."""
    found: str = paragraph.runs[0]._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
    return found


def test_faces_and_levels(folder: Path) -> None:
    """Title 小标宋 22 pt, 一、 黑体, （一） 楷体, body 仿宋; stand-ins in the font table; zh-CN."""
    path = folder / SCHEME
    paragraphs = docx.Document(str(path)).paragraphs
    title = paragraphs[0]
    assert title.text == "某市乡级行政区划调整方案" and title.runs[0].font.size == Pt(22)
    faces = {p.text[:2]: face(p) for p in paragraphs if p.text}
    assert face(title) == "方正小标宋简体" and faces["一、"] == "黑体" and faces["（一"] == "楷体"
    assert faces["1."] == "仿宋" if "1." in faces else faces["1. "] == "仿宋"
    with zipfile.ZipFile(path) as packed:
        fonts = packed.read("word/fontTable.xml").decode()
        styles = packed.read("word/styles.xml").decode()
    assert all(name in fonts for name in ("FangSong", "Noto Sans CJK SC", "LXGW WenKai"))
    assert 'w:eastAsia="zh-CN"' in styles
    heading = docx.Document(str(path)).styles["Heading 1"].element.rPr.rFonts
    assert not [key for key in heading.attrib if "Theme" in key]


def test_page_numbers_stand_outside(folder: Path) -> None:
    """Odd pages right, even pages left, 14 pt between dashes, one character in."""
    made = docx.Document(str(folder / SCHEME))
    assert made.settings.odd_and_even_pages_header_footer
    section = made.sections[0]
    sides = {}
    for name, footer in (("odd", section.footer), ("even", section.even_page_footer)):
        paragraph = footer.paragraphs[0]
        assert [r.text for r in paragraph.runs if r.text] == ["— ", " —"]
        assert "PAGE" in paragraph._p.xml and paragraph.runs[0].font.size == Pt(14)
        sides[name] = (str(paragraph.alignment).split(" ")[0], dict(paragraph._p.pPr.ind.attrib))
    assert sides["odd"][0] == "RIGHT" and sides["odd"][1][qn("w:rightChars")] == "100"
    assert sides["even"][0] == "LEFT" and sides["even"][1][qn("w:firstLineChars")] == "100"


def test_every_figure_of_a_unit_is_that_of_the_record(material: Material, folder: Path) -> None:
    """辖…，总面积…，总人口… of each unit, in the scheme and in the announcement."""
    records = {
        r["proposed_name"]: r for r in unit_records(material.proposed.plan, material.scenario)
    }
    pattern = re.compile(
        r"[，。]([^，。]+?)辖(?:(\d+)个村)?、?(?:(\d+)个社区)?，总面积([\d.]+)平方公里，总人口(\d+)人"
    )
    for name in (SCHEME, ANNOUNCEMENT):
        found = pattern.findall(text_of(folder / name))
        assert {row[0] for row in found} == {"甲镇", "丁镇", "城关街道", "戊街道"}
        for unit, villages, communities, area, people in found:
            record = records[unit]
            assert int(villages or 0) + int(communities or 0) == len(record["villages"])
            assert float(area) == record["area_km2"] and int(people) == record["population"]


def test_the_overview_and_the_counties(material: Material, folder: Path) -> None:
    """Numbers before and after, in words and by county."""
    text, measures = text_of(folder / SCHEME), material.proposed.measures
    assert "调整前共有乡级行政区7个（街道1个、镇2个、乡4个）" in text
    assert f"调整后{measures['units']}个" in text and f"减少{measures['cut']}个" in text
    assert (
        f"隶属变动的村、社区{measures['villages_moved']}个，涉及{measures['disruption']}人" in text
    )
    table = tables_of(folder / SCHEME)[0]
    assert table[-1][:4] == ["合计", "7", str(measures["units"]), str(measures["cut"])]


def test_the_items_for_approval_are_listed(folder: Path) -> None:
    """Who approves stands with every item, and all items stand in the table."""
    items = re.findall(r"^\d+\. (?:撤销|将).*（审批机关：(.+)）$", text_of(folder / SCHEME), re.M)
    assert items and set(items) <= {
        "省级人民政府",
        "批准设立街道的机关",
        "省级人民政府、批准设立街道的机关",
    }
    table = next(t for t in tables_of(folder / SCHEME) if t[0][-1] == "审批机关")
    assert {row[3] for row in table[1:]} == {"撤销", "改设", "行政区域界线变更"}


def test_the_argument_compares_by_every_measure(material: Material, folder: Path) -> None:
    """The table of the report has the measures of the workbook."""
    table = next(t for t in tables_of(folder / ARGUMENT) if t[0][0] == "指标")
    assert table[0] == ["指标", "现状", "方案一", "方案二"]
    assert len(table) == len(MEASURES) + 2
    units = next(row for row in table if row[0] == "乡级行政区数")
    assert units[1:] == ["7", str(material.proposed.measures["units"]), "7"]


def test_the_risk_report_has_every_point(material: Material, folder: Path) -> None:
    """With measure and owner to be supplied."""
    points = risk_points(material)
    rows = [row for t in tables_of(folder / RISKS) if t[0][1] == "类别" for row in t[1:]]
    wanted = [full_width(p.zh) for p in sorted(points, key=_first_seen(points))]
    assert [row[2] for row in rows] == wanted
    assert {(row[3], row[4]) for row in rows} == {("待补充", "待补充")}


def _first_seen(points: list[Any]) -> Any:
    order = list(dict.fromkeys(p.county for p in points))
    return lambda point: order.index(point.county)


def test_what_no_data_says_is_to_be_supplied(folder: Path) -> None:
    """And the day of the figures stands where it was given."""
    for name, what in (
        (SCHEME, "数据来源：待补充"),
        (ARGUMENT, "专家签名：待补充"),
        (RISKS, "风险等级：待补充"),
        (ANNOUNCEMENT, "联系电话：待补充"),
    ):
        text = text_of(folder / name)
        assert what in text and "制发机关：待补充" in text and "日期：待补充" in text
    assert "各项数据时点：2020年11月1日" in text_of(folder / SCHEME)
    assert "甲镇面积" in text_of(folder / SCHEME) and "理由：山区" in text_of(folder / SCHEME)


def headers(path: Path) -> list[str]:
    """Return what stands above the odd and the even pages."""
    section = docx.Document(str(path)).sections[0]
    parts = (section.header, section.even_page_header)
    return ["\n".join(p.text for p in part.paragraphs) for part in parts]


@pytest.mark.parametrize("name", PAPERS)
def test_everything_is_a_draft_without_a_case(folder: Path, name: str) -> None:
    """On every page."""
    assert headers(folder / name) == ["草案 示意图 征求意见前 内部工作用图"] * 2


def test_notes_come_first(tmp_path: Path) -> None:
    """Rules that are broken, data that is estimated."""
    found = material_of(city_of({"population": {"max": 5000}}), [WHOLE])
    object.__setattr__(found.territory, "estimated", "人口")
    write_papers(found, tmp_path)
    for name in PAPERS:
        first = [p.text for p in docx.Document(str(tmp_path / name)).paragraphs if p.text][1:3]
        assert "方案一不符合已启用的规则" in first[0] and first[1] == "估计数据：人口。"


def test_issuer_and_date(tmp_path: Path) -> None:
    """At the end, the date in Arabic numerals without leading zeros."""
    marks = Marks(issuer="某市民政局", issued="2026-01-05")
    write_papers(material_of(city_of(), [WHOLE], marks=marks), tmp_path)
    last = [p.text for p in docx.Document(str(tmp_path / SCHEME)).paragraphs if p.text][-2:]
    assert last == ["某市民政局", "2026年1月5日"]


def test_names_that_are_markup_stay_text(tmp_path: Path) -> None:
    """Read back as they are; nothing becomes a field or a link."""
    evil = {"990001200": "<w:p/>&乙乡", "990001200001": '=HYPERLINK("x")]]>村委会'}
    write_papers(material_of(city_of(names=evil), [WHOLE]), tmp_path)
    text = text_of(tmp_path / SCHEME)
    assert "撤销<w:p/>&乙乡，整建制并入甲镇" in text
    with zipfile.ZipFile(tmp_path / SCHEME) as packed:
        body = packed.read("word/document.xml").decode()
    assert "<w:p/>&" not in body and "instrText" not in body and "hyperlink" not in body.lower()


def test_the_same_set_gives_the_same_bytes(
    material: Material, folder: Path, tmp_path: Path
) -> None:
    """No time of writing stands in a document or its archive; all are small."""
    write_papers(material, tmp_path)
    for name in PAPERS:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
        assert (tmp_path / name).stat().st_size < 200_000


def test_in_english(tmp_path: Path) -> None:
    """The same documents, with the same figures."""
    found = material_of(city_of(), [WHOLE], lang="en", titles=["Plan 1"])
    write_papers(found, tmp_path)
    text = text_of(tmp_path / SCHEME)
    assert "乙乡 is dissolved and merged whole into 甲镇." in text
    assert "甲镇 has 4 villages and 2 communities, 80.04 km2 and 7437 people" in text
    assert "[to be supplied]" in text and "待补充" not in text
    assert "Approved by: the province." in text
