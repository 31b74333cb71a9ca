"""The maps as files: what stands on them, the same bytes every time, nothing where nothing is."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pyproj
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text as Written
from shapely import get_parts, set_precision

from optimizer.data.borders import borders_text
from optimizer.data.dataset import read_dataset
from optimizer.report.dossier.gather import ReportRequest, gather
from optimizer.report.dossier.maps import map_notes, write_maps
from optimizer.report.dossier.maps import write as writing
from optimizer.report.dossier.maps.look import FILL
from optimizer.report.dossier.maps.paper import bar_km, denominator, framed
from optimizer.report.dossier.maps.projection import transverse_mercator
from optimizer.report.dossier.maps.write import Atlas, grounds
from optimizer.report.dossier.marks import Marks
from optimizer.report.dossier.material import Material
from optimizer.report.geodata import village_shapes
from optimizer.report.map import fonts
from optimizer.report.map.draw import settings

INSTANCE = Path("instances/three-townships")


def material(
    folder: Path, lang: str = "zh", name: str = "", marks: Marks | None = None, place: bool = True
) -> Material:
    """Return the set of a plan that merges the last township into the first."""
    copied = folder / "data"
    if not copied.exists():
        shutil.copytree(INSTANCE, copied)
        _change(copied / "townships.csv", lambda row: row | ({"name": name} if name else {}))
        if not place:
            _change(copied / "villages.csv", lambda row: row | {"lon": "", "lat": ""})
    dataset = read_dataset(copied)
    territory = dataset.territory
    codes = [t.code for t in territory.townships]
    rows = [
        (code, codes[0 if t == len(codes) - 1 else t])
        for code, t in zip(
            territory.villages.codes, territory.villages.township.tolist(), strict=True
        )
    ]
    lines = ["village,unit", *(",".join(row) for row in rows)]
    (folder / "plan.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return gather(dataset, ReportRequest((folder / "plan.csv",), marks=marks or Marks()), lang)


def _change(path: Path, change: object) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [change(row) for row in csv.DictReader(file)]  # type: ignore[operator]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def sheet_texts(one: Material) -> list[str]:
    """Return everything that is written on the sheet of the first county."""
    return [text.get_text() for text in _sheet(one).findobj(Written) if text.get_text()]


def _sheet(one: Material) -> Figure:
    from optimizer.report.dossier.maps.land import land_of
    from optimizer.report.dossier.maps.sheets import county_sheet

    found = grounds(one)
    assert found.base_map is not None
    atlas = Atlas(one, found.base_map, found.face, Path())
    land = land_of(found.base_map, one.territory, 0)
    sides = (atlas.before, atlas.after(one.proposed))
    with mpl.rc_context(settings(found.face.families)):
        return county_sheet(land, sides, 0, atlas.title(one.proposed), atlas.said).canvas.figure


def test_the_set_of_files_and_their_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "DPI", 30)
    one = material(tmp_path)
    found = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        names = write_maps(one, tmp_path / name)
        assert sorted(names) == sorted(
            p.relative_to(tmp_path / name).as_posix()
            for p in (tmp_path / name).rglob("*")
            if p.is_file()
        )
        found.append({n: (tmp_path / name / n).read_bytes() for n in names})
    assert found[0] == found[1]
    ends = [name.rsplit(".", 1)[1] for name in found[0]]
    assert (ends.count("pdf"), ends.count("png"), ends.count("svg")) == (2, 3, 3)
    for name, content in found[0].items():
        assert content.startswith((b"%PDF", b"\x89PNG", b"<?xml")), name
        assert b"CreationDate" not in content
        assert b"<dc:date>" not in content
        if name.endswith("svg"):
            ElementTree.fromstring(content)


@pytest.mark.parametrize(
    ("lang", "watermark"),
    [("zh", "草案 示意图 征求意见前 内部工作用图"), ("en", "DRAFT - sketch map")],
)
def test_a_draft_says_so_across_each_map(tmp_path: Path, lang: str, watermark: str) -> None:
    texts = sheet_texts(material(tmp_path, lang))
    assert sum(text.startswith(watermark) for text in texts) >= 3
    inferred = {"zh": "界线为推算，非实际界线", "en": "Borders are inferred"}[lang]
    assert any(inferred in text for text in texts)
    assert any({"zh": "待补充", "en": "to be supplied"}[lang] in text for text in texts)


def test_numbers_take_the_place_of_the_watermark(tmp_path: Path) -> None:
    marks = Marks(
        approval="晋政函〔2026〕8号", map_review="晋S（2026）001号", data_date="2020-11-01"
    )
    texts = sheet_texts(material(tmp_path, marks=marks))
    assert not any("草案" in text for text in texts)
    assert any("批准文号：晋政函〔2026〕8号" in text for text in texts)
    assert any("审图号：晋S（2026）001号" in text for text in texts)
    assert any("2020年11月1日" in text and "数据年份：2020" in text for text in texts)


def test_one_number_alone_does_not(tmp_path: Path) -> None:
    texts = sheet_texts(material(tmp_path, marks=Marks(approval="1号")))
    assert any("草案" in text for text in texts)


def test_what_changes_is_said_and_seats_are_told_apart(tmp_path: Path) -> None:
    one = material(tmp_path)
    first, last = one.territory.townships[0], one.territory.townships[-1]
    texts = sheet_texts(one)
    assert f"{last.name} → {first.name}（整建制并入）" in texts
    assert texts.count(first.name) == 2
    assert {"图例", "北", "撤销的驻地及新驻地", "隶属变动的村（居）", "原乡级界"} <= set(texts)
    assert any(text.startswith("比例尺 1:") for text in texts)


def test_without_coordinates_nothing_is_drawn_and_that_is_said(tmp_path: Path) -> None:
    one = material(tmp_path, place=False)
    names = write_maps(one, tmp_path)
    assert names == ["maps/说明.txt"]
    assert "没有经纬度" in (tmp_path / names[0]).read_text(encoding="utf-8")
    assert "没有经纬度" in map_notes(one)[0]


def test_without_a_chinese_font_codes_stand_and_the_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "chinese_family", lambda: None)
    one = material(tmp_path)
    assert "fonts-noto-cjk" in "".join(map_notes(one))
    texts = sheet_texts(one)
    assert one.territory.townships[0].code in texts
    assert not any("一" <= character <= "鿿" for text in texts for character in text)


def test_names_that_no_font_has_are_shown_by_their_codes(tmp_path: Path) -> None:
    one = material(tmp_path, name="ꀀꀁ镇")
    assert "ꀀꀁ镇" in map_notes(one)[0]
    assert one.territory.townships[0].code in sheet_texts(one)


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    name = "<b>$x^2$&镇</b>"
    one = material(tmp_path, name=name)
    svg = io.StringIO()
    _sheet(one).savefig(svg, format="svg")
    root = ElementTree.fromstring(svg.getvalue())
    assert not [e for e in root.iter() if e.tag.endswith(("}b", "}script", "}a"))]
    assert name in sheet_texts(one)


def test_kinds_differ_in_tone_by_more_than_the_eye_needs() -> None:
    """On a black and white copy, kinds are apart by 5 points of lightness and more (CIE L*)."""
    tones = sorted(_lightness(colour) for colour in FILL.values())
    assert min(np.diff(tones)) > 5
    assert tones[0] > 75


def _lightness(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * y ** (1 / 3) - 16)


def test_the_projection_is_that_of_proj() -> None:
    centre = np.array([113.1, 36.4])
    points = centre + np.random.default_rng(0).uniform(-3, 3, (200, 2))
    there = f"+proj=tmerc +lat_0={centre[1]} +lon_0={centre[0]} +k=1 +ellps=GRS80 +units=km"
    known = pyproj.Transformer.from_crs("EPSG:4490", there, always_xy=True)
    assert transverse_mercator(points, centre) == pytest.approx(
        np.column_stack(known.transform(*points.T)), abs=1e-6
    )


def test_a_scale_bar_is_as_long_as_it_says(tmp_path: Path) -> None:
    """20 km measured by geodesy at the sheet's middle are 20 km of its scale."""
    centre = np.array([113.1, 36.4])
    lon, lat, _ = pyproj.Geod(ellps="GRS80").fwd(*centre, 57.0, 20_000.0)
    extent = (-30.0, -40.0, 30.0, 40.0)
    box = (12.0, 70.0, 200.0, 260.0)
    frame = framed(extent, box, denominator(extent, box))
    ends = frame.to_sheet(transverse_mercator(np.array([centre, [lon, lat]]), centre))
    mm = float(np.hypot(*(ends[1] - ends[0])))
    assert mm == pytest.approx(20e6 / frame.denominator, rel=1e-5)
    assert bar_km(frame) * frame.mm_per_km <= 42


