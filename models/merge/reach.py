"""Which seats a village can belong to at all, before any search.

A unit is connected and keeps its upper limits, so a village can be at a seat only
if some path of villages that may be at that seat, weighed as the limit weighs,
stays within the limit. That is a shortest path with weights on villages
(Dijkstra's algorithm); what it rules out is in no plan.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from models.graphs import compact
from models.merge.problem import Problem
from models.quantities import NO_LIMIT, BoolArray, IntArray

Arcs = tuple[NDArray[np.integer], NDArray[np.integer]]
"""The two ends of each link, both ways."""
MOST_PASSES = 4
"""Passes over all seats; later ones take hardly anything away."""


def reachable_seats(problem: Problem) -> BoolArray:
    """Return the part-seat pairs that a plan may use, shape (parts, seats)."""
    may = problem.allowed.copy()
    known: dict[int, Arcs] = {}
    graphs = _graphs(problem, may.shape[1])
    for graph in graphs:
        if id(graph) not in known:
            known[id(graph)] = _arcs(graph)
    arcs = [known[id(graph)] for graph in graphs]
    for _ in range(MOST_PASSES):
        before = int(may.sum())
        for seat in range(may.shape[1]):
            may[:, seat] &= _within(problem, arcs[seat], may[:, seat], seat)
        if int(may.sum()) == before:
            break
    return may


def _graphs(problem: Problem, seats: int) -> list[csr_array]:
    """Return the contiguity of the parts that counts at each seat."""
    pieces = problem.fragments()
    if len(pieces.part) != problem.parts:
        return [problem.adjacency()] * seats
    return [pieces.at(seat) for seat in range(seats)]


def _arcs(graph: csr_array) -> Arcs:
    """Return the links of a graph, each once: steps of links that are there twice would add up."""
    once = graph.copy()
    once.sum_duplicates()
    a, b = once.tocoo().coords
    return a, b


def _within(problem: Problem, arcs: Arcs, may: BoolArray, seat: int) -> BoolArray:
    """Return the parts that a connected unit of a seat can hold."""
    root = int(problem.seat_parts()[seat])
    kept: BoolArray = np.zeros(problem.parts, dtype=bool)
    options = problem.options.seat == seat
    if not may[root] or not options.any():
        return kept
    own = problem.home == seat
    base = own if problem.transfers == 0 else np.arange(problem.parts) == root
    if not may[base].all():
        return kept
    kept = _near(arcs, may, base, np.zeros(problem.parts, dtype=np.int64), NO_LIMIT)
    for limit in problem.limits:
        high = int(limit.high[options].max())
        if high < NO_LIMIT and limit.monotone:
            near = _near(arcs, may, base, limit.weight, high - int(limit.weight[base].sum()))
            kept &= near | own if limit.grown_only else near
    return kept


def _near(arcs: Arcs, may: BoolArray, base: BoolArray, weight: IntArray, room: int) -> BoolArray:
    """Return the parts within `room` of the base by the weights of the parts on the way."""
    size = len(may)
    if room < 0:
        return np.zeros(size, dtype=bool)
    inside = may[arcs[0]] & may[arcs[1]]
    a, b = arcs[0][inside], arcs[1][inside]
    # Whole weights below 2**52 are exact as floats; +1 keeps zero weights from vanishing.
    entry = np.where(base, 0, weight)
    steps = (entry[b] * size + 1).astype(np.float64)
    ways: csr_array = csr_array((steps, (a, b)), shape=(size, size))
    bases = np.nonzero(base & may)[0]
    far = dijkstra(compact(ways), indices=bases, min_only=True)
    reached: BoolArray = far < (room + 1) * float(size) if room < NO_LIMIT else np.isfinite(far)
    return reached & may
