"""What the near-optimal plans of a village mode have in common, column by column.

Each column "village v is at seat s" is asked about as a question of its own: is there a
near-optimal plan with it, and one without? The plans within the budget are those of a
program that minimises travel, so a question is answered by a plan, or by a bound above
the budget. Plans found on the way answer other questions; what the root's bound fixes
needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.merge.expressions import cost_of
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.decide.standing import Standing
from optimizer.solve.branch_and_cut.budget import within_budget
from optimizer.solve.branch_and_cut.heuristics.default import default_heuristics
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.branch_and_cut.tree import BranchAndCut
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Bound, NoSolutionError, Program

_WHOLE = 1e-6
"""How far from whole numbers the values of an LP's point may be that is read as a plan."""
_NODES = (0, 4, 40, NO_LIMIT)
"""Nodes that a question gets, one turn after another: at first its LP alone."""
_OFTEN = 40
"""Questions after which the root's bound is asked again what it rules out."""
_ROUNDS = 6
"""Of separation for a question's LP."""


@dataclass
class Settling:
    """The questions about the plans of a problem within a budget of travel.

    Attributes
    ----------
    mergers
        Sets of columns that are asked about together: all of a township's villages at a seat.
    noted
        Is told of each plan before it counts; it raises an error where the checker does.
    one, zero
        Columns that some plan has, or has not.
    never, always
        Columns that no plan has, or every plan: proved.
    whole, apart
        Mergers that some plan has, and those that are proved to be in none.
    """

    problem: VillageProblem
    most: int
    clock: Clock
    mergers: Sequence[IntArray]
    noted: Callable[[IntArray], object]
    one: BoolArray = field(init=False)
    zero: BoolArray = field(init=False)
    never: BoolArray = field(init=False)
    always: BoolArray = field(init=False)
    whole: BoolArray = field(init=False)
    apart: BoolArray = field(init=False)

    def __post_init__(self) -> None:
        size = self.problem.model.size
        self.one, self.zero = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        self.whole = np.zeros(len(self.mergers), dtype=bool)
        self.apart = self.whole.copy()
        self._program = within_budget(self.problem, cost_of("travel"), self.most, self.clock)
        self.never, self.always = ~self._program.high, self._program.low.copy()
        self._asker = _Asker(self.problem, self._program, self.most, self.clock)
        self._at = _places(self.problem.model.column)

    def run(self, columns: IntArray) -> None:
        """Ask about some columns, then about the mergers, as far as the time goes."""
        for turn, plan in enumerate(self.problem.seen):
            if turn and self.clock.over:
                break
            self._note(plan)
            self._look_around(plan)
        for nodes in _NODES:
            for turn, column in enumerate(columns.tolist(), 1):
                self._ask_column(column, nodes)
                if not turn % _OFTEN:
                    self._narrow()
            for k in range(len(self.mergers)):
                self._ask_merger(k, nodes)

    def of_column(self, column: int) -> Standing:
        """Return how a column stands."""
        if self.always[column]:
            return Standing.EVERY
        if self.never[column]:
            return Standing.NONE
        return Standing.SOME if self.one[column] and self.zero[column] else Standing.OPEN

    def of_merger(self, k: int) -> Standing:
        """Return how all columns of a merger together stand."""
        inside = self.mergers[k]
        if self.always[inside].all():
            return Standing.EVERY
        if self.apart[k] or self.never[inside].any():
            return Standing.NONE
        return Standing.SOME if self.whole[k] and self.zero[inside].any() else Standing.OPEN

    def _ask_column(self, column: int, nodes: int) -> None:
        at = np.array([column])
        if not (self.one[column] or self.never[column]):
            self.never[column] = self._refuted(at, True, nodes)
        if not (self.zero[column] or self.always[column] or self.never[column]):
            self.always[column] = self._refuted(at, False, nodes)

    def _ask_merger(self, k: int, nodes: int) -> None:
        inside = self.mergers[k]
        settled = self.whole[k] or self.apart[k] or self.never[inside].any()
        if not settled and not self.always[inside].all():
            self.apart[k] = self._refuted(inside, True, nodes)

    def _refuted(self, columns: IntArray, value: bool, nodes: int) -> bool:
        """Ask for a plan that has, or has not, some columns; return whether there is none."""
        if self.clock.over:
            return False
        asked = self._program.fixed(columns, value)
        if (asked.low & ~asked.high).any():
            return True
        plan, none = self._asker.ask(asked, nodes)
        if plan is not None:
            self._note(plan)
            self._look_around(plan)
        elif none and len(columns) == 1:
            # What is proved of every plan holds in all questions that follow.
            self._program = self._program.fixed(columns, not value)
        return none

    def _narrow(self) -> None:
        """Fix what the root's bound rules out, with all that was learnt since."""
        if self.clock.over:
            return
        self._program = self._asker.narrowed(self._program)
        self.never |= ~self._program.high
        self.always |= self._program.low

    def _look_around(self, plan: IntArray) -> None:
        """Send each village where no plan was seen to have it, all else as it is."""
        if self.clock.over:
            return
        model = self.problem.model
        cost, columns = self._program.cost, model.columns(plan)
        left = self.most - int(cost[columns].sum())
        seats = model.seats_of(plan)
        option = np.full(model.seats, -1, dtype=np.int64)
        option[seats] = plan
        for column in np.nonzero(~(self.one | self.never))[0].tolist():
            here, s = self._where(column)
            if not len(here) or option[s] < 0 or not self._touch(here, seats == s):
                continue
            now = np.unique(model.column[here, seats[here]])
            if int(cost[column]) - int(cost[now].sum()) > left:
                continue
            other = plan.copy()
            other[here] = option[s]
            if self.problem.accepts(other):
                self._note(other)

    def _touch(self, here: IntArray, unit: BoolArray) -> bool:
        """Return whether one of some villages is next to a unit."""
        neighbours = self.problem.model.contiguity.neighbours
        return any(bool(unit[neighbours[v]].any()) for v in here.tolist())

    def _where(self, column: int) -> tuple[IntArray, int]:
        """Return the villages of a column and its seat; none for one that is no such pair."""
        at = self._at.get(column)
        return (np.empty(0, dtype=np.int64), -1) if at is None else at

    def _note(self, plan: IntArray) -> None:
        """Take down what a plan shows."""
        self.noted(plan)
        on = np.zeros(len(self.one), dtype=bool)
        on[self.problem.model.columns(plan)] = True
        self.one |= on
        self.zero |= ~on
        self.whole |= np.array([bool(on[m].all()) for m in self.mergers], dtype=bool)


