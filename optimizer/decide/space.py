"""All plans that keep a scenario's rules, county by county.

In mode `whole` as set partitioning problems over listed units, or as assignments of townships
to seats where the units are too many; in the village modes as assignments of villages to seats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.instance import Instance, OfInstance
from models.merge.coupling import CouplingConstraint
from models.merge.expressions import LinearExpression, cost_of
from models.merge.restricted import all_ties, restricted_problem
from models.merge.whole import WholeModel
from models.plan import Plan
from models.quantities import NO_LIMIT, IntArray
from models.scenario import ObjectiveSpec, Scenario
from optimizer.check import Audit, audit
from optimizer.decide.modelling import Seats, whole_counties
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.county import VillageCounty, begin_from, model_of
from optimizer.solve.decomposition.county_model import WholeCounty
from optimizer.solve.decomposition.location_allocation import seek_by_location_allocation
from optimizer.solve.partition.problem import PartitionProblem
from optimizer.solve.run import whole_plan
from optimizer.solve.solution import CheckFailedError
from optimizer.solve.subproblem import Subproblem

MORE_URBAN = LinearExpression(per_urban=-1)
"""Made small by many towns and subdistricts."""


@dataclass(frozen=True)
class Space(OfInstance):
    """The plans of a scenario.

    Attributes
    ----------
    scenario
        With the objectives that the columns are priced by.
    choices
        One for each county, its own ties as side rows.
    ties
        Every tie of the scenario.
    starts
        A quick plan of each county to begin from; None where there is none, or the county's
        problem knows it.
    complete
        Whether everything that can be chosen is at hand; in mode `whole` also whether it
        is `separable`, as the city's best is put together there. Where it is False there
        are plans that are not looked at, and nothing may be called proved.
    """

    instance: Instance
    models: tuple[WholeModel | VillageCounty, ...]
    choices: tuple[Subproblem, ...]
    ties: tuple[CouplingConstraint, ...]
    starts: tuple[IntArray | None, ...]
    complete: bool

    @property
    def by_villages(self) -> bool:
        """Whether villages are chosen for one by one, or townships as a whole."""
        return self.scenario.mode != "whole"

    @property
    def assigned(self) -> bool:
        """Whether villages, or townships, are assigned to seats in all counties."""
        return len(self.counties) == len(self.models)

    @cached_property
    def partitions(self) -> tuple[PartitionProblem, ...]:
        """What is chosen from in counties whose units are listed."""
        return tuple(p for p in self.choices if isinstance(p, PartitionProblem))

    @cached_property
    def wholes(self) -> tuple[WholeModel, ...]:
        """The models of the counties whose units are listed."""
        return tuple(m for m in self.models if isinstance(m, WholeModel))

    @cached_property
    def counties(self) -> tuple[VillageCounty, ...]:
        """The models of the counties whose villages, or townships, are assigned to seats."""
        return tuple(m for m in self.models if isinstance(m, VillageCounty))

    @cached_property
    def villages(self) -> tuple[VillageProblem, ...]:
        """What is chosen from in those counties."""
        return tuple(p for p in self.choices if isinstance(p, VillageProblem))

    @cached_property
    def listed(self) -> tuple[bool, ...]:
        """Whether all that each county may choose is at hand."""
        return tuple(not isinstance(m, WholeModel) or m.complete for m in self.models)

    @cached_property
    def wide(self) -> tuple[CouplingConstraint, ...]:
        """The ties over several counties."""
        return tuple(tie for tie in self.ties if len(tie.counties) > 1)

    @property
    def separable(self) -> bool:
        """Whether the city's plans are made of what counties have to offer, none missing.

        Ties over several counties must ask for more towns and less of sums, not the other way.
        """
        return self.complete and all(map(_one_way, self.wide))

    @cached_property
    def levels(self) -> tuple[LinearExpression, ...]:
        """What ties over several counties ask of one beside its number of units.

        More towns and subdistricts, and less of what the ties add up.
        """
        urban = (MORE_URBAN,) if any(tie.per_urban for tie in self.wide) else ()
        names = {name for tie in self.wide for name, _ in tie.per_cost}
        return (*urban, *(cost_of(name) for name in sorted(names)))

    def plan(self, chosen: Sequence[IntArray]) -> tuple[Plan, Audit]:
        """Return the plan of what is chosen in each county, checked.

        Raises
        ------
        CheckFailedError
            When the checker finds a rule broken.
        """
        unit = np.full(len(self.territory.villages), -1, dtype=np.int64)
        kind = np.zeros(len(self.territory.townships), dtype=np.int64)
        for model, columns in zip(self.models, chosen, strict=True):
            model.problem.write(model.assigned(columns), unit, kind)
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
    instance: Instance,
    objectives: Sequence[str],
    clock: Clock,
    every_seat: bool = False,
    seats: Seats = Seats.NOWHERE,
) -> Space:
    """Set up what is chosen from in every county.

    Parameters
    ----------
    objectives
        The costs that the columns get; they replace the scenario's.
    every_seat
        Mode `whole`: keep for each set of townships every seat, not only the best by the
        objectives.
    seats
        Mode `whole`: where units need not be listed.
    """
    specs = tuple(ObjectiveSpec(name=name) for name in objectives)
    instance = instance.with_scenario(instance.scenario.model_copy(update={"objectives": specs}))
    if instance.scenario.mode != "whole":
        return _village_space(instance, clock)
    ties = all_ties(instance)
    counties = whole_counties(instance, ties, clock, every_seat, seats)
    models = tuple(c.model if isinstance(c, WholeCounty) else c for c in counties)
    held = tuple(
        PartitionProblem.of(replace(c.model.partition, source=None))
        if isinstance(c, WholeCounty)
        else c.choices
        for c in counties
    )
    starts = tuple(c.start if isinstance(c, WholeCounty) else None for c in counties)
    wide = [tie for tie in ties if len(tie.counties) > 1]
    space = Space(instance, models, held, tuple(ties), starts, all(map(_one_way, wide)))
    return replace(space, complete=space.complete and all(space.listed))


def _village_space(instance: Instance, clock: Clock) -> Space:
    """Assign the villages of every county to seats; mode whole's plan is known from the start."""
    known = whole_plan(instance, clock)
    ties = all_ties(instance)
    models = []
    for county, place in enumerate(instance.territory.counties):
        own = clock.at(place.name)
        model = model_of(restricted_problem(instance, county), instance.scenario, ties, own)
        assert isinstance(model, VillageCounty)
        models.append(model)
    whole = instance.scenario.model_copy(update={"mode": "whole"})
    begin_from(models, known, None, ties, whole, clock)
    if instance.territory.any_seat:
        seek_by_location_allocation(models, instance.scenario, ties, clock)
    choices = tuple(model.choices for model in models)
    starts = (None,) * len(models)
    return Space(instance, tuple(models), choices, tuple(ties), starts, True)
