"""Quick plans of counties as answers, for when the time is over; nothing of them is proved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from models.merge.pricing import Pricing
from models.merge.problem import Problem
from models.merge.ties import Tie
from models.quantities import IntArray
from models.scenario import Scenario
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.county_result import Settled, Tally
from optimizer.solve.evidence import Proof
from optimizer.solve.lexicographic import Answer
from optimizer.solve.partition.construction import Beginning, Chosen
from optimizer.solve.partition.first_plan import unproved
from optimizer.solve.partition.stage import Verdict


def hasty_answers(
    problem: Problem,
    scenario: Scenario,
    ties: Sequence[Tie],
    seed: int,
) -> list[Settled]:
    """Return plans of a county as answers, the one of the fewest units first.

    Parameters
    ----------
    ties
        All that the county takes part in; those of it alone are kept by every plan.
    """
    return answers_of(Beginning(problem, scenario.objectives, ties, seed), scenario, lambda: True)


def answers_of(beginning: Beginning, scenario: Scenario, over: Callable[[], bool]) -> list[Settled]:
    """Return the plans of a beginning as answers.

    Parameters
    ----------
    over
        Whether to stop with what there is.
    """
    problem, ties = beginning.problem, beginning.ties
    plans = beginning.plans(over)
    pricing = Pricing(problem, scenario, tuple(ties))
    own = [tie for tie in ties if tie.counties == {problem.county}]
    found = [_settled(problem, pricing, scenario, plan) for plan in plans]
    kept = [s for s in found if all(tie.holds(_total(s, tie)) for tie in own)]
    return [_bounded(s, scenario, beginning.sizes.fewest) for s in kept]


def _bounded(settled: Settled, scenario: Scenario, fewest: int) -> Settled:
    """Say what sizes say of the number of units, where that comes first."""
    first, *others = settled.answer.attained
    if first.name != "units" or scenario.objectives[0].tolerance:
        return settled
    proved = first.value == fewest
    first = replace(first, bound=fewest, proved=proved, proof=Proof.BOUND if proved else None)
    return replace(settled, answer=replace(settled.answer, attained=(first, *others)))


def answer_at_once(beginning: Beginning, scenario: Scenario, clock: Clock) -> Settled | None:
    """Return a plan of as few units as their sizes allow, where nothing else is asked for.

    What follows of sizes is a whole-number bound of the number of units, so this is proved.
    None where the quick plan has more units.
    """
    first = scenario.objectives[0]
    if first.name != "units" or len(scenario.objectives) > 1:
        return None
    known = answers_of(beginning, scenario, lambda: clock.over)
    if not known or not known[0].answer.attained[0].proved:
        return None
    answer = replace(known[0].answer, verdict=Verdict.SOLVED)
    return replace(known[0], answer=answer, cut=False)


def _total(settled: Settled, tie: Tie) -> int:
    chosen = settled.answer.chosen
    assert chosen is not None
    return settled.answer.problem.measure(tie.row().sum, chosen)


def _settled(problem: Problem, pricing: Pricing, scenario: Scenario, plan: Chosen) -> Settled:
    options = np.zeros(problem.parts, dtype=np.int64)
    for parts, option in plan:
        options[parts] = option
    taken = np.unique(options)
    seat = problem.options.seat[options]
    tally = Tally(
        problem.county,
        len(plan),
        int(problem.options.urban[taken].sum()),
        {name: _cost(seat, taken, table) for name, table in pricing.cost_tables.items()},
    )
    kind = np.zeros(len(problem.townships), dtype=np.int64)
    kind[problem.options.seat[taken]] = problem.options.kind[taken]
    attained = unproved([tally], [options], scenario.objectives)
    answer = Answer(Verdict.OPEN, options, attained, tally)
    return Settled(answer, (seat[problem.part], kind), None, cut=True, hasty=True)


def _cost(seat: IntArray, taken: IntArray, table: tuple[IntArray, IntArray]) -> int:
    opening, assigning = table
    return int(opening[taken].sum()) + int(assigning[np.arange(len(seat)), seat].sum())
