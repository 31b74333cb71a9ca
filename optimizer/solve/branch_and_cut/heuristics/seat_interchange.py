"""Vertex substitution: another seat in place of one (Teitz and Bart 1968, Oper. Res. 16(5))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from models.quantities import IntArray
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.lp.program import Floats, Program


def neighbours(lp: NodeLp, seats: IntArray) -> Iterator[IntArray]:
    """Yield some seats with one in place of another, in ascending order of a rough cost.

    The other one is that of the unit that the new seat lies in when every village is at the
    cheapest seat.
    """
    for old, new in _pairs(lp, seats):
        yield np.union1d(np.setdiff1d(seats, [old]), [new])


def _pairs(lp: NodeLp, seats: IntArray) -> list[tuple[int, int]]:
    """Return (seat, seat in its unit that is not kept), those first that cost least."""
    model, cost = lp.model, _costs(lp)
    at = seats[np.argmin(cost[:, seats], axis=1)]
    shut = np.setdiff1d(np.nonzero(model.seat_column >= 0)[0], seats)
    found = []
    for new in shut[lp.program.high[model.seat_column[shut]]].tolist():
        old = int(at[model.contiguity.seat[new]])
        inside = at == old
        may = cost[inside, new] < np.inf
        change = cost[inside, new][may].sum() - cost[inside, old].sum()
        found.append((float(change), old, new))
    return [(old, new) for _, old, new in sorted(found)]


def _costs(lp: NodeLp) -> Floats:
    """Return the cost of each village at each seat; infinite where it may not be."""
    column = lp.model.column
    may = (column >= 0) & lp.program.high[np.maximum(column, 0)]
    out: Floats = np.where(may, lp.program.cost[np.maximum(column, 0)], np.inf)
    return out


def with_seats(lp: NodeLp, seats: IntArray) -> Program:
    """Return the program with given seats, each with the option that it can take.

    Raises
    ------
    NoSolutionError
        When that leaves no point.
    """
    model = lp.model
    y = model.seat_column[model.seat_column >= 0]
    program = replace(lp.program, rows=model.fixed + model.side_rows())
    program = program.fixed(np.setdiff1d(y, model.seat_column[seats]), False)
    program = program.fixed(model.seat_column[seats], True).propagated()
    for seat in seats:
        mine = model.option_column[model.option_seat == seat]
        mine = mine[program.high[mine]]
        if len(mine) and not program.low[mine].any():
            program = program.fixed(mine[:1], True).propagated()
    return program
