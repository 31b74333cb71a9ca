"""repair: the plan nearest to a hand-made one that keeps every rule.

Nearest: fewest people of villages whose unit is another than in the given plan, then
fewest such villages, then fewest units whose kind is another. These add up over
parts and seats, so the three are one whole-number cost, the first weighing more than
all of the second, and so on. Parts are townships, in the village modes villages.
Each county is solved alone; where that breaks a rule over several counties, one of the
county's best plans by number of units is chosen for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from models.instance import Instance
from models.kinds import KINDS
from models.merge.partition import Partition
from models.merge.problem import Problem
from models.merge.whole import WholeModel
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import Scenario
from optimizer.check import Audit, audit
from optimizer.decide.assembly import Assembly, assemble
from optimizer.decide.explore import Exploration, explore, unit_counts
from optimizer.decide.modelling import Seats
from optimizer.decide.near import OBJECTIVES
from optimizer.decide.space import Space, make_space
from optimizer.solve.branch_and_cut.heuristics.known_plans import plan_in
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.joint import known_plan
from optimizer.solve.decomposition.options import Option
from optimizer.solve.results import Verdict
from optimizer.solve.subproblem import Subproblem

_COST = "repair"
_ALONE = 0.5
"""Share of the time for the counties' own plans, where ties may ask for others."""
_GRACE = 2.0
"""Seconds for reading the given plan, and for choosing among plans, however late it is."""


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
    instance = Instance(given.territory, scenario)
    every = make_space(instance, OBJECTIVES, clock, True, Seats.WHERE_NEEDED)
    space = _priced(every, given, clock)
    verdict, chosen = _nearest(space, clock)
    if chosen is None and verdict is Verdict.OPEN:
        chosen = known_plan(space.choices)
    if chosen is None:
        return Repair(given, judged, verdict)
    plan, found = space.plan(chosen)
    moved = plan.unit != given.unit
    people = int(given.territory.villages.population[moved].sum())
    return Repair(given, judged, verdict, plan, found, people, int(moved.sum()))


def _priced(space: Space, given: Plan, clock: Clock) -> Space:
    """Give what is chosen from in each county the cost of differing from a plan."""
    villages, townships = len(given.unit), len(given.territory.townships)
    choices = list[Subproblem]()
    for model, problem in zip(space.models, space.choices, strict=True):
        assigning = _moving(model.problem, given, villages + 1) * (townships + 1)
        opening = _converting(model.problem, given)
        if isinstance(problem, VillageProblem):
            own = problem.by_itself()
            own.known(plan_in(own, given, model.problem, clock.grace(_GRACE)))
            choices.append(own.priced(_COST, own.model.assigned(assigning, opening)))
            continue
        assert isinstance(model, WholeModel)
        assert isinstance(problem, Partition)
        cost = model.columns.candidates.cost(opening, assigning)
        choices.append(replace(problem, costs={**problem.costs, _COST: cost}))
    return replace(space, choices=tuple(choices))


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
    tied = space.counties and space.wide
    own = clock.within(_ALONE * clock.left) if tied else clock
    alone = [explore(p, [_COST], [None], (), part) for p, part in _in_turn(space, own)]
    if any(menu.complete and not menu.options for menu in alone):
        return (Verdict.INFEASIBLE if space.complete else Verdict.OPEN), None
    together = _together(space, alone)
    if together is None or not together.problem.accepts(np.arange(len(space.choices))):
        return _by_counts(space, clock)
    return _verdict(alone, space.complete), together.unfold(np.arange(len(space.choices)))


def _in_turn(space: Space, clock: Clock) -> Iterator[tuple[Subproblem, Clock]]:
    """Yield each county with its time: where parts are assigned its share and no more."""
    for c, problem in enumerate(space.choices):
        assigned = isinstance(problem, VillageProblem)
        yield problem, clock.share(len(space.choices) - c) if assigned else clock


def _together(space: Space, menus: list[Exploration]) -> Assembly | None:
    """Put the counties' options side by side; None where a county has none."""
    if not all(menu.options for menu in menus):
        return None
    options: dict[int, list[Option]] = {c: menu.options for c, menu in enumerate(menus)}
    return assemble(space.choices, options, space.wide)


def _by_counts(space: Space, clock: Clock) -> tuple[Verdict, tuple[IntArray, ...] | None]:
    """Choose one plan for each county among its nearest at each number of units."""
    levels = space.levels
    menus = [
        explore(p, [_COST], unit_counts(p, own), levels, own) for p, own in _in_turn(space, clock)
    ]
    together, sure = _together(space, menus), space.separable
    if together is None:
        return _without_plan(_verdict(menus, sure)), None
    best = explore(together.problem, [_COST], [None], (), clock.grace(_GRACE))
    verdict = _verdict([*menus, best], sure)
    if not best.options:
        return _without_plan(verdict), None
    return verdict, together.unfold(best.options[0].chosen)


def _without_plan(verdict: Verdict) -> Verdict:
    """Return what a search says that came to nothing."""
    return Verdict.INFEASIBLE if verdict is Verdict.SOLVED else Verdict.OPEN


def _verdict(searches: list[Exploration], sure: bool) -> Verdict:
    complete = sure and all(search.complete for search in searches)
    return Verdict.SOLVED if complete else Verdict.OPEN
