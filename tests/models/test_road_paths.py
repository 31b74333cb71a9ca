"""Road distances are those of the entire network, however little of it is searched."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.quantities import NO_LIMIT
from models.travel import RoadTravel, network

SIZE = 12
roads = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.integers(1, 50)).filter(
        lambda road: road[0] != road[1]
    ),
    min_size=1,
    max_size=30,
)
places = st.lists(st.integers(0, SIZE - 1), min_size=1, max_size=5, unique=True)


@given(roads, places, places)
def test_equals_paths_over_the_whole_network(
    pairs: list[tuple[int, int, int]], villages: list[int], seats: list[int]
) -> None:
    """Paths through places outside the asked ones count, and what is apart has no way."""
    ends = np.array(pairs, dtype=np.int64)
    travel = RoadTravel(network(ends[:, 0], ends[:, 1], ends[:, 2], SIZE))
    graph = nx.Graph()
    graph.add_nodes_from(range(SIZE))
    for a, b, length in sorted(pairs, key=lambda pair: -pair[2]):
        graph.add_edge(a, b, weight=length)
    expected = [
        [
            nx.shortest_path_length(graph, v, s, weight="weight")
            if nx.has_path(graph, v, s)
            else NO_LIMIT
            for s in seats
        ]
        for v in villages
    ]
    assert travel.metres(np.array(villages), np.array(seats)).tolist() == expected


def test_a_detour_outside_is_found() -> None:
    """The way inside is 10 long, the way around through a place outside is 2."""
    travel = RoadTravel(network(np.array([0, 0, 2]), np.array([1, 2, 1]), np.array([10, 1, 1]), 3))
    assert travel.metres(np.array([0]), np.array([1])).tolist() == [[2]]
