"""The model of a county in mode `whole`: its units listed, or its townships assigned to seats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import UNITS, Row
from models.merge.problem import Problem
from models.merge.whole import WholeModel, seats_model, whole_model
from models.quantities import IntArray
from models.scenario import ObjectiveSpec, Scenario
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.county_model import VillageCounty, WholeCounty
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.construction import MOST, Chosen, Construction
from optimizer.solve.partition.scarce import narrowed
from optimizer.solve.results import StageResult

LISTED = 300_000
"""As long as there are no more, they are listed for the LP bound of the number of units."""

BOUND_SHARE = 0.3
"""Share of the time left for the bound of the number of units by listed sets."""


def construction_of(
    problem: Problem, scenario: Scenario, ties: Sequence[CouplingConstraint], clock: Clock
) -> Construction:
    """Return a county before its model is made."""
    return Construction(problem, scenario.objectives, ties, clock.effort.seed)


def whole_county(
    construction: Construction, scenario: Scenario, clock: Clock, seats: bool | None = None
) -> WholeCounty | VillageCounty:
    """Set up a county's model, whichever way suits the size of its units, with a quick plan.

    Parameters
    ----------
    seats
        Whether townships are assigned to seats in any case, or in none; by default where
        that suits.
    """
    construction = _with_a_plan(construction, clock)
    plans = construction.plans(lambda: clock.over)
    problem, ties = construction.problem, construction.ties
    if plans and construction.minimises_units:
        clock.progress(len(plans[0]), construction.sizes.fewest)
    if not (construction.many if seats is None else seats):
        listed = listed_county(construction, scenario, clock)
        # What was not listed for want of time is not made on demand either; nor are more than
        # are ever listed, where townships can be assigned to seats.
        overrun = clock.effort.candidates >= MOST and construction.bitset.fragments.trivial
        if seats is False or listed.model.complete or not (clock.over or overrun):
            trivial = construction.bitset.fragments.trivial
            by_seats = BySeats(construction, scenario, listed.model) if trivial else None
            return replace(listed, otherwise=by_seats)
    model = VillageProblem.of(seats_model(problem, scenario, ties))
    if construction.minimises_units and (not plans or construction.sizes.fewest < len(plans[0])):
        few = construction.candidates <= LISTED
        fewest = _fewest(problem, scenario, ties, clock) if few else 0
        model = model.bounded(Row(UNITS, low=fewest)) if fewest else model
        model.pool.fewer_units = partial(_fewer_units, construction)
    for plan in plans:
        model.known(options_of(problem, plan))
    return VillageCounty(problem, model)


def _with_a_plan(construction: Construction, clock: Clock) -> Construction:
    """Return a county of which a quick plan is known, or one narrowed to what plans may hold."""
    for deeply in (False, True):
        if construction.plans(lambda: clock.over) or clock.over:
            break
        problem = narrowed(construction.problem, construction.bitset, deeply)
        if problem is not construction.problem:
            construction = replace(construction, problem=problem, _known=None)
    return construction


def listed_county(
    construction: Construction, scenario: Scenario, clock: Clock, every_seat: bool = False
) -> WholeCounty:
    """List the candidate units of a county, the units of quick plans among them.

    Parameters
    ----------
    every_seat
        As for `whole_model`.
    """
    plans = construction.plans(lambda: clock.over)
    clock.tell("candidates")
    budget, ties = clock.effort.candidates, construction.ties
    model = whole_model(construction.problem, scenario, ties, budget, every_seat, clock)
    if plans:
        model = model.including(unit for plan in plans for unit in plan)
    found = (model.columns_of(plan) for plan in plans)
    return WholeCounty(model, next((columns for columns in found if columns is not None), None))


@dataclass(frozen=True)
class BySeats:
    """The fewest units of a county with townships at seats, while its candidates are listed."""

    construction: Construction
    scenario: Scenario
    listed: WholeModel

    def __call__(self, known: IntArray | None, least: int, clock: Clock) -> StageResult:
        """Return the fewest units by the model over seats, as candidates."""
        problem, ties = self.construction.problem, self.construction.ties
        seats = VillageProblem.of(seats_model(problem, self.scenario, ties))
        seats = seats.bounded(Row(UNITS, low=least))
        seats.pool.fewer_units = partial(_fewer_units, self.construction)
        if known is not None:
            units = self.listed.columns.candidates.take(known)
            seats.known(units.members.T @ units.option)
        stage = seats.minimised(UNITS, clock, next(iter(seats.seen), None))
        if stage.chosen is None:
            return replace(stage, keep=None)
        options = np.unique(stage.chosen)
        plan: Chosen = [(np.nonzero(stage.chosen == o)[0], int(o)) for o in options]
        return replace(stage, chosen=self.listed.columns_of(plan), keep=None)


def _fewer_units(
    construction: Construction, fewest: int, over: Callable[[], bool]
) -> list[IntArray]:
    """Return plans of fewer units than are known, as far as some are found."""
    found = construction.look_longer(fewest, over)
    return [options_of(construction.problem, plan) for plan in found]


def _fewest(
    problem: Problem, scenario: Scenario, ties: Sequence[CouplingConstraint], clock: Clock
) -> int:
    """Return a bound of the number of units by the LP over all sets of townships; 0 without one.

    It is close to the fewest, where the LP over townships and seats is not.
    """
    units = scenario.model_copy(update={"objectives": (ObjectiveSpec(name="units"),)})
    short = clock.within(BOUND_SHARE * clock.left)
    listed = whole_model(problem, units, ties, clock.effort.candidates, stop=short)
    bound = lp_bound(listed.partition, UNITS, short) if listed.complete else None
    return 0 if bound is None else bound.value


def options_of(problem: Problem, plan: Chosen) -> IntArray:
    """Return the option of each township's unit."""
    options = np.zeros(problem.parts, dtype=np.int64)
    for parts, option in plan:
        options[parts] = option
    return options
