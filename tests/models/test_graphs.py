"""Articulation points beside networkx."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from models.graphs import articulation_points, falls_apart, reached

EDGES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20)


@settings(max_examples=200, deadline=None)
@given(EDGES, st.sets(st.integers(0, 8)))
def test_they_are_those_of_networkx(edges: list[tuple[int, int]], inside: set[int]) -> None:
    """In subgraphs of any number of pieces."""
    graph = nx.Graph([(a, b) for a, b in edges if a != b])
    graph.add_nodes_from(range(9))
    found = articulation_points([set(graph[v]) for v in range(9)], inside)
    assert found == set(nx.articulation_points(graph.subgraph(inside)))


@settings(max_examples=200, deadline=None)
@given(EDGES, st.sets(st.integers(0, 8)))
def test_without_such_a_node_its_piece_falls_apart(
    edges: list[tuple[int, int]], inside: set[int]
) -> None:
    """And without any other it does not."""
    graph = nx.Graph([(a, b) for a, b in edges if a != b])
    graph.add_nodes_from(range(9))
    around = [set(graph[v]) for v in range(9)]
    for piece in nx.connected_components(graph.subgraph(inside)):
        cut = set(nx.articulation_points(graph.subgraph(piece)))
        assert {v for v in piece if falls_apart(around, piece, v)} == cut
        for v in piece:
            others = (
                nx.node_connected_component(graph.subgraph(set(graph) - {v}), u)
                if (u := next(iter(around[v]), None)) is not None
                else set()
            )
            assert u is None or reached(around, u, v) == others
