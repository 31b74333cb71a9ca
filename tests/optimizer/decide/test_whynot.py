"""Why not: what is said of each pair equals what looking at every plan says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings

from models.plan import Plan
from optimizer.check import audit
from optimizer.data.dataset import Dataset
from optimizer.decide.whynot import PairAnswer, Verdict, WhyNot, adjacent_units, why_not
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.run import solve
from tests.reference.brute import best
from tests.reference.cases import add_village, chain, town
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import dataset_of, plan_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]


def asked(dataset: Dataset, plan: Plan | None = None, seconds: float | None = None) -> WhyNot:
    """Return all answers about a plan, by default the status quo."""
    plan = plan or Plan.status_quo(dataset.territory)
    clock = Clock(Effort(seconds, workers=1))
    return why_not(dataset, plan, clock)


def names(dataset: Dataset, pair: PairAnswer) -> tuple[str, str]:
    """Return the codes of a pair."""
    codes = dataset.territory.unit_codes
    return codes[pair.a], codes[pair.b]


def with_both(
    dataset: Dataset, plan: Plan, pair: PairAnswer, rules: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the rules with all townships of two units in one."""
    territory = dataset.territory
    inside = territory.villages.township[np.isin(plan.unit, [pair.a, pair.b])]
    first, *others = [territory.townships[t].code for t in np.unique(inside)]
    before = list(rules.get("together", []))
    return {**rules, "together": [*before, *([first, other] for other in others)]}


def agree(tables: Tables, rules: dict[str, Any], objectives: list[Any]) -> None:
    """Assert that every answer about a plan is what every plan that there is says."""
    dataset = dataset_of(tables, rules, objectives)
    territory = dataset.territory
    plan = solve(dataset, Clock(Effort(workers=1))).plan
    plan = plan or Plan.status_quo(territory)
    optimum = best(tables, rules, objectives)
    found = asked(dataset, plan)
    assert [(p.a, p.b) for p in found.pairs] == adjacent_units(plan)
    for pair in found.pairs:
        if territory.townships[pair.a].county != territory.townships[pair.b].county:
            assert [reason.clause for reason in pair.reasons] == ["P5.county"]
            continue
        expected = best(tables, with_both(dataset, plan, pair, rules), objectives)
        if expected is None:
            assert pair.verdict in (Verdict.FORBIDDEN, Verdict.NO_PLAN)
            continue
        assert optimum is not None
        same = tuple(expected.values) == tuple(optimum.values)
        assert pair.verdict is (Verdict.FREE if same else Verdict.COSTS)
        assert pair.forced is not None
        assert pair.forced.values == tuple(expected.values)
        inside = pair.forced.plan.unit[np.isin(plan.unit, [pair.a, pair.b])]
        assert len(np.unique(inside)) == 1
        assert not audit(pair.forced.plan, dataset.scenario).broken


@settings(max_examples=15, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=6))
def test_equals_brute_force(problem: tuple[Tables, dict[str, Any], list[Any]]) -> None:
    """Costs are those of the best plan with both in one; what is forbidden is in no plan."""
    agree(*problem)


def test_a_reason_names_rule_seat_and_figures() -> None:
    """A (100 km2) and B (300 km2) are 400 km2 together, whichever seat they keep."""
    dataset = dataset_of(
        chain(town("A", km2=100), town("B", km2=300)), {"area_cap": {"max_km2": 350}}
    )
    (pair,) = asked(dataset).pairs
    assert pair.verdict is Verdict.FORBIDDEN
    assert [(r.clause, r.seat) for r in pair.reasons] == [("P3.area", 0), ("P3.area", 1)]
    assert pair.reasons[0].text.en == "400.00 km2 together, the cap is 350"
    assert pair.reasons[0].text.zh == "合计 400.00 平方公里，上限 350"


def test_a_way_that_is_too_far_is_named() -> None:
    """From c, a village of B, it is 10 + 7 km to A's seat; to B's seat from a it is 10."""
    tables = chain(town("A"), town("B"))
    add_village(tables, "c", "B", 7)
    dataset = dataset_of(tables, {"access": {"max_km": 12}})
    (pair,) = asked(dataset).pairs
    assert pair.verdict in (Verdict.COSTS, Verdict.FREE)
    (reason,) = pair.reasons
    assert (reason.clause, reason.seat) == ("P3.access", 0)
    assert reason.text.en == "c would be 17.000 km from the seat of A, 12 are allowed"


