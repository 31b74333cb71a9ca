"""Which seats a village can belong to at all, before any search.

A unit is connected and keeps its upper limits, so a village can be at a seat only
if some path of villages that may be at that seat, weighed as the limit weighs,
stays within the limit. That is a shortest path with weights on villages
(Dijkstra's algorithm); what it rules out is in no plan.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from models.graphs import compact
from models.merge.fragments import Fragments
from models.merge.problem import Problem
from models.quantities import NO_LIMIT, BoolArray, IntArray

MOST_PASSES = 4
"""Passes over all seats; later ones take hardly anything away."""


def reachable_seats(problem: Problem) -> BoolArray:
    """Return the part-seat pairs that a plan may use, shape (parts, seats)."""
    may = problem.allowed.copy()
    pieces = problem.fragments()
    graphs = [_at(problem, pieces, seat) for seat in range(may.shape[1])]
    for _ in range(MOST_PASSES):
        before = int(may.sum())
        for seat in range(may.shape[1]):
            may[:, seat] &= _within(problem, graphs[seat], may[:, seat], seat)
        if int(may.sum()) == before:
            break
    return may


def _at(problem: Problem, pieces: Fragments, seat: int) -> csr_array:
    """Return the contiguity of the parts that counts at a seat."""
    return pieces.at(seat) if len(pieces.part) == problem.parts else problem.adjacency()


def _within(problem: Problem, graph: csr_array, may: BoolArray, seat: int) -> BoolArray:
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
    kept = _near(graph, may, base, np.zeros(problem.parts, dtype=np.int64), NO_LIMIT)
    for limit in problem.limits:
        high = int(limit.high[options].max())
        if high < NO_LIMIT and limit.monotone:
            near = _near(graph, may, base, limit.weight, high - int(limit.weight[base].sum()))
            kept &= near | own if limit.grown_only else near
    return kept


def _near(
    graph: csr_array, may: BoolArray, base: BoolArray, weight: IntArray, room: int
) -> BoolArray:
    """Return the parts within `room` of the base by the weights of the parts on the way."""
    reached: BoolArray = np.zeros(len(may), dtype=bool)
    if room < 0:
        return reached
    inside = np.nonzero(may)[0]
    entry = np.where(base, 0, weight)[inside]
    part = graph[inside][:, inside].tocoo()
    # Whole weights below 2**52 are exact as floats; +1 keeps zero weights from vanishing.
    a, b = part.coords
    steps = (entry[b] * len(may) + 1).astype(np.float64)
    arcs: csr_array = csr_array((steps, (a, b)), shape=part.shape)
    bases = np.nonzero(base[inside])[0]
    far = dijkstra(compact(arcs), indices=bases, min_only=True)
    reached[inside] = far < (room + 1) * float(len(may)) if room < NO_LIMIT else np.isfinite(far)
    return reached
