"""One county's solve as a task that a worker can do anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.merge.problem import Problem
from models.merge.ties import Tie
from models.merge.whole import whole_model
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import ObjectiveSpec, Scenario
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.county import (
    CountyModel,
    VillageCounty,
    WholeCounty,
    begin_alone,
    model_of,
)
from optimizer.solve.decomposition.county_result import Settled, settled
from optimizer.solve.decomposition.single_county import solve_alone
from optimizer.solve.decomposition.whole_county import beginning_of
from optimizer.solve.lexicographic import Answer
from optimizer.solve.partition.construction import Beginning
from optimizer.solve.partition.first_plan import first_plan, unproved
from optimizer.solve.partition.heuristic_results import answer_at_once, hasty_answers
from optimizer.solve.partition.stage import Verdict

_FEW_SETS = 400
_GRACE = 1.0


@dataclass(frozen=True)
class Asked:
    """What is asked of every county.

    Attributes
    ----------
    scenario
        Its rules have been applied to the problems.
    wide
        Ties over several counties.
    seats
        As for `model_of`.
    """

    scenario: Scenario
    specs: tuple[ObjectiveSpec, ...]
    wide: tuple[Tie, ...]
    seats: bool | None = None


@dataclass(frozen=True)
class Errand:
    """A county to be solved.

    Attributes
    ----------
    turns
        How many counties, this one included, are still to be solved one after another.
    ties
        Of this county alone.
    model
        The model, where it is held in this process.
    whole, start
        The county's part of plans that are known (see `begin_alone`).
    begun, listed
        A solution that an earlier try came to, and whether it is one of candidate units.
    """

    problem: Problem
    turns: int
    ties: tuple[Tie, ...] = ()
    model: CountyModel | None = None
    whole: Plan | None = None
    start: Plan | None = None
    begun: IntArray | None = None
    listed: bool = False


def solve_county(asked: Asked, errand: Errand, clock: Clock) -> Settled:
    """Solve a county within its share of the time that is left."""
    own = clock.share(errand.turns)
    if own.over and errand.model is None and (found := _in_haste(asked, errand, own)):
        return found
    model = errand.model
    if model is None:
        ties = (*asked.wide, *errand.ties)
        begun = beginning_of(errand.problem, asked.scenario, ties, own)
        if (found := _at_once(asked, errand, begun, own)) is not None:
            return found
        model = model_of(errand.problem, asked.scenario, ties, own, asked.seats, begun)
        if isinstance(model, VillageCounty) and asked.scenario.mode != "whole":
            begin_alone(model, errand.whole, errand.start, own)
    evidence = own.evidence
    mark = evidence.mark()
    if errand.begun is not None and errand.listed != isinstance(model, WholeCounty):
        # The model is another one for want of time: what is known stays.
        return settled(model, Answer(Verdict.OPEN, None, (), model.choices), cut=True)
    start = model.start if errand.begun is None else errand.begun
    answer = solve_alone(model.choices, asked.specs, own, start)
    return replace(
        settled(model, answer, own.over),
        proof=evidence.since(mark),
        faults=tuple(evidence.faults),
        claims=tuple(evidence.claims),
    )


def _at_once(asked: Asked, errand: Errand, begun: Beginning, clock: Clock) -> Settled | None:
    """Return the answer that needs no model, where there is one."""
    if asked.scenario.mode != "whole" or errand.begun is not None:
        return None
    scenario = asked.scenario.model_copy(update={"objectives": asked.specs})
    return answer_at_once(begun, scenario, clock)


def _in_haste(asked: Asked, errand: Errand, clock: Clock) -> Settled | None:
    """Return the quick plan; else one of the smallest units alone; None if there is neither."""
    if asked.scenario.mode != "whole":
        return None
    ties = (*asked.wide, *errand.ties)
    quick = hasty_answers(errand.problem, asked.scenario, ties, clock.effort.seed)
    if quick:
        return quick[0]
    model = WholeCounty(whole_model(errand.problem, asked.scenario, ties, _FEW_SETS))
    plan = first_plan([model.choices], [], clock.grace(_GRACE))
    if plan is None:
        return None
    attained = unproved([model.choices], plan, asked.specs)
    answer = Answer(Verdict.OPEN, plan[0], attained, model.choices)
    return replace(settled(model, answer, cut=True), made=None, hasty=True)
