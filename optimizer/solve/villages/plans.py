"""Plans by HiGHS and by re-solving neighbourhoods; they prove nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from models.quantities import BoolArray
from optimizer.solve.villages.closing import close
from optimizer.solve.villages.cuts import separate
from optimizer.solve.villages.dive import by_mip, dive
from optimizer.solve.villages.program import Bound, NoSolutionError, Program

if TYPE_CHECKING:
    from optimizer.solve.villages.tree import Tree

_EFFORT = 0.15
_NODES = 50
_KNOWN = 60
_WIDTHS = (2, 3, 4, 3, 4, 5)


def polish(tree: Tree, program: Program, bound: Bound) -> None:
    """Find a plan near the LP's point, then improve it region by region."""
    if tree.best is None or not tree.first_only:
        dive(tree, program, bound)


@dataclass
class Improver:
    """Re-solves regions of a few adjoining units; no region twice as it is."""

    random: np.random.Generator
    settled: set[bytes] = field(default_factory=set)
    turn: int = 0
    effort: float = _EFFORT

    def improve(self, tree: Tree, rounds: int) -> None:
        """Try some regions."""
        known = 0
        while rounds and known < _KNOWN and not tree.clock.over and not tree.done:
            assert tree.best is not None
            self.turn += 1
            region = _region(tree, self.random, _WIDTHS[self.turn % len(_WIDTHS)])
            name = np.where(region, tree.best, -1).tobytes()
            if name in self.settled:
                known += 1
                continue
            rounds, known = rounds - 1, 0
            if not _resolve(tree, region, self.effort):
                self.settled.add(name)
        if known >= _KNOWN:
            self.settled.clear()
            self.effort *= 2


def _region(tree: Tree, random: np.random.Generator, width: int) -> BoolArray:
    """Return the villages of some adjoining units."""
    assert tree.best is not None
    plan, graph = tree.best, tree.model.contiguity.graph
    inside: BoolArray = plan == plan[random.integers(len(plan))]
    for _ in range(width - 1):
        touched = np.unique(plan[(graph @ inside.astype(np.int64) > 0) & ~inside])
        if not len(touched):
            break
        inside |= plan == random.choice(touched)
    return inside


def _resolve(tree: Tree, inside: BoolArray, effort: float) -> bool:
    """Solve a region again, all else as it is; return whether the plan became better."""
    assert tree.best is not None
    model, plan = tree.model, tree.best
    program = _around(tree, inside)
    try:
        program = program.propagated()
        for _ in range(4):
            bound = program.lp_bound(tree.clock)
            if bound is None or bound.value >= tree.value:
                return False
            cuts = separate(model, bound.x)
            if not len(cuts):
                break
            tree.memory.learn(cuts)
            program = program.with_rows(cuts)
        assert bound is not None
        program = program.kept_by(bound, tree.value - 1).propagated()
    except NoSolutionError:
        return False
    if tree.clock.effort.engine == "milp":
        better = by_mip(tree, program, _NODES, tree.value - 1.0)
        return better is not None and tree.offer(better)
    hint = model.point(plan)
    found = close(model, program, tree.value - 1, tree.clock, effort, bound, hint)
    tree.memory.learn(found.cuts)
    return found.chosen is not None and tree.offer(found.chosen)


def _around(tree: Tree, inside: BoolArray) -> Program:
    """Return the program with everything outside a region fixed as in the plan."""
    model, plan = tree.model, tree.best
    assert plan is not None
    outside = np.nonzero(~inside)[0]
    home = inside[model.contiguity.seat]
    low, high = tree.program.low.copy(), tree.program.high.copy()
    open_ = np.zeros(model.size, dtype=bool)
    columns = model.column[np.ix_(inside, home)]
    open_[columns[columns >= 0]] = True
    open_ |= model.auxiliary
    inner = model.taken[home[model.option_seat]]
    open_[inner[inner >= 0]] = True
    kept = np.union1d(outside, model.contiguity.seat[~home])
    fixed = np.union1d(
        model.column[outside, model.seats_of(plan)[outside]], model.taken[np.unique(plan[kept])]
    )
    high &= open_
    high[fixed] = True
    low[fixed] = True
    return replace(tree.program, rows=tree.rows(), low=low, high=high)
