"""Notes: own limits that set an optimum, counties without a plan, candidates on demand."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.solve.notes import demand_notes
from tests.reference.cases import chain, town
from tests.support import dataset_of, solution_of

UNITS = [{"name": "units"}]
SIZE, WIDE = "no rule limits how large", "too wide to limit it here"
TABLES = chain(
    town("A"),
    town("B"),
    town("C"),
    town("D", county="Y"),
    town("E", county="Y"),
    town("F", county="Y"),
)


def notes(count: dict[str, Any] | None = None, effort: Any = None, **rules: Any) -> list[str]:
    """Return the notes of a solve in English; each has a Chinese text too."""
    rules = rules | ({"count": count} if count else {})
    solution = solution_of(dataset_of(TABLES, rules, UNITS), **(effort or {}))
    assert all(note.zh and not note.zh.isascii() for note in solution.notes)
    texts = [note.en for note in solution.notes]
    return [text for text in texts if SIZE not in text and WIDE not in text]


def of_size(**rules: Any) -> str:
    """Return what a solve says of rules on the size of units; empty where they limit it."""
    found = solution_of(dataset_of(TABLES, rules, UNITS)).notes
    return next((note.en for note in found if SIZE in note.en or WIDE in note.en), "")


def test_no_limit_no_note() -> None:
    """Neither without limits, nor with those that the optimum does not touch."""
    cap = {"area_cap": {"max_km2": 1000}}
    assert notes(**cap) == []
    count = {"city": {"min": 1, "max": 6}, "county": {"min": 1}}
    assert notes(count, apart=[["A", "B"], ["E", "F"]], **cap) == []


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"population": {"min": 1}, "burden": {}, "prudent": {}, "apart": [["A", "B"]]},
        {"count": {"city": {"max": 6, "min_cut": 0}}, "protected": {"townships": ["A"]}},
    ],
)
def test_nothing_limits_the_size(rules: dict[str, Any]) -> None:
    """A scenario in which a whole county may become one unit says so."""
    assert SIZE in of_size(**rules)


def test_limits_that_are_too_wide() -> None:
    """Rules that leave every county free to be one unit are named; one hectare less is a limit."""
    said = of_size(area_cap={"max_km2": 300}, access={"max_km": 10**4})
    assert WIDE in said and "area_cap" in said and "access" in said
    assert of_size(area_cap={"max_km2": 299.99}, access={"max_km": 10**4}) == ""


def test_the_citys_own_limit() -> None:
    """The number of units and the cut that the scenario asks for."""
    (note,) = notes({"city": {"max_cut": 2}})
    assert "(4 units, cut 2)" in note
    assert "scenario's own limit" in note


def test_counties_own_limits() -> None:
    """Those that are at their limit are counted and named."""
    (note,) = notes({"county": {"X": {"min": 2}, "Y": {"max": 3}}})
    assert note.startswith("in 1 of 2 counties") and note.endswith(": X")
    (note,) = notes({"county": {"max_cut": 1}})
    assert note.startswith("in 2 of 2 counties") and note.endswith(": X, Y")


def test_a_limit_that_is_passed_for_other_reasons_is_none() -> None:
    """X keeps three units because of pairs, not because of its floor of two."""
    assert notes({"county": {"X": {"min": 2}}}, apart=[["A", "B"], ["B", "C"]]) == []


def test_a_county_without_a_plan() -> None:
    """It is named."""
    (note,) = notes({"county": {"Y": {"min": 4}}})
    assert note == "no plan keeps the rules in: Y (proved)"


def test_candidates_on_demand() -> None:
    """Each county where they are is named, and that none was dropped."""
    found = [
        note.en for note in demand_notes(dataset_of(TABLES, {}, UNITS).territory, {1: 7, 0: 5})
    ]
    assert [note.split(":")[0] for note in found] == ["X", "Y"]
    assert all("none was dropped" in note for note in found)


def test_where_few_candidates_may_be_held_none_are_made_on_demand() -> None:
    """Townships are then assigned to seats, which needs no list."""
    assert notes(effort={"candidates": 3}) == []


@pytest.mark.parametrize(
    ("count", "said", "said_zh"),
    [
        ({"county": {"min": 2}}, "in 1 of 1 counties", "1 个县（区）中有 1 个的"),
        (
            {"city": {"min": 1}, "county": {"min": 2}},
            "in 1 of 1 counties",
            "1 个县（区）中有 1 个的",
        ),
        ({"city": {"min": 2}}, "for the whole territory", "全市总数（2 个，减少 1 个）"),
        ({"city": {"max_cut": 1}}, "for the whole territory", "全市总数（2 个，减少 1 个）"),
    ],
)
def test_the_limit_of_the_only_county_is_its_own(
    count: dict[str, Any], said: str, said_zh: str
) -> None:
    """A county's limit is no limit of the city although the city has no other county."""
    tables = chain(town("A"), town("B"), town("C"))
    found = solution_of(dataset_of(tables, {"count": count}, UNITS)).notes
    (note,) = [note for note in found if "the principles alone" in note.en]
    assert said in note.en and said_zh in note.zh
