"""P3.access to services, P3.burden, P2.prudent and robust P2.population, in solver and checker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.plan import Outcome
from models.rules.access import Access
from models.rules.burden import Burden
from models.rules.population import Population
from optimizer.check import Status, audit
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.report.people import people_lines, people_record
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import (
    candidate_units,
    complaints_of,
    dataset_of,
    finding_of,
    plan_of,
    solution_of,
    write_folder,
)

UNITS = [{"name": "units"}]


def served(
    tmp_path: Path,
    rules: dict[str, Any],
    facilities: str = "village,type\na,hospital\nc,hospital\n",
) -> Dataset:
    """Return A - B - C, 10 km apart, with hospitals at both ends."""
    folder = write_folder(tmp_path, chain(town("A"), town("B"), town("C")), rules, UNITS)
    (folder / "facilities.csv").write_text(facilities, encoding="utf-8")
    return read_dataset(folder)


def test_a_unit_is_served_by_the_facility_nearest_to_its_seat(tmp_path: Path) -> None:
    """Under the seat of C its hospital is at c: 20 km from a, 10 km from b."""
    units = candidate_units(served(tmp_path, {"access": {"hospital_max_km": 10}}))
    assert {"A", "B", "C", "AB", "BA", "CB", "BC"} - units == {"BC"}
    assert "CBA" not in units and "CAB" not in units


def test_or_by_the_nearest_of_all(tmp_path: Path) -> None:
    """Then it is 10 km from b and nothing from the others, whatever the unit."""
    rule = {"hospital_max_km": 9.999, "services": "nearest"}
    units = candidate_units(served(tmp_path, {"access": rule}))
    assert "AB" not in units and "BA" in units
    assert solution_of(served(tmp_path, {"access": {**rule, "scope": "all"}})).outcome is (
        Outcome.INFEASIBLE
    )


def test_the_checker_measures_services_again(tmp_path: Path) -> None:
    """B goes to C: 10 km to the hospital of its seat."""
    for limit, status in ((10, Status.MET), (9.999, Status.BROKEN)):
        dataset = served(tmp_path, {"access": {"hospital_max_km": limit}})
        found = audit(plan_of(dataset.territory, {"B": "C"}), dataset.scenario)
        assert finding_of(found, "access").status is status
        assert ("hospital" in finding_of(found, "access").detail.en) == (status is Status.BROKEN)


def test_ways_to_services_before_and_after_are_reported(tmp_path: Path) -> None:
    """B's own hospital is a's (the first of equals); joined to C it is c's.

    Each township is one village, so that no way within it is known, and no mean.
    """
    dataset = served(tmp_path, {})
    record = people_record(plan_of(dataset.territory, {"A": "C", "B": "C"}), dataset.scenario)
    hospital, school = record["services"]
    assert hospital["before"] == {"mean_km": None, "worst_km": 10.0}
    assert hospital["after"] == {"mean_km": None, "worst_km": 20.0}
    assert school == {"kind": "school", "status": "not checked"}
    lines = list(people_lines(plan_of(dataset.territory, {}), dataset.scenario))
    assert "未核验" in lines[2].zh and "mean - -> - km, worst 10.000" in lines[1].en


def test_limits_on_services_need_facilities(tmp_path: Path) -> None:
    """And roads to them, and minutes."""
    dataset = served(tmp_path, {})
    rule = Access(hospital_max_minutes=5, school_max_km=5)
    assert complaints_of(dataset, rule) == [
        ("needs-minutes", "hospital_max_minutes", "5.0"),
        ("needs-facilities", "school_max_km", "school"),
    ]
    assert complaints_of(dataset, Burden(max_added_minutes=5)) == [
        ("needs-minutes", "max_added_minutes", "5.0")
    ]


def far_village() -> Tables:
    """Return A and B, 10 km apart, with a village of A 6 km from its seat, away from B."""
    tables = chain(town("A"), town("B"))
    add_village(tables, "a2", "A", km=6, people=7)
    return tables


@pytest.mark.parametrize(("cap", "units"), [(10, {"A", "B", "AB", "BA"}), (9.999, {"A", "B"})])
def test_burden_is_what_the_change_adds(cap: float, units: set[str]) -> None:
    """a2 goes from 6 to 16 km: 10 more, as a does; b goes from 0 to 10."""
    assert candidate_units(dataset_of(far_village(), {"burden": {"max_added_km": cap}})) == units


def test_who_is_worse_off_is_listed_with_and_without_a_cap() -> None:
    """Every village, the worst first, with its people."""
    for rules, status in (({}, Status.OFF), ({"burden": {}}, Status.MET)):
        dataset = dataset_of(far_village(), rules)
        plan = plan_of(dataset.territory, {"A": "B"})
        found = finding_of(audit(plan, dataset.scenario), "burden")
        assert found.status is status
        assert found.detail.en.startswith("2 villages with 1007 people are farther")
        worse = people_record(plan, dataset.scenario)["worse_off"]
        assert (worse["villages"], worse["people"]) == (2, 1007)
        assert [row["added_km"] for row in worse["list"]] == [10.0, 10.0]


def test_prudence_of_the_city_and_of_each_county() -> None:
    """Two counties of two: one merger in all, or one in each."""
    tables = chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y"))
    for scope, units in (("city", 3), ("county", 2)):
        rule = {"max_people": 1000, "max_villages": 1, "scope": scope}
        solution = solution_of(dataset_of(tables, {"prudent": rule}, UNITS))
        assert (solution.outcome, solution.reached[0].value) == (Outcome.OPTIMAL, units)


def robust(**columns: int) -> Tables:
    """Return A and B of 1,000 people each with further counts of A."""
    tables = chain(town("A"), town("B"))
    tables.villages[0] |= columns
    return tables


def test_population_holds_in_every_scenario() -> None:
    """1,000 people by census, 900 registered: A alone is too small, with B it is not."""
    rule = {"min": 1000, "scenarios": ["registered"]}
    tables = robust(registered=900)
    tables.villages[1]["registered"] = 1200
    assert candidate_units(dataset_of(tables, {"population": rule})) == {"B", "AB", "BA"}
    dataset = dataset_of(tables, {"population": rule})
    found = finding_of(audit(plan_of(dataset.territory, {}), dataset.scenario), "population")
    assert found.status is Status.BROKEN and "900 people (registered), 100 short" in found.detail.en
    merged = audit(plan_of(dataset.territory, {"A": "B"}), dataset.scenario)
    assert finding_of(merged, "population").detail.en.startswith("fewest in any scenario")


def test_population_scenarios_may_be_given_with_rows_and_must_exist() -> None:
    """A list of rows takes them in a table of its own."""
    raw = {"rows": [{"max": 1500}], "scenarios": ["forecast"]}
    rule = Population.model_validate(raw)
    assert complaints_of(dataset_of(robust()), rule) == [
        ("unknown-column", "scenarios", "forecast")
    ]
    tables = robust(forecast=1501.5)
    tables.villages[1]["forecast"] = 1
    found = candidate_units(dataset_of(tables, {"population": raw}))
    assert found == {"B"}
