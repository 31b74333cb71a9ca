"""Other seats in place of a plan's, one at a time (Teitz and Bart 1968, Oper. Res. 16(5))."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from models.quantities import IntArray
from optimizer.solve.villages.exchange import Exchange
from optimizer.solve.villages.program import NoSolutionError, Program

if TYPE_CHECKING:
    from optimizer.solve.villages.tree import Tree

_PATIENCE = 12


def interchange(tree: Tree, tries: int) -> None:
    """Put other seats in the place of the best plan's; start anew where that helps."""
    while tries and tree.best is not None:
        for old, new in _pairs(tree, tree.best):
            if not tries or tree.clock.over or tree.done:
                return
            seats = np.union1d(np.setdiff1d(tree.model.seats_of(tree.best), [old]), [new])
            if tree.first_time(tree.model.kept[seats]):
                tries -= 1
                if _better(tree, seats, old, new):
                    break
        else:
            return


def _pairs(tree: Tree, plan: IntArray) -> list[tuple[int, int]]:
    """Return (seat, seat in its unit that is not kept), those that cost least first."""
    model, high = tree.model, tree.program.high
    at = model.seats_of(plan)
    shut = np.setdiff1d(np.nonzero(model.kept >= 0)[0], at)
    found = []
    for new in shut[high[model.kept[shut]]].tolist():
        old = int(at[model.contiguity.seat[new]])
        inside = at == old
        before, after = model.column[inside, old], model.column[inside, new]
        may = after >= 0
        change = tree.program.cost[after[may]].sum() - tree.program.cost[before].sum()
        found.append((int(change), old, new))
    return [(old, new) for _, old, new in sorted(found)]


def _better(tree: Tree, seats: IntArray, old: int, new: int) -> bool:
    """Look for a better plan with one seat in place of another."""
    model, plan = tree.model, tree.best
    assert plan is not None
    try:
        program = _with_seats(tree, seats)
    except NoSolutionError:
        return False
    at, wish = model.seats_of(plan), np.zeros(model.size)
    for wanted in (at, np.where(at == old, new, at)):
        columns = model.column[np.arange(model.villages), wanted]
        wish[columns[columns >= 0]] += 1.0
    point = Exchange(model, program, wish).run(tree.clock, _PATIENCE)
    return point is not None and tree.offer(model.read(point))


def _with_seats(tree: Tree, seats: IntArray) -> Program:
    """Return the program with given seats, each with the option that it can take.

    Raises
    ------
    NoSolutionError
        When that leaves no point.
    """
    model = tree.model
    y = model.kept[model.kept >= 0]
    program = replace(tree.program, rows=model.fixed + model.side_rows())
    program = program.fixed(np.setdiff1d(y, model.kept[seats]), False)
    program = program.fixed(model.kept[seats], True).propagated()
    for seat in seats:
        mine = model.taken[model.option_seat == seat]
        mine = mine[program.high[mine]]
        if len(mine) and not program.low[mine].any():
            program = program.fixed(mine[:1], True).propagated()
    return program
