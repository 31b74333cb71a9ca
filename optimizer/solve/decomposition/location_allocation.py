"""First plans where any village may be a seat: location and allocation in turn.

Villages are assigned to the former seats; then the seats to choose from are the best
centres of the units that came of it, and so on as long as the plan gets better (Cooper
1963, Oper. Res. 11(3); Hess et al. 1965, Oper. Res. 13(6)). Each turn is a model of few
seats. The plans are starts for the search over all seats; nothing is proved here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem
from models.merge.villages import village_model
from models.quantities import BoolArray, IntArray
from models.scenario import ObjectiveSpec, Scenario
from optimizer.solve.branch_and_cut.median_bound import MANY
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.county import VillageCounty
from optimizer.solve.lexicographic import solve_lexicographic

_WIDTHS = (1, 3, 8)
"""Seats of each unit that a turn has: more when fewer bring nothing."""
_TURN, _ALL = 0.25, 0.4
"""Shares of the time left that a turn, and all turns, may take."""


@dataclass(frozen=True)
class LocationAllocation:
    """The turns over one county."""

    problem: Problem
    scenario: Scenario
    ties: Sequence[CouplingConstraint]

    @property
    def specs(self) -> list[ObjectiveSpec]:
        """The objectives that add up."""
        objectives = self.scenario.objectives
        return [s for s in objectives if not (s.objective.ratio or s.objective.bottleneck)]

    def seek(self, choices: VillageProblem, clock: Clock) -> None:
        """Tell a county's problem of the plans that the turns find."""
        if self.problem.parts * len(self.problem.townships) < MANY or not self.specs:
            return
        clock = clock.within(_ALL * clock.left)
        best = self._turn(choices, self._former(), clock.within(_TURN * clock.left))
        for width in _WIDTHS:
            better = best is not None
            while better and best is not None and not clock.over:
                seats = self._around(best[1], width)
                found = self._turn(choices, seats, clock.within(_TURN * clock.left))
                better = found is not None and found[0] < best[0]
                best = found if better else best

    def _former(self) -> BoolArray:
        townships = self.problem.territory.townships
        return np.array([not townships[t].new for t in self.problem.townships], dtype=bool)

    def _turn(
        self, choices: VillageProblem, seats: BoolArray, clock: Clock
    ) -> tuple[list[int], IntArray] | None:
        """Return (values, plan) over some seats; None where none is found."""
        few = replace(self.problem, allowed=self.problem.allowed & seats)
        problem = VillageProblem.of(village_model(few, self.scenario, self.ties))
        for plan in choices.pool.plans:
            problem.known(plan)
        answer = solve_lexicographic(problem, self.specs, clock.quiet)
        if answer.chosen is None:
            return None
        choices.known(answer.chosen)
        return [int(a.value) for a in answer.attained], answer.chosen

    def _around(self, plan: IntArray, width: int) -> BoolArray:
        """Return the seats of a plan's units, and the villages of each that would cost least."""
        cost, seat_of = self._cost(), self.problem.options.seat[plan]
        at = np.zeros(self.problem.parts, dtype=np.int64)
        at[self.problem.seat_parts()] = np.arange(len(self.problem.townships))
        seats = np.zeros(len(self.problem.townships), dtype=bool)
        for seat in np.unique(seat_of):
            inside = np.nonzero(seat_of == seat)[0]
            total = cost[inside][:, at[inside]].sum(axis=0)
            seats[at[inside[np.argsort(total, kind="stable")[:width]]]] = True
            seats[seat] = True
        return seats

    def _cost(self) -> IntArray:
        """Return the first costs of villages at seats that are not all zero; else the travel."""
        tables = (spec.assigning(self.problem) for spec in self.specs)
        return next((t for t in tables if t.any()), self.problem.travel())


def seek_by_location_allocation(
    counties: Sequence[VillageCounty],
    scenario: Scenario,
    ties: Sequence[CouplingConstraint],
    clock: Clock,
) -> None:
    """Look for first plans of every county, in equal shares of the time."""
    for left, county in zip(range(len(counties), 0, -1), counties, strict=True):
        brief = clock.within(clock.left / left)
        LocationAllocation(county.problem, scenario, ties).seek(county.choices, brief)
