"""scenario.toml: every wrong key is a fault in plain words, at its place."""

from __future__ import annotations

import pytest

from tests.scenario_texts import parse

EXCEPTIONS = "rules.area_cap.max_km2 = 1\nrules.area_cap.exceptions = "
"""Begins a scenario up to the list of exceptions."""


@pytest.mark.parametrize(
    ("text", "column", "near"),
    [
        ("rulez = {}", "rulez", "rules"),
        ("tittle = 'x'", "tittle", "title"),
        ("territory = { road = 'x' }", "territory.road", "roads"),
        ("rules = { area_cp = {} }", "rules.area_cp", "area_cap"),
        (
            "rules = { access = { max_km = 1, max_minute = 2 } }",
            "rules.access.max_minute",
            "max_minutes",
        ),
        ("rules = { count = { citty = {}, city = {} } }", "rules.count.citty", "city"),
        ("rules = { count = { city = { min_ct = 1 } } }", "rules.count.city.min_ct", "min_cut"),
        ("rules = { count = { county = { mx = 1 } } }", "rules.count.county.mx", "max"),
        (
            "rules = { count = { county = { 1404 = { max_ct = 1 } } } }",
            "rules.count.county.1404.max_ct",
            "max_cut",
        ),
        ("rules = { population = { min = 1, maxx = 2 } }", "rules.population.maxx", "max"),
        (
            "rules = { population = [{ min = 1 }, { max = 2, terain = 'x' }] }",
            "rules.population[2].terain",
            "terrain",
        ),
        (
            EXCEPTIONS + "[{ township = 'A', reason = 'r', resn = 'x' }]",
            "rules.area_cap.exceptions[1].resn",
            "reason",
        ),
        (
            "objectives = [{ name = 'units' }, { name = 'travel', tol = 1 }]",
            "objectives[2].tol",
            "",
        ),
        (
            "objectives = [{ name = 'units', tolerence = 1 }]",
            "objectives[1].tolerence",
            "tolerance",
        ),
        ("qqqq = 1", "qqqq", ""),
    ],
)
def test_unknown_key_gets_the_nearest_known(text: str, column: str, near: str) -> None:
    """At every level an unknown key is one fault, with the nearest key that may stand there."""
    scenario, (fault,) = parse(text)
    assert scenario is None
    assert (fault.code, fault.column) == ("E502", column)
    assert fault.action("en") == (f"remove it; did you mean {near}?" if near else "remove it")


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("title = 5", "title", "text in quotation marks is needed, not a whole number"),
        ("title = true", "title", "text in quotation marks is needed, not true or false"),
        ("title = 2020-01-01", "title", "text in quotation marks is needed, not 2020-01-01"),
        ("rules = 5", "rules", "a table { key = value } is needed, not a whole number"),
        ("territory = []", "territory", "a table { key = value } is needed, not a list"),
        ("objectives = {}", "objectives", "a list in [ ] is needed, not a table"),
        ("objectives = ['units']", "objectives[1]", "a table { key = value } is needed, not text"),
        (
            "rules = { area_cap = 300 }",
            "rules.area_cap",
            "a table { key = value } is needed, not a whole number",
        ),
        (
            "rules = { area_cap = { max_km2 = 'x' } }",
            "rules.area_cap.max_km2",
            "a number is needed, not text",
        ),
        (
            "rules = { area_cap = { max_km2 = true } }",
            "rules.area_cap.max_km2",
            "a number is needed, not true or false",
        ),
        (
            "rules = { area_cap = { max_km2 = [3] } }",
            "rules.area_cap.max_km2",
            "a number is needed, not a list",
        ),
        (
            "rules = { area_cap = { max_km2 = inf } }",
            "rules.area_cap.max_km2",
            "a finite number is needed, not inf",
        ),
        (
            "rules = { area_cap = { max_km2 = nan } }",
            "rules.area_cap.max_km2",
            "a finite number is needed, not nan",
        ),
        (
            "rules = { count = { city = { min = 1.5 } } }",
            "rules.count.city.min",
            "a whole number is needed, not a fraction",
        ),
        (
            "rules = { count = { county = 5 } }",
            "rules.count.county",
            "a table { key = value } is needed, not a whole number",
        ),
        (
            "rules = { count = { county = { min = 'x' } } }",
            "rules.count.county.min",
            "a whole number is needed, not text",
        ),
        (
            "rules = { count = { county = { A = { min = 'x' } } } }",
            "rules.count.county.A.min",
            "a whole number is needed, not text",
        ),
        (
            "rules = { protected = { flags = 'x' } }",
            "rules.protected.flags",
            "a list in [ ] is needed, not text",
        ),
        (
            "rules = { together = [[1, 'B']] }",
            "rules.together[1][1]",
            "text in quotation marks is needed, not a whole number",
        ),
        ("rules = { apart = 'A' }", "rules.apart", "a list in [ ] is needed, not text"),
    ],
)
def test_wrong_type_is_said_in_plain_words(text: str, column: str, said: str) -> None:
    """A value of the wrong type is one fault: what is needed, and what was found."""
    scenario, faults = parse(text)
    assert [(f.code, f.column, f.what("en")) for f in faults] == [("E508", column, said)]
    assert scenario is None or "true" in said
    assert "此处应为" in faults[0].line("zh")
