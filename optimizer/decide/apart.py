"""What is asked of counties one by one, as tasks that a worker can do anywhere.

A county goes there as its own problem and nothing around it. What comes back tells
columns, or the options of villages' units, by their number, so it is the same as if it
were made here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from models.merge.expressions import LinearExpression
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.decide.explore import Exploration, explore, option_of, unit_counts
from optimizer.decide.space import Space
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.apart import Each
from optimizer.solve.decomposition.joint import some_plan
from optimizer.solve.decomposition.options import Option
from optimizer.solve.decomposition.pool import InProcess, Pool, Task
from optimizer.solve.decomposition.pool.base import R, T
from optimizer.solve.decomposition.single_county import GRACE_S, solve_alone
from optimizer.solve.decomposition.source import SubproblemSource
from optimizer.solve.lexicographic import Answer
from optimizer.solve.results import ObjectiveResult, Verdict
from optimizer.solve.subproblem import Subproblem

_FEWEST = 0.5
"""Share of a county's time for the fewest units that it may have."""


@dataclass(frozen=True)
class Part:
    """A county.

    Attributes
    ----------
    counts
        Numbers of units to be looked at; None for all that it may have.
    turns
        How many counties, this one included, are still to be looked at one after another.
    start
        A quick plan of the county; None where there is none, or the problem knows it.
    """

    name: str
    problem: Subproblem
    counts: Sequence[int] | None = None
    turns: int = 1
    start: IntArray | None = None


@dataclass(frozen=True)
class CountyQuestion:
    """What is asked of every county.

    Attributes
    ----------
    specs
        Objectives in order, for `best_of`.
    sums, levels
        See `explore`, for `menu_of`.
    """

    specs: tuple[ObjectiveSpec, ...] = ()
    sums: tuple[str, ...] = ()
    levels: tuple[LinearExpression, ...] = ()


Told = Callable[[str, Option], None]
"""Is told of a plan of the county of a name."""


def menu_of(
    asked: CountyQuestion, part: Part, clock: Clock, told: Told = lambda *_: None
) -> Exploration:
    """Find a county's plans worth considering by the others."""
    clock = clock.at(part.name)
    own, counts = clock.share(part.turns), part.counts
    if counts is None:
        counts = unit_counts(part.problem, own.within(_FEWEST * own.left))
    found = explore(
        part.problem,
        asked.sums,
        counts,
        asked.levels,
        own,
        start=part.start,
        told=partial(told, part.name),
    )
    if not found.options and found.open_counts:
        found.options += _any_plan(part, own)
    return replace(found, counts=counts) if isinstance(counts, range) else found


def _any_plan(part: Part, clock: Clock) -> list[Option]:
    """Return some plan where the time did not suffice for any that is worth considering."""
    plan = part.start
    if plan is None and (found := some_plan([part.problem], [], clock.grace(GRACE_S))):
        (plan,) = found
    return [] if plan is None else [option_of(part.problem, plan, proved=False)]


def counts_of(_asked: CountyQuestion, part: Part, clock: Clock) -> range:
    """Return the numbers of units beyond which a county has no plan."""
    clock = clock.at(part.name)
    return unit_counts(part.problem, clock)


def best_of(
    asked: CountyQuestion, part: Part, clock: Clock
) -> tuple[Verdict, IntArray | None, tuple[ObjectiveResult, ...]]:
    """Solve a county alone within its share of the time that is left."""
    clock = clock.at(part.name)
    answer = solve_alone(part.problem, asked.specs, clock.share(part.turns), part.start)
    return answer.verdict, answer.chosen, answer.attained


def parts_of(space: Space) -> list[Part]:
    """Return all counties."""
    every = zip(space.territory.counties, space.choices, space.starts, strict=True)
    return [Part(county.name, problem, start=start) for county, problem, start in every]


def in_turns(parts: Sequence[Part], pool: Pool) -> list[Part]:
    """Return counties that know how many are still to be looked at with and after them."""
    left = range(len(parts), 0, -1)
    return [replace(p, turns=-(-n // pool.width)) for p, n in zip(parts, left, strict=True)]


def each_of(space: Space, pool: Pool) -> Each:
    """Return what solves the counties alone, in a pool."""

    def each(
        source: SubproblemSource, specs: Sequence[ObjectiveSpec], clock: Clock
    ) -> list[Answer]:
        parts = in_turns(parts_of(space), pool)
        found = in_order(pool, best_of, CountyQuestion(specs=tuple(specs)), parts, clock)
        return [
            Answer(*told, problem)
            for told, problem in zip(found, source.subproblems(), strict=True)
        ]

    return each


def in_order(
    pool: Pool, task: Task[T, R], context: Any, items: Sequence[T], clock: Clock
) -> list[R]:
    """Return what a task gives for each item, one of each county."""
    found = dict(as_ready(pool, task, context, items, clock))
    return [found[k] for k in range(len(items))]


def as_ready(
    pool: Pool, task: Task[T, R], context: Any, items: Sequence[T], clock: Clock
) -> Iterator[tuple[int, R]]:
    """Yield (position, result) as they are ready; a county alone stays in this process."""
    pool = pool if len(items) > 1 else InProcess()
    for done, found in enumerate(pool.run(task, context, items, clock), 1):
        yield found
        clock.at(f"county {done}/{len(items)}").tell()
