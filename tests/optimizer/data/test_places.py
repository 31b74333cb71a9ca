"""Counties, townships and villages fit together, and their figures are whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from models.kinds import Kind

T, V = "townships.csv", "villages.csv"


def test_places_hold_what_the_tables_say(folder: Any) -> None:
    """Codes, names, kinds, flags, terrain and whole figures arrive as written."""
    territory = folder.read().territory
    assert [(c.code, c.is_district) for c in territory.counties] == [("X", False), ("Y", True)]
    first = territory.townships[0]
    assert (first.name, first.kind, first.seat, first.terrain) == ("甲镇", Kind.TOWN, 0, "mountain")
    assert first.flags == {"county_seat"}
    assert territory.villages.population.tolist() == [1000, 500, 800, 200, 3000, 100]
    assert territory.villages.area_ha.tolist() == [1000, 2000, 3000, 500, 800, 700]
    assert territory.villages.township.tolist() == [0, 0, 1, 1, 2, 2]


def test_flag_that_no_township_has_set_is_known(folder: Any) -> None:
    """A rule may name a flag column without a single 1."""
    folder.replace(T, "mountain,1", "mountain,0")
    assert folder.faults({"rules.protected.flags": ["county_seat"]}) == []


def test_english_kinds_are_the_same(folder: Any) -> None:
    """township, town and subdistrict are 乡, 镇 and 街道."""
    before = [t.kind for t in folder.read().territory.townships]
    for old, new in ((",镇,", ",town,"), (",乡,", ",township,"), (",街道,", ",subdistrict,")):
        folder.replace(T, old, new)
    assert [t.kind for t in folder.read().territory.townships] == before


def test_extra_columns_are_kept(folder: Any) -> None:
    """A column of 0 and 1 is a flag, any other an attribute; villages keep theirs too."""
    folder.write(
        T,
        "code,name,kind,county,seat,market,income\n"
        "A,甲镇,镇,X,a1,1,12\nB,乙乡,乡,X,b1,0,x\nC,丙街道,街道,Y,c1,0,\n",
    )
    folder.replace(V, "lon,lat", "class,slope")
    territory = folder.read().territory
    assert [sorted(t.flags) for t in territory.townships] == [["market"], [], []]
    assert territory.flags == {"market"}
    assert [t.attributes for t in territory.townships] == [
        {"income": "12"},
        {"income": "x"},
        {"income": ""},
    ]
    assert territory.villages.attributes["slope"] == ("36.00",) * 6


@pytest.mark.parametrize("flag", ["protected", "key_town", "county_seat", "exclave"])
def test_known_flags_must_be_flags(folder: Any, flag: str) -> None:
    """A known flag that is not 0 or 1 is a fault, not an attribute."""
    folder.write(
        T,
        f"code,name,kind,county,seat,{flag}\n"
        "A,甲镇,镇,X,a1,yes\nB,乙乡,乡,X,b1,0\nC,丙街道,街道,Y,c1,0\n",
    )
    fault = folder.only()
    assert (fault.code, fault.row, fault.column) == ("E205", 2, flag)


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("a2,甲二,A", "a2,甲二,", "E201", "township"),
        ("a2,甲二,A", "a2,甲二,AA", "E301", "township"),
        ("a2,甲二,A", "a2,,A", "E201", "name"),
        ("1000,", "1000.5,", "W102", "population"),
        ("1000,", "２ ０００,", "E202", "population"),
        ("1000,", "nan,", "E202", "population"),
        ("1000,", "1_000,", "E202", "population"),
        ("1000,", "1e999,", "E204", "population"),
        ("10.00,", ",", "E201", "area_km2"),
        ("10.00,", "-10,", "E203", "area_km2"),
        ("113.00", "east", "E202", "lon"),
        ("113.00", "181", "E204", "lon"),
        ("36.00", "-91", "E203", "lat"),
    ],
)
def test_one_wrong_value_of_a_village(
    folder: Any, old: str, new: str, code: str, column: str
) -> None:
    """Each wrong value of a village is one fault of its column."""
    folder.replace(V, old, new)
    fault = folder.only()
    assert (fault.code, fault.file, fault.column) == (code, V, column)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("X,a1", "X,zz", "E301"),
        ("X,a1", "X,", "E201"),
        ("X,a1", "X,b1", "E302"),
        ("X,a1", "Q,a1", "E301"),
        ("镇,镇,X", "镇,,X", "E201"),
        ("镇,镇,X", "镇,村,X", "E206"),
        ("A,甲镇", ",甲镇", "E201"),
    ],
)
def test_one_wrong_value_of_a_township(folder: Any, old: str, new: str, code: str) -> None:
    """Each wrong value of a township is a fault of its row."""
    folder.replace(T, old, new)
    assert (code, T, 2) in [(f.code, f.file, f.row) for f in folder.faults()]


def test_seat_of_another_township_names_the_owner(folder: Any) -> None:
    """A seat outside its township is a fault that names whose village it is."""
    folder.replace(T, "X,b1", "X,a2")
    assert folder.only().details == {"other": "A"}


def test_repeated_village_does_not_change_the_first(folder: Any) -> None:
    """A village code given twice is one fault, at its second row."""
    folder.replace(V, "a2,", "a1,")
    assert ("E207", 3) in [(f.code, f.row) for f in folder.faults()]


def test_townships_and_counties_must_not_be_empty(folder: Any) -> None:
    """Every township and county without members is a fault, all of them named."""
    folder.replace(T, "C,丙", "D,丁,乡,X,a1,plain,0\nE,戊,乡,X,a1,plain,0\nC,丙")
    folder.replace("counties.csv", "Y,", "Z,北县,0\nY,")
    found = [(f.code, f.value) for f in folder.faults() if f.code in ("E304", "E305")]
    assert sorted(found) == [("E304", "D"), ("E304", "E"), ("E305", "Z")]


def test_coordinates_may_be_absent(folder: Any) -> None:
    """Coordinates are optional where there are roads; absent ones are not numbers."""
    folder.replace(V, "113.00,36.00", ",")
    villages = folder.read().territory.villages
    assert np.isnan(villages.lon).tolist() == [True] + [False] * 5
