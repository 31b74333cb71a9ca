"""Location and allocation in turn: units get better seats, and seats better units.

The seats to choose from are those of the units of the best plan that is known and the best
centres of each; the best plan over these few is the next to begin from (Cooper 1963, Oper.
Res. 11(3); Hess et al. 1965, Oper. Res. 13(6)). Nothing is proved here. Where any village may
be a seat it comes before the first bound: what that rules out hangs on the plan.
"""

from __future__ import annotations

import numpy as np

from models.merge.villages import VillageModel
from models.quantities import BoolArray, IntArray
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.heuristics.default import default_heuristics
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.tree import BranchAndCut
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import NoSolutionError, Program

WIDTHS = (1, 3)
"""Seats of each unit that a turn has: more when fewer bring nothing."""
LEAST_GAIN = 0.002
"""Share of its cost by which a turn must better the plan for another one of its width to follow."""
TURN_NODES = 1
"""Nodes of a turn's branch and cut."""
SHARE = 0.25
"""Share of the time left that all turns may take."""


def relocated(
    model: VillageModel, program: Program, pool: CutPlanPool, best: IntArray, clock: Clock
) -> IntArray:
    """Return the best plan that the turns lead to from a known one."""
    clock = clock.within(SHARE * clock.left)
    incumbent = Incumbent(model, program.cost, pool)
    incumbent.offer(best)
    for width in WIDTHS:
        gains = True
        while gains and incumbent.best is not None and not clock.over:
            before, seats = incumbent.value, _around(model, program, incumbent.best, width)
            found = _over(model, program, pool, incumbent, seats, clock)
            gains = found is not None and incumbent.offer(found)
            gains = gains and incumbent.value < before - LEAST_GAIN * abs(before)
    return best if incumbent.best is None else incumbent.best


def _around(model: VillageModel, program: Program, plan: IntArray, width: int) -> BoolArray:
    """Return the seats of a plan's units, and the villages of each that would cost least."""
    may = (model.column >= 0) & program.high[np.maximum(model.column, 0)]
    cost = np.where(may, program.cost[np.maximum(model.column, 0)], np.inf)
    seat_of, found = model.option_seat[plan], np.zeros(model.seats, dtype=bool)
    for seat in np.unique(seat_of):
        inside = seat_of == seat
        centres = np.nonzero(inside[model.contiguity.seat])[0]
        total = cost[inside][:, centres].sum(axis=0)
        found[centres[np.argsort(total, kind="stable")[:width]]] = True
        found[seat] = True
    return found


def _over(
    model: VillageModel,
    program: Program,
    pool: CutPlanPool,
    incumbent: Incumbent,
    seats: BoolArray,
    clock: Clock,
) -> IntArray | None:
    """Return the best plan found over some seats."""
    shut = model.seat_column[~seats & (model.seat_column >= 0)]
    # What is proved of few seats says nothing of all: the turn has bounds of its own.
    own = Incumbent(model, program.cost, pool, incumbent.best, incumbent.value)
    try:
        few = program.fixed(shut, False).propagated().drop_redundant_rows()
    except NoSolutionError:
        return None
    heuristics = default_heuristics(clock.effort.seed)
    BranchAndCut(own, few, clock.quiet, heuristics, TURN_NODES).run()
    return own.best
