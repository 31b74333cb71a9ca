"""Parameters of rules that do not fit the territory are faults."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("rule", "code", "column", "value", "near"),
    [
        (
            {"area_cap": {"max_km2": 9, "exceptions": [{"township": "Q", "reason": "r"}]}},
            "E301",
            "area_cap.exceptions.township",
            "Q",
            "",
        ),
        ({"protected": {"townships": ["Q"]}}, "E301", "protected.townships", "Q", ""),
        (
            {"protected": {"flags": ["county_set"]}},
            "E505",
            "protected.flags",
            "county_set",
            "county_seat",
        ),
        ({"together": [["A", "Q"]]}, "E301", "together", "Q", ""),
        ({"apart": [["A", "A"]]}, "E504", "apart", "A", ""),
        ({"count": {"county": {"Q": {"min": 1}}}}, "E301", "count.county", "Q", ""),
        (
            {"population": [{"terrain": "montain", "min": 1}]},
            "W113",
            "population.terrain",
            "montain",
            "mountain",
        ),
        ({"population": [{"min": 1}, {"max": 9}]}, "E504", "population.terrain", "", ""),
        ({"access": {"max_minutes": 5}}, "E506", "access.max_minutes", "5.0", ""),
    ],
)
def test_rules_that_do_not_fit_the_territory(
    folder: Any, rule: Any, code: str, column: str, value: str, near: str
) -> None:
    """Unknown townships, counties, flags and terrains, repeated words and minutes without any."""
    fault = folder.only({"rules": rule})
    assert (fault.code, fault.column, fault.value) == (code, f"rules.{column}", value)
    assert (f"did you mean {near}?" in fault.action("en")) == bool(near)


def test_unknown_county_names_its_table(folder: Any) -> None:
    """The fault names the table as the scenario does."""
    (folder.path / "counties.csv").rename(folder.path / "areas.csv")
    overrides = {"rules.count.county.Q.min": 1, "territory.counties": "areas.csv"}
    assert folder.only(overrides).what("zh") == "areas.csv 中没有这个县（区）"
