"""What a solve says in the end: its plan before the checker, its values, its outcome, its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from models.merge.coupling import CouplingConstraint
from models.plan import Outcome, Plan
from models.quantities import allowance, fraction
from models.scenario import ObjectiveSpec, Scenario
from optimizer.check import Audit, audit
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.city_answer import CityAnswer
from optimizer.solve.decomposition.counties import Counties
from optimizer.solve.evidence import Proof
from optimizer.solve.notes import (
    claim_notes,
    demand_notes,
    infeasible_note,
    limit_notes,
    rule_notes,
    size_note,
)
from optimizer.solve.results import ObjectiveResult, Value, Verdict
from optimizer.solve.solution import CheckFailedError, Solution
from optimizer.text import Text


def resting_on(answer: CityAnswer, proof: Proof) -> CityAnswer:
    """Say of every value that counties were combined for what all that was proved rests on."""
    if answer.apart:
        return answer
    attained = (replace(a, proof=proof) if a.proved else a for a in answer.attained)
    return replace(answer, attained=tuple(attained))


def with_plan(
    answer: CityAnswer, counties: Counties, ties: Sequence[CouplingConstraint], clock: Clock
) -> Solution:
    """Return the solution with a plan, which the checker has seen.

    Raises
    ------
    CheckFailedError
        When the checker finds a rule broken, or another value than the engine.
    """
    assert answer.chosen is not None
    scenario = counties.scenario
    plan = counties.plan(answer.chosen)
    checked = checked_plan(plan, scenario)
    reached = objective_results(scenario, answer, checked)
    notes = (*limit_notes(plan, ties), *size_note(scenario, counties.territory), *_notes(counties))
    return _solution(answer, counties, clock, notes, plan, checked, reached)


def without_plan(answer: CityAnswer, counties: Counties, clock: Clock) -> Solution:
    """Return the solution without a plan: it says why, as far as that is known."""
    notes = _notes(counties)
    if answer.infeasible_counties:
        notes += (infeasible_note(counties.territory, answer.infeasible_counties),)
    if outcome_of(answer, clock) is Outcome.UNKNOWN:
        notes += tuple(claim_notes(clock.evidence.claims))
    return _solution(answer, counties, clock, notes)


def _solution(
    answer: CityAnswer,
    counties: Counties,
    clock: Clock,
    notes: tuple[Text, ...],
    plan: Plan | None = None,
    checked: Audit | None = None,
    reached: tuple[ObjectiveResult, ...] = (),
) -> Solution:
    return Solution(
        outcome_of(answer, clock),
        plan,
        checked,
        reached,
        notes,
        clock.elapsed,
        faults=tuple(clock.evidence.faults),
        cut=clock.cut,
        open=tuple(counties.open()) if answer.verdict is Verdict.OPEN else (),
    )


def _notes(counties: Counties) -> tuple[Text, ...]:
    return (*rule_notes(counties.scenario), *demand_notes(counties.territory, counties.made))


def checked_plan(plan: Plan, scenario: Scenario) -> Audit:
    """Return what the checker says of an engine's plan, which may break no rule."""
    found = audit(plan, scenario)
    if found.broken:
        broken = "; ".join(f"{f.clause}: {f.detail.en}" for f in found.broken)
        raise CheckFailedError(f"the engine's plan breaks {broken}")
    return found


def objective_results(
    scenario: Scenario, answer: CityAnswer, checked: Audit
) -> tuple[ObjectiveResult, ...]:
    """Put the checker's values beside the engine's."""
    pairs = zip(scenario.objectives, answer.attained, strict=True)
    return tuple(_compared(spec, stage, checked) for spec, stage in pairs)


def _compared(spec: ObjectiveSpec, stage: ObjectiveResult, checked: Audit) -> ObjectiveResult:
    """Compare one value: a tolerance may have worsened it, a stage left open bettered it."""
    value = checked.objectives[spec.name]
    better = max if spec.objective.ratio else min
    if value is None or (better(value, stage.value) == stage.value != value and not spec.tolerance):
        raise CheckFailedError(f"{spec.name}: engine {stage.value}, checker {value}")
    best = better(value, stage.value)
    if stage.proved and best != stage.value:
        raise CheckFailedError(f"{spec.name}: proved {stage.value}, checker {value}")
    return replace(stage, value=value, stage_value=best, allowed=_allowed(spec, stage.value))


def _allowed(spec: ObjectiveSpec, reached: Value) -> Value | None:
    """Return the worst value that an objective's tolerance leaves; None without one."""
    if not spec.tolerance:
        return None
    if spec.objective.ratio:
        return max(Fraction(0), reached * (1 - fraction(spec.tolerance)))
    return reached + allowance(int(reached), fraction(spec.tolerance))


def outcome_of(answer: CityAnswer, clock: Clock) -> Outcome:
    """Return the outcome of a solve."""
    if answer.verdict is Verdict.INFEASIBLE:
        return Outcome.INFEASIBLE
    if answer.verdict is Verdict.SOLVED:
        return Outcome.OPTIMAL
    if clock.stopped:
        return Outcome.INTERRUPTED
    return Outcome.UNKNOWN if answer.chosen is None else Outcome.FEASIBLE
