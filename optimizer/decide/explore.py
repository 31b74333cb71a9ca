"""Every non-dominated value of a county's or a city's problem, each with a solution.

At a fixed number of units, one sum is minimised; two sums are walked along their
frontier: the least first sum, the least second sum at it, then the same with the
second sum at least one smaller, until nothing is left (epsilon-constraint method,
Haimes, Lasdon and Wismer 1971; exact on whole numbers). What else the other counties
may ask of a solution are levels: the walk is repeated with each level one lower than
the highest that it found.

Each number of units begins from the best plan that is known at it, one of its neighbours'
with a unit cut in two or two made one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from models.merge.expressions import UNITS, URBAN, LinearExpression, Row, cost_of
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, IntArray
from optimizer.decide.ladder import Ladder
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.options import Option
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.stage import FEW, solve_stage
from optimizer.solve.results import StageResult, Verdict
from optimizer.solve.subproblem import Subproblem

_FEWER_TURNS = 2
"""Turns kept for each number of units below all at which a plan is known, one of them its own."""
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
    least
        What the one sum comes to at least, by number of units, where one is asked for.
    """

    options: list[Option] = field(default_factory=list)
    open_counts: list[int | None] = field(default_factory=list)
    counts: range | None = None
    least: dict[int, int] = field(default_factory=dict)

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
        least = {n: max(bound, self.least.get(n, bound)) for n, bound in again.least.items()}
        return replace(
            self,
            options=[*kept, *again.options],
            open_counts=[*again.open_counts],
            least={**self.least, **least},
        )

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


Told = Callable[[Option], None]


def explore(
    problem: Subproblem,
    sums: Sequence[str],
    counts: Iterable[int | None],
    levels: Sequence[LinearExpression],
    clock: Clock,
    most: int | None = None,
    start: IntArray | None = None,
    told: Told = lambda _: None,
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
    start
        A solution that is known.
    told
        Is told of each solution as it is found, and of better ones as they come.
    """
    counts = list(counts)
    ladder = Ladder(problem, cost_of(sums[0]), [count for count in counts if count is not None])
    ladder.climb([*problem.seen, *([] if start is None else [start])], clock)
    exploring = _Exploring(problem, sums, levels, ladder, told)
    found = exploring.of(counts, clock, most)
    for _ in range(0 if clock.effort.seconds is None else ROUNDS):
        spare = None if most is None else most - len(found.options)
        if not found.left or clock.over or spare == 0:
            break
        found = found.retried(exploring.of(found.left, clock, spare))
    return found


@dataclass
class _Exploring:
    """What is asked at each number of units, and what is known from one to the next.

    Attributes
    ----------
    ladder
        Plans to begin from.
    """

    problem: Subproblem
    sums: Sequence[str]
    levels: Sequence[LinearExpression]
    ladder: Ladder
    told: Told
    _said: set[tuple[object, ...]] = field(default_factory=set)

    def of(self, counts: Sequence[int | None], clock: Clock, most: int | None) -> Exploration:
        """Look at some numbers of units once (see `explore`)."""
        found = Exploration()
        for done, count in enumerate(counts):
            own, before = clock.share(self._turns(counts[done:])), len(found.options)
            self._look_at(count, _Search(self.sums, own, most, found))
            for option in found.options[before:]:
                self._learn(option, clock)
        return found

    def _turns(self, counts: Sequence[int | None]) -> int:
        """Return into how many parts the time left is divided at the first of some numbers.

        Whether there is a plan of fewer units than any that is known comes before the best of
        more units: half of the time is for these numbers.
        """
        known = min(self.ladder.plans, default=0)
        fewer = sum(count is not None and count < known for count in counts)
        return min(len(counts), _FEWER_TURNS * fewer) or len(counts)

    def _look_at(self, count: int | None, search: _Search) -> None:
        """Look at one number of units."""
        rows: tuple[Row, ...] = ()
        if count is not None:
            rows = (Row(UNITS, count, count),)
            search.start = self.ladder.plans.get(count)
        found = search.found
        if search.run(self.problem.bounded(*rows), self.levels) is None:
            found.open_counts.append(count)
        if count is not None and len(self.sums) == 1 and not self.levels:
            found.least[count] = search.bound

    def _learn(self, option: Option, clock: Clock) -> None:
        """Tell of a solution, and begin from its neighbours at the numbers next to its own."""
        said = (option.units, option.urban, *option.costs.values(), option.proved)
        if said not in self._said:
            self._said.add(said)
            self.told(option)
        if not clock.over and self.ladder.learn(option.chosen):
            for more in (True, False):
                self.ladder.step(option.chosen, more)


@dataclass
class _Search:
    """The search at one number of units; solutions are added to `found`.

    Attributes
    ----------
    start
        A solution that is known.
    bound
        What the first sum comes to at least, by the last walk.
    """

    sums: Sequence[str]
    clock: Clock
    most: int | None
    found: Exploration
    start: IntArray | None = None
    bound: int = -NO_LIMIT
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
        start = self.start if self.start is not None and problem.accepts(self.start) else None
        walk, chosen = Walk(problem, self.sums, self.clock, start), []
        for option in walk.steps():
            chosen.append(option.chosen)
            key = tuple(option.chosen.tolist())
            if key in self.seen:
                continue
            if len(self.found.options) == self.most:
                return None
            self.seen.add(key)
            self.found.options.append(option)
        self.bound = walk.bound
        return chosen if walk.complete else None


@dataclass
class Walk:
    """The walk along the frontier of one or two sums.

    Attributes
    ----------
    start
        A solution that is known.
    bound
        What the first sum comes to at least, whatever the second one does.
    """

    problem: Subproblem
    sums: Sequence[str]
    clock: Clock
    start: IntArray | None = None
    complete: bool = True
    bound: int = -NO_LIMIT

    def steps(self) -> Iterator[Option]:
        """Yield solutions, the least first sum first."""
        problem, start = self.problem, self.start
        while True:
            stage, proved = self._lexicographic(problem, start)
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
            start = None

    def _lexicographic(
        self, problem: Subproblem, start: IntArray | None
    ) -> tuple[StageResult, bool]:
        stage, proved = StageResult(Verdict.OPEN), True
        for k, name in enumerate(self.sums):
            stage = problem.minimised(cost_of(name), self.clock, start)
            self.bound = max(self.bound, stage.bound) if not k else self.bound
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
