"""Every non-dominated value of a county's or a city's problem, each with a solution.

At a fixed number of units, one sum is minimised; two sums are walked along their
frontier: the least first sum, the least second sum at it, then the same with the
second sum at least one smaller, until nothing is left (epsilon-constraint method,
Haimes, Lasdon and Wismer 1971; exact on whole numbers). What else the other counties
may ask of a solution are levels: the walk is repeated with each level one lower than
the highest that it found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from models.merge.expressions import UNITS, URBAN, LinearExpression, Row, cost_of
from models.merge.partition import Partition
from models.quantities import IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.options import Option
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.stage import FEW, solve_stage
from optimizer.solve.results import StageResult, Verdict
from optimizer.solve.subproblem import Subproblem

ROUNDS = 10
"""Times that numbers of units which were cut short are tried again: each time fewer are left."""


@dataclass
class Exploration:
    """What was found, and whether it is all there is.

    Attributes
    ----------
    options
        Solutions with what they count and cost.
    open_counts
        Numbers of units at which the search was cut short or not begun; None stands
        for a search over all numbers at once.
    counts
        Beyond these there is no plan, where that is known.
    """

    options: list[Option] = field(default_factory=list)
    open_counts: list[int | None] = field(default_factory=list)
    counts: range | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The (fewest, most) units of a plan, as far as they are known."""
        seen = [option.units for option in self.options] or [0]
        if self.complete or self.counts is None:
            return min(seen), max(seen)
        return self.counts.start, max(self.counts.stop - 1, *seen)

    @property
    def certain_below(self) -> float:
        """The number of units below which no value is missing and every value is proved."""
        unproved = [option.units for option in self.options if not option.proved]
        open_ = [-inf if count is None else count for count in self.open_counts]
        return min([*unproved, *open_], default=inf)

    @property
    def left(self) -> list[int]:
        """The numbers of units at which a value may be missing or is not proved."""
        unproved = {option.units for option in self.options if not option.proved}
        return sorted(unproved | {count for count in self.open_counts if count is not None})

    def retried(self, again: Exploration) -> Exploration:
        """Return what is known once the numbers left were looked at again, for longer."""
        still = set(again.open_counts)
        done = set(self.left) - still
        kept = [option for option in self.options if option.units not in done]
        return replace(self, options=[*kept, *again.options], open_counts=[*again.open_counts])

    @property
    def complete(self) -> bool:
        """Whether no value is missing and every value is proved."""
        return not self.open_counts and all(option.proved for option in self.options)


def unit_counts(problem: Subproblem, clock: Clock) -> range:
    """Return numbers of units beyond which a county has no plan.

    Below: by the proved fewest, or by the LP bound of many columns, where the search
    at the count itself decides. Above: by the county's own ties.
    """
    if isinstance(problem, Partition):
        return _counts_of_columns(problem, clock)
    stage = problem.minimised(UNITS, clock)
    if stage.verdict is Verdict.INFEASIBLE:
        return range(0)
    low, _ = problem.units_range()
    return range(max(1, low, stage.bound), problem.most_units + 1)


def _counts_of_columns(problem: Partition, clock: Clock) -> range:
    if not len(problem):
        return range(0)
    low, _ = problem.units_range()
    if len(problem) > FEW and (bound := lp_bound(problem, UNITS, clock)) is not None:
        least = bound.value
    else:
        least = solve_stage(problem, UNITS, clock).bound
    return range(max(1, low, least), problem.most_units + 1)


