"""Alternatives where parts are assigned to seats: the plan that differs most from others.

Parts are villages in the village modes, and townships in mode `whole`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.merge.expressions import cost_of
from models.merge.problem import Problem
from models.plan import Plan
from models.quantities import BoolArray, IntArray
from optimizer.decide.near import Near
from optimizer.decide.villages.nearby import all_near
from optimizer.decide.villages.widest import widest_plan
from optimizer.decide.widest import Measure, Widest
from optimizer.solve.branch_and_cut.budget import within_budget
from optimizer.solve.branch_and_cut.problem import VillageProblem, split
from optimizer.solve.clock import Clock

Difference = Callable[[Problem, Plan], tuple[int, IntArray]]


def moved(problem: Problem, plan: Plan) -> tuple[int, IntArray]:
    """Return (0, people of each part at each seat that is not their unit's under a plan)."""
    elsewhere = plan.unit[problem.villages][:, None] != problem.townships[None, :]
    return 0, problem.by_part(problem.population[:, None] * elsewhere)


def merged(problem: Problem, plan: Plan) -> tuple[int, IntArray]:
    """Return the mergers of a plan, and what each village at each seat adds to the difference.

    A merger is a village and a unit that is not its own township's. One that the plan has
    too takes 1 from the plan's own, any other adds 1.
    """
    there = plan.unit[problem.villages][:, None] == problem.townships[None, :]
    foreign = problem.home_of_village[:, None] != np.arange(len(problem.townships))[None, :]
    return int((there & foreign).sum()), np.where(foreign, 1 - 2 * there, 0).astype(np.int64)


@dataclass(frozen=True)
class VillageField:
    """All near-optimal plans as one problem over the parts of all counties.

    Attributes
    ----------
    closed
        Columns that no near-optimal plan uses.
    """

    near: Near
    difference: Difference
    problem: VillageProblem
    closed: BoolArray

    @classmethod
    def of(cls, near: Near, difference: Difference, clock: Clock) -> VillageField:
        """Put the counties together, without what travel rules out."""
        problem = all_near(near)
        kept = within_budget(problem, cost_of("travel"), near.most_travel, clock)
        return cls(near, difference, problem, ~kept.high)

    def next(self, plans: Sequence[Plan], clock: Clock, left: int) -> Widest:
        """Find the plan that differs most from all of some plans."""
        clock = clock.at(f"plan {len(plans) + 1}")
        measures = [self._measure(plan) for plan in plans]
        return widest_plan(self.problem, self.closed, measures, clock.share(left))

    def unfold(self, chosen: IntArray) -> tuple[IntArray, ...]:
        """Return the plan of each county."""
        return split(self.near.space.villages, chosen)

    def _measure(self, plan: Plan) -> Measure:
        """Return by how much each column differs from a plan."""
        constant, gains = 0, []
        for model in self.near.space.counties:
            own, assigning = self.difference(model.problem, plan)
            constant += own
            gains.append(model.choices.model.assigned(assigning))
        return Measure(constant, np.concatenate(gains))