def test_a_map_fills_its_frame_at_a_round_scale() -> None:
    box = (0.0, 0.0, 190.0, 180.0)
    for km in (3.0, 17.0, 58.0, 233.0):
        extent = (0.0, 0.0, km, 0.5 * km)
        scale = denominator(extent, box)
        assert km * 1e6 / scale <= 182
        assert km * 1e6 / scale > 182 / 1.26
        assert scale == round(scale, -int(np.floor(np.log10(scale))) + 1)


def test_kinds_that_change_are_said(tmp_path: Path) -> None:
    from models.kinds import Kind
    from optimizer.report.dossier.maps.sheets import changes

    one = material(tmp_path)
    found = grounds(one)
    assert found.base_map is not None
    atlas = Atlas(one, found.base_map, found.face, Path())
    at = next(i for i, t in enumerate(one.territory.townships) if t.kind is Kind.TOWNSHIP)
    side = atlas.after(one.proposed)
    side = replace(side, plan=replace(side.plan, conversions={at: Kind.TOWN}))
    assert any(line.endswith("：乡改设镇") for line in changes(side, None, atlas.said))


def test_real_borders_are_drawn_and_said(tmp_path: Path) -> None:
    one = material(tmp_path)
    villages = one.territory.villages
    shapes = village_shapes(one.proposed.plan, one.dataset)[0]
    rows = [
        ({"code": code}, [[[list(c) for c in part.exterior.coords]] for part in get_parts(shape)])
        for code, shape in zip(villages.codes, set_precision(shapes, 1e-7), strict=True)
    ]
    text = "".join(borders_text(rows))
    (tmp_path / "data" / "borders.geojson").write_text(text, encoding="utf-8")
    texts = sheet_texts(material(tmp_path))
    assert "村（居）界" in texts
    assert any("界线依所提供的数据绘制" in text for text in texts)
    assert not any("推算" in text for text in texts)
