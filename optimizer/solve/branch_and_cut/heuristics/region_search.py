"""Plans by re-solving regions of a few units; they prove nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from models.quantities import BoolArray
from optimizer.solve.branch_and_cut.cp_sat import solve_by_cp_sat
from optimizer.solve.branch_and_cut.heuristics.diving import neighbourhood_program
from optimizer.solve.branch_and_cut.separators import separate
from optimizer.solve.lp.program import NoSolutionError, Relaxation

if TYPE_CHECKING:
    from optimizer.solve.branch_and_cut.tree import Tree

_EFFORT = 0.3
_FEW = 250
_REGION_NODES = 12
_KNOWN = 60
_FAILURES = 2
_SELDOM = 8
_NARROW, _WIDE, _WIDEST = 2, 3, 5


@dataclass
class RegionSearch:
    """Re-solves regions of a few adjoining units, wider ones where narrow ones are settled.

    Attributes
    ----------
    settled
        Regions as they are in plans that they could not improve.
    width, effort
        Units of a region, and CP-SAT's deterministic time.
    """

    random: np.random.Generator
    settled: set[bytes] = field(default_factory=set)
    width: int = _NARROW
    effort: float = _EFFORT
    known: int = 0
    turn: int = 0

    def improve(self, tree: Tree) -> None:
        """Try regions until a few bring nothing; where they are wide, one now and then."""
        self.turn += 1
        failures = _FAILURES
        if self.width > _WIDE:
            failures = int(self.turn % _SELDOM == 0)
        while failures and not tree.clock.over and not tree.done:
            assert tree.best is not None
            region = _region(tree, self.random, self.width)
            name = np.where(region, tree.best, -1).tobytes()
            if name in self.settled:
                self.known += 1
            elif _resolve(tree, region, self.effort):
                self.width, self.known = _NARROW, 0
            else:
                self.settled.add(name)
                failures, self.known = failures - 1, 0
            if self.known >= _KNOWN:
                self._widen()
                failures = 0

    def settle(self, tree: Tree) -> None:
        """Try the narrowest regions until none is left that could improve the plan."""
        while self.width == _NARROW and not tree.clock.over and not tree.done:
            self.improve(tree)

    def _widen(self) -> None:
        """Go over to wider regions; after the widest, to narrow ones with more time."""
        self.known, self.width = 0, self.width + 1
        if self.width > _WIDEST:
            self.width, self.effort = _NARROW, 2 * self.effort
            self.settled.clear()


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
    program = neighbourhood_program(tree, plan, inside).drop_redundant_rows()
    seats = np.nonzero(inside[model.contiguity.seat])[0]
    try:
        relaxed = Relaxation(program.propagated(), tree.clock)
        for _ in range(4):
            bound = relaxed.bound()
            if bound is None or bound.value >= tree.value:
                return False
            cuts = separate(model, bound.x, tree.clock, seats=seats)
            if not len(cuts):
                break
            tree.pool.add_cuts(cuts)
            relaxed.add(cuts)
        assert bound is not None
        program = tree.path_fixing.fix_by_reduced_cost(
            relaxed.program, bound, tree.value - 1
        ).propagated()
    except NoSolutionError:
        return False
    if len(program.free) > _FEW or tree.clock.effort.engine == "milp":
        found = tree.within(program, _REGION_NODES)
        return found is not None and tree.offer(found)
    result = solve_by_cp_sat(
        model, program, tree.value - 1, tree.clock.quiet, effort, bound, model.point(plan)
    )
    tree.pool.add_cuts(result.cuts)
    return result.chosen is not None and tree.offer(result.chosen)
