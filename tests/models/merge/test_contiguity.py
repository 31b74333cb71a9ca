"""Contiguity: what falls apart, and separators by maximum flow beside least vertex cuts."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from models.merge.contiguity import Contiguity

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
def test_borders_are_least_separators(drawn: tuple[Contiguity, nx.Graph, Any], data: Any) -> None:
    """They part a piece from the seat, and each of them is needed for it."""
    ground, graph, _ = drawn
    others = [v for v in graph if v]
    size = len(ground.may)
    piece = data.draw(st.sets(st.sampled_from(others), min_size=1)) if others else set()
    if not piece or not nx.is_connected(graph.subgraph(piece)):
        return
    border = set(ground.border(0, np.array(sorted(piece))).tolist())
    around = {u for v in piece for u in graph[v]} - piece
    free = set(graph) - piece - (around - {0})
    reached = nx.node_connected_component(graph.subgraph(free), 0)
    assert border == {v for v in around if v in reached or set(graph[v]) & reached}
    assert border <= set(range(size))


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
