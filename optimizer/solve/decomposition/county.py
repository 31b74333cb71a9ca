"""A county's model in the scenario's mode, ready for the solve of the city."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.instance import Instance
from models.merge.coupling import CouplingConstraint
from models.merge.expressions import RURAL, UNITS, URBAN, Row, cost_of
from models.merge.problem import Problem
from models.merge.restricted import restricted_problem
from models.merge.villages import village_model
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import ObjectiveSpec, Scenario
from optimizer.solve.branch_and_cut.heuristics.known_plans import plan_in
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.comparison import better, ties_hold
from optimizer.solve.decomposition.county_model import CountyModel, VillageCounty, WholeCounty
from optimizer.solve.decomposition.whole_county import construction_of, whole_county
from optimizer.solve.lexicographic import solve_lexicographic
from optimizer.solve.partition.construction import Construction

GRACE_S = 1.0
"""Seconds to read a known plan as one of the county, however late it is."""


@dataclass(frozen=True)
class _FromWhole:
    """Mode whole's plans of a county as starts of a village mode."""

    county: VillageCounty
    scenario: Scenario
    ties: Sequence[CouplingConstraint]
    clock: Clock

    @cached_property
    def model(self) -> CountyModel:
        """The county in mode whole."""
        problem, clock = self.county.problem, self.clock.quiet
        former = Instance(problem.territory.former, self.scenario)
        return county_model(former, problem.county, self.ties, clock)

    def _telling(self, rows: Sequence[Row]) -> Sequence[ObjectiveSpec]:
        """Return the objectives that choose a start: without those that rows settle.

        What comes behind the first that is no count of units is left to the village mode.
        """
        settled = {row.sum for row in rows if row.low == row.high}
        told: set[str] = set()
        if settled & {UNITS, cost_of("units")}:
            told = {"units", "share"} if settled & {RURAL, URBAN} else {"units"}
        specs = [spec for spec in self.scenario.objectives if spec.name not in told]
        sums = (k for k, spec in enumerate(specs, 1) if spec.name not in ("units", "share"))
        return specs[: next(sums, len(specs))] or self.scenario.objectives

    def __call__(self, rows: Sequence[Row]) -> IntArray | None:
        """Return the best plan that keeps some side rows, or None."""
        problem = self.model.choices.bounded(*rows)
        answer = solve_lexicographic(problem, self._telling(rows), self.clock.quiet)
        if answer.chosen is None:
            return None
        territory = self.county.problem.territory
        former = territory.former
        unit = np.full(len(former.villages), -1, dtype=np.int64)
        kind = np.zeros(len(former.townships), dtype=np.int64)
        self.model.problem.write(self.model.assigned(answer.chosen), unit, kind)
        plan = replace(Plan.from_arrays(former, unit, kind), territory=territory)
        return plan_in(self.county.choices, plan, self.county.problem, self.clock.quiet)


def begin_from(
    counties: Sequence[VillageCounty],
    whole: Plan | None,
    start: Plan | None,
    ties: Sequence[CouplingConstraint],
    scenario: Scenario,
    clock: Clock,
) -> None:
    """Tell the village models of plans that are known, however little time there is.

    Parameters
    ----------
    whole
        Mode whole's plan: it keeps the rules of the village modes too, and all ties.
    start
        The user's own, which may break any rule.
    scenario
        The scenario in mode whole.
    """
    problems = [county.choices for county in counties]
    wide = [tie for tie in ties if len(tie.counties) > 1]
    best: list[IntArray] | None = None
    for county in counties:
        county.choices.pool.whole = _FromWhole(county, scenario, ties, clock)
    for plan in (plan for plan in (whole, start) if plan is not None):
        parts = [plan_in(c.choices, plan, c.problem, clock.grace(GRACE_S)) for c in counties]
        found = [part for part in parts if part is not None]
        for county, part in zip(counties, parts, strict=True):
            near = plan is start and part is None
            county.choices.known(county.nearest(plan, clock) if near else part)
        if len(found) == len(parts) and ties_hold(zip(problems, found, strict=True), wide):
            best = found if better(problems, scenario.objectives, found, best) else best
    for county, part in zip(counties, best or [], strict=False):
        county.choices.pool.fallback = part


def begin_alone(
    county: VillageCounty, whole: Plan | None, start: Plan | None, clock: Clock
) -> None:
    """Tell one county, away from the others, of its parts of plans that are known.

    Mode whole's plan keeps every rule; what else mode whole may have to offer is not
    looked for, as its rules reach beyond the county.
    """
    if whole is not None:
        county.choices.pool.fallback = plan_in(
            county.choices, whole, county.problem, clock.grace(GRACE_S)
        )
        county.choices.known(county.choices.pool.fallback)
    if start is not None:
        own = plan_in(county.choices, start, county.problem, clock.grace(GRACE_S))
        county.choices.known(county.nearest(start, clock) if own is None else own)


def county_model(
    instance: Instance,
    county: int,
    ties: Iterable[CouplingConstraint],
    clock: Clock,
) -> CountyModel:
    """Set up a county's model; only the ties that it takes part in matter to it."""
    clock = clock.at(instance.territory.counties[county].name)
    own = [tie for tie in ties if county in tie.counties]
    return model_of(restricted_problem(instance, county), instance.scenario, own, clock)


def model_of(
    problem: Problem,
    scenario: Scenario,
    ties: Sequence[CouplingConstraint],
    clock: Clock,
    seats: bool | None = None,
    construction: Construction | None = None,
) -> CountyModel:
    """Set up the model of a county's restricted problem.

    Parameters
    ----------
    scenario
        Its mode and its objectives matter; its rules have been applied before.
    ties
        Those that the county takes part in.
    seats
        Whether mode whole assigns townships to seats; by default where that suits.
    construction
        What is known of a county of mode whole already.
    """
    if scenario.mode == "whole":
        begun = construction or construction_of(problem, scenario, ties, clock)
        return whole_county(begun, scenario, clock, seats)
    return village_county(problem, scenario, ties, clock)


def village_county(
    problem: Problem, scenario: Scenario, ties: Sequence[CouplingConstraint], clock: Clock
) -> VillageCounty:
    """Set up the model of a county's restricted problem in a village mode."""
    clock.tell("villages")
    return VillageCounty(problem, VillageProblem.of(village_model(problem, scenario, ties)))


__all__ = [
    "CountyModel",
    "VillageCounty",
    "WholeCounty",
    "begin_alone",
    "begin_from",
    "county_model",
    "model_of",
    "village_county",
]
