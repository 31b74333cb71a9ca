"""From a scenario to a checked solution: the method, from above.

1. In the village modes mode whole's plan is found first: it keeps their rules too.
2. The rules over several units become coupling constraints; each county becomes a subproblem
   (`decomposition.counties`), solved by set partitioning (`partition`) or, by villages and
   where units are large, by branch and cut (`branch_and_cut`).
3. Objectives are solved in order, each held before the next. Counties are solved alone; where
   that breaks a coupling constraint they are combined exactly (`decomposition.city`).
4. The plan goes before the checker, which uses no solver; values and bounds are put side by side.
"""

from __future__ import annotations

from dataclasses import replace

from models.instance import Instance
from models.merge.restricted import all_ties
from models.plan import Plan
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.bottleneck import solve_stages
from optimizer.solve.decomposition.counties import Counties
from optimizer.solve.decomposition.pool import InProcess, Pool
from optimizer.solve.decomposition.result_cache import ResultCache
from optimizer.solve.results import Verdict
from optimizer.solve.solution import Solution
from optimizer.solve.verdict import resting_on, with_plan, without_plan

WHOLE_SHARE = 0.2
"""Share of the time that mode whole's plan gets, from which village modes begin."""
LONG_S = 300.0
"""Seconds of which that share is taken where there is more time, or no limit."""


def solve(
    instance: Instance,
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
        Where results of counties are kept, and those of an earlier run are found.

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
    by_townships = instance.scenario.mode == "whole"
    known = None if by_townships else whole_plan(instance, clock, pool, cache)

    ties = all_ties(instance)
    mark = clock.evidence.mark()
    counties = Counties(instance, ties, clock, pool, known, start, cache)
    counties.prepare()

    fallback = None if counties.held else counties.assembled_fallback
    answer = solve_stages(counties, instance.scenario, ties, clock, counties.each, fallback)
    if answer.chosen is None and answer.verdict is Verdict.OPEN:
        answer = counties.assembled_fallback() or answer
    answer = resting_on(answer, clock.evidence.since(mark))

    if answer.chosen is None:
        return without_plan(answer, counties, clock)
    return with_plan(answer, counties, ties, clock)


def whole_plan(
    instance: Instance,
    clock: Clock,
    pool: Pool | None = None,
    cache: ResultCache | None = None,
) -> Plan | None:
    """Return mode whole's plan, from which the village modes begin."""
    whole = instance.scenario.model_copy(update={"mode": "whole"})
    in_time = clock.within(WHOLE_SHARE * min(clock.left, LONG_S))
    former = Instance(instance.territory.former, whole)
    known = solve(former, in_time, pool=pool, cache=cache).plan
    return known and replace(known, territory=instance.territory)
