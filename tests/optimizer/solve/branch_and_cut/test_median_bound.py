"""The bound by multipliers: no plan is below it, and none that it rules out is as good."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from models.merge.restricted import all_ties, restricted_problem
from models.merge.villages import VillageModel, village_model
from models.quantities import NO_LIMIT
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.solve.branch_and_cut.median_bound import median_bound
from optimizer.solve.clock import Clock, Effort
from tests.reference.brute import best
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, dataset_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
COST = "inertia"


def model_of(dataset: Dataset) -> VillageModel:
    """Return the village model of the first county."""
    problem = restricted_problem(dataset, 0)
    return village_model(problem, dataset.scenario, all_ties(dataset))


@settings(max_examples=15, deadline=None, suppress_health_check=RELAXED)
@given(drawn=problems(max_townships=3, max_counties=1).filter(lambda d: len(d[0].villages) <= 6))
def test_every_optimal_plan_is_left(drawn: tuple[Tables, dict[str, Any], list[Any]]) -> None:
    """The bound does not pass the optimum, and no column of an optimal plan is ruled out."""
    tables, rules, _ = drawn
    expected = best(tables, rules, [{"name": COST}], "redraw", "any")
    model = model_of(dataset_of(tables, rules, [{"name": COST}], "redraw", "any"))
    nothing = np.zeros(model.size, dtype=bool)
    value = None if expected is None else int(expected.values[0])
    found = median_bound(model, model.costs[COST], nothing, value, Clock(Effort()))
    if found is None or expected is None or value is None:
        return
    assert found.value <= value
    dataset = dataset_of(tables, rules, [{"name": COST}], "redraw", "any")
    seats = {t.code: i for i, t in enumerate(dataset.territory.townships)}
    codes = dataset.territory.villages.codes
    for plan in expected.plans():
        columns = model.column[np.arange(len(codes)), [seats[plan[v]] for v in codes]]
        assert not np.isin(columns, found.excluded).any()


@pytest.mark.parametrize("population", [{"min": 0}, {"min": 15225, "max": 18607}])
def test_near_the_optimum_on_the_grid(population: dict[str, int]) -> None:
    """On the 49 villages it comes within 5 % and rules out two columns of three and more."""
    optimum = 124_265_238 if not population["min"] else 129_634_723
    dataset = read_dataset(INSTANCES / "districting", {"rules.population": population})
    model = model_of(dataset)
    nothing = np.zeros(model.size, dtype=bool)
    found = median_bound(model, model.costs[COST], nothing, optimum, Clock(Effort()))
    assert found is not None
    assert 0.95 * optimum <= found.value <= optimum
    assert len(found.excluded) >= model.size * 2 // 3
    assert median_bound(model, model.costs[COST], ~nothing, NO_LIMIT, Clock(Effort())) is None
