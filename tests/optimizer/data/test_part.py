"""territory.only and solve --county: a few counties, and what rules say of the others left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from optimizer.data.dataset import read_dataset
from optimizer.data.faults import InputError
from tests.reference.cases import chain, town
from tests.support import write_folder

Run = Callable[..., Result]
IN_X = [town("A", 10), town("B", 20), town("C", 40)]
TOWNS = [*IN_X, town("D", 80, county="Y"), town("E", 160, county="Y")]
RULES = {
    "count": {"city": {"max": 4}, "county": {"X": {"min": 2}, "Y": {"min": 1}}},
    "together": [["A", "B"], ["D", "E"]],
    "protected": {"townships": ["A", "D"]},
    "area_cap": {
        "max_km2": 900,
        "exceptions": [{"township": code, "reason": "r"} for code in "AD"],
    },
    "dissolve": ["E"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a dataset of counties X and Y."""
    return write_folder(tmp_path / "d", chain(*TOWNS), RULES, [{"name": "units"}])


def test_rules_speak_of_the_counties_that_are_left(folder: Path) -> None:
    """What names Y is gone, what says nothing of it stands, and the city's number is told."""
    found = read_dataset(folder, {"territory.only": ["X"]})
    rules = found.scenario
    assert [c.code for c in found.territory.counties] == ["X"]
    assert rules.rule("together").pairs == (("A", "B"),)
    assert rules.rule("protected").townships == ("A",)
    assert [e.township for e in rules.rule("area_cap").exceptions] == ["A"]
    assert rules.rule("count").city is None and set(rules.rule("count").county) == {"X"}
    assert rules.rule("dissolve") is None
    (told,) = [w for w in found.warnings if w.code == "W139"]
    assert "count.city" in str(told.details)
    assert found.sha256 != read_dataset(folder).sha256


def test_an_unknown_county_is_a_fault(folder: Path) -> None:
    """By the scenario's key as by the option."""
    with pytest.raises(InputError) as raised:
        read_dataset(folder, {"territory.only": ["Z"]})
    assert [(f.code, f.column) for f in raised.value.faults if f.is_error] == [
        ("E301", "territory.only")
    ]


def test_a_county_is_solved_alone_and_taken_into_the_whole(
    folder: Path, tmp_path: Path, run: Run
) -> None:
    """Solve --county X, then --freeze X=PLAN: the whole keeps what X was given."""
    alone, whole = tmp_path / "x", tmp_path / "all"
    run("solve", folder, "--county", "X", "-o", alone)
    record = json.loads((alone / "plan.json").read_text(encoding="utf-8"))
    assert record["objectives"][0]["value"] == record["objectives"][0]["bound"] == 2
    assert record["scenario"]["overrides"] == {"territory.only": ["X"]}
    run("check", folder, alone, "--set", 'territory.only=["X"]')
    run("solve", folder, "--freeze", f"X={alone}", "-o", whole)
    rows = (whole / "plan.csv").read_text(encoding="utf-8").split()
    assert set((alone / "plan.csv").read_text(encoding="utf-8").split()) < set(rows)
    run("check", folder, whole, "--set", 'territory.only=["X"]')
