"""Labels on maps: inside their county, none on another; each has a name, a leader or a number."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path as Outline

from models.kinds import Kind
from models.plan import Plan
from models.territory import County, Territory, Township, Villages
from models.travel import StraightTravel
from optimizer.data.dataset import read_dataset
from optimizer.report.dossier.maps.canvas import Canvas
from optimizer.report.dossier.maps.land import Land, land_of
from optimizer.report.dossier.maps.lettering import Lettering
from optimizer.report.dossier.maps.mapped import Map, Shown
from optimizer.report.dossier.maps.naming import Namer, Type, folds, village_name
from optimizer.report.dossier.maps.paper import Box, framed, papers
from optimizer.report.dossier.maps.sheets import lay_out
from optimizer.report.dossier.maps.views import View, status_quo
from optimizer.report.map.base_map import BaseMap, survey
from optimizer.report.map.draw import settings as look
from optimizer.report.map.fonts import typeface
from optimizer.report.map.picture import path_of
from optimizer.report.words.sheets import sheet_words

CHANGZHI = Path("instances/changzhi")


def county_of(
    xy: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    township: np.ndarray[tuple[int], np.dtype[np.int64]],
    names: list[str],
) -> Territory:
    """Return a county, its villages at points (km), and one more on its east."""
    count = len(names)
    east = xy.max(axis=0) + np.array([8.0, 0.0])
    lon = 113.0 + np.append(xy[:, 0], east[0]) / 90
    lat = 36.0 + np.append(xy[:, 1], east[1]) / 111
    home = np.append(township, count)
    seats = [int(np.nonzero(home == t)[0][0]) for t in range(count + 1)]
    kinds = (Kind.TOWN, Kind.TOWNSHIP, Kind.SUBDISTRICT)
    townships = tuple(
        Township(f"1{t:03d}", name, kinds[t % 3], int(t == count), seats[t])
        for t, name in enumerate([*names, "外乡"])
    )
    codes, ones = tuple(f"v{i}" for i in range(len(home))), np.ones(len(home), dtype=np.int64)
    villages = Villages(codes, codes, home, 500 * ones, 300 * ones, lon, lat)
    counties = (County("1", "甲县", True), County("2", "乙县", False))
    nothing = np.empty((0, 2), dtype=np.int64)
    travel = StraightTravel(lon, lat, 1.3)
    return Territory(counties, townships, villages, nothing, travel)


def lettered(
    land: Land, base_map: BaseMap, side: View, county: int | None, figures: bool = True
) -> tuple[Map, Shown]:
    """Place the labels of one map, as its sheet does."""
    face = typeface()
    words = sheet_words("zh", face)
    layout = lay_out("A3", land.extent, 2 if county is not None else 1, 0.0)
    frame = framed(land.extent, layout.panels[0], layout.scale)
    kind = Type(9.5, 18.0, figures)
    one = Map(Canvas(papers("A3")[0], face), frame, land.on(frame), side, county, words, kind, "")
    shown = Shown()
    Lettering(one, Namer(one.canvas.measure, words, kind)).place(shown, {})
    return one, shown


def outside(box: Box, one: Map, county: int) -> bool:
    """Return whether a box leaves a county: an edge runs into it, or its middle is elsewhere."""
    land = one.land
    rings = [r for r in land.cells.rings(land.county).get(county, []) if len(r) > 2]
    shapes = [path_of(rings)] + ([path_of(land.outline)] if land.inferred else [])
    middle = np.array([[(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]])
    if not all(shape.contains_points(middle)[0] for shape in shapes):
        return True
    edges = [*rings, *(land.outline if land.inferred else ())]
    return any(_runs_into(ring, box) for ring in edges)


def _runs_into(ring: np.ndarray[tuple[int, int], np.dtype[np.float64]], box: Box) -> bool:
    """Return whether a side of a ring has a point inside a box (Liang and Barsky)."""
    start, step = ring, np.roll(ring, -1, axis=0) - ring
    low, high = np.array(box[:2]), np.array(box[2:])
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (low - start) / step, (high - start) / step
    level, within = step == 0, (start > low) & (start < high)
    enter = np.where(level, np.where(within, -np.inf, np.inf), np.minimum(one, two)).max(axis=1)
    leave = np.where(level, np.where(within, np.inf, -np.inf), np.maximum(one, two)).min(axis=1)
    return bool((np.maximum(enter, 0.0) < np.minimum(leave, 1.0)).any())


def check(one: Map, shown: Shown, units: set[int]) -> None:
    """Assert what every map promises of its labels."""
    for a, b in combinations(shown.spots, 2):
        apart = a.box[2] <= b.box[0] + 1e-9 or b.box[2] <= a.box[0] + 1e-9
        apart |= a.box[3] <= b.box[1] + 1e-9 or b.box[3] <= a.box[1] + 1e-9
        assert apart, (a.wish.key, b.wish.key)
    west, south, east, north = one.frame.box
    for spot in shown.spots:
        box = spot.box
        assert west <= box[0] < box[2] <= east and south <= box[1] < box[3] <= north
        if spot.wish.key[0] != "county" or one.county is None:
            assert not outside(box, one, spot.wish.county), spot.wish.key
        for text, size in spot.form.lines:
            assert one.canvas.measure.mm(text, size) <= box[2] - box[0] + 1e-6
    named = {s.wish.key[1] for s in shown.spots if s.wish.key[0] == "unit"}
    assert len(named) + len(shown.unnamed) == len(units)
    assert named <= units


def units_in(one: Map) -> set[int]:
    """Return the units that hold villages of a map's counties."""
    return set(one.unit[one.land.here].tolist())