def test_protected_towns_keep_their_seats() -> None:
    """Two protected townships are forbidden at both seats, each because of the other."""
    rules = {"protected": {"townships": ["A", "B"]}}
    (pair,) = asked(dataset_of(chain(town("A"), town("B")), rules)).pairs
    assert pair.verdict is Verdict.FORBIDDEN
    said = [reason.text.en for reason in pair.reasons]
    assert said == ["B keeps its own seat", "A keeps its own seat"]


def test_the_number_of_units_is_a_conflict_and_no_rule_on_the_unit() -> None:
    """Where as many units as before are asked for, no merger is in any plan."""
    dataset = dataset_of(chain(town("A"), town("B")), {"count": {"city": {"min": 2}}})
    (pair,) = asked(dataset).pairs
    assert pair.verdict is Verdict.NO_PLAN
    assert pair.conflict == ("P2.count",)


def test_units_of_two_counties_are_forbidden_by_the_border() -> None:
    """A unit lies in one county (P5.county)."""
    dataset = dataset_of(chain(town("A"), town("B", county="Y")))
    (pair,) = asked(dataset).pairs
    assert pair.verdict is Verdict.FORBIDDEN
    assert [r.clause for r in pair.reasons] == ["P5.county"]


def test_tolerances_and_village_modes_are_solved_again() -> None:
    """A chain of three: B goes to A or C; both answers are proved in every mode."""
    tables = chain(town("A", 300), town("B", 100), town("C", 310))
    rules = {"area_cap": {"max_km2": 200}}
    for mode in ("whole", "split", "redraw"):
        objectives = [{"name": "units", "tolerance": 0.1}, {"name": "travel"}]
        dataset = dataset_of(tables, rules, objectives, mode)
        found = asked(dataset)
        assert found.exact == len(found.pairs) == 2
        for pair in found.pairs:
            both = with_both(dataset, Plan.status_quo(dataset.territory), pair, rules)
            expected = best(tables, both, objectives, mode)
            assert expected is not None
            assert pair.forced is not None
            assert pair.forced.values == tuple(expected.values)


def test_without_time_pairs_are_open_but_for_what_rules_say() -> None:
    """Nothing is claimed of a pair that was not looked at."""
    tables = chain(town("A"), town("B"), town("C", km2=300))
    dataset = dataset_of(tables, {"area_cap": {"max_km2": 350}})
    verdicts = {names(dataset, p): p.verdict for p in asked(dataset, seconds=0).pairs}
    assert verdicts == {("A", "B"): Verdict.OPEN, ("B", "C"): Verdict.FORBIDDEN}


def test_where_another_county_has_no_plan_no_pair_has_one() -> None:
    """Y cannot keep the least number of people: whatever X does, no plan holds A and B."""
    tables = chain(town("A"), town("B"), town("C", 10, county="Y"))
    (pair,) = (p for p in asked(dataset_of(tables, {"population": {"min": 500}})).pairs if p.b == 1)
    assert pair.verdict is Verdict.NO_PLAN
    assert pair.forced is None


def test_a_county_is_proved_where_its_part_is_the_best_at_its_number_of_units() -> None:
    """B belongs to A (fewer people travel); with C it is open, with the bound that A gives."""
    tables = chain(town("A", 900), town("B", 100), town("C", 500), km=10)
    rules = {"area_cap": {"max_km2": 250}}
    dataset = dataset_of(tables, rules, [{"name": "units"}, {"name": "travel"}])
    worse = plan_of(dataset.territory, {"A": "B"})
    (proof,) = asked(dataset, worse).counties
    assert (proof.units, proof.fewest, proof.proved) == (2, 2, False)
    assert proof.values == {"units": 2, "travel": 9_000_000}
    assert proof.bounds == {"units": 2, "travel": 1_000_000}
    (proof,) = asked(dataset, plan_of(dataset.territory, {"B": "A"})).counties
    assert proof.proved
