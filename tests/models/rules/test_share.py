"""P4.share in the models: floors as ties of exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from models.plan import Outcome
from models.rules.share import Share
from tests.reference.cases import chain, town
from tests.reference.tables import Tables
from tests.support import dataset_of, solution_of, territory_of

FLOOR = {"floor": "status_quo"}


def two_counties() -> Tables:
    """Return X with a town of two, Y with a town of two, and no other county."""
    towns = [town("A"), town("B", kind="镇"), town("C", kind="镇", county="Y")]
    return chain(*towns, town("D", county="Y"))


def floors(tables: Tables, **rule: Any) -> set[tuple[tuple[int, ...], Fraction]]:
    """Return the floors as (counties, least share)."""
    found = Share(**rule).floors(territory_of(tables))
    return {(tuple(sorted(counties)), least) for counties, least in found}


def fewest(tables: Tables, **rules: Any) -> tuple[Outcome, int | None]:
    """Return the outcome and the fewest units."""
    solution = solution_of(dataset_of(tables, rules, [{"name": "units"}]))
    return solution.outcome, len(solution.plan.units) if solution.plan else None


def test_floors_are_those_of_each_county_and_of_the_city() -> None:
    """The status quo's share, as an exact fraction."""
    half = Fraction(1, 2)
    assert floors(two_counties(), **FLOOR) == {((0,), half), ((1,), half), ((0, 1), half)}


def test_a_single_county_is_the_city() -> None:
    """It has one floor, not the same twice."""
    tables = chain(town("A"), town("B", kind="镇"), town("C", kind="街道"))
    found = list(Share(**FLOOR).floors(territory_of(tables)))
    assert found == [(frozenset([0]), Fraction(2, 3))]


def test_target_is_of_all_districts_together() -> None:
    """Counties that are no districts are left out; without districts there is no target."""
    tables = two_counties()
    assert floors(tables, districts_target=0.85) == {((0, 1), Fraction(17, 20))}
    tables.counties[0]["is_district"] = 0
    assert floors(tables, districts_target=0.85) == {((1,), Fraction(17, 20))}
    tables.counties[1]["is_district"] = 0
    assert floors(tables, districts_target=0.85) == set()


def test_a_tie_is_the_floor_without_fractions() -> None:
    """3 t - 2 n >= 0 for a share of at least 2/3: met exactly at (3, 2), missed at (4, 2)."""
    tables = chain(town("A"), town("B", kind="镇"), town("C", kind="街道"))
    (tie,) = Share(**FLOOR).ties(territory_of(tables))
    assert (tie.per_unit, tie.per_urban, tie.low) == (-2, 3, 0)
    assert [3 * t - 2 * n for n, t in ((3, 2), (1, 1), (4, 2), (1, 0))] == [0, 1, -2, -2]
    assert tie.holds(0) and tie.holds(1) and not tie.holds(-2)


def test_floor_is_kept_by_the_plan() -> None:
    """Feasible: B takes A. Without the rule A may take B, with a protected A nothing merges."""
    tables = chain(town("A"), town("B", kind="镇"))
    assert fewest(tables, share=FLOOR) == (Outcome.OPTIMAL, 1)
    assert fewest(tables, share=FLOOR, protected={"townships": ["A"]}) == (Outcome.OPTIMAL, 2)


def test_target_at_its_edge() -> None:
    """A share of exactly 1/2 keeps a target of 0.5 and not one of 0.500001."""
    tables = chain(town("A"), town("B", kind="镇"))
    fixed = {"protected": {"townships": ["A", "B"]}}
    assert fewest(tables, share={"districts_target": 0.5}, **fixed) == (Outcome.OPTIMAL, 2)
    above = fewest(tables, share={"districts_target": 0.500001}, **fixed)
    assert above == (Outcome.INFEASIBLE, None)


@pytest.mark.parametrize("target", [0.25, 1.0])
def test_floor_and_target_of_the_same_counties_both_hold(target: float) -> None:
    """A district's target neither replaces its floor nor is replaced by it."""
    tables = chain(town("A", kind="镇"), town("B", kind="镇"), town("C"))
    rules = {"area_cap": {"max_km2": 200}, "protected": {"townships": ["C"]}}
    both = {**FLOOR, "districts_target": target}
    assert fewest(tables, share={"districts_target": 0.25}, **rules) == (Outcome.OPTIMAL, 2)
    expected = (Outcome.OPTIMAL, 3) if target < 0.5 else (Outcome.INFEASIBLE, None)
    assert fewest(tables, share=both, **rules) == expected


def test_nothing_asked_is_refused() -> None:
    """An empty rule is a mistake, and so is a target outside ]0, 1]."""
    for wrong in ({}, {"districts_target": 0}, {"districts_target": 1.01}, {"floor": "higher"}):
        with pytest.raises(ValidationError):
            Share(**wrong)
