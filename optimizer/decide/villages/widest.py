"""The plan of a village mode whose least gain over several measures is greatest.

The least gain of a plan is the gain of some measure j, and no other measure is below it:

    max over plans of min over j of g_j  =  max over j of  max { g_j : g_i >= g_j for all i },

so one problem with linear rows is solved for each measure, and each later one asks for
more than was found before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.merge.expressions import LinearExpression, Row, cost_of, negated
from models.quantities import BoolArray
from optimizer.decide.widest import Measure, Widest
from optimizer.solve.branch_and_cut.problem import VillageProblem, VillageState
from optimizer.solve.clock import Clock
from optimizer.solve.results import Verdict


def widest_plan(
    problem: VillageProblem, closed: BoolArray, measures: Sequence[Measure], clock: Clock
) -> Widest:
    """Find the plan whose least measure is greatest.

    Parameters
    ----------
    closed
        Columns that no plan of interest uses.
    measures
        Their gains are by column.
    """
    for k, measure in enumerate(measures):
        problem = problem.priced(_name(k), measure.gain)
    best, bounds = Widest(Verdict.OPEN), []
    for k, measure in enumerate(measures):
        wanted = None if best.chosen is None else best.value + 1
        state = VillageState(problem.bounded(*_least_is(k, measures, wanted)), closed)
        own = clock.share(len(measures) - k)
        stage = state.minimise(negated(cost_of(_name(k))), own)
        if stage.chosen is not None:
            value = measure.constant - stage.value
            if best.chosen is None or value > best.value:
                best = Widest(Verdict.OPEN, stage.chosen, value)
        if stage.verdict is not Verdict.INFEASIBLE:
            bounds.append(measure.constant - stage.bound)
    if best.chosen is None:
        return Widest(Verdict.OPEN if bounds else Verdict.INFEASIBLE)
    bound = max(best.value, *bounds) if bounds else best.value
    solved = Verdict.SOLVED if bound == best.value else Verdict.OPEN
    return Widest(solved, best.chosen, best.value, bound)


def _name(measure: int) -> str:
    return f"gain {measure}"


def _least_is(k: int, measures: Sequence[Measure], wanted: int | None) -> Iterator[Row]:
    """Yield the rows that say that no measure is below one, and that one is great enough."""
    own = measures[k]
    for i, other in enumerate(measures):
        if i != k:
            both = LinearExpression(per_cost=((_name(i), 1), (_name(k), -1)))
            yield Row(both, low=own.constant - other.constant)
    if wanted is not None:
        yield Row(cost_of(_name(k)), low=wanted - own.constant)
