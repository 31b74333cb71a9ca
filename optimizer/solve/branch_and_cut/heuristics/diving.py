"""Diving: seats fixed by LPs one after another, or a restricted MIP near the LP's point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.merge.rows import RowMaker, Rows
from models.merge.villages import VillageModel
from models.quantities import BoolArray, IntArray
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.lp.highs import solve_mip
from optimizer.solve.lp.program import Bound, Floats, NoSolutionError, Program

MIP_NODES = 100
"""Nodes of HiGHS for a restricted MIP."""
MIP_GAP = 0.015
"""Relative gap at which a plan of the restricted MIP is good enough to be improved elsewhere."""
MIP_COLUMNS = 3000
"""Columns of least reduced cost in the first restricted MIP; the second has three times as many."""
INTEGRAL = 1e-6
"""How far from 0 or 1 a value of the LP counts as 0 or 1."""


def dive_on_seats(lp: NodeLp, program: Program, bound: Bound, value: int) -> Program | None:
    """Fix seats and options one after another as the LP likes them.

    Parameters
    ----------
    value
        Of the incumbent; only plans that cost less are of interest.

    Raises
    ------
    NoSolutionError
        When that leaves no point.
    """
    model, x = lp.model, bound.x
    columns = np.union1d(
        model.seat_column[model.seat_column >= 0], model.option_column[model.option_column >= 0]
    )
    while True:
        open_ = columns[program.low[columns] != program.high[columns]]
        if not len(open_):
            return program
        program = _fixed_by_lp(program, open_, x[open_])
        if (program.low[columns] == program.high[columns]).all():
            return program
        found = lp.beside(program, value).bound()
        if found is None:
            return None
        x = found.x


def _fixed_by_lp(program: Program, open_: IntArray, x: Floats) -> Program:
    """Fix the columns that are surely taken, or surely not; else the one that is most."""
    sure = x > 1 - INTEGRAL
    if x.max() <= INTEGRAL:
        return program.fixed(open_, False).propagated()
    if not sure.any():
        sure = np.arange(len(open_)) == np.argmax(x)
    elif sure.all() or not ((x > INTEGRAL) & ~sure).any():
        program = program.fixed(open_[~sure], False)
    return program.fixed(open_[sure], True).propagated()


def dive_by_mip(incumbent: Incumbent, lp: NodeLp, program: Program, bound: Bound) -> None:
    """Offer a plan by a MIP over the columns that the LP likes."""
    for count in (MIP_COLUMNS, 3 * MIP_COLUMNS):
        kept = cheapest_columns(lp.model, program, bound, count)
        rows = program.with_rows(downhill_rows(lp.model, kept))
        try:
            few = replace(rows, high=rows.high & kept).propagated()
        except NoSolutionError:
            few = None
        plan = None if few is None else by_mip(lp, few, MIP_NODES, MIP_GAP)
        if plan is not None and incumbent.offer(plan):
            return
        if lp.clock.over or count >= lp.model.size:
            return


def neighbourhood_program(lp: NodeLp, plan: IntArray, inside: BoolArray) -> Program:
    """Return the program with everything outside a region of whole units fixed as in a plan."""
    model = lp.model
    outside = np.nonzero(~inside)[0]
    home = inside[model.contiguity.seat]
    low, high = lp.program.low.copy(), lp.program.high.copy()
    open_ = model.auxiliary.copy()
    columns = model.column[np.ix_(inside, home)]
    open_[columns[columns >= 0]] = True
    inner = model.option_column[home[model.option_seat]]
    open_[inner[inner >= 0]] = True
    kept = np.union1d(outside, model.contiguity.seat[~home])
    fixed = np.union1d(
        model.column[outside, model.seats_of(plan)[outside]],
        model.option_column[np.unique(plan[kept])],
    )
    high &= open_
    high[fixed] = True
    low[fixed] = True
    return replace(lp.program, rows=lp.rows(), low=low, high=high)


def downhill_rows(model: VillageModel, kept: BoolArray) -> Rows:
    """x[v, s] <= sum of x[u, s] over the neighbours of v that are nearer to s.

    With them every unit is connected; plans that go uphill are lost.
    """
    maker = RowMaker()
    near = model.nearness
    for s in np.nonzero(model.seat_column >= 0)[0].tolist():
        neighbours = model.contiguity.neighbours_at(s)
        column = model.column[:, s]
        inside = (column >= 0) & (column != model.seat_column[s])
        for v in np.nonzero(inside & kept[np.maximum(column, 0)])[0]:
            around = neighbours[v]
            nearer = around[near[around, s] < near[v, s]]
            columns = set(column[nearer[column[nearer] >= 0]].tolist())
            if column[v] not in columns:
                maker.add([column[v], *columns], [1, *[-1] * len(columns)], high=0)
    return maker.rows(model.size)


def cheapest_columns(model: VillageModel, program: Program, bound: Bound, count: int) -> BoolArray:
    """Return the columns of least reduced cost, and all that cannot be left out."""
    kept = np.zeros(model.size, dtype=bool)
    free = program.free
    kept[free[np.argsort(bound.reduced[free], kind="stable")[:count]]] = True
    return kept | bound.bound_point | program.low


def by_mip(lp: NodeLp, program: Program, nodes: int, gap: float) -> IntArray | None:
    """Return the plan of a MIP by HiGHS, connected or not; None where it found none."""
    free = program.free
    point = program.low.astype(np.int64)
    if len(free):
        cost = program.cost[free].astype(np.float64)
        size = max(1.0, float(np.abs(cost).max()))
        found = solve_mip(cost / size, program.active_rows(), nodes, gap, lp.clock)
        if found is None:
            return None
        point[free] = np.rint(found).astype(np.int64)
    return lp.model.read(point)
