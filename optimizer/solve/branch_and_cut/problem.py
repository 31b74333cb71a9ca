"""A village model as the stages of a lexicographic solve see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_diag, csr_array

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import LinearExpression, Row
from models.merge.rows import Rows
from models.merge.villages import VillageModel, join_villages
from models.quantities import BoolArray, IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.heuristics.kind_assignment import other_kinds
from optimizer.solve.branch_and_cut.neighbours import neighbours
from optimizer.solve.branch_and_cut.stage import VillageStage, solve_village_stage
from optimizer.solve.clock import Clock
from optimizer.solve.results import StageResult
from optimizer.solve.subproblem import Chosen, Subproblem


@dataclass(frozen=True)
class VillageProblem(Subproblem):
    """A village model with what is known of it; a solution is the option of each village's unit."""

    enumerable = False

    model: VillageModel
    pool: CutPlanPool

    @classmethod
    def of(cls, model: VillageModel) -> VillageProblem:
        """Return a model of which nothing is known yet."""
        return cls(model, CutPlanPool(model.size))

    @property
    def cost_names(self) -> Iterable[str]:
        """The objectives that a solution has a cost of."""
        return tuple(self.model.costs)

    def measure(self, sum_: LinearExpression, chosen: IntArray) -> int:
        """Return what a plan sums up to."""
        return self.model.measure(sum_, chosen)

    def bounded(self, *rows: Row) -> VillageProblem:
        """Return the problem with more side rows; what is known is shared."""
        return replace(self, model=self.model.bounded(*rows))

    def floor(self, sum_: LinearExpression) -> int:
        """Return what a sum comes to at least, at first sight."""
        return int(np.minimum(self.model.coefficients(sum_), 0).sum())

    def contents(self) -> tuple[tuple[Row, ...], Iterable[NDArray[Any]]]:
        """Return the side rows, and the arrays that tell one problem from another."""
        return self.model.rows, self.model.arrays()

    def first_state(
        self, specs: Sequence[ObjectiveSpec], clock: Clock, start: IntArray | None
    ) -> VillageState:
        """Return the state before the first stage."""
        return VillageState.of(self, start)

    def minimised(
        self, objective: LinearExpression, clock: Clock, start: IntArray | None = None
    ) -> StageResult:
        """Minimise one sum; a plan that is known is where it begins."""
        return VillageState.of(self, start).minimise(objective, clock)

    def neighbours(
        self, chosen: IntArray, objective: LinearExpression, more: bool
    ) -> Iterator[IntArray]:
        """Yield what may be plans of one unit more, or of one fewer, the cheapest first.

        There are none where mode whole has a plan of its own for any side rows.
        """
        if self.pool.whole is None:
            yield from neighbours(self.model, chosen, self.model.coefficients(objective), more)

    def refreshed(self) -> VillageProblem:
        """Return the problem: no column is made on the way."""
        return self

    @property
    def fallback(self) -> IntArray | None:
        """The county's part of the best plan of the whole territory that was known before."""
        return self.pool.fallback

    def one_unit(self) -> None:
        """Return none: its columns are villages at seats."""

    def other_kinds(
        self, plan: IntArray, counts: Sequence[LinearExpression], clock: Clock
    ) -> IntArray | None:
        """Return a plan of the same units that keeps the side rows, of other kinds."""
        return other_kinds(self.model, self.pool, plan, counts, clock)

    def joined(
        self, others: Sequence[VillageProblem], ties: Sequence[CouplingConstraint]
    ) -> tuple[VillageProblem, Callable[[IntArray], tuple[IntArray, ...]]]:
        """Return the problem of all counties at once, and what takes its solutions apart."""
        every = [self, *others]
        joined = join_villages([p.model for p in every], ties)
        return VillageProblem.of(joined), lambda plan: split(every, plan)

    def any_plan(
        self, others: Sequence[VillageProblem], ties: Sequence[CouplingConstraint], clock: Clock
    ) -> Chosen:
        """Return the plan that was known before, where each county knows its part."""
        known = tuple(p.fallback for p in (self, *others) if p.fallback is not None)
        return known if len(known) == 1 + len(others) else None

    @property
    def seen(self) -> list[IntArray]:
        """Plans that were seen and keep the side rows."""
        return [plan for plan in self.pool.plans if self.pool.accepts(self.model, plan)]

    def units_range(self) -> tuple[int, int]:
        """Return the (fewest, most) units that the side rows allow, as far as they say so."""
        return self.model.units_range()

    @property
    def most_units(self) -> int:
        """An upper limit of the units."""
        return self.model.most_units

    @property
    def complete(self) -> bool:
        """Whether everything that can be chosen is at hand."""
        return True

    def made(self) -> VillageProblem:
        """Return the problem: nothing is made on demand."""
        return self

    def peak_values(self, name: str) -> IntArray:
        """Return every value that a bottleneck can have."""
        return self.model.peak_values(name)

    def peak(self, name: str, chosen: IntArray) -> int:
        """Return a bottleneck's value of a plan."""
        return self.model.peak(name, chosen)

    def peak_floor(self, name: str) -> int:
        """Return what a bottleneck comes to at least."""
        return self.model.peak_floor(name)

    def below(self, name: str, value: int) -> VillageProblem:
        """Return the problem without what costs more than a value."""
        return replace(self, model=self.model.below(name, value))

    def restored(self, name: str, value: int, chosen: IntArray) -> IntArray:
        """Return a solution of `below` as one of this problem: it is the same."""
        return chosen

    def accepts(self, chosen: IntArray) -> bool:
        """Return whether an array is a plan that keeps every rule and every side row."""
        fits = chosen.shape == (self.model.villages,)
        options = len(self.model.option_seat)
        within = fits and bool(((chosen >= 0) & (chosen < options)).all())
        return within and self.pool.accepts(self.model, chosen)

    def priced(self, name: str, cost: IntArray) -> VillageProblem:
        """Return the problem with one more cost of its columns; what is known is shared."""
        return replace(self, model=self.model.priced(name, cost))

    def by_itself(self) -> VillageProblem:
        """Return the problem without mode whole's model, which knows no other costs.

        Plans that are known stay known to both.
        """
        pool = copy(self.pool)
        pool.whole = None
        return replace(self, pool=pool)

    def known(self, plan: IntArray | None) -> None:
        """Tell of a plan; it is used where it keeps the rules."""
        if plan is not None and self.pool.accepts(self.model, plan):
            self.pool.add_plan(plan)


