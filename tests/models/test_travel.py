"""Distances: shortest paths over roads, a table, straight lines."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.geodesy import EARTH_RADIUS_M
from models.quantities import NO_LIMIT
from models.travel import RoadTravel, StraightTravel, TableTravel, network

ROADS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 10**6)), min_size=1, max_size=20
)


def road_travel(roads: list[tuple[int, int, int]], size: int = 8) -> RoadTravel:
    """Return travel over roads (a, b, metres)."""
    a, b, metres = np.array(roads, dtype=np.int64).T
    return RoadTravel(network(a, b, metres, size))


@settings(max_examples=60)
@given(ROADS)
def test_roads_are_shortest_paths(roads: list[tuple[int, int, int]]) -> None:
    """As networkx finds them; where there is no path there is no way."""
    graph = nx.Graph()
    graph.add_nodes_from(range(8))
    for a, b, metres in roads:
        if metres < graph.get_edge_data(a, b, {"m": NO_LIMIT})["m"]:
            graph.add_edge(a, b, m=metres)
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight="m"))
    villages, seats = np.arange(8), np.array([5, 0])
    found = road_travel(roads).metres(villages, seats)
    assert found.shape == (8, 2)
    assert found.tolist() == [[lengths[v].get(s, NO_LIMIT) for s in (5, 0)] for v in range(8)]


def test_of_parallel_roads_the_shortest_counts() -> None:
    """In either direction; they do not add up."""
    found = road_travel([(0, 1, 9), (1, 0, 4), (0, 1, 7)], 2)
    assert found.metres(np.array([0]), np.array([1])).tolist() == [[4]]


def test_times_are_paths_of_their_own() -> None:
    """The quickest way may be another than the shortest; without times they are refused."""
    a, b = np.array([0, 1, 0]), np.array([1, 2, 2])
    metres, seconds = np.array([5, 5, 20]), np.array([600, 600, 100])
    travel = RoadTravel(network(a, b, metres, 3), network(a, b, seconds, 3))
    villages, seats = np.array([0]), np.array([2])
    assert travel.has_time
    assert travel.metres(villages, seats).tolist() == [[10]]
    assert travel.seconds(villages, seats).tolist() == [[100]]
    untimed = RoadTravel(travel.roads_m)
    assert not untimed.has_time
    with pytest.raises(ValueError, match="minutes"):
        untimed.seconds(villages, seats)


def test_table() -> None:
    """As it is written, in the direction that is written; a seat is at itself."""
    travel = TableTravel({(0, 1): 5000}, {(0, 1): 60})
    both = np.array([0, 1])
    assert travel.metres(both, both).tolist() == [[0, 5000], [NO_LIMIT, 0]]
    assert travel.seconds(both, both).tolist() == [[0, 60], [NO_LIMIT, 0]]
    assert travel.has_time
    assert not TableTravel({(0, 1): 5000}).has_time


def test_straight_lines() -> None:
    """A degree of a meridian, times the detour; that it is no road is said."""
    travel = StraightTravel(np.array([113.0, 113.0]), np.array([36.0, 37.0]), 1.3)
    degree = np.pi * EARTH_RADIUS_M / 180
    both = np.array([0, 1])
    expected = round(1.3 * degree)
    assert travel.metres(both, both).tolist() == [[0, expected], [expected, 0]]
    assert "1.3" in travel.basis and "straight" in travel.basis
    assert not travel.has_time
    with pytest.raises(ValueError, match="minutes"):
        travel.seconds(both, both)


def test_straight_lines_along_a_parallel() -> None:
    """At 60 degrees north a degree of longitude is half as long."""
    travel = StraightTravel(np.array([10.0, 10.001]), np.array([60.0, 60.0]), 1.0)
    found = int(travel.metres(np.array([0]), np.array([1]))[0, 0])
    assert found == pytest.approx(np.pi * EARTH_RADIUS_M / 180 / 2000, abs=1)


def test_straight_lines_on_the_ellipsoid() -> None:
    """A degree of the equator is longer than on the sphere; the basis says which it is."""
    points = np.array([0.0, 1.0]), np.array([0.0, 0.0])
    both = np.array([0, 1])
    travel = StraightTravel(*points, 1.0, "wgs84")
    assert travel.metres(both, both).tolist() == [[0, 111_319], [111_319, 0]]
    assert StraightTravel(*points, 1.0).metres(both, both)[0, 1] == 111_195
    assert "WGS 84" in travel.basis and "WGS 84" in travel.basis_zh
