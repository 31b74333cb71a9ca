"""The enumeration of candidate units equals a naive one over all subsets of parts."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.kinds import Kind
from models.merge.candidates import Candidates, enumerate_candidates
from models.merge.problem import Limit, Problem, whole_problem
from models.quantities import NO_LIMIT
from models.territory import County, Territory, Township, Villages
from models.travel import StraightTravel

Unit = tuple[frozenset[int], int]


def problem_of(graph: nx.Graph) -> Problem:
    """Return the problem of one county whose townships are the nodes, one village each."""
    n = len(graph)
    codes, zeros = tuple(map(str, range(n))), np.zeros(n)
    whole = np.ones(n, dtype=np.int64)
    villages = Villages(codes, codes, np.arange(n), whole, whole, zeros, zeros)
    townships = tuple(Township(c, c, Kind.TOWNSHIP, 0, i) for i, c in enumerate(codes))
    pairs = np.array(list(graph.edges), dtype=np.int64).reshape(-1, 2)
    travel = StraightTravel(zeros, zeros, 1.0)
    ground = Territory((County("0", "0", False),), townships, villages, pairs, travel)
    return whole_problem(ground, 0)


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    """Draw a graph of up to seven nodes, connected or not."""
    n = draw(st.integers(1, 7))
    edges = draw(st.sets(st.sampled_from([*combinations(range(n), 2)]))) if n > 1 else set()
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(edges)
    return graph


@st.composite
def limits(draw: st.DrawFn, n: int) -> Limit:
    """Draw bounds that differ by seat, or do not bound at all."""
    weight = np.array(draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)), dtype=np.int64)
    tops, floors = st.sampled_from([3, 6, 9, NO_LIMIT]), st.sampled_from([0, 0, 2, 5])
    high = np.array(draw(st.lists(tops, min_size=n, max_size=n)), dtype=np.int64)
    low = np.array(draw(st.lists(floors, min_size=n, max_size=n)), dtype=np.int64)
    return Limit(weight, low, high, grown_only=draw(st.booleans()))


@st.composite
def problems(draw: st.DrawFn) -> tuple[nx.Graph, Problem]:
    """Draw a graph and the restrictions that rules may bring."""
    graph = draw(graphs())
    n = len(graph)
    problem = problem_of(graph)
    for p, s in draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=8)):
        problem.allowed[p, s] = False
    problem.limits = draw(st.lists(limits(n), max_size=2))
    groups = st.sets(st.integers(0, n - 1), min_size=2, max_size=3)
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1])
    if n > 1:
        together, apart = draw(st.lists(groups, max_size=1)), draw(st.lists(pairs, max_size=2))
        problem.together = [np.array(sorted(group)) for group in together]
        problem.apart = [(np.array([a]), np.array([b])) for a, b in apart]
    return graph, problem


def naive(graph: nx.Graph, problem: Problem) -> set[Unit]:
    """Return every connected set with every seat in it that keeps the restrictions."""
    sets = (frozenset(c) for k in graph for c in combinations(graph, k + 1))
    return {
        (held, seat)
        for held in sets
        if nx.is_connected(graph.subgraph(held))
        for seat in held
        if _keeps(problem, held, seat)
    }


def _keeps(problem: Problem, held: frozenset[int], seat: int) -> bool:
    inside = sorted(held)
    groups = [set(group.tolist()) for group in problem.together]
    return (
        bool(problem.allowed[inside, seat].all())
        and all(not group & held or group <= held for group in groups)
        and not any({*a.tolist(), *b.tolist()} <= held for a, b in problem.apart)
        and all(
            limit.low[seat] <= limit.weight[inside].sum() <= limit.high[seat]
            or (limit.grown_only and held == {seat})
            for limit in problem.limits
        )
    )


def units(found: Candidates) -> list[Unit]:
    """Return the candidates as (parts, seat)."""
    rows = found.members.toarray()
    return [
        (frozenset(np.nonzero(row)[0].tolist()), int(seat))
        for row, seat in zip(rows, found.seat, strict=True)
    ]


@settings(max_examples=100, deadline=None)
@given(problems())
def test_equals_the_naive_enumeration(drawn: tuple[nx.Graph, Problem]) -> None:
    """Every unit that keeps the restrictions, each exactly once; groups are sets of parts."""
    graph, problem = drawn
    found = enumerate_candidates(problem, 10**6)
    assert Counter(units(found)) == Counter(naive(graph, problem))
    assert found.complete
    by_group = {(int(g), held) for g, (held, _) in zip(found.group, units(found), strict=True)}
    assert len({g for g, _ in by_group}) == len(by_group)


@settings(max_examples=50, deadline=None)
@given(problems(), st.integers(1, 20))
def test_a_budget_never_passes_in_silence(drawn: tuple[nx.Graph, Problem], budget: int) -> None:
    """What is found is right, single townships are among it, and what may be missing is said."""
    graph, problem = drawn
    found, expected = enumerate_candidates(problem, budget), naive(graph, problem)
    assert set(units(found)) <= expected
    assert {unit for unit in expected if len(unit[0]) == 1} <= set(units(found))
    if found.complete:
        assert set(units(found)) == expected


def test_an_exact_budget_is_enough() -> None:
    """A path of four has ten connected sets; with nine the longest is missing, and it is said."""
    path = problem_of(nx.path_graph(4))
    assert enumerate_candidates(path, 10).complete
    short = enumerate_candidates(path, 9)
    assert not short.complete
    assert max(len(held) for held, _ in units(short)) == 3


def test_more_parts_than_a_word_has_bits() -> None:
    """Seventy townships in a row, at most three in a unit: 70 + 69 x 2 + 68 x 3."""
    problem = problem_of(nx.path_graph(70))
    ones = np.ones(70, dtype=np.int64)
    problem.limits = [Limit(ones, 0 * ones, 3 * ones)]
    found = enumerate_candidates(problem, 10**6)
    assert len(found) == len(set(units(found))) == 70 + 69 * 2 + 68 * 3
    assert all(max(held) - min(held) == len(held) - 1 for held, _ in units(found))


def test_reduce_sees_whole_groups() -> None:
    """All seats of a set are in the batch in which the set is reduced."""
    seen: list[int] = []

    def one_a_group(batch: Candidates) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        _, first = np.unique(batch.group, return_index=True)
        seen.extend(np.bincount(batch.group - batch.group.min()).tolist())
        return np.sort(first)

    found = enumerate_candidates(problem_of(nx.complete_graph(5)), 10**6, one_a_group)
    assert len(found) == 31
    assert sorted(seen) == sorted(
        size for size in range(1, 6) for _ in combinations(range(5), size)
    )


def test_cost_adds_up_members() -> None:
    """The opening of the seat and each member's own cost there."""
    found = enumerate_candidates(problem_of(nx.path_graph(3)), 10**6)
    opening, assigning = np.array([100, 200, 300]), np.arange(9).reshape(3, 3)
    for (held, seat), cost in zip(units(found), found.cost(opening, assigning), strict=True):
        assert cost == opening[seat] + sum(assigning[p, seat] for p in held)


def test_take_keeps_rows() -> None:
    """In the order that is asked."""
    found = enumerate_candidates(problem_of(nx.path_graph(3)), 10**6)
    assert units(found.take(np.array([4, 0]))) == [units(found)[4], units(found)[0]]
