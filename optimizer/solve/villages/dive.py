"""Plans near the LP's point: a MIP over the columns that it likes, mended where it falls apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from models.merge.rows import RowMaker, Rows
from models.merge.villages import VillageModel
from models.quantities import BoolArray, IntArray
from optimizer.solve.villages.cuts import separate_plan
from optimizer.solve.villages.highs import solve_mip
from optimizer.solve.villages.program import Bound, NoSolutionError, Program

if TYPE_CHECKING:
    from optimizer.solve.villages.tree import Tree

_NODES = 100
_COLUMNS = 3000
_ROUNDS = 4


def dive(tree: Tree, program: Program, bound: Bound) -> None:
    """Offer the tree a plan near the LP's point, if one is found.

    A MIP over the columns that the LP likes gives a plan that may fall apart;
    it is solved again at its seats, those units downhill that fell apart.
    """
    for count in (_COLUMNS, 3 * _COLUMNS, tree.model.size):
        kept = liked(tree.model, program, bound, count)
        plan = _filtered(tree, program, kept)
        if plan is None:
            plan = _filtered(tree, _downhill(tree, program, kept, None), kept)
        if plan is not None and _mended(tree, program, kept, plan):
            return
        if tree.clock.over or count >= tree.model.size:
            return


def _mended(tree: Tree, program: Program, kept: BoolArray, plan: IntArray) -> bool:
    """Offer a plan, solved again where it falls apart; return whether it was taken."""
    model, broken = tree.model, set[int]()
    seats = model.kept[np.unique(model.seats_of(plan))]
    others = np.setdiff1d(model.kept[model.kept >= 0], seats)
    program = program.fixed(seats, True).fixed(others, False)
    for _ in range(_ROUNDS):
        pieces = {s for s, _ in model.contiguity.apart(model.seats_of(plan))}
        if not pieces or tree.clock.over:
            break
        broken |= pieces
        tree.memory.learn(cuts := separate_plan(model, plan))
        program = program.with_rows(cuts)
        rows = _downhill(tree, program, kept, broken)
        found = _filtered(tree, rows, kept)
        if found is None:
            return False
        plan = found
    return tree.offer(plan)


def _downhill(tree: Tree, program: Program, kept: BoolArray, seats: set[int] | None) -> Program:
    return program.with_rows(downhill_rows(tree.model, kept, seats))


def _filtered(tree: Tree, program: Program, kept: BoolArray) -> IntArray | None:
    try:
        return by_mip(tree, replace(program, high=program.high & kept).propagated(), _NODES)
    except NoSolutionError:
        return None


def downhill_rows(model: VillageModel, kept: BoolArray, seats: set[int] | None) -> Rows:
    """x[v, s] <= sum of x[u, s] over the neighbours of v that are nearer to s.

    With them every unit is connected; plans that go uphill are lost.
    """
    maker = RowMaker()
    near, neighbours = model.nearness, model.contiguity.neighbours
    for s in np.nonzero(model.kept >= 0)[0].tolist():
        if seats is not None and s not in seats:
            continue
        column = model.column[:, s]
        inside = (column >= 0) & (column != model.kept[s])
        for v in np.nonzero(inside & kept[np.maximum(column, 0)])[0]:
            around = neighbours[v]
            nearer = around[near[around, s] < near[v, s]]
            columns = set(column[nearer[column[nearer] >= 0]].tolist())
            if column[v] not in columns:
                maker.add([column[v], *columns], [1, *[-1] * len(columns)], high=0)
    return maker.rows(model.size)


def liked(model: VillageModel, program: Program, bound: Bound, count: int) -> BoolArray:
    """Return the columns of least reduced cost, and all that cannot be left out."""
    kept = np.zeros(model.size, dtype=bool)
    free = program.free
    kept[free[np.argsort(bound.reduced[free], kind="stable")[:count]]] = True
    return kept | bound.rest | program.low


def by_mip(tree: Tree, program: Program, nodes: int, most: float = np.inf) -> IntArray | None:
    """Return the plan of a MIP by HiGHS, connected or not; None where it found none."""
    free = program.free
    point = program.low.astype(np.int64)
    if len(free):
        cost = program.cost[free].astype(np.float64)
        size = max(1.0, float(np.abs(cost).max()))
        limit = (most - float(program.cost @ program.low)) / size
        found = solve_mip(cost / size, program.active_rows(), nodes, tree.clock, limit)
        if found is None:
            return None
        point[free] = np.rint(found).astype(np.int64)
    return tree.model.read(point)
