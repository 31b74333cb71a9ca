"""The counties apart: each one's own optimum, and what these come to where nothing ties them.

Their sums are a bound of the territory whatever ties there are, so where the optima of all
counties keep the ties they are its optimum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import UNITS
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.city_answer import CityAnswer
from optimizer.solve.decomposition.comparison import ties_hold
from optimizer.solve.decomposition.single_county import solve_alone
from optimizer.solve.decomposition.source import SubproblemSource
from optimizer.solve.evidence import Proof, weakest
from optimizer.solve.lexicographic import Answer
from optimizer.solve.results import ObjectiveResult, Value, Verdict

Each = Callable[[SubproblemSource, Sequence[ObjectiveSpec], Clock], list[Answer]]
"""What solves every county alone."""


def solve_each(
    source: SubproblemSource, specs: Sequence[ObjectiveSpec], clock: Clock
) -> list[Answer]:
    """Solve every county alone, each within its share of the time that is left."""
    answers = []
    for c in range(source.count):
        own = clock.at(f"county {c + 1}/{source.count}").share(source.count - c)
        answers.append(solve_alone(source.subproblem(c), specs, own))
    return answers


def only_county(answer: Answer) -> CityAnswer:
    """Return the answer of a territory of one county."""
    chosen = None if answer.chosen is None else (answer.chosen,)
    infeasible_counties = (0,) if answer.verdict is Verdict.INFEASIBLE else ()
    return CityAnswer(answer.verdict, chosen, answer.attained, infeasible_counties, apart=True)


def settled_apart(
    answers: Sequence[Answer], specs: Sequence[ObjectiveSpec], ties: Sequence[CouplingConstraint]
) -> CityAnswer | None:
    """Return what the counties' own optima say of all together; None where they break a tie.

    A county without a plan leaves none for the territory either.
    """
    infeasible_counties = tuple(c for c, a in enumerate(answers) if a.verdict is Verdict.INFEASIBLE)
    if infeasible_counties:
        return CityAnswer(Verdict.INFEASIBLE, None, infeasible_counties=infeasible_counties)
    pairs = [(a.problem, a.chosen) for a in answers if a.chosen is not None]
    if len(pairs) == len(answers) and ties_hold(pairs, ties):
        return _added(answers, specs)
    return None


def _added(answers: Sequence[Answer], specs: Sequence[ObjectiveSpec]) -> CityAnswer:
    """Add the counties' optima up; shares are taken of the sums."""
    counts = [a.problem.measure(UNITS, a.chosen) for a in answers if a.chosen is not None]
    attained = [
        _sum(spec, [a.attained[k] for a in answers], counts) for k, spec in enumerate(specs)
    ]
    solved = all(a.verdict is Verdict.SOLVED for a in answers)
    chosen = tuple(a.chosen for a in answers if a.chosen is not None)
    verdict = Verdict.SOLVED if solved else Verdict.OPEN
    return CityAnswer(verdict, chosen, tuple(attained), apart=True)


def _sum(
    spec: ObjectiveSpec, reached: Sequence[ObjectiveResult], counts: Sequence[int]
) -> ObjectiveResult:
    proved, proof = all(r.proved for r in reached), _together(reached)
    if not spec.objective.ratio:
        value = sum(int(r.value) for r in reached)
        known = [int(r.bound) for r in reached if r.bound is not None]
        return ObjectiveResult(spec.name, value, sum(known) if known else None, proved, proof)
    share = _weighted([r.value for r in reached], counts)
    bound = _weighted([1 if r.bound is None else r.bound for r in reached], counts)
    return ObjectiveResult(spec.name, share, bound, proved, proof)


def _together(reached: Sequence[ObjectiveResult]) -> Proof | None:
    """Return what the values of all counties together rest on; None where one is open."""
    known = [r.proof for r in reached if r.proof is not None]
    return weakest(known) if len(known) == len(reached) else None


def _weighted(shares: Sequence[Value], counts: Sequence[int]) -> Fraction:
    parts = (Fraction(s) * n for s, n in zip(shares, counts, strict=True))
    return sum(parts, Fraction(0)) / sum(counts)
