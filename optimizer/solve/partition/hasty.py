"""Quick plans of counties as answers, for when the time is over; nothing of them is proved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from models.merge.pricing import Pricing
from models.merge.problem import Problem
from models.merge.sizes import Sizes
from models.merge.ties import Tie
from models.quantities import IntArray
from models.scenario import Scenario
from optimizer.solve.certify.evidence import Proof
from optimizer.solve.clock import Clock
from optimizer.solve.first_plan import unproved
from optimizer.solve.lexicographic import Answer, Attained
from optimizer.solve.partition.start import Beginning, Chosen
from optimizer.solve.stage import Verdict
from optimizer.solve.tally import Settled, Tally


def hasty_answers(
    problem: Problem,
    scenario: Scenario,
    ties: Sequence[Tie],
    seed: int,
    over: Callable[[], bool] = lambda: True,
) -> list[Settled]:
    """Return plans of a county as answers, the one of the fewest units first.

    Parameters
    ----------
    ties
        All that the county takes part in; those of it alone are kept by every plan.
    over
        Whether to stop with what there is; by default after the first plan.
    """
    plans = Beginning(problem, scenario.objectives, ties, seed).plans(over)
    pricing = Pricing(problem, scenario, tuple(ties))
    own = [tie for tie in ties if tie.counties == {problem.county}]
    found = [_settled(problem, pricing, scenario, plan) for plan in plans]
    return [s for s in found if all(tie.holds(_total(s, tie)) for tie in own)]


def answer_at_once(
    problem: Problem, scenario: Scenario, ties: Sequence[Tie], clock: Clock
) -> Settled | None:
    """Return a plan of as few units as their sizes allow, where nothing else is asked for.

    What follows of sizes is a whole-number bound of the number of units, so this is proved.
    None where the quick plan has more units.
    """
    first = scenario.objectives[0]
    if first.name != "units" or len(scenario.objectives) > 1:
        return None
    known = hasty_answers(problem, scenario, ties, clock.effort.seed, lambda: clock.over)
    fewest = Sizes.of(problem, ties).fewest
    if not known or known[0].answer.attained[0].value != fewest:
        return None
    attained = (Attained(first.name, fewest, fewest, proved=True, proof=Proof.BOUND),)
    answer = replace(known[0].answer, verdict=Verdict.SOLVED, attained=attained)
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
