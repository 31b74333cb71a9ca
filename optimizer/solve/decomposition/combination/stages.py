"""Objectives solved one after another over some plans of a county, a step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.merge.expressions import RURAL, UNITS, LinearExpression, Row
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.results import Verdict
from optimizer.solve.subproblem import StageState, Subproblem

Vector = tuple[int, ...]
FIRST_PATIENCE = 4
"""Deterministic work that a county's objective gets when it is first looked into."""
PATIENCE_FACTOR = 3
"""Factor on the work each time that it did not suffice."""


@dataclass
class StagedObjectives:
    """What is proved so far.

    Attributes
    ----------
    least
        No plan comes before it in the order of the sums.
    depth
        How many of them are solved.
    patience
        Deterministic work that the next step gets.
    plan
        The best plan, once all are solved.
    infeasible
        Whether there is no plan.
    """

    problem: Subproblem
    sums: tuple[LinearExpression, ...]
    specs: Sequence[ObjectiveSpec]
    least: Vector
    depth: int = 0
    patience: int = FIRST_PATIENCE
    plan: IntArray | None = None
    infeasible: bool = False
    state: StageState | None = None

    @classmethod
    def of(
        cls, problem: Subproblem, sums: tuple[LinearExpression, ...], specs: Sequence[ObjectiveSpec]
    ) -> StagedObjectives:
        """Return the beginning; without a sum, any plan is the best."""
        sums = sums or (UNITS,)
        return cls(problem, sums, specs, tuple(floor(problem, sum_) for sum_ in sums))

    @property
    def done(self) -> bool:
        """Whether the best plan is known."""
        return self.plan is not None

    def go_on(self, clock: Clock) -> None:
        """Work on the next objective, longer each time until it is solved."""
        if self.state is None:
            self.state = self.problem.first_state(self.specs, clock, None)
        sum_ = self.sums[self.depth]
        stage = self.state.minimise(sum_, clock.patient(self.patience))
        self.infeasible = stage.verdict is Verdict.INFEASIBLE
        if self.infeasible:
            return
        solved = stage.verdict is Verdict.SOLVED
        self._raise(stage.value if solved else stage.bound)
        self.patience = FIRST_PATIENCE if solved else PATIENCE_FACTOR * self.patience
        if solved:
            self.state = self.state.narrowed(stage, Row(sum_, stage.value, stage.value))
            self.depth += 1
            self.plan = self.state.answer() if self.depth == len(self.sums) else None

    def _raise(self, bound: int) -> None:
        """Take a better bound; nothing is known then of the objectives behind it."""
        at = self.depth
        if bound > self.least[at]:
            behind = (floor(self.problem, sum_) for sum_ in self.sums[at + 1 :])
            self.least = (*self.least[:at], bound, *behind)


def floor(problem: Subproblem, sum_: LinearExpression) -> int:
    """Return what a sum comes to at least, at first sight; a number of units is not negative."""
    return 0 if sum_ in (RURAL, UNITS) else problem.floor(sum_)
