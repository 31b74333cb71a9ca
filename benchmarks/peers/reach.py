"""Which parts may be in the unit of which seat: everything else gets no variable.

This is done for the peer's benefit, so that it does not lose by variables that
any modeller would leave out.
"""

from __future__ import annotations

import networkx as nx
import numpy as np

from models.merge.problem import Problem
from models.merge.ties import Tie
from models.quantities import NO_LIMIT, BoolArray, IntArray


def possible(problem: Problem, ties: list[Tie], ordered: bool) -> BoolArray:
    """Return where x[p, s] may be 1, shape (parts, seats).

    A part is out where a rule forbids it, and where every path to the seat
    through parts that are in weighs more than an upper limit.

    Parameters
    ----------
    ordered
        Whether a unit keeps the first of several seats that are alike.
    """
    keep = problem.allowed.copy()
    if ordered:
        _order_seats(problem, ties, keep)
    graph = nx.from_scipy_sparse_array(problem.adjacency())
    for s, root in enumerate(problem.seat_parts().tolist()):
        if not keep[root, s]:
            keep[:, s] = False
            continue
        weightless = np.zeros(problem.parts, dtype=np.int64)
        _drop_beyond(graph, keep[:, s], root, weightless, NO_LIMIT, spare_root=False)
        for limit in problem.limits:
            high = int(limit.high[s])
            if high < NO_LIMIT:
                _drop_beyond(graph, keep[:, s], root, limit.weight, high, limit.grown_only)
    return keep


def _drop_beyond(
    graph: nx.Graph, column: BoolArray, root: int, weight: IntArray, high: int, spare_root: bool
) -> None:
    """Drop, in place, the parts whose lightest path from the root weighs more than `high`."""
    inside = graph.subgraph(np.nonzero(column)[0].tolist())
    room = high - int(weight[root])
    reached = []
    if room >= 0 and column[root]:
        reached = list(
            nx.single_source_dijkstra_path_length(
                inside, root, cutoff=room, weight=lambda _, part, __: int(weight[part])
            )
        )
    kept_root = bool(column[root]) and spare_root
    column[:] = False
    column[reached] = True
    column[root] |= kept_root


def _order_seats(problem: Problem, ties: list[Tie], keep: BoolArray) -> None:
    """Break the symmetry of seats: forbid, in place, a seat where a better one is inside.

    Seat a replaces seat b in every unit that holds both when a is allowed
    wherever b is, with limits no narrower and the same kind for the ties; of
    two that replace one another the first stays. Only the number of units may
    be asked for: the exchange of seats does not change it.
    """
    allowed, roots = problem.allowed, problem.seat_parts()
    seats = np.arange(len(roots))
    replaces = (allowed[:, :, None] >= allowed[:, None, :]).all(axis=0)
    for limit in problem.limits:
        replaces &= limit.high[:, None] >= limit.high[None, :]
        replaces &= limit.low[:, None] <= limit.low[None, :]
    if any(tie.per_urban for tie in ties):
        urban = problem.territory.urban[problem.townships]
        replaces &= urban[:, None] == urban[None, :]
    first = replaces & (~replaces.T | (seats[:, None] < seats[None, :]))
    better, worse = np.nonzero(first)
    keep[roots[better], worse] = False
