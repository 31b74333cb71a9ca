"""What the city asks of all counties at once, for each kind of problem."""

from __future__ import annotations

from collections.abc import Sequence

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import LinearExpression
from models.merge.partition import Partition
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.branch_and_cut.heuristics.kind_assignment import other_kinds
from optimizer.solve.branch_and_cut.problem import VillageProblem, join, split
from optimizer.solve.clock import Clock
from optimizer.solve.lexicographic import Answer, solve_lexicographic
from optimizer.solve.partition.first_plan import first_plan
from optimizer.solve.partition.joint import solve_jointly
from optimizer.solve.subproblem import Subproblem

Chosen = tuple[IntArray, ...] | None


def solve_together(
    problems: Sequence[Subproblem],
    specs: Sequence[ObjectiveSpec],
    ties: Sequence[CouplingConstraint],
    clock: Clock,
) -> tuple[Answer, Chosen]:
    """Solve all counties as one problem."""
    villages = [p for p in problems if isinstance(p, VillageProblem)]
    partitions = [p for p in problems if isinstance(p, Partition)]
    if partitions:
        assert not villages, "counties that are solved as one problem are modelled alike"
        return solve_jointly(partitions, specs, ties, clock)
    answer = solve_lexicographic(join(villages, ties), specs, clock)
    chosen = None if answer.chosen is None else split(villages, answer.chosen)
    return answer, chosen


def with_other_kinds(
    problem: Subproblem, plan: IntArray, counts: Sequence[LinearExpression], clock: Clock
) -> IntArray | None:
    """Return a plan of the same units that keeps the side rows, of other kinds where need be.

    In mode whole kinds are not apart from units: none is looked for.
    """
    if not isinstance(problem, VillageProblem):
        return None
    return other_kinds(problem.model, problem.pool, plan, counts, clock)


def combinable(problems: Sequence[Subproblem]) -> bool:
    """Return whether a county's plans are too many to be listed by what ties see."""
    return all(isinstance(p, VillageProblem) for p in problems)


def some_plan(
    problems: Sequence[Subproblem], ties: Sequence[CouplingConstraint], clock: Clock
) -> Chosen:
    """Return any plan that keeps all rules, for when the time is over."""
    partitions = [p for p in problems if isinstance(p, Partition)]
    if len(partitions) == len(problems):
        return first_plan(partitions, ties, clock)
    return known_plan(problems)


def known_plan(problems: Sequence[Subproblem]) -> Chosen:
    """Return the best plan of the whole territory that a village mode began from."""
    plans = [p.pool.fallback for p in problems if isinstance(p, VillageProblem)]
    known = tuple(plan for plan in plans if plan is not None)
    return known if known and len(known) == len(problems) else None
