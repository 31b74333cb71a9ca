"""The analysis as a record: the same every time, plans that come back, honest gaps."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models.plan import Outcome, Plan
from models.quantities import HECTARES_PER_KM2
from optimizer.check import audit
from optimizer.data.dataset import Dataset
from optimizer.decide.analysis import analyse, identity, plan_of
from optimizer.decide.analysis.prices import one_step, step_prices
from optimizer.decide.explain.numbers import numbers_of
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.run import solve
from tests.reference.brute import best
from tests.reference.cases import add_village, chain, town
from tests.support import dataset_of

RULES = {"area_cap": {"max_km2": 250}, "count": {"city": {"min": 2}}}
OBJECTIVES = [{"name": "units"}, {"name": "travel"}]


def four() -> Any:
    """Return a chain of four townships."""
    return chain(town("A", 900), town("B", 100), town("C", 500), town("D", 300))


def divided() -> Any:
    """Return the chain with a second village of B, which is next to C as well."""
    tables = four()
    add_village(tables, "b2", "B", km=2)
    tables.contiguity.append({"a": "b2", "b": "c"})
    tables.roads.append({"a": "b2", "b": "c", "km": 2})
    return tables


def analysed(dataset: Dataset, plan: Plan, seconds: float | None = None) -> dict[str, Any]:
    """Return the analysis of a plan."""
    clock = Clock(Effort(seconds, workers=1))
    return analyse(dataset, dataset.sha256, plan, clock)


def optimal(dataset: Dataset) -> Plan:
    """Return a scenario's plan."""
    plan = solve(dataset, Clock(Effort(workers=1))).plan
    assert plan is not None
    return plan


def test_the_record_is_the_same_every_time_and_is_json() -> None:
    """With one worker and no limit of time."""
    dataset = dataset_of(four(), RULES, OBJECTIVES)
    plan = optimal(dataset)
    first, second = (json.dumps(analysed(dataset, plan), ensure_ascii=False) for _ in range(2))
    assert first == second
    record = json.loads(first)
    assert record["plan"] == identity(plan)
    assert record["scenario"] == dataset.sha256
    assert not record["cut"]


def test_every_plan_of_the_record_keeps_the_rules_and_has_its_values() -> None:
    """Forced plans and points of the frontier, read back from what they change."""
    dataset = dataset_of(four(), RULES, OBJECTIVES)
    plan = optimal(dataset)
    record = analysed(dataset, plan)
    shown = [pair for pair in record["why_not"]["pairs"] if "moves" in pair]
    shown += record["frontier"]["points"]
    assert shown
    for found in shown:
        judged = audit(plan_of(plan, found["moves"]), dataset.scenario)
        assert not judged.broken
        values = [judged.objectives["units"], judged.objectives["travel"]]
        assert values == found["values"]


@pytest.mark.parametrize("side", ["looser", "tighter"])
def test_a_price_is_the_optimum_at_the_other_value(side: str) -> None:
    """Each number one step to each side, everything else as it is, by brute force."""
    tables = four()
    dataset = dataset_of(tables, RULES, OBJECTIVES)
    record = analysed(dataset, optimal(dataset))
    numbers = {row["key"]: row for row in record["prices"]["numbers"]}
    assert set(numbers) == {"area_cap.max_km2", "count.city.min"}
    values = {"looser": (260, 1), "tighter": (240, 3)}[side]
    asked = (
        ("area_cap.max_km2", {**RULES, "area_cap": {"max_km2": values[0]}}),
        ("count.city.min", {**RULES, "count": {"city": {"min": values[1]}}}),
    )
    for key, rules in asked:
        expected = best(tables, rules, OBJECTIVES)
        assert expected is not None
        assert numbers[key][side]["values"] == list(expected.values)
        assert numbers[key][side]["proved"]


def test_one_step_is_of_the_second_figure_and_one_for_counts() -> None:
    """300 km2 by 10, 25 km by 1, 8 km by 0.1, 20,000 people by 1,000, counts by one."""
    rules = {
        "area_cap": {"max_km2": 300},
        "access": {"max_km": 25},
        "burden": {"max_added_km": 8},
        "population": {"min": 20000},
        "count": {"city": {"max": 120}},
    }
    dataset = dataset_of(four(), rules)
    steps = {number.name: one_step(number) for number in numbers_of(dataset.scenario)}
    assert steps == {
        "area_cap.max_km2": 10 * HECTARES_PER_KM2,
        "access.max_km": 1000,
        "burden.max_added_km": 100,
        "population.rows[1].min": 1000,
        "count.city.max": 1,
    }


def test_no_price_of_what_a_scenario_may_not_hold() -> None:
    """At 1e12 units nothing is looser."""
    dataset = dataset_of(four(), {"count": {"city": {"max": 10**12}}}, OBJECTIVES)
    ((looser, tighter),) = [(p.looser, p.tighter) for p in step_prices(dataset, Clock())]
    assert looser is None
    assert tighter is not None and tighter[0] == "1e+12"


def test_the_modes_of_villages_have_all_parts() -> None:
    """Frontier and backbone with townships beside units, why not and prices."""
    dataset = dataset_of(divided(), RULES, OBJECTIVES, "split")
    plan = optimal(dataset)
    record = analysed(dataset, plan)
    assert all(record[part]["available"] for part in ("frontier", "backbone"))
    assert record["frontier"]["proved"] and record["backbone"]["proved"]
    for point in record["frontier"]["points"]:
        judged = audit(plan_of(plan, point["moves"]), dataset.scenario)
        assert not judged.broken
        assert [judged.objectives[n] for n in ("units", "travel")] == point["values"]
    (there,) = [p for p in record["backbone"]["pairs"] if p["a"] == "B" and p["b"] == "C"]
    assert there["of"] == 2
    assert there["villages"]["every"] + there["villages"]["some"] >= 1
    assert there["standing"] in ("every", "some")
    pairs = record["why_not"]["pairs"]
    assert pairs and record["why_not"]["exact"] == len(pairs)
    assert [row["looser"]["outcome"] for row in record["prices"]["numbers"]] == [
        Outcome.OPTIMAL
    ] * 2


def test_without_time_the_record_says_so() -> None:
    """What was not begun is named, and the record is marked as cut short."""
    dataset = dataset_of(four(), RULES, OBJECTIVES)
    record = analysed(dataset, optimal(dataset), 0)
    assert record["cut"]
    assert record["prices"] == {
        "available": False,
        "why": {"en": "the time was over before it began", "zh": "时间用完，未开始"},
    }
