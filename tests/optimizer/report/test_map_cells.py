"""Cells, outline, colours and names of the map, each by what it promises."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from matplotlib.path import Path as Ring
from scipy.spatial import cKDTree

from models.plan import Plan
from models.territory import Territory
from optimizer.data.borders import BordersFile, borders_text
from optimizer.report.map import draw_maps, fonts
from optimizer.report.map.base_map import FloatArray, project, survey
from optimizer.report.map.cells import tessellate
from optimizer.report.map.colours import changed, colouring
from optimizer.report.map.fonts import em, one_line, wrapped
from optimizer.report.map.labels import Label, Setting, place
from optimizer.report.map.outline import outline
from optimizer.report.map.picture import Picture
from optimizer.report.words.map import MapWords
from tests.optimizer.report.test_map import merged, territory


def points(count: int, seed: int = 7) -> FloatArray:
    return np.random.default_rng(seed).uniform(0, 30, (count, 2))


def area(ring: FloatArray) -> float:
    x, y = ring.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def test_cells_cover_the_ground_once() -> None:
    xy = points(80)
    cells = tessellate(xy)
    each = sum(area(r) for rings in cells.rings(np.arange(80)).values() for r in rings)
    whole = sum(area(ring) for ring in cells.rings(np.zeros(80, dtype=np.int64))[0])
    assert each == pytest.approx(whole)
    assert all(area(r) > 0 for rings in cells.rings(np.arange(80)).values() for r in rings)


def test_each_cell_holds_its_village() -> None:
    xy = points(60)
    for village, rings in tessellate(xy).rings(np.arange(60)).items():
        assert [Ring(ring).contains_point(xy[village]) for ring in rings] == [True]


def test_a_unit_within_another_is_a_hole() -> None:
    xy = np.stack(np.meshgrid(np.arange(5.0), np.arange(5.0)), axis=-1).reshape(-1, 2)
    group = np.zeros(25, dtype=np.int64)
    group[12] = 1
    rings = tessellate(xy + points(25) / 1000).rings(group)
    assert sorted(area(ring) > 0 for ring in rings[0]) == [False, True]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 300])
def test_the_outline_holds_every_village_and_the_given_area(count: int) -> None:
    xy, given = points(count), 900.0
    rings = outline(xy, given)
    assert np.any([Ring(ring).contains_points(xy) for ring in rings], axis=0).all()
    assert sum(abs(area(ring)) for ring in rings) == pytest.approx(given, rel=0.6)


def test_villages_in_one_place_get_cells_of_their_own() -> None:
    base_map = survey(territory())
    assert base_map is not None
    spread = np.unique(base_map.xy, axis=0)
    assert len(spread) == 48


def test_projection_is_in_kilometres() -> None:
    xy = project(np.array([113.0, 113.0]), np.array([36.0, 37.0]))
    assert np.ptp(xy[:, 1]) == pytest.approx(111.195)
    assert np.ptp(xy[:, 0]) == 0


def test_neighbours_differ_in_colour_on_both_maps() -> None:
    base_map = survey(territory())
    assert base_map is not None
    plan = merged(territory())
    hues = colouring(plan, base_map)
    for unit in (plan.territory.villages.township, plan.unit):
        pairs = unit[plan.territory.pairs]
        apart = pairs[pairs[:, 0] != pairs[:, 1]]
        assert (hues[apart[:, 0]] != hues[apart[:, 1]]).all()


def test_units_that_gain_or_lose_are_changed() -> None:
    base_map = territory()
    assert changed(Plan.status_quo(base_map)).tolist() == []
    assert changed(merged(base_map)).tolist() == [0]
    unit = base_map.villages.township.copy()
    unit[np.nonzero(unit == 3)[0][0]] = 1
    assert changed(Plan(base_map, unit)).tolist() == [1, 3]


def test_names_do_not_cover_each_other_where_there_is_room() -> None:
    seats = points(25)
    names = [Label("沁源镇", (x, y), i, 6.0) for i, (x, y) in enumerate(seats.tolist())]
    whole = Ring([(-50, -50), (80, -50), (80, 80), (-50, 80), (-50, -50)])
    base_map = Setting(
        km_per_pt=0.06,
        box=(-5, -5, 35, 35),
        dots=seats,
        tree=cKDTree(seats),
        unit=np.arange(25),
        outline=whole,
        blocked=np.empty((0, 4)),
        dot_pt=4.0,
    )
    assert place(names, base_map).clear.all()


def test_long_notes_are_broken_between_words_and_between_characters() -> None:
    assert wrapped("one two three", 5) == "one two\nthree"
    lines = wrapped("村的位置、面积、人口和道路均为估计值。", 6).split("\n")
    assert all(em(line) <= 7 for line in lines)
    assert not any(line[0] in "、。" for line in lines)


def test_names_are_one_line() -> None:
    assert one_line(" a\n\tb\x00c ") == "a b c"


def squares(tmp_path: Path, inferred: bool = False) -> Territory:
    """Return the territory of `test_map` on squares of one fiftieth and one sixtieth degree."""
    base_map = territory()
    villages = base_map.villages
    shapes = []
    for code, x, y in zip(villages.codes, villages.lon, villages.lat, strict=True):
        west, east, south, north = (
            round(v, 6) for v in (x - 0.01, x + 0.01, y - 1 / 120, y + 1 / 120)
        )
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        shapes.append(({"code": code}, [[ring]]))
    path = tmp_path / "borders.geojson"
    path.write_text("".join(borders_text(shapes, inferred)), encoding="utf-8")
    return dataclasses.replace(base_map, borders=BordersFile(path))


def test_polygons_are_drawn_where_they_are_known(tmp_path: Path) -> None:
    """A lattice of 8 by 6 squares has 82 inner sides, and 28 on its outline in one ring."""
    base_map = survey(squares(tmp_path))
    assert base_map is not None and not base_map.inferred
    each = np.arange(48)
    assert len(base_map.cells.borders(each)) == 7 * 6 + 8 * 5
    assert len(base_map.cells.neighbours(each)) == 82
    (ring,) = base_map.rings
    assert len(ring) == 28


@pytest.mark.parametrize("inferred", [True, False])
def test_maps_say_when_borders_are_inferred(tmp_path: Path, inferred: bool) -> None:
    plan = merged(squares(tmp_path, inferred))
    base_map = survey(plan.territory)
    assert base_map is not None
    picture = Picture.of(plan, base_map, fonts.typeface(), MapWords("zh"))
    assert ("界线为推算，非实际界线" in picture.reservation) is inferred


def test_borders_that_cannot_be_used_are_inferred_and_said(tmp_path: Path) -> None:
    """The map is drawn all the same, and a warning says why its borders are no real ones."""
    plan = merged(squares(tmp_path))
    (tmp_path / "borders.geojson").write_text("{}", encoding="utf-8")
    broken = dataclasses.replace(plan.territory, borders=BordersFile(tmp_path / "borders.geojson"))
    files = draw_maps(dataclasses.replace(plan, territory=broken), tmp_path, "x", "en")
    assert "no FeatureCollection" in files.warning
    assert files.png is not None and files.png.exists()
