"""Rules that apply to nothing, or not as they seem to, are warned of."""

from __future__ import annotations

from typing import Any

import pytest

from models.kinds import Kind
from models.plan import Plan
from optimizer.check import audit

C, V, T = "contiguity.csv", "villages.csv", "townships.csv"


def _density(**bounds: float) -> dict[str, Any]:
    threshold = {"measure": "population", "per": "area_km2", **bounds}
    return {"rules.kinds": {"grounds": [{"kind": "镇", "require": [threshold]}]}}


@pytest.mark.parametrize("bounds", [{"min": 400}, {"max": 0.1}, {"above": 0}, {"below": 1}])
def test_a_ratio_to_nothing_is_not_met(folder: Any, bounds: dict[str, float]) -> None:
    """0/0 is no ratio: a township of 0.00 km2 is dense by no floor and thin by no cap."""
    for old, new in (("800,30.00", "0,0.004"), ("200,5.00", "0,0")):
        folder.replace(V, old, new)
    dataset = folder.read(_density(**bounds))
    (warning,) = [fault for fault in dataset.warnings if fault.code == "W131"]
    assert (warning.file, warning.value) == (T, "B")
    risen = Plan(dataset.territory, Plan.status_quo(dataset.territory).unit, {1: Kind.TOWN})
    assert "P4.kind.standard" in [f.clause for f in audit(risen, dataset.scenario).broken]


def test_ratios_to_something_are_not_warned_of(folder: Any) -> None:
    assert folder.codes(_density(min=400)) == []


def test_a_target_for_districts_that_are_none(folder: Any) -> None:
    folder.replace("counties.csv", "Y,西区,1", "Y,西区,0")
    folder.replace(T, "丙街道,街道", "丙镇,镇")
    target = {"rules.share": {"districts_target": 0.5}}
    assert (folder.only(target).code, folder.only(target).value) == ("W132", "0.5")


def test_a_code_in_use_that_is_retired(folder: Any) -> None:
    fault = folder.only({"rules.codes": {"retired": ["B", "Z"]}})
    assert (fault.code, fault.file, fault.column, fault.value) == ("W134", T, "code", "B")


def test_a_border_of_nothing_is_warned_of_and_a_least_length_offered(folder: Any) -> None:
    """Villages that touch in a point: contact without a least length, none with one."""
    rows = ["a1,a2,1.2", "a2,b1,0.3", "b1,b2,0.05", "b2,c1,2", "c1,c2,", "a1,b1,0", "a2,b2,0.0"]
    folder.write(C, "a,b,border_km\n" + "\n".join(rows) + "\n")
    fault = folder.only()
    assert (fault.code, fault.row, fault.column) == ("W133", 7, "border_km")
    assert fault.details["count"] == 2
    assert "min_border_km" in fault.action("en")
    assert len(folder.read().territory.pairs) == 7
    least = {"territory.min_border_km": 0.05}
    assert folder.codes(least) == ["W860"]
    assert folder.read(least).territory.pairs.tolist() == [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]
    assert "E401" in folder.codes({"territory.min_border_km": 0.0501})
    folder.replace(C, "1.2", "long")
    assert [f.code for f in folder.faults(least) if f.is_error] == ["E202"]


def test_a_crossing_needs_no_border(folder: Any) -> None:
    rows = ["a1,a2,1,0", "a2,b1,0,1", "b1,b2,1,0", "b2,c1,1,0", "c1,c2,1,0"]
    folder.write(C, "a,b,border_km,link\n" + "\n".join(rows) + "\n")
    assert len(folder.read({"territory.min_border_km": 0.1}).territory.pairs) == 5


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ({"county": {"min_cut": 5, "max_cut": 7}}, "at most 0 units are asked for; there are 2"),
        ({"county": {"min": 9}}, "at least 9 units are asked for, but there are 2"),
    ],
)
def test_numbers_of_units_that_cannot_be(folder: Any, count: Any, said: str) -> None:
    """No range of negative numbers is printed."""
    lines = [fault.what("en") for fault in folder.faults({"rules.count": count})]
    assert any(said in line for line in lines)
    assert not any(" -" in line for line in lines)
