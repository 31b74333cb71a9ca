"""All plans that keep a scenario's rules, county by county, as set partitioning problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import LinearExpression, cost_of
from models.merge.partition import Partition
from models.merge.restricted import all_ties, restricted_problem
from models.merge.whole import WholeModel, whole_model
from models.plan import Plan
from models.quantities import NO_LIMIT, IntArray
from models.scenario import ObjectiveSpec, Scenario
from models.territory import Territory
from optimizer.check import Audit, audit
from optimizer.solve.clock import Clock
from optimizer.solve.solution import CheckFailedError

MORE_URBAN = LinearExpression(per_urban=-1)
"""Made small by many towns and subdistricts."""


@dataclass(frozen=True)
class Space:
    """The plans of a scenario.

    Attributes
    ----------
    scenario
        With the objectives that the columns are priced by.
    partitions
        One for each county, its own ties as side rows.
    ties
        Every tie of the scenario.
    complete
        Whether every candidate unit is held, and ties over several counties ask for
        more towns and less of sums, not the other way. Where it is False there are
        plans that are not looked at, and nothing may be called proved.
    """

    territory: Territory
    scenario: Scenario
    models: tuple[WholeModel, ...]
    partitions: tuple[Partition, ...]
    ties: tuple[CouplingConstraint, ...]
    complete: bool

    @cached_property
    def wide(self) -> tuple[CouplingConstraint, ...]:
        """The ties over several counties."""
        return tuple(tie for tie in self.ties if len(tie.counties) > 1)

    @cached_property
    def levels(self) -> tuple[LinearExpression, ...]:
        """What ties over several counties ask of one beside its number of units.

        More towns and subdistricts, and less of what the ties add up.
        """
        urban = (MORE_URBAN,) if any(tie.per_urban for tie in self.wide) else ()
        names = {name for tie in self.wide for name, _ in tie.per_cost}
        return (*urban, *(cost_of(name) for name in sorted(names)))

    def plan(self, chosen: Sequence[IntArray]) -> tuple[Plan, Audit]:
        """Return the plan of some columns of each county, checked.

        Raises
        ------
        CheckFailedError
            When the checker finds a rule broken.
        """
        unit = np.full(len(self.territory.villages), -1, dtype=np.int64)
        kind = np.zeros(len(self.territory.townships), dtype=np.int64)
        for model, columns in zip(self.models, chosen, strict=True):
            model.assign(columns, unit, kind)
        plan = Plan.from_arrays(self.territory, unit, kind)
        return plan, checked(plan, self.scenario)


def checked(plan: Plan, scenario: Scenario) -> Audit:
    """Return what the checker says of an engine's plan, which may break no rule."""
    found = audit(plan, scenario)
    if found.broken:
        broken = "; ".join(f"{f.clause}: {f.detail.en}" for f in found.broken)
        raise CheckFailedError(f"the engine's plan breaks {broken}")
    return found


def _one_way(tie: CouplingConstraint) -> bool:
    """Whether more towns and smaller sums never break a tie."""
    if tie.counts_units:
        return True
    towns = tie.per_urban == 0 or (tie.per_urban > 0 and tie.high >= NO_LIMIT)
    towns = towns or (tie.per_urban < 0 and tie.low <= -NO_LIMIT)
    weights = [weight for _, weight in tie.per_cost]
    sums = not weights or (min(weights) >= 0 and tie.low <= -NO_LIMIT)
    return towns and sums


def make_space(
    territory: Territory,
    scenario: Scenario,
    objectives: Sequence[str],
    clock: Clock,
    every_seat: bool = False,
) -> Space:
    """List the candidate units of every county.

    Parameters
    ----------
    objectives
        The costs that the columns get; they replace the scenario's.
    every_seat
        Keep for each set of townships every seat, not only the best by the objectives.

    Raises
    ------
    ValueError
        When the mode is not `whole`: no other has a list of all its units.
    """
    if scenario.mode != "whole":
        raise ValueError(scenario.mode)
    specs = tuple(ObjectiveSpec(name=name) for name in objectives)
    scenario = scenario.model_copy(update={"objectives": specs})
    ties = all_ties(territory, scenario)
    models = []
    for county, place in enumerate(territory.counties):
        clock.where = place.name
        clock.tell("candidates")
        problem = restricted_problem(territory, scenario, county)
        budget = clock.effort.candidates
        models.append(whole_model(problem, scenario, ties, budget, every_seat, clock))
    held = tuple(replace(m.partition, source=None) for m in models)
    wide = [tie for tie in ties if len(tie.counties) > 1]
    complete = all(m.complete for m in models) and all(map(_one_way, wide))
    return Space(territory, scenario, tuple(models), held, tuple(ties), complete)
