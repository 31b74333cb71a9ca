"""The whole territory: counties apart and combined, equal to all at once and to brute force."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.merge.restricted import all_ties
from models.plan import Outcome
from optimizer.data.dataset import Dataset
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.city import solve_city
from optimizer.solve.decomposition.city_answer import CityAnswer
from optimizer.solve.decomposition.joint import solve_jointly
from optimizer.solve.decomposition.source import Listed
from optimizer.solve.partition.joint import join, split
from optimizer.solve.partition.problem import PartitionProblem
from optimizer.solve.results import Verdict
from tests.reference.brute import best
from tests.reference.cases import chain, town
from tests.reference.figures import read
from tests.reference.rule_strategies import ranges
from tests.reference.strategies import problems
from tests.reference.tables import Objectives, Rules, Tables
from tests.support import dataset_of, models_of, solution_of, wide_ties

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
PARTS: Any = {"max_townships": 7, "max_counties": 3, "villages_per_township": (1, 1)}
UNITS = [{"name": "units"}]


@st.composite
def tied(draw: st.DrawFn) -> tuple[Tables, Rules, Objectives]:
    """Draw a problem of sums alone, with a range on the units of the whole city."""
    tables, rules, drawn = draw(problems(**PARTS))
    objectives = [row for row in drawn if row["name"] != "worst"]
    city = draw(ranges(len(read(tables).townships)))
    return tables, {**rules, "count": {**rules.get("count", {}), "city": city}}, objectives


def clock() -> Clock:
    """Return a clock for one worker."""
    return Clock(Effort(workers=1))


def apart(dataset: Dataset) -> CityAnswer:
    """Solve county by county, and combine."""
    partitions = [PartitionProblem.of(model.partition) for model in models_of(dataset)]
    ties = all_ties(dataset)
    return solve_city(Listed.of(partitions), dataset.scenario, ties, clock())


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(tied())
def test_equals_the_joint_solve_and_brute_force(
    problem: tuple[Tables, Rules, Objectives],
) -> None:
    """With a range on the city's units, every rule and any order of objectives."""
    dataset = dataset_of(*problem)
    expected, found = best(*problem), apart(dataset)
    partitions = [PartitionProblem.of(model.partition) for model in models_of(dataset)]
    specs = dataset.scenario.objectives
    together, pieces = solve_jointly(partitions, specs, wide_ties(dataset), clock())
    if expected is None:
        assert (found.verdict, together.verdict) == (Verdict.INFEASIBLE, Verdict.INFEASIBLE)
        assert found.chosen is pieces is None
        return
    assert (found.verdict, together.verdict) == (Verdict.SOLVED, Verdict.SOLVED)
    for answer in (found, together):
        assert tuple(a.value for a in answer.attained) == expected.values
        assert tuple(a.bound for a in answer.attained) == expected.values
    assert pieces is not None
    assert all(p.accepts(chosen) for p, chosen in zip(partitions, pieces, strict=True))


def counties() -> Tables:
    """Return X with three townships and Y with two, in a row of 10 km steps."""
    towns = [town("A", 10), town("B", 20), town("C", 40), town("D", 80, county="Y")]
    return chain(*towns, town("E", 160, county="Y"))


def fewest(**rules: Any) -> int | None:
    """Return the fewest units."""
    solution = solution_of(dataset_of(counties(), rules, UNITS))
    assert solution.outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE)
    return None if solution.plan is None else len(solution.plan.units)


@pytest.mark.parametrize(("least", "units"), [(1, 2), (2, 2), (3, 3), (4, 4), (5, 5), (6, None)])
def test_the_citys_least_count(least: int, units: int | None) -> None:
    """Counties give back just as many units as the city asks for, as far as there are."""
    assert fewest(count={"city": {"min": least}}) == units


def test_the_cheapest_county_gives_way() -> None:
    """Of two ways to three units the one that moves fewest: A and B into C, D and E apart."""
    objectives = [{"name": "units"}, {"name": "disruption"}]
    dataset = dataset_of(counties(), {"count": {"city": {"min": 3}}}, objectives)
    solution = solution_of(dataset)
    assert [r.value for r in solution.reached] == [3, 30]


def test_a_county_without_a_plan_is_named() -> None:
    """Y cannot reach its floor: the city has no plan, and Y is why."""
    rules = {"count": {"county": {"Y": {"min": 3}}}}
    found = apart(dataset_of(counties(), rules))
    assert (found.verdict, found.infeasible_counties) == (Verdict.INFEASIBLE, (1,))


def test_share_of_the_city_before_units() -> None:
    """The best share of the city may need a county to keep more than its fewest units."""
    towns = [town("A", kind="镇"), town("B", kind="镇"), town("C", county="Y")]
    tables = chain(*towns, town("D", county="Y"))
    dataset = dataset_of(tables, {}, [{"name": "share"}, {"name": "units"}])
    assert [r.value for r in solution_of(dataset).reached] == [Fraction(2, 3), 3]


def test_a_tolerance_is_the_citys_budget() -> None:
    """Half of two units is one more for the city, not one more for each county."""
    objectives = [{"name": "units", "tolerance": 0.5}, {"name": "disruption"}]
    solution = solution_of(dataset_of(counties(), {}, objectives))
    assert [r.best for r in solution.reached] == [2, 30]
    assert [r.value for r in solution.reached] == [3, 30]


def test_join_and_split() -> None:
    """Columns of all counties behind one another, and back."""
    partitions = [
        PartitionProblem.of(model.partition) for model in models_of(dataset_of(counties()))
    ]
    sizes = [len(p) for p in partitions]
    joined = join(partitions, wide_ties(dataset_of(counties(), {"count": {"city": {"min": 3}}})))
    assert (len(joined), joined.parts) == (sum(sizes), 5)
    assert joined.rows[-1].low == 3
    assert joined.county.tolist() == [0] * sizes[0] + [1] * sizes[1]
    chosen = split(joined.units.cumsum() - 1, sizes)
    assert [piece.tolist() for piece in chosen] == [list(range(n)) for n in sizes]
