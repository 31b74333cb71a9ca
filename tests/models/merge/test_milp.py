"""The PuLP twin's sums are exact, its reach is right, and an empty row says what it means."""

from __future__ import annotations

from typing import Any

import numpy as np
import pulp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.merge.expressions import UNITS, LinearExpression, cost_of
from models.merge.milp import LARGEST_COEFFICIENT, FlowModel, flow_model
from models.merge.milp_county import Assignment, add_row
from models.merge.milp_reach import possible
from models.merge.problem import Problem
from models.merge.restricted import all_ties, restricted_problem
from optimizer.data.dataset import Dataset
from optimizer.solve.certify.milp_solvers import Grant, solve_cbc
from tests.reference.cases import add_village, chain, town
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import dataset_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]


def first_county(dataset: Dataset) -> Problem:
    """Return the first county's problem."""
    return restricted_problem(dataset, 0)


def model_of(dataset: Dataset, *parts: Problem) -> FlowModel:
    """Return the twin of some counties."""
    ties = all_ties(dataset)
    return flow_model(parts or [first_county(dataset)], ties, dataset.scenario.objectives)


def put(model: FlowModel, plan: Assignment) -> None:
    """Set the variables of a county to a plan, as a solver would."""
    (county,) = model.counties
    for (p, s), x in county.x.items():
        x.varValue = float(plan.seat[p] == s)
    for option, z in county.z.items():
        z.varValue = float(option in plan.option)


@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(
    drawn=problems(max_townships=5, max_counties=1),
    name=st.sampled_from(["units", "travel", "disruption", "conversions"]),
)
def test_sums_are_exact(drawn: tuple[Tables, dict[str, Any], list[Any]], name: str) -> None:
    """What the scaled terms add up to at the status quo is what is measured, to the unit."""
    model = model_of(dataset_of(*drawn))
    (county,) = model.counties
    seats = county.may.shape[1]
    options = county.problem.options
    first = [int(np.nonzero(options.seat == s)[0][0]) for s in range(seats)]
    plan = Assignment(np.arange(seats), np.array(first))
    if not all(county.may[s, s] for s in range(seats)):
        return
    put(model, plan)
    linear = model.linear(cost_of(name))
    assert all(abs(c) <= LARGEST_COEFFICIENT for c in linear.terms.values())
    total = sum(c * v.value() for v, c in linear.terms.items())
    assert linear.constant + linear.scale * total == model.measure(cost_of(name), [plan])
    assert np.array_equal(model.read()[0].seat, plan.seat)


def test_resolution() -> None:
    """A count is resolved to the unit; person-metres as far as the terms may add up."""
    far = chain(town("A", people=9_000), town("B", people=1_000), km=100)
    model = model_of(dataset_of(far))
    model.aim(UNITS)
    assert model.resolution(1e-6) == 0
    model.aim(cost_of("travel"))
    assert model.resolution(1e-6) == (9_000 + 1_000) * 100_000 // 10**6


def test_travel_is_counted_above_the_nearest_seat() -> None:
    """The part that no plan can save is a constant, and the solver does not see it."""
    tables = chain(town("A"), town("B"), km=10)
    add_village(tables, "a2", "A", km=30, people=10)
    linear = model_of(dataset_of(tables)).linear(cost_of("travel"))
    assert linear.constant == 10 * 30_000
    assert linear.reach == (1_000 + 10) * 10_000 + 1_000 * 10_000


def test_large_limits_lie_between_whole_numbers() -> None:
    """Scaled rows end halfway to the next whole number, small ones on the limit itself."""
    model = model_of(dataset_of(chain(town("A", people=90_000), town("B"), km=50)))
    large, small = model.linear(cost_of("travel")), model.linear(UNITS)
    assert large.scale > 1
    assert large.scaled(1_000, 0.5) * large.scale == 1_000.5
    assert small.scaled(2, 0.5) == 2


def test_a_part_beyond_an_upper_limit_gets_no_variable() -> None:
    """Area: 200 + 200 passes the cap of 300, whichever way round; each stays at home."""
    cap = {"area_cap": {"max_km2": 300}}
    tables = chain(town("A", km2=200), town("B", km2=50), town("C", km2=200))
    may = possible(first_county(dataset_of(tables, cap)))
    assert may.tolist() == [[True, True, False], [True, True, True], [False, True, True]]


@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_an_untouched_township_may_stay_above_the_cap(mode: str) -> None:
    """In the village modes too a unit is exempt as long as it takes nothing in."""
    tables = chain(town("A", km2=299.5), town("B", km2=10))
    add_village(tables, "a2", "A", km=1)
    add_village(tables, "b2", "B", km=1)
    rules = {"area_cap": {"max_km2": 300}, "count": {"county": {"max": 1}}}
    for most, status in ((300, "infeasible"), (312, "optimal")):
        rules["area_cap"] = {"max_km2": most}
        model = model_of(dataset_of(tables, rules, [], mode))
        model.aim(UNITS)
        assert solve_cbc(model.lp, Grant()).status == status
    model = model_of(dataset_of(tables, {"area_cap": {"max_km2": 300}}, [], mode))
    model.aim(LinearExpression(per_unit=-1))
    assert solve_cbc(model.lp, Grant()).status == "optimal"
    assert model.read()[0].seat.tolist() == [0, 1, 0, 1]


def test_seats_in_order_only_where_they_are_alike() -> None:
    """Townships that stay are not exchanged for one another."""
    problem = first_county(dataset_of(chain(town("A"), town("B")), mode="split"))
    with pytest.raises(ValueError, match="alike"):
        possible(problem, (), ordered=True)


@pytest.mark.parametrize(
    ("sense", "right", "feasible"),
    [
        (pulp.LpConstraintLE, 0, True),
        (pulp.LpConstraintLE, -1, False),
        (pulp.LpConstraintGE, -1, True),
        (pulp.LpConstraintGE, 1, False),
        (pulp.LpConstraintEQ, 0, True),
        (pulp.LpConstraintEQ, 1, False),
        (pulp.LpConstraintEQ, -1, False),
    ],
)
def test_row_without_terms(sense: int, right: int, feasible: bool) -> None:
    """0 <= -1 is no row to be left out."""
    lp = pulp.LpProblem("empty", pulp.LpMinimize)
    x = lp.add_variable("x", lowBound=0, upBound=1)
    lp.setObjective(x + 0)
    add_row(lp, {x: 1}, pulp.LpConstraintGE, 1)
    add_row(lp, {x: 0}, sense, right)
    assert solve_cbc(lp, Grant()).status == ("optimal" if feasible else "infeasible")
