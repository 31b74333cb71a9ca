"""One county's solve as a task that a worker can do anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem
from models.merge.whole import whole_model
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import ObjectiveSpec, Scenario
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.comparison import without_bounds
from optimizer.solve.decomposition.county import (
    CountyModel,
    WholeCounty,
    begin_alone,
    model_of,
    village_county,
)
from optimizer.solve.decomposition.county_result import CountyResult, county_result
from optimizer.solve.decomposition.heuristic_results import heuristic_results, proved_by_sizes
from optimizer.solve.decomposition.single_county import solve_alone
from optimizer.solve.decomposition.whole_county import construction_of
from optimizer.solve.lexicographic import Answer
from optimizer.solve.partition.construction import Construction
from optimizer.solve.partition.first_plan import first_plan
from optimizer.solve.results import Verdict

SMALL_MODEL_SETS = 400
"""Candidate sets of a model that is made when the time is over."""
GRACE_S = 1.0
"""Seconds for a plan of small units when the time is over."""


@dataclass(frozen=True)
class CountyQuery:
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
    wide: tuple[CouplingConstraint, ...]
    seats: bool | None = None


@dataclass(frozen=True)
class CountyTask:
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
    where
        What progress calls it.
    """

    problem: Problem
    turns: int
    ties: tuple[CouplingConstraint, ...] = ()
    model: CountyModel | None = None
    whole: Plan | None = None
    start: Plan | None = None
    begun: IntArray | None = None
    listed: bool = False
    where: str = ""


def solve_county(query: CountyQuery, task: CountyTask, clock: Clock) -> CountyResult:
    """Solve a county within its share of the time that is left."""
    own = clock.at(task.where).share(task.turns)
    if own.over and task.model is None and (found := _heuristic_result(query, task, own)):
        return found
    model = task.model
    if model is None:
        ties = (*query.wide, *task.ties)
        begun = construction_of(task.problem, query.scenario, ties, own)
        if (found := _proved_by_sizes(query, task, begun, own)) is not None:
            return found
        model = _model(query, task, ties, begun, own)
    evidence = own.evidence
    mark = evidence.mark()
    if task.begun is not None and task.listed != model.listed:
        # The model is another one for want of time: what is known stays.
        return county_result(model, Answer(Verdict.OPEN, None, (), model.choices), cut=True)
    start = model.start if task.begun is None else task.begun
    answer = solve_alone(model.choices, query.specs, own, start)
    return replace(
        county_result(model, answer, own.over),
        proof=evidence.since(mark),
        faults=tuple(evidence.faults),
        claims=tuple(evidence.claims),
    )


def _model(
    query: CountyQuery,
    task: CountyTask,
    ties: Sequence[CouplingConstraint],
    begun: Construction,
    clock: Clock,
) -> CountyModel:
    """Set up the county's model; in a village mode it begins from the plans that are known."""
    if query.scenario.mode == "whole":
        return model_of(task.problem, query.scenario, ties, clock, query.seats, begun)
    model = village_county(task.problem, query.scenario, ties, clock)
    begin_alone(model, task.whole, task.start, clock)
    return model


def _proved_by_sizes(
    query: CountyQuery, task: CountyTask, begun: Construction, clock: Clock
) -> CountyResult | None:
    """Return the answer that needs no model, where there is one."""
    if query.scenario.mode != "whole" or task.begun is not None:
        return None
    scenario = query.scenario.model_copy(update={"objectives": query.specs})
    return proved_by_sizes(begun, scenario, clock)


def _heuristic_result(query: CountyQuery, task: CountyTask, clock: Clock) -> CountyResult | None:
    """Return the quick plan; else one of the smallest units alone; None if there is neither."""
    if query.scenario.mode != "whole":
        return None
    ties = (*query.wide, *task.ties)
    quick = heuristic_results(task.problem, query.scenario, ties, clock.effort.seed)
    if quick:
        return quick[0]
    model = WholeCounty(whole_model(task.problem, query.scenario, ties, SMALL_MODEL_SETS))
    plan = first_plan([model.choices], [], clock.grace(GRACE_S))
    if plan is None:
        return None
    attained = without_bounds([model.choices], plan, query.specs)
    answer = Answer(Verdict.OPEN, plan[0], attained, model.choices)
    return replace(county_result(model, answer, cut=True), made=None, heuristic=True)
