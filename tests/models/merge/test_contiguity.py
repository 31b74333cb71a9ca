"""Contiguity: what falls apart, and separators by maximum flow beside least vertex cuts."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from models.merge.contiguity import Contiguity, nearness

LEAST = 0.05


def contiguity(size: int, edges: list[tuple[int, int]], may: Any = None) -> Contiguity:
    """Return the contiguity of villages around a seat in village 0."""
    a, b = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    ones = np.ones(2 * len(a), dtype=np.int8)
    ends = (np.concatenate([a, b]), np.concatenate([b, a]))
    graph = csr_array((ones, ends), shape=(size, size))
    within = np.ones((size, 1), dtype=bool) if may is None else np.array(may, dtype=bool)[:, None]
    return Contiguity(graph, np.array([0]), within)


@st.composite
def points(draw: st.DrawFn) -> tuple[Contiguity, nx.Graph, Any]:
    """Draw a connected graph, where the unit may lie, and a point of 20ths on it."""
    size = draw(st.integers(2, 9))
    tree = [(draw(st.integers(0, v - 1)), v) for v in range(1, size)]
    more = draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=9))
    edges = sorted({(min(e), max(e)) for e in [*tree, *more] if e[0] != e[1]})
    twentieths = draw(st.lists(st.integers(0, 20), min_size=size - 1, max_size=size - 1))
    weight = np.array([20, *twentieths]) / 20
    may = (weight > 0) | np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    graph = nx.Graph(edges)
    graph.add_nodes_from(range(size))
    return contiguity(size, edges, may), graph.subgraph(np.nonzero(may)[0].tolist()), weight


def least_cut(graph: nx.Graph, weight: Any, village: int) -> float:
    """Return the least weight of villages that part a village from the seat; inf by it."""
    if graph.has_edge(0, village):
        return np.inf
    arcs = nx.DiGraph()
    arcs.add_nodes_from([(0, "out"), (village, "in")])
    for v in graph:
        if v not in (0, village):
            arcs.add_edge((v, "in"), (v, "out"), capacity=round(weight[v] * 20))
    for a, b in graph.edges:
        arcs.add_edge((a, "out"), (b, "in"))
        arcs.add_edge((b, "out"), (a, "in"))
    return float(nx.minimum_cut_value(arcs, (0, "out"), (village, "in"))) / 20


@settings(max_examples=150, deadline=None)
@given(points())
def test_separators_separate_and_are_broken(drawn: tuple[Contiguity, nx.Graph, Any]) -> None:
    """Without them the village has no way to the seat, and they weigh less than it."""
    ground, graph, weight = drawn
    for village, seat, border in ground.violated(0, weight, LEAST):
        assert seat == 0 and 0 not in border and village not in border
        left = graph.subgraph(set(graph) - set(border))
        assert not nx.has_path(left, 0, village)
        assert weight[village] > weight[list(border)].sum() + LEAST


@settings(max_examples=150, deadline=None)
@given(points())
def test_none_is_missed(drawn: tuple[Contiguity, nx.Graph, Any]) -> None:
    """Where a least cut is broken some separator is found, and none where no cut is."""
    ground, graph, weight = drawn
    broken = [
        v
        for v in graph
        if v and weight[v] > 0 and (graph.has_edge(0, v) is False)
        and weight[v] > least_cut(graph, weight, v) + LEAST + 1e-9
    ]  # fmt: skip
    assert bool(list(ground.violated(0, weight, LEAST))) == bool(broken)


def test_a_small_piece_hides_no_broken_separator() -> None:
    """A village of little weight is apart; another is reached through too little."""
    ground = contiguity(4, [(0, 2), (2, 3)])
    assert list(ground.violated(0, np.array([1.0, LEAST, 0.1, 0.5]), LEAST)) == [(3, 0, (2,))]


@pytest.mark.parametrize(
    ("chosen", "apart"),
    [([0, 0, 0, 1], [3]), ([0, 0, 1, 0], [2, 3]), ([0, 1, 1, 1], [1, 2, 3]), ([0, 0, 0, 0], [])],
)
def test_pieces_without_the_seat_are_named(chosen: list[int], apart: list[int]) -> None:
    """In a row of four villages with the seats of both units in village 0."""
    ground = contiguity(4, [(0, 1), (1, 2), (2, 3)])
    two = Contiguity(ground.graph, np.array([0, 0]), np.ones((4, 2), dtype=bool))
    found = [v for _, piece in two.apart(np.array(chosen)) for v in piece.tolist()]
    assert sorted(found) == apart
    assert two.connected(np.array(chosen)) is (not apart)


@settings(max_examples=150, deadline=None)
@given(points(), st.data())
def test_apart_is_what_no_way_within_the_unit_reaches(
    drawn: tuple[Contiguity, nx.Graph, Any], data: Any
) -> None:
    """With links of an exclave, which count in the unit of their seat alone."""
    one, _, _ = drawn
    size = len(one.may)
    linked = data.draw(st.lists(st.integers(1, size - 1), unique=True, max_size=2))
    links = np.array([[0, v] for v in linked], dtype=np.int64).reshape(-1, 2)
    seats = np.array([0, size - 1])
    ground = Contiguity(one.graph, seats, np.ones((size, 2), dtype=bool), links)
    chosen = np.array(data.draw(st.lists(st.integers(0, 1), min_size=size, max_size=size)))
    cut_off = set()
    for s, seat in enumerate(seats.tolist()):
        graph = nx.Graph(zip(*one.graph.tocoo().coords, strict=True))
        graph.add_nodes_from(range(size))
        graph.add_edges_from((0, v) for v in linked if s == 0)
        unit = set(np.nonzero(chosen == s)[0].tolist())
        home = nx.node_connected_component(graph.subgraph(unit), seat) if seat in unit else set()
        cut_off |= unit - home
    assert {v for _, piece in ground.apart(chosen) for v in piece.tolist()} == cut_off
    assert ground.connected(chosen) is (not cut_off)
    fewer = ground.within(ground.may)
    assert fewer.connected(chosen) is (not cut_off)


@settings(max_examples=100, deadline=None)
@given(points(), st.integers(1, 8))
def test_a_border_separates_and_none_of_it_can_be_left_out(
    drawn: tuple[Contiguity, nx.Graph, Any], village: int
) -> None:
    """Next to a village that does not touch the seat; villages that may not be there are not."""
    ground, graph, _ = drawn
    if village not in graph or graph.has_edge(0, village):
        return
    border = ground.border(0, np.array([village])).tolist()
    assert set(border) <= set(graph[village])
    assert not nx.has_path(graph.subgraph(set(graph) - set(border)), 0, village)
    for kept in border:
        assert nx.has_path(graph.subgraph(set(graph) - set(border) | {kept}), 0, village)


def test_a_link_counts_in_the_unit_of_its_seat_alone() -> None:
    """Village 2 is an exclave of the seat in village 0, and none of that in village 1."""
    alone = contiguity(3, [(0, 1)])
    may = np.ones((3, 2), dtype=bool)
    ground = Contiguity(alone.graph, np.array([0, 1]), may, np.array([[0, 2]]))
    assert ground.connected(np.array([0, 1, 0]))
    assert [(s, p.tolist()) for s, p in ground.apart(np.array([0, 1, 1]))] == [(1, [2])]
    assert [v.tolist() for v in ground.neighbours_at(0)] == [[1, 2], [0], [0]]
    assert [v.tolist() for v in ground.neighbours_at(1)] == [[1], [0], []]


@settings(max_examples=100, deadline=None)
@given(points(), st.data())
def test_one_can_walk_to_the_seat_downhill(
    drawn: tuple[Contiguity, nx.Graph, Any], data: st.DataObject
) -> None:
    """Every village has a neighbour of a lower order, and the order is the least climb."""
    ground = drawn[0]
    size = ground.graph.shape[0]
    far = data.draw(st.lists(st.integers(0, 9), min_size=size - 1, max_size=size - 1))
    metres = np.array([[0], *[[d] for d in far]])
    order = nearness(ground.graph, np.array([0]), metres)[:, 0]
    around = ground.neighbours
    assert order[0] == 0
    assert all(order[around[v]].min() < order[v] for v in range(1, size))
    arcs = nx.DiGraph()
    for a, b in zip(*ground.graph.tocoo().coords, strict=True):
        arcs.add_edge(int(a), int(b), weight=max(0, int(metres[b, 0] - metres[a, 0])))
    climb = nx.single_source_dijkstra_path_length(arcs, 0)
    assert [o // size for o in order.tolist()] == [climb[v] for v in range(size)]


def test_nearness_of_an_exclave_goes_by_its_link() -> None:
    """It is far from every seat but its own."""
    graph = contiguity(3, [(0, 1)]).graph
    metres = np.array([[0, 1], [1, 0], [5, 5]])
    order = nearness(graph, np.array([0, 1]), metres, np.array([[0, 2]]))
    assert order[2].tolist() == [5 * 3 + 1, 2**62]
    assert order[:2].tolist() == [[0, 4], [4, 0]]
