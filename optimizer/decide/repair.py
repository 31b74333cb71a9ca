"""repair: the plan nearest to a hand-made one that keeps every rule.

Nearest: fewest people of villages whose unit is another than in the given plan, then
fewest such villages, then fewest units whose kind is another. These add up over
parts and seats, so the three are one whole-number cost, the first weighing more than
all of the second, and so on. Each county is solved alone; where that breaks a rule
over several counties, one of the county's best plans by number of units is chosen
for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from models.kinds import KINDS
from models.merge.problem import Problem
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import Scenario
from optimizer.check import Audit, audit
from optimizer.decide.explore import Exploration, explore, unit_counts
from optimizer.decide.near import OBJECTIVES
from optimizer.decide.pieces import Assembly, assemble
from optimizer.decide.space import Space, make_space
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.options import Option
from optimizer.solve.results import Verdict

_COST = "repair"


@dataclass(frozen=True)
class Change:
    """Villages of one township that the repair sends from one unit to another.

    Attributes
    ----------
    before, after
        Units by their townships; -1 where the given plan had none.
    """

    township: int
    before: int
    after: int
    villages: IntArray
    people: int


@dataclass(frozen=True)
class Repair:
    """The nearest plan that keeps all rules.

    Attributes
    ----------
    given, judged
        The hand-made plan and what the checker says of it: why something had to change.
    plan, audit
        The nearest plan; None when there is none or none was found.
    people, villages
        Whose unit is another than in the given plan.
    verdict
        SOLVED when no plan is nearer; INFEASIBLE when no plan keeps all rules.
    """

    given: Plan
    judged: Audit
    verdict: Verdict
    plan: Plan | None = None
    audit: Audit | None = None
    people: int = 0
    villages: int = 0

    def changes(self) -> Iterator[Change]:
        """Yield what had to change."""
        if self.plan is None:
            return
        moved = np.nonzero(self.plan.unit != self.given.unit)[0]
        home = self.plan.territory.villages.township
        keys = np.stack([home[moved], self.given.unit[moved], self.plan.unit[moved]], axis=1)
        groups, which = np.unique(keys, axis=0, return_inverse=True)
        people = self.plan.territory.villages.population
        for k, (township, before, after) in enumerate(groups.tolist()):
            inside = moved[which.ravel() == k]
            yield Change(township, before, after, inside, int(people[inside].sum()))


def repair(given: Plan, scenario: Scenario, clock: Clock) -> Repair:
    """Find the plan nearest to a given one that keeps every rule."""
    judged = audit(given, scenario)
    space = _priced(make_space(given.territory, scenario, OBJECTIVES, clock, True), given)
    verdict, chosen = _nearest(space, clock)
    if chosen is None:
        return Repair(given, judged, verdict)
    plan, found = space.plan(chosen)
    moved = plan.unit != given.unit
    people = int(given.territory.villages.population[moved].sum())
    return Repair(given, judged, verdict, plan, found, people, int(moved.sum()))


def _priced(space: Space, given: Plan) -> Space:
    """Give each column the cost of differing from a plan."""
    villages, townships = len(given.unit), len(given.territory.townships)
    partitions = []
    for model, partition in zip(space.models, space.partitions, strict=True):
        assigning = _moving(model.problem, given, villages + 1) * (townships + 1)
        cost = model.columns.candidates.cost(_converting(model.problem, given), assigning)
        partitions.append(replace(partition, costs={**partition.costs, _COST: cost}))
    return replace(space, partitions=tuple(partitions))


def _moving(problem: Problem, given: Plan, weight: int) -> IntArray:
    """Return people x weight + villages of each part whose unit changes at each seat."""
    moved = given.unit[problem.villages][:, None] != problem.townships[None, :]
    return problem.by_part((problem.population * weight + 1)[:, None] * moved)


def _converting(problem: Problem, given: Plan) -> IntArray:
    """Return 1 for each option whose kind is not the one that the plan gives the unit."""
    kinds = np.array([KINDS.index(given.kind(int(t))) for t in problem.townships])
    other: IntArray = (problem.options.kind != kinds[problem.options.seat]).astype(np.int64)
    return other


def _nearest(space: Space, clock: Clock) -> tuple[Verdict, tuple[IntArray, ...] | None]:
    alone = [explore(p, [_COST], [None], (), clock) for p in space.partitions]
    if any(menu.complete and not menu.options for menu in alone):
        return (Verdict.INFEASIBLE if space.complete else Verdict.OPEN), None
    together = _together(space, alone)
    if together is None or not together.problem.accepts(np.arange(len(space.partitions))):
        return _by_counts(space, clock)
    return _verdict(space, alone), together.unfold(np.arange(len(space.partitions)))


def _together(space: Space, menus: list[Exploration]) -> Assembly | None:
    """Put the counties' options side by side; None where a county has none."""
    if not all(menu.options for menu in menus):
        return None
    options: dict[int, list[Option]] = {c: menu.options for c, menu in enumerate(menus)}
    return assemble(space.partitions, options, space.wide)


def _by_counts(space: Space, clock: Clock) -> tuple[Verdict, tuple[IntArray, ...] | None]:
    """Choose one plan for each county among its nearest at each number of units."""
    levels = space.levels
    menus = [explore(p, [_COST], unit_counts(p, clock), levels, clock) for p in space.partitions]
    together, verdict = _together(space, menus), _verdict(space, menus)
    if together is None:
        infeasible = verdict is Verdict.SOLVED
        return (Verdict.INFEASIBLE if infeasible else Verdict.OPEN), None
    best = explore(together.problem, [_COST], [None], (), clock)
    if not best.options:
        infeasible = verdict is Verdict.SOLVED and best.complete
        return (Verdict.INFEASIBLE if infeasible else Verdict.OPEN), None
    return _verdict(space, [*menus, best]), together.unfold(best.options[0].chosen)


def _verdict(space: Space, searches: list[Exploration]) -> Verdict:
    sure = space.complete and all(search.complete for search in searches)
    return Verdict.SOLVED if sure else Verdict.OPEN
