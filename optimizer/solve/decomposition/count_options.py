"""A choice of one option for each county: its best plan at each number of units.

Each county's options grow from its fewest units upwards, until the city's best choice lies
within what is known: more units of one county can then bring nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.merge.coupling import CouplingConstraint
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.city_answer import CityAnswer
from optimizer.solve.decomposition.options import Option, county_options, options_partition
from optimizer.solve.decomposition.source import SubproblemSource
from optimizer.solve.lexicographic import Answer, solve_lexicographic
from optimizer.solve.results import ObjectiveResult, Verdict

GRACE_S = 3.0
"""Seconds for choosing among the options, however late it is."""


def solve_by_options(
    source: SubproblemSource,
    specs: Sequence[ObjectiveSpec],
    ties: Sequence[CouplingConstraint],
    clock: Clock,
    answers: Sequence[Answer] = (),
) -> CityAnswer:
    """Choose one option for each county; with no tolerance.

    Parameters
    ----------
    answers
        Each county's own optimum, where it was solved alone before.
    """
    first = specs[0].name == "units" and bool(answers)
    fewest = [_fewest(a) for a in answers] if first else [1] * source.count
    proved = [a if a.verdict is Verdict.SOLVED else None for a in answers]
    best = proved if first else [None] * source.count
    urban_counts = any(t.per_urban for t in ties) or any(s.objective.ratio for s in specs)
    menu = _CountOptions(source, specs, fewest, best, urban_counts, clock)
    slack = _first_slack(menu, ties) if first else max(menu.most)
    while True:
        menu.grow(slack)
        answer = _choose(menu, specs, ties, clock)
        used = None if answer.chosen is None else _units_of(menu, answer.chosen) - sum(fewest)
        if menu.exhausted() or clock.over or (used is not None and used <= slack):
            return _unfold(menu, answer)
        slack = 2 * slack + 1 if used is None else used


@dataclass
class _CountOptions:
    """Options of every county, grown as the city asks for more units.

    Attributes
    ----------
    fewest
        Proved fewest units of each county.
    best
        The proved best plan of each county at its fewest units, where known.
    """

    source: SubproblemSource
    specs: Sequence[ObjectiveSpec]
    fewest: Sequence[int]
    best: Sequence[Answer | None]
    urban_counts: bool
    clock: Clock

    def __post_init__(self) -> None:
        every = range(self.source.count)
        self.options: list[list[Option]] = [[] for _ in every]
        self.most = [self.source.subproblem(c).most_units for c in every]
        self.done = [n - 1 for n in self.fewest]
        self.complete = True

    def grow(self, slack: int) -> None:
        """Make the options of up to `slack` units above each county's fewest."""
        tops = [min(m, f + slack) for m, f in zip(self.most, self.fewest, strict=True)]
        while not self.clock.over and any(d < t for d, t in zip(self.done, tops, strict=True)):
            for c, top in enumerate(tops):
                if self.done[c] < top and not self.clock.over:
                    self.done[c] += 1
                    self._add(c, self.done[c])
        self.complete &= all(d >= t for d, t in zip(self.done, tops, strict=True))

    def _add(self, c: int, n: int) -> None:
        clock = self.clock.at(f"county {c + 1}/{self.source.count}, {n} units,")
        best = self.best[c] if n == self.fewest[c] else None
        found, complete = county_options(
            self.source.subproblem(c), self.specs, n, self.urban_counts, clock, best
        )
        self.options[c] += found
        self.complete &= complete

    def exhausted(self) -> bool:
        """Return whether every county shows every number of units that it can keep."""
        return all(d >= m for d, m in zip(self.done, self.most, strict=True))


def _fewest(answer: Answer) -> int:
    """Return a proved lower limit of a county's units."""
    bound = answer.attained[0].bound if answer.attained else None
    return max(1, int(bound or 1))


def _first_slack(menu: _CountOptions, ties: Sequence[CouplingConstraint]) -> int:
    """Return how many units above the fewest the city needs at least, at first sight."""
    everywhere = frozenset(range(menu.source.count))
    floors = [t.low for t in ties if t.counties == everywhere and t.counts_units]
    return max(0, max(floors, default=0) - sum(menu.fewest))


def _choose(
    menu: _CountOptions,
    specs: Sequence[ObjectiveSpec],
    ties: Sequence[CouplingConstraint],
    clock: Clock,
) -> Answer:
    """Choose one option for each county under the ties."""
    if not all(menu.options):
        verdict = Verdict.INFEASIBLE if menu.complete else Verdict.OPEN
        return Answer(verdict, None, (), menu.source.subproblem(0))
    problem = options_partition(menu.options, specs).bounded(*(tie.row() for tie in ties))
    return solve_lexicographic(problem, specs, clock.grace(GRACE_S))


def _units_of(menu: _CountOptions, chosen: IntArray) -> int:
    flat = [option for county in menu.options for option in county]
    return sum(flat[k].units for k in chosen)


def _unfold(menu: _CountOptions, answer: Answer) -> CityAnswer:
    """Return the columns behind the chosen options."""
    sound = menu.complete and all(o.proved for options in menu.options for o in options)
    if answer.chosen is None:
        verdict = answer.verdict if sound else Verdict.OPEN
        return CityAnswer(verdict, None)
    flat = [option for county in menu.options for option in county]
    chosen = tuple(flat[k].chosen for k in answer.chosen)
    if sound:
        return CityAnswer(answer.verdict, chosen, answer.attained)
    open_results = tuple(ObjectiveResult(a.name, a.value, None, False) for a in answer.attained)
    return CityAnswer(Verdict.OPEN, chosen, open_results)
