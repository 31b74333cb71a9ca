"""Large neighbourhood search over regions: a few adjoining units are solved again (Shaw 1998)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.quantities import BoolArray, IntArray
from optimizer.solve.branch_and_cut.cp_sat import solve_by_cp_sat
from optimizer.solve.branch_and_cut.heuristics.base import Heuristic, SubSearch
from optimizer.solve.branch_and_cut.heuristics.diving import neighbourhood_program
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.branch_and_cut.separators import separate
from optimizer.solve.lp.program import NoSolutionError, Relaxation

CP_SAT_EFFORT = 0.3
"""Deterministic time of CP-SAT for a region at first; doubled after the widest regions."""
CP_SAT_COLUMNS = 250
"""Free columns of a region that CP-SAT is given; larger ones are searched by branch and cut."""
REGION_NODES = 12
"""Nodes of the branch and cut of a region."""
SEPARATION_ROUNDS = 4
"""LPs of a region before it is searched; more rounds cut off little."""
KNOWN_REGIONS = 60
"""Regions drawn in turn that were tried before, after which wider ones are drawn."""
FAILURES = 2
"""Regions between two nodes that may bring nothing."""
LONGEST_PAUSE = 4
"""Nodes that are passed by between two tries that brought nothing, at most."""
WIDE_EVERY = 8
"""Nodes from one try of a wide region to the next: they take long."""
NARROWEST, WIDE, WIDEST = 2, 3, 5
"""Units of a region: at first, up to which width each node tries some, and at most."""


@dataclass
class RegionSearch(Heuristic):
    """Solves regions of a few adjoining units again, wider ones where narrow ones are exhausted.

    Attributes
    ----------
    sub_search
        Searches a region that is too large for CP-SAT.
    exhausted
        Regions as they are in plans that they could not improve.
    width, effort
        Units of a region, and CP-SAT's deterministic time.
    """

    random: np.random.Generator
    sub_search: SubSearch
    exhausted: set[bytes] = field(default_factory=set)
    width: int = NARROWEST
    effort: float = CP_SAT_EFFORT
    known: int = 0
    turn: int = 0
    wait: int = 0
    pause: int = 0

    def after_node(self, incumbent: Incumbent, lp: NodeLp, nodes: int = 1) -> None:
        """Try regions, less often where they bring nothing."""
        self.wait -= nodes
        if self.wait >= 0:
            return
        before = incumbent.value
        self._try(incumbent, lp)
        brought = incumbent.value < before
        self.wait = self.pause = 0 if brought else min(2 * self.pause + 1, LONGEST_PAUSE)

    def _try(self, incumbent: Incumbent, lp: NodeLp) -> None:
        """Try regions until a few bring nothing; where they are wide, one now and then."""
        self.turn += 1
        failures = FAILURES
        if self.width > WIDE:
            failures = int(self.turn % WIDE_EVERY == 0)
        while failures and not lp.clock.over and not incumbent.optimal:
            assert incumbent.best is not None
            region = self._region(incumbent.best, lp)
            name = np.where(region, incumbent.best, -1).tobytes()
            if name in self.exhausted:
                self.known += 1
            elif self._solved_better(incumbent, lp, region):
                self.width, self.known = NARROWEST, 0
            else:
                self.exhausted.add(name)
                failures, self.known = failures - 1, 0
            if self.known >= KNOWN_REGIONS:
                self._widen()
                failures = 0

    def polished(self, lp: NodeLp, plan: IntArray, within: NodeLp) -> IntArray:
        """Return a plan improved by the narrowest regions, until none of them helps.

        Parameters
        ----------
        within
            The LP of a smaller program that the plan is in. What is exhausted in it need not
            be so elsewhere.
        """
        incumbent = Incumbent(lp.model, within.program.cost, lp.pool)
        if incumbent.offer(plan):
            search = RegionSearch(self.random, self.sub_search)
            while search.width == NARROWEST and not (within.clock.over or incumbent.optimal):
                search._try(incumbent, within)
        return plan if incumbent.best is None else incumbent.best

    def _widen(self) -> None:
        """Go over to wider regions; after the widest, to narrow ones with more time."""
        self.known, self.width = 0, self.width + 1
        if self.width > WIDEST:
            self.width, self.effort = NARROWEST, 2 * self.effort
            self.exhausted.clear()

    def _region(self, plan: IntArray, lp: NodeLp) -> BoolArray:
        """Return the villages of some adjoining units."""
        graph = lp.model.contiguity.graph
        inside: BoolArray = plan == plan[self.random.integers(len(plan))]
        for _ in range(self.width - 1):
            touched = np.unique(plan[(graph @ inside.astype(np.int64) > 0) & ~inside])
            if not len(touched):
                break
            inside |= plan == self.random.choice(touched)
        return inside

    def _solved_better(self, incumbent: Incumbent, lp: NodeLp, inside: BoolArray) -> bool:
        """Solve a region again, all else as it is; return whether the plan became better."""
        assert incumbent.best is not None
        model, plan = lp.model, incumbent.best
        program = neighbourhood_program(lp, plan, inside).drop_redundant_rows()
        seats = np.nonzero(inside[model.contiguity.seat])[0]
        try:
            relaxed = Relaxation(program.propagated(), lp.clock)
            for _ in range(SEPARATION_ROUNDS):
                bound = relaxed.bound()
                if bound is None or bound.value >= incumbent.value:
                    return False
                cuts = separate(model, bound.x, lp.clock, seats=seats)
                if not len(cuts):
                    break
                lp.pool.add_cuts(cuts)
                relaxed.add(cuts)
            assert bound is not None
            most = incumbent.value - 1
            program = lp.path_fixing.fix_by_reduced_cost(relaxed.program, bound, most).propagated()
        except NoSolutionError:
            return False
        if len(program.free) > CP_SAT_COLUMNS or lp.clock.effort.engine == "milp":
            found = self.sub_search(incumbent, lp, program, REGION_NODES)
            return found is not None and incumbent.offer(found)
        result = solve_by_cp_sat(
            model, program, most, lp.clock.quiet, self.effort, bound, model.point(plan)
        )
        lp.pool.add_cuts(result.cuts)
        return result.chosen is not None and incumbent.offer(result.chosen)