@cache
def changzhi() -> tuple[Territory, BaseMap]:
    """Return the territory of Changzhi and its ground."""
    territory = read_dataset(CHANGZHI).territory
    base_map = survey(territory)
    assert base_map is not None
    return territory, base_map


@pytest.fixture(autouse=True)
def drawn_as_maps() -> object:
    """Set matplotlib as the maps do."""
    with mpl.rc_context(look(typeface().families)):
        yield


@pytest.mark.parametrize("county", range(12))
def test_names_of_each_county_of_changzhi(county: int) -> None:
    territory, base_map = changzhi()
    side = status_quo(Plan.status_quo(territory))
    one, shown = lettered(land_of(base_map, territory, county), base_map, side, county)
    check(one, shown, set(territory.townships_in(county).tolist()))
    assert not shown.unnamed


@settings(max_examples=8, deadline=None)
@given(
    units=st.integers(1, 14),
    villages=st.integers(1, 4),
    length=st.integers(1, 20),
    spread=st.floats(0.2, 30.0),
    seed=st.integers(0, 10_000),
)
def test_names_of_invented_counties(
    units: int, villages: int, length: int, spread: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0, spread, (units, 2)) * rng.choice([1.0, 0.1], (units, 1))
    xy = np.repeat(centres, villages, axis=0) + rng.normal(0, spread / 20, (units * villages, 2))
    names = ["甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申镇"[-length:]] * units
    territory = county_of(xy, np.repeat(np.arange(units), villages), names)
    base_map = survey(territory)
    assert base_map is not None
    side = status_quo(Plan.status_quo(territory))
    one, shown = lettered(land_of(base_map, territory, 0), base_map, side, 0)
    check(one, shown, set(range(units)))


