"""One objective of a village model, solved to proof where time allows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.merge.expressions import UNITS, LinearExpression, Row, cost_of
from models.merge.rows import RowMaker, Rows
from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.solve.branch_and_cut.cp_sat import solve_by_cp_sat
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool, FewerUnits
from optimizer.solve.branch_and_cut.heuristics.default import default_heuristics
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.median_bound import MANY, median_bound
from optimizer.solve.branch_and_cut.relocation import relocated
from optimizer.solve.branch_and_cut.tree import BranchAndCut
from optimizer.solve.clock import CP_SAT, Clock
from optimizer.solve.lp.program import NoSolutionError, Program
from optimizer.solve.results import StageResult, Verdict

COUNTED_AT_MOST = 10
"""What a seat may cost in a count of units: weights of counts are that small."""
CP_SAT_COLUMNS = 2500
"""Free columns of a stage that CP-SAT alone is asked first; more as its time grows."""
FIRST_EFFORT = 2.0
"""Deterministic time of CP-SAT's first turn; each turn has three times as much."""
FIRST_NODES = 3
"""Nodes of that search before CP-SAT is asked: where the bound is met, it is met by them."""
TARGET_NODES = 20
"""Nodes of the search for a plan at a target in the first turn; more in later ones."""


def solve_village_stage(
    model: VillageModel,
    objective: LinearExpression,
    pool: CutPlanPool,
    clock: Clock,
    excluded: BoolArray,
    begun: dict[LinearExpression, VillageStage] | None = None,
) -> StageResult:
    """Minimise a sum over the plans of a village model.

    Parameters
    ----------
    excluded
        Columns that no solution of interest uses.
    begun
        Searches of these plans that were broken off, by objective: they go on where they stood.
    """
    if clock.over:
        return _best_known(model, objective, pool)
    begun = {} if begun is None else begun
    search = begun.pop(objective, None)
    try:
        if search is None or not search.goes_on(clock):
            search = VillageStage(model, objective, pool, clock, excluded)
        stage = search.coarse() if search.is_coarse else search.fine()
    except NoSolutionError:
        return StageResult(Verdict.INFEASIBLE)
    if stage.verdict is Verdict.OPEN:
        begun[objective] = search
    return stage


def _best_known(model: VillageModel, objective: LinearExpression, pool: CutPlanPool) -> StageResult:
    """Return the best plan that is known, with a bound that needs no search."""
    best, least = pool.best(model, objective), _counted(model, objective)
    value = 0 if best is None else model.measure(objective, best)
    return StageResult(Verdict.OPEN, best, value, least)


def _counted(model: VillageModel, objective: LinearExpression) -> int:
    """Return the number of units that side rows ask for, where that is the objective."""
    if _counts_units(objective):
        return model.units_range()[0]
    return _least(model.coefficients(objective))


def _counts_units(objective: LinearExpression) -> bool:
    return objective in (UNITS, cost_of("units"))


def _least(cost: IntArray) -> int:
    """Return what any choice of columns comes to at least."""
    return int(np.minimum(cost, 0).sum())


