"""Objectives in order: each is fixed, within its tolerance, before the next is solved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from models.merge.partition import Partition
from models.merge.sums import RURAL, UNITS, Row, Sum, cost_of
from models.quantities import IntArray, allowance, fraction
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.generation import complete
from optimizer.solve.relaxation import Bound, lp_bound
from optimizer.solve.stage import FEW, Stage, Verdict, solve_stage

Value = int | Fraction


@dataclass(frozen=True)
class Attained:
    """What an objective reached.

    Attributes
    ----------
    bound
        Proved bound while the objectives before it stay at what they reached;
        None when none is known.
    proved
        Whether value and bound agree, here and in every stage before.
    """

    name: str
    value: Value
    bound: Value | None
    proved: bool


@dataclass(frozen=True)
class Answer:
    """The outcome of a lexicographic solve.

    Attributes
    ----------
    chosen
        Columns of `problem`; None without a solution.
    problem
        The problem that was solved, with the columns that were made on the way.
    """

    verdict: Verdict
    chosen: IntArray | None
    attained: tuple[Attained, ...]
    problem: Partition


@dataclass(frozen=True)
class _State:
    """The problem left after some stages; `columns` are those still in play."""

    problem: Partition
    columns: IntArray
    chosen: IntArray | None
    preference: IntArray
    bound: Bound | None = None

    def narrowed(self, stage: Stage, row: Row | None) -> _State:
        """Keep the columns that the stage leaves, and hold its value by a row."""
        problem = self.problem if row is None else self.problem.bounded(row)
        if stage.keep is None or problem.source is not None:
            return replace(self, problem=problem, chosen=stage.chosen, bound=None)
        kept = np.nonzero(stage.keep)[0]
        assert stage.chosen is not None
        chosen = np.searchsorted(kept, stage.chosen)
        return _State(problem.take(kept), self.columns[kept], chosen, self.preference[kept])

    def completed(self, objective: Sum, clock: Clock) -> _State:
        """Make the columns that the objective's LP wants, where they are made on demand."""
        if self.problem.source is None:
            return self
        problem, bound = complete(self.problem, objective, clock)
        new = len(problem) - len(self.preference)
        preference = np.concatenate([self.preference, np.zeros(new, dtype=np.int64)])
        return _State(problem, np.arange(len(problem)), self.chosen, preference, bound)


def solve_lexicographic(
    problem: Partition, specs: Sequence[ObjectiveSpec], clock: Clock, start: IntArray | None = None
) -> Answer:
    """Solve the objectives one after another."""
    preference, bound = _preference(problem, specs, clock)
    state = _State(problem, np.arange(len(problem)), start, preference, bound)
    attained: list[Attained] = []
    verdict = Verdict.SOLVED
    for spec in specs:
        clock.tell(spec.name)
        state = state.completed(RURAL if spec.objective.ratio else cost_of(spec.name), clock)
        solve = _solve_share if spec.objective.ratio else _solve_sum
        stage, reached, row = solve(state, spec, clock)
        if stage.chosen is None:
            return Answer(stage.verdict, None, tuple(attained), problem)
        verdict = Verdict.OPEN if stage.verdict is Verdict.OPEN else verdict
        attained.append(replace(reached, proved=reached.proved and verdict is Verdict.SOLVED))
        state = state.narrowed(stage, row)
    assert state.chosen is not None
    if problem.source is not None:
        problem = problem.source.refresh(problem)
    return Answer(verdict, state.columns[state.chosen], tuple(attained), problem)


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
        least = lp_bound(problem, cost_of(first.name), clock)
    if least is not None:
        problem = problem.bounded(Row(cost_of(first.name), high=least.value))
    liking = lp_bound(problem, cost_of(later[0]), clock)
    return indifferent if liking is None else liking.reduced, least


def _solve_sum(
    state: _State, spec: ObjectiveSpec, clock: Clock
) -> tuple[Stage, Attained, Row | None]:
    cost = cost_of(spec.name)
    stage = solve_stage(state.problem, cost, clock, state.chosen, state.preference, state.bound)
    proved = stage.verdict is Verdict.SOLVED
    reached = Attained(spec.name, stage.value, stage.bound, proved)
    spare = allowance(stage.value, fraction(spec.tolerance))
    if spare:
        stage = replace(stage, keep=None)
    return stage, reached, Row(cost, stage.bound, stage.value + spare)


def _solve_share(
    state: _State, spec: ObjectiveSpec, clock: Clock
) -> tuple[Stage, Attained, Row | None]:
    """Compare the best share at each possible number of units.

    At n units the share is 1 - (units that are 乡) / n.
    """
    best, share, bound = Stage(Verdict.INFEASIBLE), Fraction(-1), Fraction(-1)
    if state.chosen is not None:
        best, share = Stage(Verdict.OPEN, state.chosen), _share_of(state, state.chosen)
    for n in _possible_counts(state, clock):
        if share >= 1:
            break
        stage, upper = _share_at(state, n, clock)
        bound = max(bound, upper)
        if stage.chosen is not None and Fraction(n - stage.value, n) > share:
            best, share = stage, Fraction(n - stage.value, n)
    if best.chosen is None:
        verdict = Verdict.INFEASIBLE if bound < 0 else Verdict.OPEN
        return replace(best, verdict=verdict), Attained(spec.name, Fraction(0), None, False), None
    bound = max(bound, share)
    kept = share * (1 - fraction(spec.tolerance))
    row = Row(Sum(-kept.numerator, kept.denominator), low=0)
    verdict = Verdict.SOLVED if bound == share else Verdict.OPEN
    reached = Attained(spec.name, share, bound, bound == share)
    return Stage(verdict, best.chosen), reached, row


def _share_of(state: _State, chosen: IntArray) -> Fraction:
    return Fraction(int(state.problem.urban[chosen].sum()), int(state.problem.units[chosen].sum()))


def _possible_counts(state: _State, clock: Clock) -> range:
    """Return the numbers of units between the fewest and the most."""
    problem = state.problem
    low, high = problem.units_range()
    if low != high:
        fewest = solve_stage(problem, UNITS, clock, state.chosen, state.preference)
        low = max(low, fewest.bound)
        most = solve_stage(problem, Sum(per_unit=-1), clock, state.chosen, state.preference)
        high = min(high, -most.bound)
    return range(max(1, low), high + 1)


def _share_at(state: _State, n: int, clock: Clock) -> tuple[Stage, Fraction]:
    """Return the stage with the fewest 乡 at n units and an upper bound of the share."""
    problem = state.problem.bounded(Row(UNITS, n, n))
    start = state.chosen
    if start is not None and int(problem.units[start].sum()) != n:
        start = None
    stage = solve_stage(problem, RURAL, clock, start, state.preference)
    if stage.verdict is Verdict.INFEASIBLE:
        return stage, Fraction(-1)
    return stage, Fraction(n - max(0, stage.bound), n)
