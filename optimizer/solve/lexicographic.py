"""Objectives in order: each is fixed, within its tolerance, before the next is solved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from models.merge.expressions import RURAL, UNITS, URBAN, LinearExpression, Row, cost_of
from models.quantities import NO_LIMIT, IntArray, allowance, fraction, neighbours
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.evidence import Proof
from optimizer.solve.results import ObjectiveResult, StageResult, Verdict
from optimizer.solve.subproblem import Measurable, StageState, Subproblem


@dataclass(frozen=True)
class Answer:
    """The outcome of a lexicographic solve.

    Attributes
    ----------
    chosen
        Columns of `problem`, or the seat of each village; None without a solution.
    problem
        The problem that was solved, with the columns that were made on the way, or
        what it left of itself (`optimizer.solve.decomposition.county_result`).
    """

    verdict: Verdict
    chosen: IntArray | None
    attained: tuple[ObjectiveResult, ...]
    problem: Measurable


def solve_lexicographic(
    problem: Subproblem, specs: Sequence[ObjectiveSpec], clock: Clock, start: IntArray | None = None
) -> Answer:
    """Solve the objectives one after another."""
    verdict, state, attained = run_stages(problem.first_state(specs, clock, start), specs, clock)
    chosen = None if state is None else state.answer()
    return Answer(verdict, chosen, attained, problem if state is None else problem.refreshed())


def run_stages(
    state: StageState, specs: Sequence[ObjectiveSpec], clock: Clock
) -> tuple[Verdict, StageState | None, tuple[ObjectiveResult, ...]]:
    """Solve the objectives from a state on; return the last state, None without a plan."""
    attained: list[ObjectiveResult] = []
    verdict = Verdict.SOLVED
    for spec in specs:
        clock.tell(spec.name)
        state = state.completed(spec, clock)
        solve = _solve_share if spec.objective.ratio else _solve_sum
        mark = clock.evidence.mark()
        stage, reached, row = solve(state, spec, clock)
        if stage.chosen is None:
            return stage.verdict, None, tuple(attained)
        verdict = Verdict.OPEN if stage.verdict is Verdict.OPEN else verdict
        proved = reached.proved and verdict is Verdict.SOLVED
        proof = clock.evidence.since(mark) if proved else _claimed(stage, reached)
        attained.append(replace(reached, proved=proved, proof=proof))
        state = state.narrowed(stage, row)
    return verdict, state, tuple(attained)


def _claimed(stage: StageResult, reached: ObjectiveResult) -> Proof | None:
    """Return what is said of a value that is not proved.

    A value that is itself proved behind one that is not says nothing by itself.
    """
    return Proof.ONE_SOLVER if stage.claimed and not reached.proved else None


def _solve_sum(
    state: StageState, spec: ObjectiveSpec, clock: Clock
) -> tuple[StageResult, ObjectiveResult, Row | None]:
    cost = cost_of(spec.name)
    stage = state.minimise(cost, clock)
    proved = stage.verdict is Verdict.SOLVED
    bound = stage.bound if stage.bound > -NO_LIMIT else None
    reached = ObjectiveResult(spec.name, stage.value, bound, proved)
    spare = allowance(stage.value, fraction(spec.tolerance))
    if spare:
        stage = replace(stage, keep=None)
    return stage, reached, Row(cost, stage.bound, stage.value + spare)


def _solve_share(
    state: StageState, spec: ObjectiveSpec, clock: Clock
) -> tuple[StageResult, ObjectiveResult, Row | None]:
    """Compare the best share at each possible number of units.

    At n units the share is 1 - (units that are 乡) / n.
    """
    best, share, bound = StageResult(Verdict.INFEASIBLE), Fraction(-1), Fraction(-1)
    claimed = False
    if state.chosen is not None:
        best, share = StageResult(Verdict.OPEN, state.chosen), _share_of(state, state.chosen)
    for n in _possible_counts(state, clock):
        if share >= 1:
            break
        stage, upper = _share_at(state, n, clock)
        bound, claimed = max(bound, upper), claimed or stage.claimed
        if stage.chosen is not None and Fraction(n - stage.value, n) > share:
            best, share = stage, Fraction(n - stage.value, n)
    if best.chosen is None:
        verdict = Verdict.INFEASIBLE if bound < 0 else Verdict.OPEN
        nothing = replace(best, verdict=verdict, claimed=claimed)
        return nothing, ObjectiveResult(spec.name, Fraction(0), None, False), None
    bound = max(bound, share)
    kept = least_share(share, spec, state.problem.most_units)
    row = Row(LinearExpression(-kept.numerator, kept.denominator), low=0)
    verdict = Verdict.SOLVED if bound == share else Verdict.OPEN
    reached = ObjectiveResult(spec.name, share, bound, bound == share)
    return StageResult(verdict, best.chosen, claimed=claimed), reached, row


def least_share(share: Fraction, spec: ObjectiveSpec, most_units: int) -> Fraction:
    """Return the least share of so many units that later stages may leave."""
    kept = max(Fraction(0), share * (1 - fraction(spec.tolerance)))
    return neighbours(kept, max(1, most_units))[1]


def _share_of(state: StageState, chosen: IntArray) -> Fraction:
    return Fraction(state.problem.measure(URBAN, chosen), state.problem.measure(UNITS, chosen))


def _possible_counts(state: StageState, clock: Clock) -> range:
    """Return the numbers of units between the fewest and the most."""
    low, high = state.problem.units_range()
    if low != high:
        low = max(low, state.minimise(UNITS, clock).bound)
        high = min(high, -state.minimise(LinearExpression(per_unit=-1), clock).bound)
    return range(max(1, low), high + 1)


def _share_at(state: StageState, n: int, clock: Clock) -> tuple[StageResult, Fraction]:
    """Return the stage with the fewest 乡 at n units and an upper bound of the share."""
    stage = state.bounded(Row(UNITS, n, n)).minimise(RURAL, clock)
    if stage.verdict is Verdict.INFEASIBLE:
        return stage, Fraction(-1)
    return stage, Fraction(n - max(0, stage.bound), n)
