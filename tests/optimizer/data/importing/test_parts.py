"""Codes, columns, shifts, clean polygons and matching, each by what it promises."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from optimizer.data.importing.codes import is_chinese, key_of, level_of, mend
from optimizer.data.importing.columns import guess, roles_of, unit_in_name
from optimizer.data.importing.coverage import cover, in_polygons_only, shared_edges
from optimizer.data.importing.joining import merged_into
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.parts import enclosed, facing, holes
from optimizer.data.importing.shifts import shifted, unshifted
from optimizer.data.importing.tables import decode
from optimizer.data.importing.units import Unit


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("140404100000", "140404100"),
        ("140404000000", "140404"),
        ("140404100", "140404100"),
        ("140404100203", "140404100203"),
        ("1404041002030000000", "140404100203"),
        ("48009", "48009"),
        ("A7", "a7"),
    ],
)
def test_spellings_of_one_code_have_one_key(code: str, key: str) -> None:
    assert key_of(code) == key


def test_levels_by_digits() -> None:
    assert level_of(["140404100201", "140404100202"]) == "villages"
    assert level_of(["140404100000", "140404101000"]) == "townships"
    assert level_of(["140404", "140405"]) == "counties"
    assert level_of(["48009", "48010"]) is None
    assert is_chinese("140404100") and not is_chinese("48009")


def test_exponents_are_mended_while_they_tell_codes_apart() -> None:
    """Of counties six digits are left; two townships that look the same are lost."""
    assert mend(["1.40404E+11", "1.40405E+11"]).codes == ["140404000000", "140405000000"]
    lost = mend(["1.40404E+11", "1.40404E+11"])
    assert lost.codes == ["", ""] and len(lost.damaged) == 2
    assert mend(["1.404E+11"]).damaged == ["1.404E+11"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("行政区划代码", "code"),
        ("2020年常住人口(万人)", "population"),
        ("人口数_人", "population"),
        ("面积(平方公里)", "area"),
        ("AREA_KM2", "area"),
        ("所属乡镇", "township_name"),
        ("鄉鎮代碼", "township_code"),
        ("ZLDWMC", "village_name"),
        ("县(市、区)", "county_name"),
        ("经度", "lon"),
    ],
)
def test_usual_names_are_known(name: str, role: str) -> None:
    assert roles_of(name) == [role]


@pytest.mark.parametrize(
    ("name", "role", "unit"),
    [
        ("人口(万人)", "population", "万人"),
        ("人口", "population", ""),
        ("面积(亩)", "area", "mu"),
        ("面积_公顷", "area", "ha"),
        ("area_km2", "area", "km2"),
        ("面积(单位:平方米)", "area", "m2"),
    ],
)
def test_units_stand_in_names(name: str, role: str, unit: str) -> None:
    assert unit_in_name(name, role) == unit


def test_resident_people_come_before_registered_ones() -> None:
    chosen, doubtful = guess({"户籍人口": ["1"], "常住人口": ["2"]})
    assert chosen["population"] == "常住人口"
    assert doubtful["population"] == ["常住人口", "户籍人口"]


@pytest.mark.parametrize("shift", ["gcj02", "bd09"])
def test_shifts_there_and_back(shift: str) -> None:
    """Within a millimetre; at Changzhi GCJ-02 lies 544 to 610 m to the east."""
    lon, lat = np.array([113.1, 112.5]), np.array([36.2, 36.5])
    x, y = unshifted(shift, *shifted(shift, lon, lat))
    assert np.abs(x - lon).max() < 1e-8 and np.abs(y - lat).max() < 1e-8
    moved = np.hypot((shifted(shift, lon, lat)[0] - lon) * 89_600, 0)
    low, high = (540, 615) if shift == "gcj02" else (1100, 1420)
    assert ((moved > low) & (moved < high)).all()


def test_encodings_by_their_bytes() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        found = decode("代码,人口\n1,2\n".encode(encoding))
        assert found is not None and found[0].startswith("代码")
    assert decode(b"\xff\xff\x81") is None


def boxes(*corners: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.box(*c) for c in corners], dtype=object)


def test_a_corner_is_no_border() -> None:
    found = cover(boxes((0, 0, 9, 9), (9, 0, 18, 9), (9, 9, 18, 18)))
    assert found.pairs.tolist() == [[0, 1], [1, 2]]
    assert found.border_m.tolist() == [9, 9]
    assert found.corners == 1 and found.was_exact


def test_slivers_and_overlaps_are_closed_and_said() -> None:
    """Borders half a metre and a metre apart over a kilometre."""
    shapes = boxes((0, 0, 999.5, 1000), (1000, 0, 2001, 1000), (2000, 0, 3000, 1000))
    found = cover(shapes)
    assert found.pairs.tolist() == [[0, 1], [1, 2]]
    assert not found.was_exact and found.tolerance.error > 0
    assert float(shapely.area(shapely.union_all(found.shapes))) == pytest.approx(3e6, rel=1e-3)


def test_a_gap_wider_than_the_tolerance_is_no_border() -> None:
    found = cover(boxes((0, 0, 1000, 1000), (1040, 0, 2000, 1000)), given=5.0)
    assert len(found.pairs) == 0
    (link,) = facing(found)
    assert link.apart_m == pytest.approx(40)


def test_a_unit_that_would_vanish_stays() -> None:
    shapes = boxes((0, 0, 1000, 1000), (1000, 0, 2000, 1000), (1000, 1000, 1002, 1002))
    found = cover(shapes, given=10.0)
    assert found.restored == (2,)
    assert not shapely.is_empty(found.shapes).any()


def test_least_border() -> None:
    found = cover(boxes((0, 0, 9, 9), (9, 8, 18, 18)), least_border_m=2.0)
    assert len(found.pairs) == 0 and found.near.tolist() == [[0, 1]]


def test_holes_and_enclosed_units() -> None:
    ring = shapely.box(0, 0, 900, 900)
    for hole in (shapely.box(100, 100, 200, 200), shapely.box(400, 400, 600, 600)):
        ring = ring.difference(hole)
    found = cover(np.array([ring, shapely.box(400, 400, 600, 600)], dtype=object))
    assert enclosed(found) == [(1, 0)]
    (hole,) = holes(found)
    assert hole.km2 == pytest.approx(0.01) and hole.around == (0,)


def test_edges_of_several_parts_add_up() -> None:
    two = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(0, 2, 1, 3)])
    edges = shared_edges(np.array([two, shapely.box(1, 0, 2, 1), shapely.box(1, 2, 2, 3)]))
    assert edges.pairs.tolist() == [[0, 1], [0, 2]]


def test_what_crosses_itself_becomes_polygons() -> None:
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    (valid,) = in_polygons_only(np.array([bow], dtype=object))
    assert shapely.is_valid(valid) and valid.area == pytest.approx(2)


def test_units_that_are_gone_are_with_the_neighbour_that_took_a_new_name() -> None:
    """The one whose new name holds the old one first; what lies behind went along."""
    names = ("Lachamp", "Ribennes", "Rieutort", "Servières", "Villedieu")
    units = {key: Unit(key, key, name) for key, name in zip("abcde", names, strict=True)}
    renamed = {"b": "Lachamp-Ribennes", "c": "Monts-de-Randon"}
    beside = {
        "a": {"b": 5.0, "c": 900.0},
        "d": {"c": 10.0},
        "e": {"d": 3.0},
    }
    assert merged_into(["a", "d", "e"], units, renamed, beside) == {"a": "b", "d": "c", "e": "c"}


def test_a_kind_is_one_fault_with_a_count_and_three_examples() -> None:
    notices = Notices()
    notices.extend("E819", "x.gpkg", "", [f"v{i}" for i in range(500)])
    (fault,) = notices.faults()
    assert fault.details["count"] == 500 and fault.details["examples"] == "v0; v1; v2; ..."
    assert len(notices.record()[0]["cases"]) == 500  # type: ignore[arg-type]


@pytest.mark.parametrize("gap", [0.0, 1e-9, 1e-4, 0.3, -1e-9, -0.3])
def test_borders_that_do_not_quite_fit_are_borders(gap: float) -> None:
    """Rounding leaves gaps or overlaps of a hair; neighbours stay neighbours, corners corners."""
    east, north = 1000 + gap, 1000 + gap
    boxes = [(0, 0, 1000, 1000), (east, 0, 2000, 1000), (0, north, 1000, 2000)]
    boxes.append((east, north, 2000, 2000))
    found = cover(np.array([shapely.box(*box) for box in boxes], dtype=object))
    assert sorted(map(tuple, found.pairs.tolist())) == [(0, 1), (0, 2), (1, 3), (2, 3)]
    assert found.was_exact == (gap == 0)


def test_names_that_a_shapefile_cut_are_known() -> None:
    """Ten bytes hold three Chinese characters: what only one thing can have been is that."""
    assert roles_of("常住人") == roles_of("常住人\ufffd") == ["population"]
    assert roles_of("乡镇代") == ["township_code"]
    assert roles_of("行政区") == [], "code, name or area"
    assert roles_of("备注栏") == []
