"""Units listed, or townships assigned to seats: the answers are the same, and no plan is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.merge.expressions import UNITS
from models.plan import Outcome
from optimizer.data.dataset import Dataset
from optimizer.solve.branch_and_cut import stage
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.assembly import assembled
from optimizer.solve.decomposition.counties import Counties
from optimizer.solve.decomposition.county_model import VillageCounty, WholeCounty
from optimizer.solve.decomposition.heuristic_results import heuristic_results
from optimizer.solve.decomposition.whole_county import whole_county
from optimizer.solve.evidence import Proof
from optimizer.solve.partition.construction import Construction
from optimizer.solve.run import solve
from tests.optimizer.solve.partition.test_recombination import construction_of
from tests.optimizer.solve.test_whole_brute_force import agree
from tests.reference.cases import chain, town
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import dataset_of, models_of, wide_ties

Drawn = tuple[Tables, dict[str, Any], list[Any]]


def _plain(begun: Construction) -> bool:
    """Return whether no township of a county is in pieces."""
    return begun.bitset.fragments.trivial


def _plain_and_even(begun: Construction) -> bool:
    return _plain(begun) and begun.problem.county % 2 == 0


@pytest.fixture
def always() -> Any:
    """Assign townships to seats wherever there are any."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Construction, "many", property(_plain))
        yield


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
@given(problems())
def test_seats_equal_brute_force(always: None, drawn: Drawn) -> None:
    """The same optimum, objective by objective, as the search over all partitions."""
    agree(*drawn)


@settings(max_examples=10, deadline=None, suppress_health_check=[*HealthCheck])
@given(problems())
def test_seats_equal_brute_force_with_what_many_get(always: None, drawn: Drawn) -> None:
    """The same with better seats for the first plan and a bound by multipliers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "MANY", 0)
        agree(*drawn)


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(problems(max_townships=7, max_counties=3))
def test_seats_equal_brute_force_over_counties(always: None, drawn: Drawn) -> None:
    """Ties over several counties too."""
    agree(*drawn)


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(problems(max_townships=7, max_counties=3))
def test_both_ways_in_one_territory(drawn: Drawn) -> None:
    """Counties of either kind are put together, in whatever way ties ask for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Construction, "many", property(_plain_and_even))
        agree(*drawn)


@settings(max_examples=30, deadline=None, suppress_health_check=[*HealthCheck])
@given(problems(max_townships=7), st.booleans())
def test_listed_units_are_as_few_over_seats(drawn: Drawn, known: bool) -> None:
    """The other way of a county whose units are listed comes to the same, from any plan."""
    dataset = dataset_of(*drawn)
    begun = construction_of(dataset)
    assume(_plain(begun))
    county = whole_county(begun, dataset.scenario, Clock())
    assert isinstance(county, WholeCounty) and county.otherwise is not None
    listed = county.choices.minimised(UNITS, Clock())
    seats = county.otherwise(listed.chosen if known else None, 0, Clock())
    assert (seats.verdict, seats.value) == (listed.verdict, listed.value)
    if seats.chosen is not None:
        assert county.choices.accepts(seats.chosen)
        assert len(seats.chosen) == listed.value


def test_large_units_are_assigned_to_seats(large: Dataset) -> None:
    """The estimate says so before anything is listed."""
    model = whole_county(construction_of(large), large.scenario, Clock())
    assert isinstance(model, VillageCounty)
    assert model.start is not None
    small = dataset_of(chain(town("A"), town("B"), town("C")))
    assert isinstance(whole_county(construction_of(small), small.scenario, Clock()), WholeCounty)


def test_large_units_are_proved(large: Dataset) -> None:
    """Units by their sizes, travel by the LP over townships and seats."""
    clock = Clock(Effort(workers=1))
    solution = solve(large, clock)
    assert solution.outcome is Outcome.OPTIMAL
    assert solution.reached[0].value == 3
    assert solution.reached[0].proof is Proof.BOUND


def test_the_fewest_units_need_no_model(counted: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick plan of as few units as their sizes allow is proved as it stands."""
    monkeypatch.setattr(Counties, "model", None)
    solution = solve(counted, Clock())
    assert solution.outcome is Outcome.OPTIMAL
    assert [(r.value, r.bound, r.proof) for r in solution.reached] == [(3, 3, Proof.BOUND)]


def _over(clock: Clock) -> None:
    object.__setattr__(clock, "started", -(10**9))


@pytest.mark.parametrize("cut", [Clock.stop, _over])
def test_an_interruption_keeps_the_quick_plan(large: Dataset, cut: Callable[[Clock], None]) -> None:
    """Also one before anything was begun; the plan passed the checker."""
    clock = Clock(Effort(seconds=10**8))
    cut(clock)
    solution = solve(large, clock)
    assert solution.outcome in (Outcome.INTERRUPTED, Outcome.FEASIBLE)
    assert solution.audit is not None
    assert not solution.audit.broken


def test_an_interruption_keeps_ties_over_counties() -> None:
    """Quick plans of the counties are exchanged for others until the city's rule holds."""
    towns = [town(c, county=k) for c, k in zip("ABCDEF", "XXXYYY", strict=True)]
    rules = {"area_cap": {"max_km2": 300}, "count": {"city": {"min": 4}}}
    dataset = dataset_of(chain(*towns), rules, [{"name": "units"}])
    clock = Clock()
    clock.stop()
    solution = solve(dataset, clock)
    assert solution.plan is not None
    assert len(solution.plan.kept) >= 4


def test_what_cannot_be_put_together_is_none() -> None:
    """A tie that no choice of the plans at hand keeps."""
    towns = [town(c, county=k) for c, k in zip("ABCD", "XXYY", strict=True)]
    dataset = dataset_of(chain(*towns), {"count": {"city": {"max": 1}}})
    plans = [
        heuristic_results(model.problem, dataset.scenario, (), 0) for model in models_of(dataset)
    ]
    assert assembled(plans, ()) is not None
    assert assembled(plans, wide_ties(dataset)) is None
    assert assembled([*plans, []], ()) is None
