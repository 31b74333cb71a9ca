"""All plans that keep a scenario's rules, county by county, as set partitioning problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.merge.partition import Partition
from models.merge.problem import Problem
from models.merge.restricted import all_ties, restricted_problem
from models.merge.ties import Tie
from models.merge.whole import WholeModel, whole_model
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import ObjectiveSpec, Scenario
from models.territory import Territory
from optimizer.check import Audit, audit
from optimizer.solve.answer import CheckFailedError
from optimizer.solve.clock import Clock


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
        Whether every candidate unit is held and counties are tied by their numbers of
        units alone. Where it is False there are plans that are not looked at, and
        nothing may be called proved.
    """

    territory: Territory
    scenario: Scenario
    models: tuple[WholeModel, ...]
    partitions: tuple[Partition, ...]
    ties: tuple[Tie, ...]
    complete: bool

    @cached_property
    def wide(self) -> tuple[Tie, ...]:
        """The ties over several counties."""
        return tuple(tie for tie in self.ties if len(tie.counties) > 1)

    @cached_property
    def urban_counts(self) -> bool:
        """Whether a tie over several counties asks for towns and subdistricts."""
        return any(tie.per_urban for tie in self.wide)

    def priced(self, name: str, price: Callable[[Problem], IntArray]) -> Space:
        """Return the space with one more cost, of each part at each seat."""
        priced = []
        for model, partition in zip(self.models, self.partitions, strict=True):
            opening = np.zeros_like(model.problem.options.urban)
            cost = model.columns.candidates.cost(opening, price(model.problem))
            priced.append(replace(partition, costs={**partition.costs, name: cost}))
        return replace(self, partitions=tuple(priced))

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
        models.append(whole_model(problem, scenario, ties, budget, every_seat))
    held = tuple(replace(m.partition, source=None) for m in models)
    summed = any(tie.per_cost for tie in ties if len(tie.counties) > 1)
    complete = all(m.complete for m in models) and not summed
    return Space(territory, scenario, tuple(models), held, tuple(ties), complete)
