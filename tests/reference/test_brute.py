"""Cases worked out by hand that pin down what the rules apply to."""

from typing import Any

import pytest

from .brute import Answer, best
from .cases import add_village, chain, town
from .tables import Tables

UNITS = [{"name": "units"}]


def fewest(tables: Tables, **rules: Any) -> int | None:
    """Return the fewest units under the rules, None when infeasible."""
    answer = best(tables, rules, UNITS)
    return None if answer is None else int(answer.values[0])


def seats(answer: Answer | None) -> set[str]:
    """Return the sets of unit codes of all optimal plans, each joined to a word."""
    assert answer is not None
    return {"".join(sorted(set(plan.values()))) for plan in answer.plans()}


def test_without_rules_a_connected_county_is_one_unit() -> None:
    """With no rules a county of three townships becomes one unit, with any of the seats."""
    tables = chain(town("A"), town("B"), town("C"))
    assert fewest(tables) == 1
    assert seats(best(tables, {}, UNITS)) == {"A", "B", "C"}


def test_area_cap_leaves_untouched_units_alone() -> None:
    """A township that is larger than the cap stays; only units that grow are held to it."""
    tables = chain(town("A", km2=400), town("B"), town("C"))
    assert fewest(tables, area_cap={"max_km2": 300}) == 2
    assert fewest(tables, area_cap={"max_km2": 100}) == 3


@pytest.mark.parametrize(("km2", "units"), [(150.0, 1), (150.01, 2)])
def test_area_cap_allows_exactly_the_cap(km2: float, units: int) -> None:
    """A unit of exactly the cap is allowed, one of a hundredth more is not."""
    tables = chain(town("A", km2=150.0), town("B", km2=km2))
    assert fewest(tables, area_cap={"max_km2": 300}) == units


def test_area_is_rounded_by_village_before_it_is_added() -> None:
    """Two villages of 150.005 km2 make 300.02, not 300.01."""
    tables = chain(town("A", km2=150.005), town("B", km2=150.005))
    assert fewest(tables, area_cap={"max_km2": 300.01}) == 2
    assert fewest(tables, area_cap={"max_km2": 300.02}) == 1


def test_area_cap_looks_at_the_kind_of_the_seat() -> None:
    """A union over the cap may keep the seat of a kind that is not capped, and no other."""
    tables = chain(town("A", km2=200, kind="镇"), town("B", km2=200, kind="街道"))
    assert seats(best(tables, {"area_cap": {"max_km2": 300}}, UNITS)) == {"B"}
    cap = {"max_km2": 300, "kinds": ["乡", "镇", "街道"]}
    assert fewest(tables, area_cap=cap) == 2


def test_area_exception_is_for_the_unit_that_keeps_the_seat() -> None:
    """The excepted township may grow over the cap; being absorbed by another may not."""
    tables = chain(town("A", km2=200), town("B", km2=200))
    cap = {"max_km2": 300, "exceptions": [{"township": "A", "reason": "r"}]}
    assert seats(best(tables, {"area_cap": cap}, UNITS)) == {"A"}


def test_population_holds_for_untouched_units() -> None:
    """A township below the floor must merge, one above the ceiling is infeasible; bounds count."""
    tables = chain(town("A", people=500), town("B", people=1500), town("C", people=2000))
    assert fewest(tables, population={"min": 2000}) == 1
    assert fewest(tables, population={"min": 2000, "max": 2000}) == 2
    assert fewest(tables, population={"max": 1999}) is None


def test_population_by_terrain_takes_the_terrain_of_the_seat() -> None:
    """A row for a terrain holds for seats in it, a row without terrain for all others."""
    tables = chain(town("A", people=500, terrain="hill"), town("B", people=900, terrain="plain"))
    hill = {"terrain": "hill", "max": 1000}
    assert seats(best(tables, {"population": [hill]}, UNITS)) == {"B"}
    assert seats(best(tables, {"population": [hill, {"min": 901}]}, UNITS)) == {"B"}
    assert seats(best(tables, {"population": [hill, {"min": 900, "max": 999}]}, UNITS)) == {"AB"}


