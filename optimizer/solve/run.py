"""From a scenario to a checked solution."""

from __future__ import annotations

from dataclasses import replace

from models.cp_sat import fault
from models.merge.restricted import all_ties
from models.plan import Outcome, Plan
from models.scenario import ObjectiveSpec, Scenario
from models.territory import Territory
from optimizer.check import Audit, audit
from optimizer.solve.clock import CP_SAT, Clock
from optimizer.solve.decomposition.bottleneck import solve_stages
from optimizer.solve.decomposition.city import CityAnswer
from optimizer.solve.decomposition.counties import Counties
from optimizer.solve.decomposition.pool import InProcess, Pool
from optimizer.solve.decomposition.result_cache import ResultCache
from optimizer.solve.evidence import Proof
from optimizer.solve.notes import (
    claim_notes,
    demand_notes,
    infeasible_note,
    limit_notes,
    more_note,
    size_note,
)
from optimizer.solve.results import ObjectiveResult, Verdict
from optimizer.solve.solution import CheckFailedError, Solution

WHOLE_SHARE = 0.2
"""Share of the time that mode whole's plan gets, from which village modes begin."""
LONG_S = 300.0
"""Seconds of which that share is taken where there is more time, or no limit."""


def solve(
    territory: Territory,
    scenario: Scenario,
    clock: Clock,
    start: Plan | None = None,
    pool: Pool | None = None,
    cache: ResultCache | None = None,
) -> Solution:
    """Find the best plan of a scenario.

    Parameters
    ----------
    start
        A plan to begin from in the village modes; where it breaks rules, the plan
        nearest to it that keeps them is looked for.
    pool
        Where counties are solved; in this process, one after another, by default.
    cache
        Where answers of counties are kept, and those of an earlier run are found.

    Returns
    -------
    Solution
        With a checked plan and bounds, or with the reason why there is none.

    Raises
    ------
    CheckFailedError
        When the checker does not agree with the engine; never seen is better
        than wrong.
    WorkersLostError
        When the pool lost a county again and again, or was lost itself.
    """
    pool = pool or InProcess()
    if (wrong := fault()) is not None:
        clock.evidence.accuse(CP_SAT, wrong)
    whole = (
        None if scenario.mode == "whole" else whole_plan(territory, scenario, clock, pool, cache)
    )
    ties = all_ties(territory, scenario)
    mark = clock.evidence.mark()
    counties = Counties(territory, scenario, ties, clock, pool, whole, start, cache)
    counties.prepare()
    fallback = counties.assembled_fallback if scenario.mode == "whole" else None
    answer = solve_stages(counties, scenario, ties, clock, counties.each, fallback)
    if answer.chosen is None and answer.verdict is Verdict.OPEN:
        answer = counties.assembled_fallback() or answer
    outcome = _outcome(answer, clock)
    if not answer.apart:
        answer = _resting_on(answer, clock.evidence.since(mark))
    faults = tuple(clock.evidence.faults)
    notes = (*more_note(scenario), *demand_notes(territory, counties.made))
    if answer.chosen is None:
        notes += (
            (infeasible_note(territory, answer.infeasible_counties),)
            if answer.infeasible_counties
            else ()
        )
        if outcome is Outcome.UNKNOWN:
            notes += tuple(claim_notes(clock.evidence.claims))
        return Solution(outcome, None, None, (), notes, clock.elapsed, faults=faults, cut=clock.cut)
    plan = counties.plan(answer.chosen)
    checked = _checked(plan, scenario)
    reached = _reached(scenario, answer, checked)
    notes = (*limit_notes(scenario, plan, ties), *size_note(scenario), *notes)
    return Solution(
        outcome, plan, checked, reached, notes, clock.elapsed, faults=faults, cut=clock.cut
    )


def _resting_on(answer: CityAnswer, proof: Proof) -> CityAnswer:
    """Say of every value that counties were combined for what all that was proved rests on."""
    attained = (replace(a, proof=proof) if a.proved else a for a in answer.attained)
    return replace(answer, attained=tuple(attained))


def whole_plan(
    territory: Territory,
    scenario: Scenario,
    clock: Clock,
    pool: Pool | None = None,
    cache: ResultCache | None = None,
) -> Plan | None:
    """Return mode whole's plan, from which the village modes begin."""
    whole = scenario.model_copy(update={"mode": "whole"})
    in_time = clock.within(WHOLE_SHARE * min(clock.left, LONG_S))
    known = solve(territory.former, whole, in_time, pool=pool, cache=cache).plan
    return known and replace(known, territory=territory)


def _checked(plan: Plan, scenario: Scenario) -> Audit:
    found = audit(plan, scenario)
    if found.broken:
        broken = "; ".join(f"{f.clause}: {f.detail.en}" for f in found.broken)
        raise CheckFailedError(f"the engine's plan breaks {broken}")
    return found


def _reached(scenario: Scenario, answer: CityAnswer, checked: Audit) -> tuple[ObjectiveResult, ...]:
    """Put the checker's values beside the engine's."""
    pairs = zip(scenario.objectives, answer.attained, strict=True)
    return tuple(_one_reached(spec, stage, checked) for spec, stage in pairs)


def _one_reached(spec: ObjectiveSpec, stage: ObjectiveResult, checked: Audit) -> ObjectiveResult:
    """Compare one value: a tolerance may have worsened it, a stage left open bettered it."""
    value = checked.objectives[spec.name]
    better = max if spec.objective.ratio else min
    if value is None or (better(value, stage.value) == stage.value != value and not spec.tolerance):
        raise CheckFailedError(f"{spec.name}: engine {stage.value}, checker {value}")
    best = better(value, stage.value)
    if stage.proved and best != stage.value:
        raise CheckFailedError(f"{spec.name}: proved {stage.value}, checker {value}")
    return replace(stage, value=value, stage_value=best)


def _outcome(answer: CityAnswer, clock: Clock) -> Outcome:
    if answer.verdict is Verdict.INFEASIBLE:
        return Outcome.INFEASIBLE
    if answer.verdict is Verdict.SOLVED:
        return Outcome.OPTIMAL
    if clock.stopped:
        return Outcome.INTERRUPTED
    return Outcome.UNKNOWN if answer.chosen is None else Outcome.FEASIBLE
