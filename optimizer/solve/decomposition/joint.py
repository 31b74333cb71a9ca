"""All counties solved as one problem, and plans of all counties for when the time is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.merge.coupling import CouplingConstraint
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.lexicographic import Answer, solve_lexicographic
from optimizer.solve.results import Verdict
from optimizer.solve.subproblem import Chosen, Subproblem


def solve_jointly(
    problems: Sequence[Subproblem],
    specs: Sequence[ObjectiveSpec],
    ties: Sequence[CouplingConstraint],
    clock: Clock,
) -> tuple[Answer, Chosen]:
    """Solve all counties as one problem; with columns yet to be made nothing is proved."""
    first, *others = problems
    assert len({type(p) for p in problems}) == 1, "counties solved as one are modelled alike"
    problem, by_county = first.joined(others, ties)
    answer = solve_lexicographic(problem, specs, clock)
    if not all(p.complete for p in problems):
        open_ = tuple(replace(a, bound=None, proved=False) for a in answer.attained)
        answer = replace(answer, verdict=Verdict.OPEN, attained=open_)
    return answer, None if answer.chosen is None else by_county(answer.chosen)


def some_plan(
    problems: Sequence[Subproblem], ties: Sequence[CouplingConstraint], clock: Clock
) -> Chosen:
    """Return any plan that keeps all rules, for when the time is over."""
    first, *others = problems
    if len({type(p) for p in problems}) > 1:
        return known_plan(problems)
    return first.any_plan(others, ties, clock)


def known_plan(problems: Sequence[Subproblem]) -> Chosen:
    """Return the best plan of the whole territory that a village mode began from."""
    known = tuple(plan for plan in (p.fallback for p in problems) if plan is not None)
    return known if known and len(known) == len(problems) else None