def test_a_county_of_sixty_units_with_long_names() -> None:
    rng = np.random.default_rng(4)
    xy = np.concatenate([rng.uniform(0, 40, (112, 2)), rng.uniform(17, 23, (8, 2))])
    names = ["中华民族团结进步示范街道办事处一号镇街道"] * 12 + [f"第{i}乡" for i in range(48)]
    territory = county_of(xy, np.arange(60).repeat(2), names)
    base_map = survey(territory)
    assert base_map is not None
    side = status_quo(Plan.status_quo(territory))
    one, shown = lettered(land_of(base_map, territory, 0), base_map, side, 0, figures=False)
    check(one, shown, set(range(60)))
    assert not shown.unnamed
    numbers = [number for number, _ in shown.numbers]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_an_exclave_and_a_tiny_unit_are_named_too() -> None:
    x, y = (axis.ravel() * 2.0 for axis in np.meshgrid(np.arange(12), np.arange(10)))
    township = np.where(x < 12, 0, 1)
    township[(x == 20) & (y == 16)] = 0  # a piece of the first amid the second
    township[(x == 18) & (y == 4)] = 2  # one village alone
    territory = county_of(np.column_stack([x, y]) / 4, township, ["甲镇", "乙乡", "丙街道"])
    base_map = survey(territory)
    assert base_map is not None
    one, shown = lettered(
        land_of(base_map, territory, 0), base_map, status_quo(Plan.status_quo(territory)), 0
    )
    check(one, shown, {0, 1, 2})
    assert not shown.unnamed
    assert not shown.numbers


def test_leaders_cross_no_label() -> None:
    rng = np.random.default_rng(11)
    xy = np.concatenate([rng.uniform(0, 30, (40, 2)), rng.normal(15, 0.5, (14, 2))])
    township = np.concatenate([np.arange(8).repeat(5), np.arange(8, 15).repeat(2)])
    territory = county_of(xy, township, [f"第{i:02d}中心街道" for i in range(15)])
    base_map = survey(territory)
    assert base_map is not None
    _, shown = lettered(
        land_of(base_map, territory, 0), base_map, status_quo(Plan.status_quo(territory)), 0
    )
    led = [spot for spot in shown.spots if spot.leader is not None]
    assert led
    for spot in led:
        assert spot.leader is not None
        way = np.linspace(spot.wish.anchor, spot.leader, 400)
        far = way[np.hypot(*(way - spot.wish.anchor).T) > 1.5]
        for other in shown.spots:
            if other is not spot:
                west, south, east, north = np.array(other.box) + np.array([0.6, 0.6, -0.6, -0.6])
                hit = (far > (west, south)) & (far < (east, north))
                assert not hit.all(axis=1).any()


def test_a_plan_keeps_names_where_they_stood() -> None:
    territory, base_map = changzhi()
    land = land_of(base_map, territory, 11)
    one, before = lettered(land, base_map, status_quo(Plan.status_quo(territory)), 11)
    again = Shown()
    unit = territory.villages.township.copy()
    first, second = territory.townships_in(11)[:2].tolist()
    unit[unit == second] = first
    names = {i: t.name for i, t in enumerate(territory.townships)}
    after = replace(one, view=View(Plan(territory, unit), names, after=True))
    letters = Lettering(after, Namer(one.canvas.measure, one.words, one.type))
    letters.place(again, before.places)
    check(after, again, units_in(after))
    stayed = [
        np.hypot(*(np.array(again.places[key]) - place)) < 2.0
        for key, place in before.places.items()
        if key in again.places
    ]
    assert np.mean(stayed) > 0.8


def test_long_names_are_folded_and_short_ones_are_not() -> None:
    assert folds("沁河镇") == [["沁河镇"]]
    assert folds("North Bridge Subdistrict")[1] == ["North Bridge", "Subdistrict"]
    assert all(
        "".join(lines) == "一二三四五六七八九十" * 2 for lines in folds("一二三四五六七八九十" * 2)
    )


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("贾庄村村民委员会", "贾庄村"),
        ("贾庄村委会", "贾庄村"),
        ("和平社区居委会", "和平社区"),
        ("城南居民委员会", "城南居委会"),
        ("河西村", "河西村"),
    ],
)
def test_villages_are_named_without_their_committee(name: str, place: str) -> None:
    assert village_name(name) == place


def test_a_box_that_an_edge_runs_into_is_outside() -> None:
    """The judge of these tests sees a corner of a county that reaches into a box."""
    ring = np.array([[0, 0], [10, 0], [10, 10], [5, 4], [0, 10]], dtype=np.float64)
    assert _runs_into(ring, (3, 3, 7, 5))
    assert not _runs_into(ring, (3, 0.5, 7, 3.5))
    assert Outline(ring).contains_point((5, 2))
