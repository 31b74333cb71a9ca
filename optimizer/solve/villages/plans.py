"""Plans by HiGHS and by re-solving neighbourhoods; they prove nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from models.quantities import BoolArray
from optimizer.solve.villages.closing import close
from optimizer.solve.villages.cuts import separate
from optimizer.solve.villages.dive import around, dive
from optimizer.solve.villages.program import Bound, NoSolutionError, Program, Relaxation

if TYPE_CHECKING:
    from optimizer.solve.villages.tree import Tree

_EFFORT = 0.3
_FEW = 250
_REGION_NODES = 12
_KNOWN = 60
_PATIENCE = 6
_SELDOM = 8
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
    idle: int = 0
    effort: float = _EFFORT

    def improve(self, tree: Tree, rounds: int) -> None:
        """Try some regions."""
        known = 0
        if self.idle >= _PATIENCE:
            rounds = min(rounds, int(self.turn % _SELDOM == 0))
            self.turn += 1
        while rounds and known < _KNOWN and not tree.clock.over and not tree.done:
            assert tree.best is not None
            self.turn += 1
            region = _region(tree, self.random, _WIDTHS[self.turn % len(_WIDTHS)])
            name = np.where(region, tree.best, -1).tobytes()
            if name in self.settled:
                known += 1
                continue
            rounds, known = rounds - 1, 0
            self.idle += 1
            if _resolve(tree, region, self.effort):
                self.idle = 0
            else:
                self.settled.add(name)
            if self.idle >= _PATIENCE:
                break
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
    program = around(tree, plan, inside)
    try:
        relaxed = Relaxation(program.propagated(), tree.clock)
        for _ in range(4):
            bound = relaxed.bound()
            if bound is None or bound.value >= tree.value:
                return False
            cuts = separate(model, bound.x, tree.clock)
            if not len(cuts):
                break
            tree.memory.learn(cuts)
            relaxed.add(cuts)
        assert bound is not None
        program = tree.ways.kept_by(relaxed.program, bound, tree.value - 1).propagated()
    except NoSolutionError:
        return False
    if len(program.free) > _FEW or tree.clock.effort.engine == "milp":
        found = tree.within(program, _REGION_NODES)
        return found is not None and tree.offer(found)
    closed = close(
        model, program, tree.value - 1, tree.clock.quiet, effort, bound, model.point(plan)
    )
    tree.memory.learn(closed.cuts)
    return closed.chosen is not None and tree.offer(closed.chosen)
