"""Warnings: townships over the cap, counts that cannot be, rules that no unit can meet."""

from __future__ import annotations

from typing import Any

import pytest


def warned(folder: Any, rules: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return code, column and value of the warnings under some rules."""
    return [(f.code, f.column, f.value) for f in folder.read({"rules": rules}).warnings]


def test_townships_over_the_cap(folder: Any) -> None:
    """A township over the cap is named; one of exactly the cap, of another kind or excepted not."""
    assert warned(folder, {"area_cap": {"max_km2": 35}}) == []
    assert warned(folder, {"area_cap": {"max_km2": 34.99}}) == [("W107", "", "B")]
    assert warned(folder, {"area_cap": {"max_km2": 34.99, "kinds": ["镇"]}}) == []
    written = [{"township": "B", "reason": "mountains"}]
    assert warned(folder, {"area_cap": {"max_km2": 34.99, "exceptions": written}}) == []


def test_size_over_the_cap_is_said(folder: Any) -> None:
    """Area and cap stand in the warning, in km2."""
    (fault,) = folder.faults({"rules.area_cap.max_km2": 34.99})
    assert fault.what("en") == "township 乙乡 has 35.00 km2, over the cap of 34.99 km2"


@pytest.mark.parametrize(
    "count",
    [
        {"city": {"min": 4}},
        {"city": {"max": 1}},
        {"county": {"Y": {"min_cut": 1}}},
        {"county": {"X": {"min": 3}}},
    ],
)
def test_counts_that_cannot_be(folder: Any, count: dict[str, Any]) -> None:
    """More units than before, or fewer than counties, is a warning."""
    assert warned(folder, {"count": count}) == [("W108", "rules.count", "")]


@pytest.mark.parametrize(
    "count",
    [
        {"city": {"min": 3}},
        {"city": {"max": 2}},
        {"county": {"X": {"max": 1}}},
        {"county": {"X": {"min": 2}}},
    ],
)
def test_counts_that_can_be(folder: Any, count: dict[str, Any]) -> None:
    """No merger at all and one unit a county are possible."""
    assert warned(folder, {"count": count}) == []


def test_people_that_a_county_does_not_have(folder: Any) -> None:
    """A least of people above a county's all is one warning for the county, at its edge none."""
    assert warned(folder, {"population": {"min": 2500}}) == []
    assert warned(folder, {"population": {"min": 2501}}) == [("W108", "rules.population", "X")]
    found = warned(folder, {"population": {"min": 9000}})
    assert [value for _, _, value in found] == ["X", "C"]


def test_township_with_too_many_people(folder: Any) -> None:
    """A most of people below a single township is a warning for it alone."""
    assert warned(folder, {"population": {"max": 1499}}) == [
        ("W108", "rules.population", "A"),
        ("W108", "rules.population", "C"),
    ]


@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_what_is_foretold_is_of_the_mode_that_runs(folder: Any, mode: str) -> None:
    """Where villages go one by one, a township that is too large is no obstacle; a village is."""
    for most, warned_of in ((1499, []), (999, ["a1"])):
        asked = {"mode": mode, "rules.population.max": most}
        found = folder.read(asked).warnings
        assert [f.value for f in found if f.code == "W108" and f.value[0] == "a"] == warned_of


def test_least_by_terrain_counts_the_seats_that_can(folder: Any) -> None:
    """If seats of one terrain can hold the county, the others have a home there."""
    rows = [{"terrain": "mountain", "min": 9000}, {"min": 100}]
    assert warned(folder, {"population": rows}) == []


def test_access_too_small(folder: Any) -> None:
    """A reach below a village's own seat is a warning if it binds every village."""
    near = {"access": {"max_km": 4.999, "scope": "all"}}
    values = [value for _, _, value in warned(folder, near)]
    assert "东县" in folder.faults({"rules": near})[0].what("zh")
    assert values == ["X", "C"]
    assert warned(folder, {"access": {"max_km": 5, "scope": "all"}}) == []
    assert warned(folder, {"access": {"max_km": 0}}) == []


def test_together_across_counties(folder: Any) -> None:
    """Townships of two counties cannot be one unit."""
    found = warned(folder, {"together": [["A", "C"]]})
    assert [value for _, _, value in found] == ["A", "C"]


def test_paths_are_sought_only_for_a_rule_on_them(
    folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading a dataset finds no shortest path unless a rule binds every village's distance."""

    def refuse(*_args: object) -> None:
        raise AssertionError("a path was sought")

    monkeypatch.setattr("models.travel.RoadTravel.metres", refuse)
    assert warned(folder, {"area_cap": {"max_km2": 99}, "access": {"max_km": 5}}) == []
    with pytest.raises(AssertionError, match="a path"):
        warned(folder, {"access": {"max_km": 5, "scope": "all"}})
