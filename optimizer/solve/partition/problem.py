"""A set partitioning problem as a subproblem, and the stages of its lexicographic solve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import RURAL, LinearExpression, Row, cost_of
from models.merge.partition import Partition
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.lp.partition_bound import Bound, free_below, lp_bound
from optimizer.solve.partition.column_generation import complete
from optimizer.solve.partition.first_plan import first_plan
from optimizer.solve.partition.joint import join, split
from optimizer.solve.partition.neighbours import neighbours
from optimizer.solve.partition.stage import FEW, Otherwise, solve_stage
from optimizer.solve.results import StageResult
from optimizer.solve.subproblem import Chosen, Subproblem


@dataclass(frozen=True)
class PartitionProblem(Partition, Subproblem):
    """A set partitioning problem; a solution is the columns that it takes.

    Attributes
    ----------
    fewest_otherwise
        Another way to the fewest units, with the columns and side rows as they are.
    """

    enumerable = True
    fewest_otherwise: Otherwise | None = None

    @classmethod
    def of(cls, partition: Partition) -> Self:
        """Return a set partitioning problem as a subproblem."""
        if isinstance(partition, cls):
            return partition
        return cls(
            partition.members,
            partition.units,
            partition.urban,
            partition.county,
            partition.costs,
            partition.rows,
            partition.source,
        )

    @property
    def cost_names(self) -> Iterable[str]:
        """The objectives that a solution has a cost of."""
        return tuple(self.costs)

    def contents(self) -> tuple[tuple[Row, ...], Iterable[NDArray[Any]]]:
        """Return the side rows, and the arrays that tell one problem from another."""
        return self.rows, (self.members.indptr, self.members.indices, *self.costs.values())

    def first_state(
        self, specs: Sequence[ObjectiveSpec], clock: Clock, start: IntArray | None
    ) -> PartitionState:
        """Return the state before the first stage."""
        return PartitionState.of(self, specs, clock, start)

    def minimised(
        self, objective: LinearExpression, clock: Clock, start: IntArray | None = None
    ) -> StageResult:
        """Minimise one sum; a plan that is known is where it begins."""
        return solve_stage(self, objective, clock, start)

    def neighbours(
        self, chosen: IntArray, objective: LinearExpression, more: bool
    ) -> Iterator[IntArray]:
        """Yield what may be solutions of one unit more, or of one fewer, the cheapest first."""
        return neighbours(self, chosen, self.evaluate(objective), more)

    def take(self, columns: IntArray) -> Self:
        """Return the problem over some of the columns, and no others."""
        return replace(super().take(columns), fewest_otherwise=None)

    def bounded(self, *rows: Row) -> Self:
        """Return the problem with more side rows."""
        return replace(super().bounded(*rows), fewest_otherwise=None)

    def refreshed(self) -> Self:
        """Return the problem with the columns that were made on the way."""
        return self if self.source is None else self.of(self.source.refresh(self))

    def made(self) -> Self:
        """Return the problem over the columns made so far, and no others."""
        return replace(self.refreshed(), source=None)

    @property
    def seen(self) -> tuple[IntArray, ...]:
        """Solutions that are known: none is remembered."""
        return ()

    @property
    def fallback(self) -> None:
        """A part of a plan that was known before: mode `whole` begins from none."""
        return None

    def one_unit(self) -> tuple[Self, Self, IntArray] | None:
        """Return the problem, its part where the county is one unit, and the columns of that."""
        if self.source is not None:
            self.source.span()
        problem = self.refreshed()
        whole = np.diff(problem.members.indptr) == problem.parts
        for row in problem.rows:
            total = problem.evaluate(row.sum)
            whole &= (row.low <= total) & (total <= row.high)
        columns = np.nonzero(whole)[0]
        return (problem, problem.take(columns), columns) if len(columns) else None

    def other_kinds(self, plan: IntArray, counts: Sequence[LinearExpression], clock: Clock) -> None:
        """Return none: candidates are units with their kinds."""

    def joined(
        self, others: Sequence[Self], ties: Sequence[CouplingConstraint]
    ) -> tuple[Self, Callable[[IntArray], tuple[IntArray, ...]]]:
        """Return the problem of all counties at once, and what takes its solutions apart."""
        every = [self, *others]
        sizes = [len(p) for p in every]
        return self.of(join(every, ties)), lambda chosen: split(chosen, sizes)

    def any_plan(
        self, others: Sequence[Self], ties: Sequence[CouplingConstraint], clock: Clock
    ) -> Chosen:
        """Return a plan of small units."""
        return first_plan([self, *others], ties, clock)


@dataclass(frozen=True)
class PartitionState:
    """A set partitioning problem; `columns` are those still in play."""

    problem: PartitionProblem
    columns: IntArray
    chosen: IntArray | None
    preference: IntArray
    bound: Bound | None = None

    @classmethod
    def of(
        cls,
        problem: PartitionProblem,
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
        few = objective == cost_of("units")
        otherwise = self.problem.fewest_otherwise if few else None
        return solve_stage(
            self.problem, objective, clock, self.chosen, self.preference, bound, otherwise
        )

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
        grown, bound = complete(self.problem, objective, clock)
        problem = PartitionProblem.of(grown)
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