def test_access_counts_only_villages_whose_seat_changes() -> None:
    """A far village of a township that keeps its seat breaks the rule only with scope all."""
    tables = chain(town("A"), town("B"), km=20)
    add_village(tables, "a2", "A", km=30)
    assert seats(best(tables, {"access": {"max_km": 20}}, UNITS)) == {"A"}
    assert fewest(tables, access={"max_km": 19.999}) == 2
    assert fewest(tables, access={"max_km": 29.999, "scope": "all"}) is None
    assert fewest(tables, access={"max_km": 30, "scope": "all"}) == 1


def test_distance_runs_through_other_counties() -> None:
    """The shortest path may leave the unit and the county; contiguity may not."""
    tables = chain(town("A"), town("B"), town("C", county="Y"), km=5)
    tables.roads[0]["km"] = 30
    tables.roads.append({"a": "a", "b": "c", "km": 6})
    assert fewest(tables, access={"max_km": 11}) == 2
    assert fewest(tables, access={"max_km": 10.999}) == 3


def test_protected_townships_keep_their_seats() -> None:
    """Flagged and named townships are not dissolved, so that two of them never merge."""
    tables = chain(town("A", key_town=1), town("B", key_town=0), town("C", key_town=0))
    assert seats(best(tables, {"protected": {"flags": ["key_town"]}}, UNITS)) == {"A"}
    rule = {"flags": ["key_town"], "townships": ["C"]}
    assert seats(best(tables, {"protected": rule}, UNITS)) == {"AC"}


def test_share_floor_holds_in_each_county() -> None:
    """One town of two in each county: another county's gain does not make up for a loss."""
    towns = [town("A"), town("B", kind="镇"), town("C", kind="镇", county="Y")]
    tables = chain(*towns, town("D", county="Y"))
    assert seats(best(tables, {"share": {"floor": "status_quo"}}, UNITS)) == {"BC"}


def test_share_floor_holds_for_the_city() -> None:
    """Merging two towns keeps their county at 1 but lowers the city from 2/4 to 1/3."""
    towns = [town("A", kind="镇"), town("B", kind="镇"), town("C", county="Y")]
    tables = chain(*towns, town("D", county="Y"))
    count = {"county": {"Y": {"max_cut": 0}}}
    assert fewest(tables, count=count) == 3
    assert fewest(tables, count=count, share={"floor": "status_quo"}) == 4
    assert fewest(tables, share={"floor": "status_quo"}) == 2


def test_counts_of_county_and_city() -> None:
    """Bounds are on units or on the cut; of a county, of one by code, or of the city."""
    tables = chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y"))
    assert fewest(tables, count={"city": {"max_cut": 1}}) == 3
    assert fewest(tables, count={"city": {"min": 3}}) == 3
    assert fewest(tables, count={"county": {"min": 2}}) == 4
    assert fewest(tables, count={"county": {"Y": {"min": 2}}}) == 3
    assert fewest(tables, count={"county": {"max_cut": 0}, "city": {"min_cut": 1}}) is None


def test_together_and_apart() -> None:
    """Together takes what lies between along; apart parts; both at once is infeasible."""
    tables = chain(town("A"), town("B"), town("C"), town("D"))
    most = {"county": {"max_cut": 2}}
    answer = best(tables, {"together": [["A", "C"]], "count": most}, [{"name": "disruption"}])
    assert answer is not None and answer.values == (2000,)
    assert fewest(tables, apart=[["A", "B"], ["B", "C"]]) == 3
    assert fewest(tables, apart=[["A", "B"]], together=[["A", "C"]]) is None


def test_share_target_is_for_all_districts_together() -> None:
    """One county's towns make up for another's; a county that is no district does not count."""
    towns = [town("A"), town("B", kind="镇"), town("C", county="Y"), town("D", county="Y")]
    tables = chain(*towns, town("E", county="Z", kind="镇"))
    tables.counties[2]["is_district"] = 0
    assert fewest(tables, share={"districts_target": 0.5}) == 3
    assert fewest(tables, share={"districts_target": 0.51}) is None
