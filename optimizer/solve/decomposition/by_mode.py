"""What the city asks of all counties at once, for each kind of problem."""

from __future__ import annotations

from collections.abc import Sequence

from models.merge.partition import Partition
from models.merge.sums import Sum
from models.merge.ties import Tie
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.branch_and_cut.heuristics.kind_assignment import other_kinds
from optimizer.solve.branch_and_cut.problem import VillageProblem, join, split
from optimizer.solve.clock import Clock
from optimizer.solve.lexicographic import Answer, solve_lexicographic
from optimizer.solve.partition.first_plan import first_plan
from optimizer.solve.partition.joint import solve_jointly
from optimizer.solve.subproblem import Choices

Chosen = tuple[IntArray, ...] | None


def solve_together(
    problems: Sequence[Choices],
    specs: Sequence[ObjectiveSpec],
    ties: Sequence[Tie],
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
    problem: Choices, plan: IntArray, counts: Sequence[Sum], clock: Clock
) -> IntArray | None:
    """Return a plan of the same units that keeps the side rows, of other kinds where need be.

    In mode whole kinds are not apart from units: none is looked for.
    """
    if not isinstance(problem, VillageProblem):
        return None
    return other_kinds(problem.model, problem.memory, plan, counts, clock)


def combinable(problems: Sequence[Choices]) -> bool:
    """Return whether a county's plans are too many to be listed by what ties see."""
    return all(isinstance(p, VillageProblem) for p in problems)


def some_plan(problems: Sequence[Choices], ties: Sequence[Tie], clock: Clock) -> Chosen:
    """Return any plan that keeps all rules, for when the time is over."""
    partitions = [p for p in problems if isinstance(p, Partition)]
    if len(partitions) == len(problems):
        return first_plan(partitions, ties, clock)
    return known_plan(problems)


def known_plan(problems: Sequence[Choices]) -> Chosen:
    """Return the best plan of the whole territory that a village mode began from."""
    plans = [p.memory.fallback for p in problems if isinstance(p, VillageProblem)]
    known = tuple(plan for plan in plans if plan is not None)
    return known if known and len(known) == len(problems) else None
