"""Objectives with parameters, bottlenecks and weighted sums, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from models.plan import Outcome
from models.scenario import ObjectiveSpec
from optimizer.data.dataset import read_dataset
from optimizer.solve.solution import Solution
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import codes_of, dataset_of, solution_of, write_folder

ONE = {"count": {"city": {"max": 1}}}


def solved(tables: Tables, objectives: list[dict[str, Any]], **rules: Any) -> Solution:
    """Solve to optimality."""
    solution = solution_of(dataset_of(tables, rules, objectives))
    assert solution.outcome is Outcome.OPTIMAL
    assert all(r.proved and r.value == r.bound for r in solution.reached)
    return solution


def values(tables: Tables, objectives: list[dict[str, Any]], **rules: Any) -> list[int | Fraction]:
    """Return what each objective reaches."""
    return [r.value for r in solved(tables, objectives, **rules).reached]


def row() -> Tables:
    """Return A - B - C, 10 km apart, most people in A."""
    return chain(town("A", people=5000), town("B"), town("C"))


def test_the_worst_distance_goes_before_travel_or_after() -> None:
    """With one unit the middle seat is nearest to all, the seat of A to most people."""
    assert values(row(), [{"name": "worst"}, {"name": "travel"}], **ONE) == [10_000, 60_000_000]
    assert values(row(), [{"name": "travel"}, {"name": "worst"}], **ONE) == [30_000_000, 20_000]


def test_a_tolerance_on_the_worst_distance_is_used_by_what_comes_after() -> None:
    """Twice the least lets travel have its seat."""
    worst = {"name": "worst", "tolerance": 1.0}
    solution = solution_of(dataset_of(row(), ONE, [worst, {"name": "travel"}]))
    assert [r.best for r in solution.reached] == [10_000, 30_000_000]


def test_the_worst_of_two_counties_is_one_threshold() -> None:
    """X cannot do better than 30 km, so Y need not do better either."""
    tables = chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y"))
    add_village(tables, "a2", "A", km=30)
    assert values(tables, [{"name": "worst"}, {"name": "units"}]) == [30_000, 2]


def test_worse_off_counts_people_above_a_threshold() -> None:
    """Joining two ends to the middle adds 10 km to each."""
    for added, people in ((0, 2000), (9.999, 2000), (10, 0)):
        objective = {"name": "worse_off", "added_km": added}
        assert values(row(), [objective], protected={"townships": ["B"]}, **ONE)[0] == (
            people and 6000
        )


def test_strengthen_prefers_the_flagged() -> None:
    """Of 7,000 people 2,000 can be joined to A, with a flag of one's own choice too."""
    tables = chain(town("A", people=5000, hub=1), town("B", hub=0), town("C", hub=0))
    objective = {"name": "strengthen", "flags": ["hub"]}
    assert values(tables, [objective]) == [5000]
    assert values(tables, [{"name": "strengthen"}]) == [7000]


def test_affinity_joins_along_ties(tmp_path: Path) -> None:
    """B has closer ties with C: joined there it forgoes nothing, joined to A 3 a person."""
    rules = {"count": {"city": {"max": 2}}, "protected": {"townships": ["A", "C"]}}
    objectives = [{"name": "affinity"}]
    folder = write_folder(tmp_path, row(), rules, objectives)
    (folder / "affinity.csv").write_text("a,b,weight\nB,C,5\nA,B,2\n", encoding="utf-8")
    dataset = read_dataset(folder)
    solution = solution_of(dataset)
    assert solution.plan is not None
    assert (solution.reached[0].value, codes_of(solution.plan)["b"]) == (0, "C")
    forced = solution_of(
        read_dataset(folder, {"rules.together": [["A", "B"]]}),
    )
    assert forced.reached[0].value == 3000


def test_a_weighted_sum_stands_beside_the_order() -> None:
    """Of travel and units: a unit is worth 10,000 person-km here, or next to nothing."""
    for weight, units in ((10_000_001, 1), (1, 3)):
        objective = {"weights": {"travel": 1, "units": min(weight, 1_000_000)}}
        tables = chain(town("A", people=50), town("B", people=50), town("C", people=50))
        found = solved(tables, [objective, {"name": "units"}])
        assert found.reached[1].value == units


def test_a_weighted_sum_is_recomputed() -> None:
    """500 x people moved + person-metres."""
    objective = {"weights": {"travel": 1, "disruption": 500}}
    assert values(row(), [objective], **ONE) == [30_000_000 + 500 * 2000]


@pytest.mark.parametrize(
    "raw",
    [
        {"name": "units", "weights": {"travel": 1}},
        {"name": "travel", "added_km": 5},
        {"name": "weighted"},
        {"weights": {"share": 1}},
        {"weights": {"worst": 1}},
        {"weights": {"weighted": 1}},
        {"weights": {"travel": -1}},
        {"weights": {"travel": 0.5}},
        {"weights": {"nothing": 1}},
    ],
)
def test_parameters_that_do_not_belong_are_refused(raw: dict[str, Any]) -> None:
    """Each objective takes its own; shares, bottlenecks and fractions are no weights."""
    with pytest.raises(ValidationError):
        ObjectiveSpec.model_validate(raw)
