"""The whole territory: which way its counties are put together, and why.

Objectives without a tolerance and ties that see only units and towns let counties be solved
apart. In this order:

1. **One county** is solved as it is.
2. **Combination** (`combination`), village modes with ties whose counties are held: plans are
   made as the city asks for them, because an own optimum may cost more than the city's plan.
3. **Jointly** (`joint`), all counties as one problem: a tolerance is a budget of the whole
   city, and so is a tie on costs where the share of towns comes before the number of units.
4. **Options** (`count_options`), where the share comes before the number of units: which
   number is best for it, no county can say alone.
5. **Apart** (`apart`), else: every county's own optimum. Where these keep the ties they are
   the city's, for counties alone are a relaxation of it. Where they break one:
   combination for counties that assign villages or townships to seats, jointly for ties on
   costs, options for all others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.merge.coupling import CouplingConstraint
from models.scenario import ObjectiveSpec, Scenario
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.apart import Each, only_county, settled_apart, solve_each
from optimizer.solve.decomposition.city_answer import CityAnswer
from optimizer.solve.decomposition.combination import combine
from optimizer.solve.decomposition.comparison import better, without_bounds
from optimizer.solve.decomposition.count_options import solve_by_options
from optimizer.solve.decomposition.joint import known_plan, solve_jointly, some_plan
from optimizer.solve.decomposition.source import SubproblemSource
from optimizer.solve.lexicographic import Answer
from optimizer.solve.results import Verdict

FallbackPlan = Callable[[], CityAnswer | None]
"""Puts a plan together where none was found in time."""

GRACE_S = 3.0
"""Seconds for putting counties' plans together, however late it is."""
OWN_OPTIMA = 0.6
"""Share of the time for the counties' own optima, where ties may ask for other plans."""


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
    wide = [tie for tie in ties if len(tie.counties) > 1]
    answer = _solved(source, scenario, wide, clock, each)
    if answer.verdict is not Verdict.OPEN or answer.apart:
        return answer
    if fallback is not None and answer.chosen is None:
        return fallback() or answer
    problems = source.subproblems()
    other = known_plan(problems)
    if answer.chosen is None and other is None:
        other = some_plan(problems, wide, clock.grace(GRACE_S))
    if other is None or not better(problems, scenario.objectives, other, answer.chosen):
        return answer
    return CityAnswer(Verdict.OPEN, other, without_bounds(problems, other, scenario.objectives))


def _solved(
    source: SubproblemSource,
    scenario: Scenario,
    wide: Sequence[CouplingConstraint],
    clock: Clock,
    each: Each,
) -> CityAnswer:
    """Solve the counties in the way that suits them (see above)."""
    specs = scenario.objectives
    if source.count == 1:
        return only_county(each(source, specs, clock)[0])
    at_once = _way_at_once(source, scenario, wide)
    if at_once is not None:
        return at_once(source, specs, wide, clock, ())
    answers = each(source, specs, clock.within(OWN_OPTIMA * clock.left) if wide else clock)
    settled = settled_apart(answers, specs, wide)
    if settled is not None and settled.verdict is Verdict.OPEN and wide and not clock.over:
        # The ties may be kept by better plans too: the time that they did not take is theirs.
        return settled_apart(each(source, specs, clock), specs, wide) or settled
    if settled is not None:
        return settled
    if clock.over and (scenario.mode == "whole" or not source.held):
        return CityAnswer(Verdict.OPEN, None)
    return _way_under_ties(source, scenario, wide)(source, specs, wide, clock, answers)


Way = Callable[
    [
        SubproblemSource,
        Sequence[ObjectiveSpec],
        Sequence[CouplingConstraint],
        Clock,
        Sequence[Answer],
    ],
    CityAnswer,
]
"""Solves all counties under ties, given their own optima where these are known."""


def _way_at_once(
    source: SubproblemSource, scenario: Scenario, wide: Sequence[CouplingConstraint]
) -> Way | None:
    """Return the way where the counties' own optima would not help; None where they come first."""
    specs = scenario.objectives
    tolerant = any(spec.tolerance for spec in specs)
    if wide and not tolerant and scenario.mode != "whole" and source.held:
        return _by_combination
    if tolerant or (_share_is_loose(specs) and _on_costs(wide)):
        return _jointly
    return solve_by_options if _share_is_loose(specs) else None


def _way_under_ties(
    source: SubproblemSource, scenario: Scenario, wide: Sequence[CouplingConstraint]
) -> Way:
    """Return the way where the counties' own optima break a tie."""
    if scenario.mode != "whole" or _none_enumerable(source):
        return _by_combination
    return _jointly if _on_costs(wide) else solve_by_options


def _none_enumerable(source: SubproblemSource) -> bool:
    """Return whether no county can list its units."""
    return not any(problem.enumerable for problem in source.subproblems())


def _on_costs(wide: Sequence[CouplingConstraint]) -> bool:
    return any(tie.per_cost for tie in wide)


def _share_is_loose(specs: Sequence[ObjectiveSpec]) -> bool:
    """Return whether `share` comes before `units`: its best count is the city's, not a county's."""
    names = [spec.name for spec in specs]
    return "share" in names and "units" not in names[: names.index("share")]


def _by_combination(
    source: SubproblemSource,
    specs: Sequence[ObjectiveSpec],
    wide: Sequence[CouplingConstraint],
    clock: Clock,
    answers: Sequence[Answer],
) -> CityAnswer:
    problems = []
    for county in range(source.count):
        if clock.over and not source.held:
            return CityAnswer(Verdict.OPEN, None)
        problems.append(source.subproblem(county))
    found = combine(problems, specs, wide, clock, answers, source.looked_into)
    return CityAnswer(found.verdict, found.chosen, found.attained, found.infeasible_counties)


def _jointly(
    source: SubproblemSource,
    specs: Sequence[ObjectiveSpec],
    wide: Sequence[CouplingConstraint],
    clock: Clock,
    _answers: Sequence[Answer],
) -> CityAnswer:
    answer, chosen = solve_jointly(source.subproblems(), specs, wide, clock)
    return CityAnswer(answer.verdict, chosen, answer.attained)
