"""Rules on the size of units limit something where not every county may be one unit."""

from __future__ import annotations

from typing import Any

import pytest

from models.rules.sizes import limit_size
from tests.reference.cases import chain, town
from tests.reference.tables import Tables
from tests.support import dataset_of

PLACES = [*(("X", code) for code in "ABC"), *(("Y", code) for code in "DEF")]
TABLES = chain(*(town(code, 100, county=county) for county, code in PLACES))
"""Two counties of three townships in a row, each of 100 km2 and 100 people."""


def limited(rules: dict[str, Any], tables: Tables = TABLES) -> bool:
    """Return whether rules limit the size of units in the two counties."""
    found = dataset_of(tables, rules)
    return limit_size(list(found.scenario.active_rules()), found.territory)


@pytest.mark.parametrize(
    ("wide", "tight"),
    [
        ({"area_cap": {"max_km2": 300}}, {"area_cap": {"max_km2": 299.99}}),
        ({"population": {"max": 300}}, {"population": {"max": 299}}),
        ({"count": {"city": {"min": 2}}}, {"count": {"city": {"min": 3}}}),
        ({"count": {"county": {"max_cut": 2}}}, {"count": {"county": {"max_cut": 1}}}),
        ({"count": {"county": {"X": {"min": 1}}}}, {"count": {"county": {"X": {"min": 2}}}}),
        ({"prudent": {"max_people": 400}}, {"prudent": {"max_people": 399}}),
        (
            {"prudent": {"max_villages": 2, "scope": "county"}},
            {"prudent": {"max_villages": 1, "scope": "county"}},
        ),
        ({"access": {"max_km": 10}}, {"access": {"max_km": 9.999}}),
        ({"burden": {"max_added_km": 10}}, {"burden": {"max_added_km": 9.999}}),
    ],
)
def test_the_exact_limit(wide: dict[str, Any], tight: dict[str, Any]) -> None:
    """At the figure of a whole county a rule limits nothing, one step tighter it does."""
    assert not limited(wide)
    assert limited(tight)


def test_rules_together_limit_what_none_does_alone() -> None:
    """The middle seat alone is near enough to all, and no unit may be large just there."""
    rows = [
        town(code, 100, county=county, terrain="hill" if code in "BE" else "plain")
        for county, code in PLACES
    ]
    near = {"access": {"max_km": 10}}
    small = {"population": [{"terrain": "hill", "max": 250}, {"max": 10**6}]}
    tables = chain(*rows)
    assert not limited(near, tables) and not limited(small, tables)
    assert limited({**near, **small}, tables)


def test_subdistricts_are_not_capped() -> None:
    """With a seat whose kind the cap does not name a county may be one unit all the same."""
    rows = [
        town(code, 100, county=county, kind="街道" if code in "AD" else "镇")
        for county, code in PLACES
    ]
    assert not limited({"area_cap": {"max_km2": 100}}, chain(*rows))
    assert limited({"area_cap": {"max_km2": 100, "kinds": ["镇", "街道"]}}, chain(*rows))


def test_where_nothing_can_grow_nothing_is_too_wide() -> None:
    """Counties of one township each are one unit whatever the rules say."""
    alone = chain(town("A"), town("B", county="Y"))
    assert limited({"area_cap": {"max_km2": 10**6}}, alone)