def _places(column: IntArray) -> dict[int, tuple[IntArray, int]]:
    """Return the villages and the seat of each column."""
    villages, seats = np.nonzero(column >= 0)
    columns = column[villages, seats]
    order = np.argsort(columns, kind="stable")
    names, first = np.unique(columns[order], return_index=True)
    groups = np.split(order, first[1:])
    return {
        int(name): (villages[group], int(seats[group[0]]))
        for name, group in zip(names, groups, strict=True)
    }


class _Asker:
    """Answers questions one after another, from one LP that keeps its basis."""

    def __init__(self, problem: VillageProblem, program: Program, most: int, clock: Clock) -> None:
        self._problem, self._most, self._clock = problem, most, clock.quiet
        model, pool = problem.model, problem.pool
        self._lp = NodeLp(model, program, pool, self._clock)
        self._lp.at_root()

    def narrowed(self, program: Program) -> Program:
        """Return a program without what its bound shows to be too dear."""
        lp = self._lp.at(program, self._most + 1)
        bound = lp.bound()
        if bound is None:
            return program
        fixing = self._lp.path_fixing
        return fixing.fix_by_reduced_cost(lp.program, bound, self._most).propagated()

    def ask(self, program: Program, nodes: int) -> tuple[IntArray | None, bool]:
        """Return a plan of a program within the budget, or whether there is none (proved)."""
        try:
            lp = self._lp.at(program, self._most + 1)
            bound = lp.bound()
            for _ in range(_ROUNDS):
                if bound is None or bound.value > self._most:
                    break
                if (plan := self._read(bound)) is not None:
                    return plan, False
                if not self._lp.separated(lp, bound):
                    break
                bound = lp.bound()
        except NoSolutionError:
            return None, True
        if bound is not None and bound.value > self._most:
            return None, True
        if not nodes:
            return None, False
        return self._search(replace(program, rows=self._lp.rows()), nodes)

    def _read(self, bound: Bound) -> IntArray | None:
        """Return the plan that an LP's point is, if it is one."""
        near = np.rint(bound.x)
        if np.abs(bound.x - near).max(initial=0) > _WHOLE:
            return None
        plan = self._problem.model.read(near.astype(np.int64))
        return plan if self._problem.accepts(plan) else None

    def _search(self, program: Program, nodes: int) -> tuple[IntArray | None, bool]:
        """Search a program for any plan."""
        problem = self._problem
        value = self._most + 1
        incumbent = Incumbent(
            problem.model, program.cost, problem.pool, value=value, first_only=True
        )
        heuristics = default_heuristics(self._clock.effort.seed)
        BranchAndCut(incumbent, program, self._clock, heuristics, nodes).run()
        return incumbent.best, incumbent.best is None and incumbent.optimal