class VillageStage:
    """The search for one objective; broken off for want of patience it can go on later."""

    def __init__(
        self,
        model: VillageModel,
        objective: LinearExpression,
        pool: CutPlanPool,
        clock: Clock,
        excluded: BoolArray,
    ) -> None:
        self.model, self.objective, self.pool, self.clock = model, objective, pool, clock
        self.cost = model.coefficients(objective)
        self.excluded = np.nonzero(excluded)[0]
        self.program = self._program(model, self.cost).propagated()
        self.best = pool.best(model, objective)
        self.claimed = False
        self._search: BranchAndCut | None = None
        self._expanded = 0
        self._low, self._effort = -NO_LIMIT, 0.0

    def goes_on(self, clock: Clock) -> bool:
        """Go over to a clock of the same end and take what was learnt; return whether it is one."""
        if replace(clock.effort, patience=None) != replace(self.clock.effort, patience=None):
            return False
        if clock.started != self.clock.started:
            return False
        self.clock, self.best = clock, self.pool.best(self.model, self.objective)
        return True

    def _program(self, model: VillageModel, cost: IntArray) -> Program:
        return self.pool.program(model, cost, self.excluded.tolist())

    @property
    def is_coarse(self) -> bool:
        """Whether units are counted: then a plan of few units is sought by its travel.

        Only seats cost, and so little that every value may be looked at by itself. Where all
        villages of a seat are kept together their travel is a cost of the seat too.
        """
        others = np.ones(self.model.size, dtype=bool)
        others[self.model.seat_column[self.model.seat_column >= 0]] = False
        few = int(np.abs(self.cost).max(initial=0)) <= COUNTED_AT_MOST
        return few and not self.cost[others].any()

    def fine(self) -> StageResult:
        """Solve a sum over villages."""
        if self._by_logic_only:
            stage = self._logic_alone()
            if self._by_logic_only:
                return stage
        search = self._search or self._begin()
        incumbent, patience = search.incumbent, self.clock.effort.patience
        search.nodes = NO_LIMIT if patience is None else max(1, patience - self._expanded)
        granted = search.nodes
        if self.best is not None:
            incumbent.offer(self.best)
        search.run()
        self._expanded += granted - search.nodes
        # A bound at the root is asked for without heuristics: no search to go on with.
        self._search = search if search.heuristics else None
        stage, root = self._stage(incumbent.best, incumbent.bound), search.lp.root
        if stage.verdict is not Verdict.SOLVED or root is None:
            return stage
        return replace(stage, keep=(root.reduced <= root.gap(stage.value)) | root.bound_point)

    def _begin(self) -> BranchAndCut:
        bound, program = self._by_median()
        incumbent = Incumbent(self.model, program.cost, self.pool, bound=bound)
        effort = self.clock.effort
        heuristics = [] if effort.patience == 1 else default_heuristics(effort.seed)
        self._expanded = 0
        return BranchAndCut(incumbent, program, self.clock, heuristics)

    def _by_median(self) -> tuple[int, Program]:
        """Return a first bound and what it leaves of the program, where any village may be a seat.

        The better the plan that is known, the more it rules out.
        """
        found = None
        if self.model.seats == self.model.villages and self.model.size >= MANY:
            if self.best is not None and self.clock.effort.patience is None:
                self.best = relocated(self.model, self.program, self.pool, self.best, self.clock)
            best = None if self.best is None else self._value()
            found = median_bound(self.model, self.cost, ~self.program.high, best, self.clock)
        if found is None:
            return -NO_LIMIT, self.program
        return found.value, self.program.fixed(found.excluded, False).propagated()

    def _stage(self, best: IntArray | None, bound: int) -> StageResult:
        bound = max(bound, _least(self.cost))
        if best is None:
            none = bound >= NO_LIMIT
            verdict = Verdict.INFEASIBLE if none else Verdict.OPEN
            if self.claimed and not none:
                self.clock.evidence.claim(f"{CP_SAT}: no plan ({self.clock.where})")
            return StageResult(verdict, bound=bound, claimed=self.claimed)
        value = self.model.measure(self.objective, best)
        verdict = Verdict.SOLVED if bound >= value else Verdict.OPEN
        return StageResult(verdict, best, value, min(bound, value), claimed=self.claimed)

    def coarse(self) -> StageResult:
        """Close the gap from both ends: plans at a target, and targets without a plan."""
        if self._by_logic_only:
            stage = self._logic_alone()
            if self._by_logic_only:
                return stage
        low, settled = max(self._low, _counted(self.model, self.objective)), False
        if not self._effort:
            if low < self._value():
                low = max(low, self._light_bound())
            self._effort = FIRST_EFFORT
            if self._asks_logic(self._effort):
                low = self._sweep(low, FIRST_NODES)
            if low < self._value() and self._asks_logic(self._effort):
                low, settled = self._by_logic(low, self._effort)
        while not settled and not self._gives_up(self._effort) and low < self._value():
            self._look_for_fewer_units(low)
            low = self._sweep(low, int(TARGET_NODES * self._effort / FIRST_EFFORT))
            self._effort *= 3
            if low < self._value() and self._asks_logic(self._effort):
                low, settled = self._by_logic(low, self._effort)
        if self.best is None and low >= self._value():
            low = NO_LIMIT  # nothing costs as much: each target was refuted, so there is no plan
        self._low = low
        return self._stage(self.best, low)

    @property
    def _fewer_units(self) -> FewerUnits | None:
        """Who looks for plans of fewer units; None where other things are counted."""
        return self.pool.fewer_units if _counts_units(self.objective) else None

    def _look_for_fewer_units(self, low: int) -> None:
        """Let those who know of plans another way look for one between two rounds."""
        seek = self._fewer_units
        if seek is None:
            return
        for plan in seek(low, lambda: self.clock.over):
            if self.pool.accepts(self.model, plan):
                self.pool.add_plan(plan)
        self.best = self.pool.best(self.model, self.objective)

    def _gives_up(self, effort: float) -> bool:
        """Return whether the time, or what the caller grants a stage, is used up."""
        patience = self.clock.effort.patience
        return self.clock.over or (patience is not None and effort > patience)

    def _sweep(self, low: int, nodes: int) -> int:
        """Look for a plan at each target in turn; return the bound that came of it.

        Without a plan the loosest target comes first: where it is refuted there is none, and
        where that takes long the others would as well.
        """
        if self.best is None:
            found, refuted = self._attempt(self._value() - 1, nodes)
            if not found:
                return self._value() if refuted else low
        for target in range(low, self._value()):
            found, refuted = self._attempt(target, nodes)
            low = target + 1 if refuted else low
            if found or self.clock.over:
                break
        return low

    def _asks_logic(self, effort: float) -> bool:
        """Return whether CP-SAT alone may settle the stage in such a time."""
        few = len(self.program.free) <= CP_SAT_COLUMNS * effort / FIRST_EFFORT
        return few and self.clock.effort.engine != "milp"

    def _logic_alone(self) -> StageResult:
        """Leave everything to CP-SAT, for longer and longer, until it is sure of something."""
        low, settled, effort = -NO_LIMIT, False, FIRST_EFFORT
        while not (settled or self.claimed) and self._by_logic_only and not self._gives_up(effort):
            low, settled = self._by_logic(low, effort)
            effort *= 3
        return self._stage(self.best, low)

    @property
    def _by_logic_only(self) -> bool:
        """Whether nothing but CP-SAT is to be used; one that was found wrong is used no more."""
        return self.clock.effort.engine == "cpsat" and self.clock.trusts_cp_sat

    def _value(self) -> int:
        """Return the best plan's value; without one, above all that can be."""
        if self.best is not None:
            return self.model.measure(self.objective, self.best)
        return int(np.maximum(self.cost, 0).sum()) + 1

    def _by_logic(self, low: int, effort: float) -> tuple[int, bool]:
        """Ask CP-SAT alone; return the bound and whether it settled the stage."""
        hint = None if self.best is None else self.model.point(self.best)
        most = self._value() - 1
        program = self._program(self.model, self.cost).propagated()
        program = program.with_rows(_at_least(program, low))
        found = solve_by_cp_sat(
            self.model, program, most, self.clock, effort, hint=hint, proves=True
        )
        self.claimed |= found.claimed
        self.pool.add_cuts(found.cuts)
        if found.chosen is not None:
            self.pool.add_plan(found.chosen)
            self.best = found.chosen
        if not found.complete:
            return low, False
        return (NO_LIMIT if self.best is None else self._value()), True

    def _attempt(self, target: int, nodes: int) -> tuple[bool, bool]:
        """Look for a plan of at most `target`; return whether there is one, or none at all."""
        model = self.model.bounded(Row(self.objective, high=target))
        clock = self.clock.quiet
        try:
            program = self._program(model, model.guide_cost).propagated()
        except NoSolutionError:
            return False, True
        incumbent = Incumbent(model, program.cost, self.pool, first_only=True)
        heuristics = [] if self._fewer_units else default_heuristics(clock.effort.seed)
        BranchAndCut(incumbent, program, clock, heuristics, nodes).run()
        if incumbent.best is not None:
            self.best = incumbent.best
            return True, False
        return False, incumbent.optimal

    def _light_bound(self) -> int:
        """Bound by limits and covering alone: the links of villages to seats are summed up."""
        light = light_program(self.model, self.program)
        bound = light.lp_bound(self.clock, self.model.guide_cost)
        return _least(self.cost) if bound is None else bound.value


def _at_least(program: Program, low: int) -> Rows:
    """Return the row that a proved bound is."""
    maker = RowMaker()
    if low > -NO_LIMIT:
        used = np.nonzero(program.cost)[0]
        maker.add(used, program.cost[used], low=low)
    return maker.rows(len(program.cost))


def light_program(model: VillageModel, program: Program) -> Program:
    """Return a relaxation of few rows: links dropped, but each village needs an open seat."""
    rows = program.rows
    counts = np.diff(rows.matrix.indptr)
    link = (counts == 2) & (rows.high == 0) & (rows.low <= -NO_LIMIT)
    maker = RowMaker()
    near = np.unique(model.column >= 0, axis=0)
    for seats in near:
        kept = model.seat_column[seats]
        maker.add(kept, np.ones(len(kept)), low=1)
    kept_rows = rows.take(np.nonzero(~link)[0])
    return replace(program, rows=kept_rows + maker.rows(model.size))
