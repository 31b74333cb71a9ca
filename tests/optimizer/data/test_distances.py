"""Distances come from the best source there is, and what cannot be reached is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.quantities import NO_LIMIT
from models.travel import RoadTravel, StraightTravel, TableTravel, network
from optimizer.data.distances import _no_way

R, V = "roads.csv", "villages.csv"
TRAVEL = """\
village,seat,km,minutes
a1,b1,11,20
a2,a1,5,9.5
a2,b1,6,11
b1,a1,11,20
b2,a1,16,30
b2,b1,5,9
c2,c1,0.0005,0.01
"""


def test_roads_are_the_shortest_path(folder: Any) -> None:
    """Paths run over the whole network, through other townships and counties."""
    travel = folder.read().territory.travel
    assert travel.metres(np.array([0, 1, 5]), np.array([4])).ravel().tolist() == [
        21000,
        16000,
        5000,
    ]
    assert not travel.has_time
    assert travel.basis == "shortest path over roads.csv"


def test_roads_may_have_minutes(folder: Any) -> None:
    """Minutes on roads become whole seconds; then a limit in minutes is no fault."""
    folder.write(R, "a,b,km,minutes\na1,a2,5,7.5\na2,b1,6,8\nb1,b2,5,6\nb2,c1,5,6\nc1,c2,5,0.02\n")
    dataset = folder.read({"rules.access": {"max_minutes": 60}})
    seconds = dataset.territory.travel.seconds(np.array([1, 5]), np.array([0, 4]))
    assert seconds.tolist() == [[450, 1200], [1651, 1]]
    assert [(f.code, f.column) for f in dataset.warnings] == [("W102", "minutes")]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("0", "E203"),
        ("0.0004", "E203"),
        ("-5", "E203"),
        ("", "E201"),
        ("nan", "E202"),
        ("1e5", "E204"),
    ],
)
def test_wrong_length_of_a_road(folder: Any, new: str, code: str) -> None:
    """A road without a sound length is one fault."""
    folder.replace(R, "6.000", new)
    fault = folder.only()
    assert (fault.code, fault.row, fault.column) == (code, 3, "km")


def test_half_a_minute_missing_is_a_fault(folder: Any) -> None:
    """If roads have minutes, every road has them."""
    folder.write(R, "a,b,km,minutes\na1,a2,5,7\na2,b1,6,\nb1,b2,5,6\nb2,c1,5,6\nc1,c2,5,1\n")
    assert [(f.code, f.row, f.column) for f in folder.faults()] == [("E201", 3, "minutes")]


def test_road_from_a_village_to_itself(folder: Any) -> None:
    """A self-loop and an unknown end are faults of roads, too."""
    folder.replace(R, "a2,b1,6.000", "a2,a2,6\na2,zz,6")
    assert [(f.code, f.file, f.row) for f in folder.faults()] == [("E301", R, 4), ("E303", R, 3)]


def test_unreachable_village_is_a_fault_in_roads(folder: Any) -> None:
    """A village without a road to its own seat is a fault, and roads.csv is blamed."""
    folder.replace(R, "a1,a2,5.000\n", "")
    faults = [f for f in folder.faults() if f.code == "E404"]
    assert [(f.file, f.value, f.details["seat"]) for f in faults] == [(R, "a2", "甲一")]


def test_unreachable_seat_of_the_county_is_a_warning(folder: Any) -> None:
    """Villages that reach their own seat but not every seat of their county are counted."""
    folder.replace(R, "a2,b1,6.000\n", "")
    fault = folder.only()
    assert (fault.code, fault.file, fault.details) == ("W109", R, {"count": 4})


def test_another_county_need_not_be_reached(folder: Any) -> None:
    """No way into another county is needed."""
    folder.replace(R, "b2,c1,5.000\n", "")
    assert folder.faults() == []


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 9)), min_size=1))
def test_no_way_is_no_path(roads: list[tuple[int, int, int]]) -> None:
    """Components say the same as shortest paths about what can be reached."""
    a, b, weight = np.array([r for r in roads if r[0] != r[1]] or [(0, 1, 1)]).T
    travel, everyone = RoadTravel(network(a, b, weight, 8)), np.arange(8)
    want = travel.metres(everyone, everyone) >= NO_LIMIT
    assert np.array_equal(_no_way(travel)(everyone, everyone), want)


def test_table_of_distances(folder: Any) -> None:
    """travel.csv goes before roads.csv; metres and seconds are rounded half up."""
    folder.write("travel.csv", TRAVEL)
    dataset = folder.read()
    travel = dataset.territory.travel
    assert isinstance(travel, TableTravel)
    assert travel.metres(np.array([1, 5]), np.array([0])).tolist() == [[5000], [NO_LIMIT]]
    assert travel.metres(np.array([5, 4]), np.array([4])).tolist() == [[1], [0]]
    assert travel.seconds(np.array([1]), np.array([0])).tolist() == [[570]]
    assert [f.code for f in dataset.warnings] == ["W105", "W102", "W102"]


def test_missing_pairs_of_a_table(folder: Any) -> None:
    """Without the own seat it is a fault, without another seat of the county a warning."""
    folder.remove(R)
    folder.write("travel.csv", TRAVEL.replace("a2,a1,5,9.5\n", "").replace("b2,a1,16,30\n", ""))
    found = [(f.code, f.file, f.value) for f in folder.faults() if f.code != "W102"]
    assert found == [("E404", "travel.csv", "a2"), ("W109", "travel.csv", "")]


def test_table_needs_kilometres(folder: Any) -> None:
    """Minutes alone are not enough: the objectives count distances."""
    folder.write("travel.csv", "village,seat,minutes\na1,a1,5\n")
    fault = [f for f in folder.faults() if f.code == "E106"]
    assert [(f.file, f.column) for f in fault] == [("travel.csv", "km")]


def test_contradicting_rows_of_a_table(folder: Any) -> None:
    """A pair given twice alike is fine, given otherwise it is a fault; unknown ones are no pair."""
    folder.remove(R)
    folder.write("travel.csv", TRAVEL + "a2,b1,6,11\n")
    assert "E306" not in folder.codes()
    folder.write("travel.csv", TRAVEL + "a2,b1,7,11\nzz,b1,1,1\nyy,b1,2,2\n")
    faults = [f for f in folder.faults() if f.code.startswith("E")]
    assert [(f.code, f.row, f.value) for f in faults] == [
        ("E301", 10, "zz"),
        ("E301", 11, "yy"),
        ("E306", 9, "a2"),
    ]
    assert faults[2].details == {"first": 4}


def test_straight_lines_with_a_detour(folder: Any) -> None:
    """Without roads the straight line x detour is used, and said."""
    folder.remove(R)
    dataset = folder.read({"territory.detour": 1.5})
    travel = dataset.territory.travel
    assert isinstance(travel, StraightTravel)
    one = 2 * np.pi * 6_371_008.8 / 360 * 0.05 * np.cos(np.radians(36.0)) * 1.5
    assert abs(int(travel.metres(np.array([1]), np.array([0]))[0, 0]) - one) < 1
    assert [f.details for f in dataset.warnings] == [{"detour": "1.5"}]


def test_straight_lines_need_every_coordinate(folder: Any) -> None:
    """One village without lon or lat, or no detour, leaves no distances."""
    folder.remove(R)
    assert folder.only().code == "E405"
    folder.replace(V, "113.00,", ",")
    fault = folder.only({"territory.detour": 1.5})
    assert (fault.code, fault.file, fault.row, fault.column) == ("E430", V, 2, "lon, lat")


def test_a_wrong_coordinate_is_said_once(folder: Any) -> None:
    """A latitude beyond the Earth does not bring a fault about detour, or about no point."""
    folder.remove(R)
    folder.replace(V, "113.05,36.00", "113.05,360")
    fault = folder.only({"territory.detour": 1.5})
    assert (fault.code, fault.row, fault.column) == ("E204", 3, "lat")


@pytest.mark.parametrize("key", ["roads", "travel"])
def test_named_table_must_be_there(folder: Any, key: str) -> None:
    """A table that [territory] names is never silently replaced by another source."""
    (folder.path / R).rename(folder.path / "elsewhere.csv")
    faults = folder.faults({f"territory.{key}": "gone.csv", "territory.detour": 1.3})
    assert [(f.code, f.file) for f in faults] == [("E101", "gone.csv")]


@pytest.mark.parametrize("name", ["travel.csv", "roads.csv"])
def test_folder_in_place_of_a_table(folder: Any, name: str) -> None:
    """A folder with a table's name is a fault, not an absent table."""
    (folder.path / R).unlink()
    (folder.path / name).mkdir()
    assert ("E102", name) in [(f.code, f.file) for f in folder.faults({"territory.detour": 1.3})]


def test_the_earth_is_chosen(folder: Any) -> None:
    """The ellipsoid changes straight lines, for distances and for moments alike."""
    (folder.path / "roads.csv").unlink()
    ground = {
        earth: folder.read({"territory.detour": 1, "territory.earth": earth}).territory
        for earth in ("sphere", "wgs84")
    }
    for measure in ("metres_in", "straight_in"):
        a, b = (getattr(ground[earth], measure)(0) for earth in ("sphere", "wgs84"))
        assert (a != b).any() and abs(a - b).max() <= 0.006 * a.max()
