"""The whole territory: county by county where nothing ties them, else exactly combined.

0. In the village modes, with ties and no tolerance: counties' plans are made as
   the city asks for them (`optimizer.solve.decomposition.combination`).
1. Every county alone. When no tie over several counties is broken by the
   counties' own optima, they are the optimum of the city: it was a relaxation.
2. Otherwise, with no tolerance: each county's options by number of units, and
   the best choice of one option for each county.
3. A tolerance, or a tie on costs, is a budget of the whole city: all counties
   are solved jointly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import UNITS
from models.quantities import IntArray
from models.scenario import ObjectiveSpec, Scenario
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.combination import combine
from optimizer.solve.decomposition.comparison import better, ties_hold, without_bounds
from optimizer.solve.decomposition.joint import known_plan, solve_jointly, some_plan
from optimizer.solve.decomposition.options import Option, county_options, options_partition
from optimizer.solve.decomposition.single_county import solve_alone
from optimizer.solve.decomposition.source import SubproblemSource
from optimizer.solve.evidence import Proof, weakest
from optimizer.solve.lexicographic import Answer, solve_lexicographic
from optimizer.solve.results import ObjectiveResult, Value, Verdict
from optimizer.solve.subproblem import Subproblem

Each = Callable[[SubproblemSource, Sequence[ObjectiveSpec], Clock], list[Answer]]
FallbackPlan = Callable[[], "CityAnswer | None"]

GRACE = 3.0
"""Seconds for putting counties' plans together, however late it is."""
OWN_OPTIMA = 0.6
"""Share of the time for the counties' own optima, where ties may ask for other plans."""


@dataclass(frozen=True)
class CityAnswer:
    """Columns chosen in each county, and what the objectives reached together.

    Attributes
    ----------
    apart
        Whether these are the counties' own best plans, as far as these were found.
    """

    verdict: Verdict
    chosen: tuple[IntArray, ...] | None
    attained: tuple[ObjectiveResult, ...] = ()
    infeasible_counties: tuple[int, ...] = ()
    apart: bool = False


def solve_each(
    source: SubproblemSource, specs: Sequence[ObjectiveSpec], clock: Clock
) -> list[Answer]:
    """Solve every county alone, each within its share of the time that is left."""
    answers = []
    for c in range(source.count):
        own = clock.at(f"county {c + 1}/{source.count}").share(source.count - c)
        answers.append(solve_alone(source.subproblem(c), specs, own))
    return answers


def solve_city(
    source: SubproblemSource,
    scenario: Scenario,
    ties: Sequence[CouplingConstraint],
    clock: Clock,
    each: Each = solve_each,
    fallback: FallbackPlan | None = None,
) -> CityAnswer:
    """Solve all counties under the ties over several of them.

    Where the time is over before a plan was found, any plan is better than none.

    Parameters
    ----------
    source
        A subproblem is asked for only where its county's own optimum is not enough.
    each
        What solves the counties alone.
    fallback
        What puts a plan together where none was found in time.
    """
    answer = _solve_city(source, scenario, ties, clock, each)
    if answer.verdict is not Verdict.OPEN or answer.apart:
        return answer
    wide = [tie for tie in ties if len(tie.counties) > 1]
    if fallback is not None and answer.chosen is None:
        return fallback() or answer
    problems = source.subproblems()
    other = known_plan(problems)
    if answer.chosen is None and other is None:
        other = some_plan(problems, wide, clock.grace(GRACE))
    if other is None or not better(problems, scenario.objectives, other, answer.chosen):
        return answer
    return CityAnswer(Verdict.OPEN, other, without_bounds(problems, other, scenario.objectives))


def _solve_city(
    source: SubproblemSource,
    scenario: Scenario,
    ties: Sequence[CouplingConstraint],
    clock: Clock,
    each: Each,
) -> CityAnswer:
    wide = [tie for tie in ties if len(tie.counties) > 1]
    specs = scenario.objectives
    if source.count == 1:
        return _alone(each(source, specs, clock)[0])
    by_cost = any(tie.per_cost for tie in wide)
    loose = _share_is_loose(specs)
    tolerant = any(spec.tolerance for spec in specs)
    whole = scenario.mode == "whole"
    if wide and not tolerant and not whole and not any(map(_enumerable, source.subproblems())):
        return _combined(source, specs, wide, clock)
    if tolerant or (loose and by_cost):
        return _jointly(source, specs, wide, clock)
    if loose:
        return _by_options(source, specs, wide, clock)
    answers = each(source, specs, clock.within(OWN_OPTIMA * clock.left) if wide else clock)
    infeasible_counties = tuple(c for c, a in enumerate(answers) if a.verdict is Verdict.INFEASIBLE)
    if infeasible_counties:
        return CityAnswer(Verdict.INFEASIBLE, None, infeasible_counties=infeasible_counties)
    pairs = [(a.problem, a.chosen) for a in answers if a.chosen is not None]
    if len(pairs) == len(answers) and ties_hold(pairs, wide):
        return _added(answers, specs)
    if whole and clock.over:
        return CityAnswer(Verdict.OPEN, None)
    if whole and not any(map(_enumerable, source.subproblems())):
        return _combined(source, specs, wide, clock)
    if by_cost:
        return _jointly(source, specs, wide, clock)
    return _by_options(source, specs, wide, clock, answers)


