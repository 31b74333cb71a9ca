"""What the stages of a lexicographic solve work on, whatever the mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np

from models.merge.expressions import RURAL, LinearExpression, Row, cost_of
from models.merge.partition import Partition
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.lp.partition_bound import Bound, free_below, lp_bound
from optimizer.solve.partition.column_generation import complete
from optimizer.solve.partition.stage import FEW, solve_stage
from optimizer.solve.results import StageResult


class Measurable(Protocol):
    """What tells what a solution counts and costs."""

    @property
    def costs(self) -> Mapping[str, IntArray]:
        """Costs by objective."""

    def measure(self, sum_: LinearExpression, chosen: IntArray) -> int:
        """Return what a solution sums up to."""


class Subproblem(Measurable, Protocol):
    """A problem whose solutions are arrays: columns of a partition, or seats of villages."""

    def bounded(self, *rows: Row) -> Self:
        """Return the problem with more side rows."""

    def floor(self, sum_: LinearExpression) -> int:
        """Return what a sum comes to at least, at first sight."""

    @property
    def seen(self) -> Sequence[IntArray]:
        """Solutions that are known."""

    def units_range(self) -> tuple[int, int]:
        """Return the (fewest, most) units that the side rows allow, as far as they say so."""

    @property
    def most_units(self) -> int:
        """An upper limit of the units."""

    @property
    def complete(self) -> bool:
        """Whether everything that can be chosen is at hand."""

    def made(self) -> Self:
        """Return the problem over what is at hand, and nothing else."""

    def peak_values(self, name: str) -> IntArray:
        """Return every value that a bottleneck can have."""

    def peak(self, name: str, chosen: IntArray) -> int:
        """Return a bottleneck's value of a solution."""

    def peak_floor(self, name: str) -> int:
        """Return what a bottleneck comes to at least."""

    def below(self, name: str, value: int) -> Self:
        """Return the problem without what costs more than a value."""

    def restored(self, name: str, value: int, chosen: IntArray) -> IntArray:
        """Return a solution of `below` as one of this problem."""


class StageState(Protocol):
    """The problem left after some stages, with the best solution that fits it."""

    @property
    def chosen(self) -> IntArray | None:
        """The best solution so far, in terms of the problem left."""

    @property
    def problem(self) -> Subproblem:
        """The problem left."""

    def minimise(self, objective: LinearExpression, clock: Clock) -> StageResult:
        """Solve one sum."""

    def bounded(self, *rows: Row) -> Self:
        """Return the state with more side rows."""

    def narrowed(self, stage: StageResult, row: Row | None) -> Self:
        """Keep what the stage leaves, and hold its value by a row."""

    def completed(self, spec: ObjectiveSpec, clock: Clock) -> Self:
        """Return the state made ready for an objective."""

    def answer(self) -> IntArray:
        """Return the best solution in terms of the problem as it was given."""


@dataclass(frozen=True)
class PartitionState:
    """A set partitioning problem; `columns` are those still in play."""

    problem: Partition
    columns: IntArray
    chosen: IntArray | None
    preference: IntArray
    bound: Bound | None = None

    @classmethod
    def of(
        cls,
        problem: Partition,
        specs: Sequence[ObjectiveSpec],
        clock: Clock,
        start: IntArray | None,
    ) -> PartitionState:
        """Return the first state."""
        if start is not None and _settled_by(problem, specs[0], start):
            return cls(problem, np.arange(len(problem)), start, np.zeros(len(problem), np.int64))
        preference, bound = _preference(problem, specs, clock)
        return cls(problem, np.arange(len(problem)), start, preference, bound)

    def minimise(self, objective: LinearExpression, clock: Clock) -> StageResult:
        """Solve one sum."""
        bound = self.bound
        if bound is not None and bound.prices.cost != objective:
            bound = None
        return solve_stage(self.problem, objective, clock, self.chosen, self.preference, bound)

    def bounded(self, *rows: Row) -> PartitionState:
        """Return the state with more side rows; the solution stays if it keeps them."""
        chosen = self.chosen
        if chosen is not None:
            sums = ((row, self.problem.measure(row.sum, chosen)) for row in rows)
            chosen = chosen if all(r.low <= value <= r.high for r, value in sums) else None
        return replace(self, problem=self.problem.bounded(*rows), chosen=chosen, bound=None)

    def narrowed(self, stage: StageResult, row: Row | None) -> PartitionState:
        """Keep the columns that the stage leaves, and hold its value by a row."""
        problem = self.problem if row is None else self.problem.bounded(row)
        if stage.keep is None or problem.source is not None:
            return replace(self, problem=problem, chosen=stage.chosen, bound=None)
        kept = np.nonzero(stage.keep)[0]
        assert stage.chosen is not None
        chosen = np.searchsorted(kept, stage.chosen)
        return PartitionState(problem.take(kept), self.columns[kept], chosen, self.preference[kept])

    def completed(self, spec: ObjectiveSpec, clock: Clock) -> PartitionState:
        """Make the columns that the objective's LP wants, where they are made on demand."""
        if self.problem.source is None:
            return self
        objective = RURAL if spec.objective.ratio else cost_of(spec.name)
        problem, bound = complete(self.problem, objective, clock)
        new = len(problem) - len(self.preference)
        preference = np.concatenate([self.preference, np.zeros(new, dtype=np.int64)])
        return PartitionState(problem, np.arange(len(problem)), self.chosen, preference, bound)

    def answer(self) -> IntArray:
        """Return the solution's columns in the problem as it was given."""
        assert self.chosen is not None
        return self.columns[self.chosen]


def _settled_by(problem: Partition, first: ObjectiveSpec, start: IntArray) -> bool:
    """Return whether a plan has as few units as the side rows allow, and these come first."""
    few = first.name == "units"
    return few and problem.measure(cost_of("units"), start) <= problem.units_range()[0]


def _preference(
    problem: Partition, specs: Sequence[ObjectiveSpec], clock: Clock
) -> tuple[IntArray, Bound | None]:
    """Return reduced costs by which to break ties, and the first stage's bound if it was made.

    Many columns are alike to `units` and `share`; those that a later objective
    likes, at the least that a first coarse one may come to, are the ones that
    good plans are made of.
    """
    indifferent = np.zeros(len(problem), dtype=np.int64)
    later = [s.name for s in specs if not s.objective.coarse]
    if not later or len(problem) <= FEW or problem.source is not None:
        return indifferent, None
    first, least = specs[0], None
    if first.objective.coarse and not first.objective.ratio:
        free, limit = free_below(problem, cost_of(first.name))
        least = lp_bound(free, cost_of(first.name), clock)
        if least is not None:
            problem = problem.bounded(Row(cost_of(first.name), high=max(least.value, limit)))
    liking = lp_bound(problem, cost_of(later[0]), clock)
    return indifferent if liking is None else liking.reduced, least
