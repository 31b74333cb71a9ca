"""Quick plans of counties as answers, for when the time is over; nothing of them is proved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from models.kinds import KINDS
from models.merge.candidate_costs import CandidateCosts
from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import Scenario
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.comparison import without_bounds
from optimizer.solve.decomposition.county_result import CountyResult, PlanTotals
from optimizer.solve.evidence import Proof
from optimizer.solve.lexicographic import Answer
from optimizer.solve.partition.construction import Chosen, Construction
from optimizer.solve.results import Verdict


def heuristic_results(
    problem: Problem,
    scenario: Scenario,
    ties: Sequence[CouplingConstraint],
    seed: int,
) -> list[CountyResult]:
    """Return plans of a county as answers, the one of the fewest units first.

    Parameters
    ----------
    ties
        All that the county takes part in; those of it alone are kept by every plan.
    """
    return results_of(
        Construction(problem, scenario.objectives, ties, seed), scenario, lambda: True
    )


def results_of(
    construction: Construction, scenario: Scenario, over: Callable[[], bool]
) -> list[CountyResult]:
    """Return the plans of a beginning as answers.

    Parameters
    ----------
    over
        Whether to stop with what there is.
    """
    problem, ties = construction.problem, construction.ties
    plans = construction.plans(over)
    pricing = CandidateCosts(problem, scenario, tuple(ties))
    own = [tie for tie in ties if tie.counties == {problem.county}]
    found = [_result(problem, pricing, scenario, plan) for plan in plans]
    kept = [s for s in found if all(tie.holds(_total(s, tie)) for tie in own)]
    return [_bounded(s, scenario, construction.sizes.fewest) for s in kept]


def known_result(
    problem: Problem, scenario: Scenario, ties: Sequence[CouplingConstraint], plan: Plan
) -> CountyResult:
    """Return a county's part of a plan that keeps the rules as an answer.

    Parameters
    ----------
    ties
        As for `heuristic_results`.
    """
    seats = np.zeros(problem.parts, dtype=np.int64)
    seats[problem.part] = np.searchsorted(problem.townships, plan.unit[problem.villages])
    kinds = np.array([KINDS.index(plan.kind(int(t))) for t in problem.townships])
    options = problem.options
    of_kind = np.nonzero(options.kind == kinds[options.seat])[0]
    first = {int(options.seat[o]): int(o) for o in reversed(of_kind)}
    units = [(np.nonzero(seats == seat)[0], first[seat]) for seat in np.unique(seats).tolist()]
    return _result(problem, CandidateCosts(problem, scenario, tuple(ties)), scenario, units)


def _bounded(result: CountyResult, scenario: Scenario, fewest: int) -> CountyResult:
    """Say what sizes say of the number of units, where that comes first."""
    first, *others = result.answer.attained
    if first.name != "units" or scenario.objectives[0].tolerance:
        return result
    proved = first.value == fewest
    first = replace(first, bound=fewest, proved=proved, proof=Proof.BOUND if proved else None)
    return replace(result, answer=replace(result.answer, attained=(first, *others)))


def proved_by_sizes(
    construction: Construction, scenario: Scenario, clock: Clock
) -> CountyResult | None:
    """Return a plan of as few units as their sizes allow, where nothing else is asked for.

    What follows of sizes is a whole-number bound of the number of units, so this is proved.
    None where the quick plan has more units.
    """
    first = scenario.objectives[0]
    if first.name != "units" or len(scenario.objectives) > 1:
        return None
    plans = construction.plans(lambda: clock.over)
    if not plans or len(plans[0]) > construction.sizes.fewest:
        return None
    known = results_of(construction, scenario, lambda: clock.over)
    if not known or not known[0].answer.attained[0].proved:
        return None
    answer = replace(known[0].answer, verdict=Verdict.SOLVED)
    return replace(known[0], answer=answer, cut=False)


def _total(result: CountyResult, tie: CouplingConstraint) -> int:
    chosen = result.answer.chosen
    assert chosen is not None
    return result.answer.problem.measure(tie.row().sum, chosen)


def _result(
    problem: Problem, pricing: CandidateCosts, scenario: Scenario, plan: Chosen
) -> CountyResult:
    options = np.zeros(problem.parts, dtype=np.int64)
    for parts, option in plan:
        options[parts] = option
    taken = np.unique(options)
    seat = problem.options.seat[options]
    totals = PlanTotals(
        problem.county,
        len(plan),
        int(problem.options.urban[taken].sum()),
        {name: _cost(seat, taken, table) for name, table in pricing.cost_tables.items()},
    )
    kind = np.zeros(len(problem.townships), dtype=np.int64)
    kind[problem.options.seat[taken]] = problem.options.kind[taken]
    attained = without_bounds([totals], [options], scenario.objectives)
    answer = Answer(Verdict.OPEN, options, attained, totals)
    return CountyResult(answer, (seat[problem.part], kind), None, cut=True, heuristic=True)


def _cost(seat: IntArray, taken: IntArray, table: tuple[IntArray, IntArray]) -> int:
    opening, assigning = table
    return int(opening[taken].sum()) + int(assigning[np.arange(len(seat)), seat].sum())