def _enumerable(problem: Subproblem) -> bool:
    return problem.enumerable


def _combined(
    source: SubproblemSource,
    specs: Sequence[ObjectiveSpec],
    ties: Sequence[CouplingConstraint],
    clock: Clock,
) -> CityAnswer:
    found = combine(source.subproblems(), specs, ties, clock)
    return CityAnswer(found.verdict, found.chosen, found.attained, found.infeasible_counties)


def _jointly(
    source: SubproblemSource,
    specs: Sequence[ObjectiveSpec],
    ties: Sequence[CouplingConstraint],
    clock: Clock,
) -> CityAnswer:
    answer, chosen = solve_jointly(source.subproblems(), specs, ties, clock)
    return CityAnswer(answer.verdict, chosen, answer.attained)


def _share_is_loose(specs: Sequence[ObjectiveSpec]) -> bool:
    """Return whether `share` comes before `units`: its best count is the city's, not a county's."""
    names = [spec.name for spec in specs]
    return "share" in names and "units" not in names[: names.index("share")]


def _alone(answer: Answer) -> CityAnswer:
    chosen = None if answer.chosen is None else (answer.chosen,)
    infeasible_counties = (0,) if answer.verdict is Verdict.INFEASIBLE else ()
    return CityAnswer(answer.verdict, chosen, answer.attained, infeasible_counties, apart=True)


def _added(answers: Sequence[Answer], specs: Sequence[ObjectiveSpec]) -> CityAnswer:
    """Add the counties' optima up; shares are taken of the sums."""
    counts = [a.problem.measure(UNITS, a.chosen) for a in answers if a.chosen is not None]
    attained = [
        _sum(spec, [a.attained[k] for a in answers], counts) for k, spec in enumerate(specs)
    ]
    solved = all(a.verdict is Verdict.SOLVED for a in answers)
    chosen = tuple(a.chosen for a in answers if a.chosen is not None)
    verdict = Verdict.SOLVED if solved else Verdict.OPEN
    return CityAnswer(verdict, chosen, tuple(attained), apart=True)


def _sum(
    spec: ObjectiveSpec, reached: Sequence[ObjectiveResult], counts: Sequence[int]
) -> ObjectiveResult:
    proved, proof = all(r.proved for r in reached), _together(reached)
    if not spec.objective.ratio:
        value = sum(int(r.value) for r in reached)
        known = [int(r.bound) for r in reached if r.bound is not None]
        return ObjectiveResult(spec.name, value, sum(known) if known else None, proved, proof)
    share = _weighted([r.value for r in reached], counts)
    bound = _weighted([1 if r.bound is None else r.bound for r in reached], counts)
    return ObjectiveResult(spec.name, share, bound, proved, proof)


def _together(reached: Sequence[ObjectiveResult]) -> Proof | None:
    """Return what the values of all counties together rest on; None where one is open."""
    known = [r.proof for r in reached if r.proof is not None]
    return weakest(known) if len(known) == len(reached) else None


def _weighted(shares: Sequence[Value], counts: Sequence[int]) -> Fraction:
    parts = (Fraction(s) * n for s, n in zip(shares, counts, strict=True))
    return sum(parts, Fraction(0)) / sum(counts)


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


def _by_options(
    source: SubproblemSource,
    specs: Sequence[ObjectiveSpec],
    ties: Sequence[CouplingConstraint],
    clock: Clock,
    answers: Sequence[Answer] = (),
) -> CityAnswer:
    """Choose one option for each county.

    Parameters
    ----------
    answers
        Each county's own optimum, where it was solved alone before.
    """
    first = specs[0].name == "units" and bool(answers)
    fewest = [_fewest(a) for a in answers] if first else [1] * source.count
    best = [_proved(a) for a in answers] if first else [None] * source.count
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


def _fewest(answer: Answer) -> int:
    """Return a proved lower limit of a county's units."""
    bound = answer.attained[0].bound if answer.attained else None
    return max(1, int(bound or 1))


def _proved(answer: Answer) -> Answer | None:
    return answer if answer.verdict is Verdict.SOLVED else None


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
    return solve_lexicographic(problem, specs, clock.grace(GRACE))


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
