"""The model of a county in mode `whole`: its units listed, or its townships assigned to seats."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.merge.problem import Problem
from models.merge.ties import Tie
from models.merge.whole import seats_model, whole_model
from models.quantities import IntArray
from models.scenario import Scenario
from optimizer.solve.clock import Clock
from optimizer.solve.county_model import VillageCounty, WholeCounty
from optimizer.solve.partition.start import Beginning, Chosen
from optimizer.solve.villages.state import VillageProblem

MANY = 10_000
"""From about so many candidate units on, townships are assigned to seats instead."""


def whole_county(
    problem: Problem, scenario: Scenario, ties: Sequence[Tie], clock: Clock
) -> WholeCounty | VillageCounty:
    """Set up a county's model, whichever way suits the size of its units, with a quick plan."""
    beginning = Beginning(problem, scenario.objectives, ties, clock.effort.seed)
    plans = beginning.plans(lambda: clock.over)
    clock.tell("candidates")
    if beginning.candidates <= MANY:
        model = whole_model(problem, scenario, ties, clock.effort.candidates)
        found = (model.columns_of(plan) for plan in plans)
        return WholeCounty(model, next((columns for columns in found if columns is not None), None))
    seats = VillageProblem.of(seats_model(problem, scenario, ties))
    county = VillageCounty(problem, seats)
    for plan in plans:
        seats.known(options_of(problem, plan))
    return county


def options_of(problem: Problem, plan: Chosen) -> IntArray:
    """Return the option of each township's unit."""
    options = np.zeros(problem.parts, dtype=np.int64)
    for parts, option in plan:
        options[parts] = option
    return options
