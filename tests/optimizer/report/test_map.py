"""The map picture as files: written whole or not at all, the same every time."""

import dataclasses
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from models.kinds import Kind
from models.plan import Plan
from models.territory import County, Territory, Township, Villages
from models.travel import StraightTravel
from optimizer.report.map import draw as drawing
from optimizer.report.map import draw_maps, fonts
from optimizer.report.map.base_map import survey
from optimizer.report.map.compose import draw_sheet
from optimizer.report.map.picture import Picture
from optimizer.report.words.map import Lang, MapWords


def territory(names: tuple[str, ...] = ("甲镇", "乙乡", "丙乡", "丁街道")) -> Territory:
    """Return two counties of two townships, eight villages by six on a lattice."""
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(8), np.arange(6)))
    township = (x // 4) * 2 + y // 3
    east, north = np.nonzero(x < 7)[0], np.nonzero(y < 5)[0]
    pairs = np.concatenate([np.stack([east, east + 1]), np.stack([north, north + 8])], axis=1).T
    kinds = (Kind.TOWN, Kind.TOWNSHIP, Kind.TOWNSHIP, Kind.SUBDISTRICT)
    seats = [int(np.nonzero(township == t)[0][5]) for t in range(4)]
    townships = tuple(
        Township(f"10{t}", name, kind, t // 2, seat)
        for t, (name, kind, seat) in enumerate(zip(names, kinds, seats, strict=True))
    )
    codes, ones = tuple(f"v{i}" for i in range(48)), np.ones(48, dtype=np.int64)
    villages = Villages(codes, codes, township, 500 * ones, 400 * ones, 113 + x / 50, 36 + y / 60)
    counties = (County("1", "东县", False), County("2", "西县", False))
    travel = StraightTravel(villages.lon, villages.lat, 1.3)
    return Territory(counties, townships, villages, pairs, travel)


def merged(base_map: Territory) -> Plan:
    """Return the plan that merges the second township into the first."""
    return Plan(base_map, np.where(base_map.villages.township == 1, 0, base_map.villages.township))


def test_both_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    files = draw_maps(merged(territory()), tmp_path, "示例", "zh", "数据为估计值")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "map.png", tmp_path / "map.svg"]
    assert (files.png, files.svg) == (tmp_path / "map.png", tmp_path / "map.svg")
    assert tmp_path.joinpath("map.png").read_bytes().startswith(b"\x89PNG")


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        draw_maps(merged(territory()), tmp_path / name, "Example", "en")
    for file in ("map.png", "map.svg"):
        one, two = ((tmp_path / name / file).read_bytes() for name in ("one", "two"))
        assert one == two
        assert b"dc:date" not in one


def test_a_failure_leaves_the_old_files_and_no_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(svg: Path) -> None:
        raise OSError("disk full")

    (tmp_path / "map.png").write_text("old")
    monkeypatch.setattr(drawing, "_shorten", fail)
    with pytest.raises(OSError, match="disk full"):
        draw_maps(merged(territory()), tmp_path, "Example", "en")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("map.png", "old")]


def test_too_many_townships_are_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_TOWNSHIPS", 3)
    files = draw_maps(merged(territory()), tmp_path, "Example", "en")
    assert files.png is files.svg is None
    assert "4 townships, more than the 3" in files.warning
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("lang", "said"), [("en", "no picture"), ("zh", "未出图")])
def test_no_coordinates_no_picture(tmp_path: Path, lang: Lang, said: str) -> None:
    base_map = territory()
    nowhere = np.full(48, np.nan)
    villages = dataclasses.replace(base_map.villages, lon=nowhere, lat=nowhere)
    plan = merged(dataclasses.replace(base_map, villages=villages))
    files = draw_maps(plan, tmp_path, "示例", lang)
    assert files.png is files.svg is None
    assert said in files.warning
    assert not list(tmp_path.iterdir())


def test_a_few_villages_without_coordinates_are_left_out(tmp_path: Path) -> None:
    base_map = territory()
    lon = base_map.villages.lon.copy()
    lon[[0, base_map.townships[3].seat]] = np.nan
    villages = dataclasses.replace(base_map.villages, lon=lon)
    files = draw_maps(merged(dataclasses.replace(base_map, villages=villages)), tmp_path, "E", "en")
    assert files.png is not None
    assert files.warning.startswith("2 villages without lon/lat")


def test_without_a_chinese_font_codes_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "chinese_family", lambda: None)
    files = draw_maps(merged(territory()), tmp_path, "长治市", "zh", "数据为估计值")
    assert "fonts-noto-cjk" in files.warning
    svg = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert not any("一" <= character <= "鿿" for character in svg)
    assert "Sketch map" in svg


def test_without_a_chinese_font_names_are_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "chinese_family", lambda: None)
    plan = merged(territory(("甲镇", "Yi", "丙乡", "丁街道")))
    base_map = survey(plan.territory)
    assert base_map is not None
    picture = Picture.of(plan, base_map, fonts.typeface(), MapWords("en"))
    assert [picture.name(t) for t in range(4)] == ["100", "Yi", "102", "103"]


def test_without_a_chinese_font_estimates_are_still_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "chinese_family", lambda: None)
    base_map = dataclasses.replace(territory(), estimated="人口为估计值")
    draw_maps(merged(base_map), tmp_path, "Example", "en", "Estimated data: 人口为估计值")
    assert "Some of the data are estimates" in (tmp_path / "map.svg").read_text(encoding="utf-8")


def test_counties_names_stand_in_the_same_place_on_both_maps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "chinese_family", lambda: None)
    plan = merged(territory())
    base_map = survey(plan.territory)
    assert base_map is not None
    figure = draw_sheet(Picture.of(plan, base_map, fonts.typeface(), MapWords("en")), "Example", "")
    for code in ("1", "2"):
        texts = [text for axes in figure.axes for text in axes.texts if text.get_text() == code]
        places = [text.get_position() for text in texts if text.get_weight() == "bold"]
        assert len(places) == 2
        assert places[0] == places[1]


def test_names_are_escaped(tmp_path: Path) -> None:
    names = ("<b>&amp;", "a--b", "$x_1$", "</svg>\n]]>")
    draw_maps(merged(territory(names)), tmp_path, "<&> $t$", "en", "<note> & -->")
    root = ElementTree.parse(tmp_path / "map.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root[0].text == "<&> $t$"
    tags = {element.tag.split("}")[1] for element in root.iter()}
    assert "b" not in tags
    assert "note" not in tags


def test_the_status_quo_can_be_drawn(tmp_path: Path) -> None:
    assert draw_maps(Plan.status_quo(territory()), tmp_path, "Example", "en").png is not None
