"""From a scenario to a checked solution."""

from __future__ import annotations

import numpy as np

from models.merge.ties import Tie
from models.merge.whole import WholeModel, all_ties, restricted_problem, whole_model
from models.plan import Outcome, Plan
from models.scenario import Scenario
from models.territory import Territory
from optimizer.solve.answer import Solution
from optimizer.solve.city import CityAnswer, solve_city
from optimizer.solve.clock import Clock
from optimizer.solve.stage import Verdict


def solve(territory: Territory, scenario: Scenario, clock: Clock) -> Solution:
    """Find the best plan of a scenario.

    Returns
    -------
    Solution
        With a plan and bounds, or with the reason why there is none.
    """
    ties = all_ties(territory, scenario)
    models = [
        _model(territory, scenario, county, ties, clock)
        for county in range(len(territory.counties))
    ]
    answer = solve_city([m.partition for m in models], scenario, ties, clock)
    plan = None if answer.chosen is None else _plan(territory, models, answer)
    return Solution(
        outcome=_outcome(answer, clock),
        plan=plan,
        attained=answer.attained,
        notes=(),
        seconds=clock.elapsed,
    )


def _model(
    territory: Territory, scenario: Scenario, county: int, ties: list[Tie], clock: Clock
) -> WholeModel:
    clock.report(f"candidates of {territory.counties[county].name}")
    problem = restricted_problem(territory, scenario, county)
    return whole_model(problem, scenario, ties, clock.effort.candidates)


def _plan(territory: Territory, models: list[WholeModel], answer: CityAnswer) -> Plan:
    assert answer.chosen is not None
    unit = np.full(len(territory.villages), -1, dtype=np.int64)
    for model, chosen in zip(models, answer.chosen, strict=True):
        model.assign(chosen, unit)
    return Plan(territory, unit)


def _outcome(answer: CityAnswer, clock: Clock) -> Outcome:
    if answer.verdict is Verdict.INFEASIBLE:
        return Outcome.INFEASIBLE
    if answer.chosen is None:
        return Outcome.INTERRUPTED if clock.stopped else Outcome.UNKNOWN
    if answer.verdict is Verdict.SOLVED:
        return Outcome.OPTIMAL
    return Outcome.INTERRUPTED if clock.stopped else Outcome.FEASIBLE
