"""Small problems over villages, and every plan that keeps their rules, by brute force."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import networkx as nx
import numpy as np

from models.merge.problem import Problem
from models.merge.restricted import restricted_problem
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import dataset_of

TO_TOWN = {"kind": "镇", "require": [{"measure": "population", "min": 700}]}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "free": ("redraw", {}),
    "dissolved": ("split", {}),
    "transferred": ("split", {"transfers": {"max_villages": 1}}),
    "capped": ("redraw", {"area_cap": {"max_km2": 63}}),
    "capped, grown or not": ("split", {"area_cap": {"max_km2": 32}}),
    "people": ("redraw", {"population": {"min": 450, "max": 900}}),
    "near": ("redraw", {"access": {"max_km": 12}}),
    "together": ("redraw", {"together": {"pairs": [["A", "B"]]}}),
    "apart": ("redraw", {"apart": {"pairs": [["A", "C"]]}}),
    "protected": ("split", {"protected": {"townships": ["B"]}}),
    "kinds": ("redraw", {"kinds": {"grounds": [TO_TOWN]}}),
}
"""Modes and rules that between them use all that a problem can say."""


def ring() -> Tables:
    """Return three townships on a ring: a - b - c - c2 - a2 - a; b2 hangs on b, a3 joins a and a2.

    Seats have 40, 30 and 20 km2; the other villages 1 km2 and 100 people each.
    """
    tables = chain(town("A", 400, 40), town("B", 300, 30), town("C", 200, 20))
    for code, home in (("a2", "A"), ("b2", "B"), ("c2", "C"), ("a3", "A")):
        add_village(tables, code, home, km=2, people=100)
    tables.contiguity.extend([{"a": "a2", "b": "c2"}, {"a": "a2", "b": "a3"}])
    return tables


def problem_of(case: str, tables: Tables | None = None) -> Problem:
    """Return the problem of some tables, by default the ring, under a case's mode and rules."""
    mode, rules = CASES[case]
    dataset = dataset_of(ring() if tables is None else tables, rules, mode=mode)
    return restricted_problem(dataset, 0)


class Listed(NamedTuple):
    """A plan: the seat of each part, and the options that are taken."""

    seat: tuple[int, ...]
    options: frozenset[int]


def assignments(problem: Problem) -> Iterator[Listed]:
    """Yield every way to put parts to seats that are kept, each with an option, whole or not."""
    own, options = problem.seat_parts().tolist(), problem.options.seat.tolist()
    for seat in product(range(len(own)), repeat=problem.parts):
        kept = sorted(set(seat))
        if all(seat[own[s]] == s for s in kept):
            choices = [[o for o, at in enumerate(options) if at == s] for s in kept]
            yield from (Listed(seat, frozenset(taken)) for taken in product(*choices))


def keeps_rules(problem: Problem, plan: Listed) -> bool:
    """Return whether a plan keeps what the problem says, contiguity apart."""
    seat = np.array(plan.seat)
    if not problem.allowed[np.arange(problem.parts), seat].all():
        return False
    if any(len(set(seat[group].tolist())) > 1 for group in problem.together):
        return False
    if any(set(seat[a].tolist()) & set(seat[b].tolist()) for a, b in problem.apart):
        return False
    if problem.transfers is not None:
        left = [int((seat[problem.home == s] != s).sum()) for s in set(plan.seat)]
        if max(left) > problem.transfers:
            return False
    return all(_within(problem, seat, o) for o in plan.options)


def _within(problem: Problem, seat: Any, option: int) -> bool:
    """Return whether a unit keeps the limits."""
    at = problem.options.seat[option]
    inside = seat == at
    grown = (problem.home[inside] != at).any()
    return all(
        limit.low[option] <= limit.weight[inside].sum() <= limit.high[option]
        for limit in problem.limits
        if grown or not limit.grown_only
    )


def is_connected(problem: Problem, plan: Listed) -> bool:
    """Return whether every unit is in one piece."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(problem.parts))
    graph.add_edges_from(zip(*problem.adjacency().tocoo().coords, strict=True))
    units = ([p for p, at in enumerate(plan.seat) if at == s] for s in set(plan.seat))
    return all(nx.is_connected(graph.subgraph(unit)) for unit in units)


def plans(problem: Problem) -> list[Listed]:
    """Return every plan that keeps the rules, in connected units."""
    return [p for p in assignments(problem) if keeps_rules(problem, p) and is_connected(problem, p)]