def explore(
    problem: Subproblem,
    sums: Sequence[str],
    counts: Iterable[int | None],
    levels: Sequence[LinearExpression],
    clock: Clock,
    most: int | None = None,
) -> Exploration:
    """Find every non-dominated value of one or two sums.

    Numbers of units share the time; what some leave goes to those that were cut short.

    Parameters
    ----------
    sums
        Names of costs to be made small.
    counts
        Numbers of units to be looked at, each by itself; None for all at once.
    levels
        Sums for whose sake a solution may be worse in `sums`, the smaller the better.
    most
        The most solutions wanted.
    """
    found = _explored(problem, sums, list(counts), levels, clock, most)
    for _ in range(0 if clock.effort.seconds is None else ROUNDS):
        spare = None if most is None else most - len(found.options)
        if not found.left or clock.over or spare == 0:
            break
        found = found.retried(_explored(problem, sums, found.left, levels, clock, spare))
    return found


def _explored(
    problem: Subproblem,
    sums: Sequence[str],
    counts: Sequence[int | None],
    levels: Sequence[LinearExpression],
    clock: Clock,
    most: int | None,
) -> Exploration:
    """Look at some numbers of units once (see `explore`)."""
    found = Exploration()
    for done, count in enumerate(counts):
        rows = () if count is None else (Row(UNITS, count, count),)
        search = _Search(sums, clock.share(len(counts) - done), most, found)
        if search.run(problem.bounded(*rows), levels) is None:
            found.open_counts.append(count)
    return found


@dataclass
class _Search:
    """The search at one number of units; solutions are added to `found`."""

    sums: Sequence[str]
    clock: Clock
    most: int | None
    found: Exploration
    seen: set[tuple[int, ...]] = field(default_factory=set)

    def run(self, problem: Subproblem, levels: Sequence[LinearExpression]) -> list[IntArray] | None:
        """Return all solutions worth having; None where some may be missing."""
        if not levels:
            return self._walk(problem)
        level, bounded, all_ = levels[0], problem, list[IntArray]()
        while True:
            chosen = self.run(bounded, levels[1:])
            if chosen is None:
                return None
            if not chosen:
                return all_
            all_ += chosen
            worst = max(problem.measure(level, c) for c in chosen)
            bounded = problem.bounded(Row(level, high=worst - 1))

    def _walk(self, problem: Subproblem) -> list[IntArray] | None:
        if len(self.found.options) == self.most:
            return None
        walk, chosen = Walk(problem, self.sums, self.clock), []
        for option in walk.steps():
            chosen.append(option.chosen)
            key = tuple(option.chosen.tolist())
            if key in self.seen:
                continue
            if len(self.found.options) == self.most:
                return None
            self.seen.add(key)
            self.found.options.append(option)
        return chosen if walk.complete else None


@dataclass
class Walk:
    """The walk along the frontier of one or two sums."""

    problem: Subproblem
    sums: Sequence[str]
    clock: Clock
    complete: bool = True

    def steps(self) -> Iterator[Option]:
        """Yield solutions, the least first sum first."""
        problem = self.problem
        while True:
            stage, proved = self._lexicographic(problem)
            if stage.chosen is None:
                self.complete &= stage.verdict is Verdict.INFEASIBLE
                return
            option = option_of(self.problem, stage.chosen, proved)
            yield option
            if len(self.sums) == 1:
                return
            if not proved:
                self.complete = False
                return
            last = self.sums[-1]
            problem = self.problem.bounded(Row(cost_of(last), high=option.costs[last] - 1))

    def _lexicographic(self, problem: Subproblem) -> tuple[StageResult, bool]:
        stage, start, proved = StageResult(Verdict.OPEN), None, True
        for name in self.sums:
            stage = problem.minimised(cost_of(name), self.clock, start)
            proved &= stage.verdict is Verdict.SOLVED
            if stage.chosen is None:
                return stage, False
            start = stage.chosen
            problem = problem.bounded(Row(cost_of(name), high=stage.value))
        return stage, proved


def option_of(problem: Subproblem, chosen: IntArray, proved: bool) -> Option:
    """Return a solution with all that it counts and costs."""
    costs = {name: problem.measure(cost_of(name), chosen) for name in problem.cost_names}
    units, urban = problem.measure(UNITS, chosen), problem.measure(URBAN, chosen)
    return Option(units, urban, chosen, costs, proved)
