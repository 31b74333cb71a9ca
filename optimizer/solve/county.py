"""A county's model in the scenario's mode, ready for the solve of the city."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from models.merge.partition import Partition
from models.merge.problem import Problem
from models.merge.restricted import restricted_problem
from models.merge.ties import Tie
from models.merge.villages import village_model
from models.merge.whole import WholeModel, whole_model
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import Scenario
from models.territory import Territory
from optimizer.solve.clock import Clock
from optimizer.solve.state import Choices
from optimizer.solve.villages.starts import nearest_plan, plan_in
from optimizer.solve.villages.state import VillageProblem


class CountyModel(Protocol):
    """What is chosen from in a county, and how a choice reads as a plan."""

    @property
    def problem(self) -> Problem:
        """The county's problem."""

    @property
    def choices(self) -> Choices:
        """What is chosen from."""

    @property
    def made(self) -> int | None:
        """Candidates that were made on demand; None where all are held."""

    def assigned(self, chosen: IntArray) -> tuple[IntArray, IntArray]:
        """Return a choice as a plan of the county (see `WholeModel.assigned`)."""


@dataclass(frozen=True)
class WholeCounty:
    """A county in mode `whole`."""

    model: WholeModel

    @property
    def problem(self) -> Problem:
        """The county's problem."""
        return self.model.problem

    @property
    def choices(self) -> Partition:
        """The candidate units."""
        return self.model.partition

    @property
    def made(self) -> int | None:
        """Candidates that were made on demand; None where all are held."""
        return None if self.model.complete else self.model.columns.size

    def assigned(self, chosen: IntArray) -> tuple[IntArray, IntArray]:
        """Return the chosen candidates as a plan of the county."""
        return self.model.assigned(chosen)


@dataclass(frozen=True)
class VillageCounty:
    """A county in a village mode."""

    problem: Problem
    choices: VillageProblem
    made: None = None

    def assigned(self, chosen: IntArray) -> tuple[IntArray, IntArray]:
        """Return the options of the villages' units as a plan of the county."""
        options = self.problem.options
        kind = np.zeros(len(self.problem.townships), dtype=np.int64)
        kind[options.seat[chosen]] = options.kind[chosen]
        return options.seat[chosen], kind


def begin_from(
    models: Sequence[CountyModel], whole: Plan | None, start: Plan | None, clock: Clock
) -> None:
    """Tell the village models of plans that are known.

    Parameters
    ----------
    whole
        Mode whole's plan: it keeps the rules of the village modes too, and all ties.
    """
    for county in (model for model in models if isinstance(model, VillageCounty)):
        problem, choices = county.problem, county.choices
        if whole is not None:
            choices.memory.fallback = plan_in(choices, whole, problem, clock)
            choices.known(choices.memory.fallback)
        if start is not None:
            own = plan_in(choices, start, problem, clock)
            choices.known(nearest_plan(choices, start, problem, clock) if own is None else own)


def county_model(
    territory: Territory, scenario: Scenario, county: int, ties: Iterable[Tie], clock: Clock
) -> CountyModel:
    """Set up a county's model; only the ties that it takes part in matter to it."""
    clock.where = territory.counties[county].name
    own = [tie for tie in ties if county in tie.counties]
    return model_of(restricted_problem(territory, scenario, county), scenario, own, clock)


def model_of(
    problem: Problem, scenario: Scenario, ties: Sequence[Tie], clock: Clock
) -> CountyModel:
    """Set up the model of a county's restricted problem.

    Parameters
    ----------
    scenario
        Its mode and its objectives matter; its rules have been applied before.
    ties
        Those that the county takes part in.
    """
    if scenario.mode == "whole":
        clock.tell("candidates")
        return WholeCounty(whole_model(problem, scenario, ties, clock.effort.candidates))
    clock.tell("villages")
    return VillageCounty(problem, VillageProblem.of(village_model(problem, scenario, ties)))