@dataclass(frozen=True)
class VillageState:
    """A village model after some stages.

    Attributes
    ----------
    excluded
        The columns out of play.
    begun
        Searches that were broken off, by objective: a state made of this one starts its own.
    """

    problem: VillageProblem
    excluded: BoolArray
    chosen: IntArray | None = None
    begun: dict[LinearExpression, VillageStage] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @classmethod
    def of(cls, problem: VillageProblem, start: IntArray | None) -> VillageState:
        """Return the first state."""
        if start is not None:
            problem.known(start)
        whole = problem.pool.whole
        if whole is not None and not problem.seen:
            problem.known(whole(problem.model.rows))
        return cls(problem, np.zeros(problem.model.size, dtype=bool))

    def minimise(self, objective: LinearExpression, clock: Clock) -> StageResult:
        """Solve one sum."""
        model, pool = self.problem.model, self.problem.pool
        return solve_village_stage(model, objective, pool, clock, self.excluded, self.begun)

    def bounded(self, *rows: Row) -> VillageState:
        """Return the state with more side rows; the solution stays if it keeps them."""
        problem = self.problem.bounded(*rows)
        kept = self.chosen is not None and problem.pool.accepts(problem.model, self.chosen)
        return replace(self, problem=problem, chosen=self.chosen if kept else None)

    def narrowed(self, stage: StageResult, row: Row | None) -> VillageState:
        """Close the columns that the stage rules out, and hold its value by a row."""
        problem = self.problem if row is None else self.problem.bounded(row)
        excluded = self.excluded if stage.keep is None else self.excluded | ~stage.keep
        return replace(self, problem=problem, excluded=excluded, chosen=stage.chosen)

    def completed(self, spec: ObjectiveSpec, clock: Clock) -> VillageState:
        """Return the state: all columns are at hand."""
        return self

    def answer(self) -> IntArray:
        """Return the option of each village's unit."""
        assert self.chosen is not None
        return self.chosen


def beside(
    problems: Sequence[VillageProblem], ties: Sequence[CouplingConstraint]
) -> VillageProblem:
    """Return the problem of all counties at once, with the separators that are known of each."""
    if len(problems) == 1:
        return problems[0].by_itself()
    whole = VillageProblem.of(join_villages([p.model for p in problems], ties))
    cuts = [p.pool.cuts for p in problems]
    matrix = csr_array(block_diag([rows.matrix for rows in cuts], format="csr"))
    ends = ([rows.low for rows in cuts], [rows.high for rows in cuts])
    whole.pool.add_cuts(Rows(matrix, *(np.concatenate(end) for end in ends)))
    return whole


def joined_plan(problems: Sequence[VillageProblem], plans: Sequence[IntArray]) -> IntArray:
    """Return the counties' plans as one plan of the joined problem."""
    first = np.cumsum([0, *(len(p.model.option_seat) for p in problems[:-1])])
    return np.concatenate([plan + f for plan, f in zip(plans, first, strict=True)])


def split(problems: Sequence[VillageProblem], plan: IntArray) -> tuple[IntArray, ...]:
    """Return the plan of each county, options counted from its own first."""
    ends = np.cumsum([p.model.villages for p in problems])[:-1]
    first = np.cumsum([0, *(len(p.model.option_seat) for p in problems[:-1])])
    return tuple(part - f for part, f in zip(np.split(plan, ends), first, strict=True))
