"""Which parts may be in the unit of which seat in the PuLP twin: all else gets no variable.

This is what any modeller would leave out, and done apart from the tool's own
reductions, so that no error is shared.
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np

from models.merge.coupling import CouplingConstraint
from models.merge.problem import Limit, Problem
from models.quantities import NO_LIMIT, BoolArray


def possible(
    problem: Problem, ties: Sequence[CouplingConstraint] = (), ordered: bool = False
) -> BoolArray:
    """Return where x[p, s] may be 1, shape (parts, seats).

    A part is out where a rule forbids it, and where every path to the seat
    through parts that are in weighs more than the widest upper limit of the seat.

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
        for limit in problem.limits:
            high = int(limit.high[problem.options.seat == s].max())
            if limit.monotone and high < NO_LIMIT:
                spared = limit.grown_only & (problem.home == s)
                keep[:, s] &= spared | _within(graph, keep[:, s], root, limit, high)
        keep[:, s] &= _within(graph, keep[:, s], root)
    return keep


def _within(
    graph: nx.Graph[int], column: BoolArray, root: int, limit: Limit | None = None, high: int = 0
) -> BoolArray:
    """Return the parts that a path from the root within the column and an upper limit reaches."""
    inside = graph.subgraph(np.nonzero(column)[0].tolist())
    own = 0 if limit is None else int(limit.weight[root])
    reached = np.zeros(len(column), dtype=bool)
    if column[root] and own <= high:
        weight = np.zeros(len(column), dtype=np.int64) if limit is None else limit.weight
        lengths = nx.single_source_dijkstra_path_length(
            inside, root, cutoff=high - own, weight=lambda _, part, __: int(weight[part])
        )
        reached[list(lengths)] = True
    return reached


def _order_seats(problem: Problem, ties: Sequence[CouplingConstraint], keep: BoolArray) -> None:
    """Break the symmetry of seats: forbid, in place, a seat where a better one is inside.

    Seat a replaces seat b in every unit that holds both when a is allowed
    wherever b is, with limits no narrower and the same kind for the ties; of
    two that replace one another the first stays. Only the number of units may
    be asked for: the exchange of seats does not change it.

    Raises
    ------
    ValueError
        Where the exchange changes more: kinds to choose from, villages that stay.
    """
    if len(problem.options) > len(problem.townships) or problem.transfers is not None:
        raise ValueError("seats are alike only in modes whole and redraw, with one kind a seat")
    allowed, roots = problem.allowed, problem.seat_parts()
    seats = np.arange(len(roots))
    replaces = (allowed[:, :, None] >= allowed[:, None, :]).all(axis=0)
    for limit in problem.limits:
        replaces &= limit.high[:, None] >= limit.high[None, :]
        replaces &= limit.low[:, None] <= limit.low[None, :]
    if any(tie.per_urban for tie in ties):
        urban = problem.options.urban
        replaces &= urban[:, None] == urban[None, :]
    first = replaces & (~replaces.T | (seats[:, None] < seats[None, :]))
    better, worse = np.nonzero(first)
    keep[roots[better], worse] = False
