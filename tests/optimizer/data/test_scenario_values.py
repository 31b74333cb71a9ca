"""scenario.toml: every wrong value is a fault in plain words, at its place."""

from __future__ import annotations

import re

import pytest

from optimizer.data.faults import Findings
from optimizer.data.scenario_file import (
    parse_scenario,
)
from tests.scenario_texts import parse, rules

ENGLISH = re.compile("[a-z]{2,} [a-z]{2,}")
"""Words in a row; keys and names of objectives stand alone."""
EXCEPTIONS = "rules.area_cap.max_km2 = 1\nrules.area_cap.exceptions = "
"""Begins a scenario up to the list of exceptions."""


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("mode = 'slit'", "mode", "write 'whole'"),
        ("objectives = []", "objectives", "at least 1 must be given"),
        ("objectives = [{ name = 'unit' }]", "objectives[1].name", "unknown objective; known: "),
        ("objectives = [{ tolerance = 0 }]", "objectives[1].name", "it is missing"),
        (
            "objectives = [{ name = 'units', tolerance = -1 }]",
            "objectives[1].tolerance",
            "it must be at least 0",
        ),
        (
            "objectives = [{ name = 'units' }, { name = 'units' }]",
            "objectives",
            "an objective is named twice",
        ),
        ("territory = { detour = 0.9 }", "territory.detour", "it must be at least 1"),
        ("rules = { area_cap = {} }", "rules.area_cap.max_km2", "it is missing"),
        (
            "rules = { area_cap = { max_km2 = 0 } }",
            "rules.area_cap.max_km2",
            "it must be greater than 0",
        ),
        (
            "rules = { area_cap = { max_km2 = 1, kinds = ['x'] } }",
            "rules.area_cap.kinds[1]",
            "'x' is not a kind",
        ),
        (
            EXCEPTIONS + "[{ township = 'A', reason = '' }]",
            "rules.area_cap.exceptions[1].reason",
            "it must not be empty",
        ),
        (
            "rules = { access = {} }",
            "rules.access",
            "give max_km, max_minutes, or a limit for hospital or school",
        ),
        ("rules = { count = {} }", "rules.count", "give city, county or both"),
        (
            "rules = { count = { county = { min = 3, max = 2 } } }",
            "rules.count.county",
            "the least is greater than the most",
        ),
        (
            "rules = { population = [{ min = 3, max = 2 }] }",
            "rules.population[1]",
            "min is greater than max",
        ),
        ("rules = { population = { terrain = 'x' } }", "rules.population", "give min, max or both"),
        (
            "rules = { share = { districts_target = 2 } }",
            "rules.share.districts_target",
            "it must be at most 1",
        ),
        ("rules = { together = [['A', 'B', 'C']] }", "rules.together[1]", "at most 2 may be given"),
        ("rules = { together = [['A']] }", "rules.together[1][2]", "it is missing"),
    ],
)
def test_wrong_value_says_what_may_stand_there(text: str, column: str, said: str) -> None:
    """A value out of bounds or missing is one fault, in words without jargon."""
    scenario, (fault,) = parse(text)
    assert scenario is None
    assert (fault.code, fault.column) == ("E503", column)
    assert fault.what("en").startswith(said)
    assert not ENGLISH.search(fault.what("zh"))


def test_nameless_scenario() -> None:
    """The name is required."""
    findings = Findings()
    parse_scenario({}, "s.toml", findings)
    assert [(f.code, f.column) for f in findings.faults] == [("E503", "name")]


@pytest.mark.parametrize("most", ["1e13", "10000000000000", "0x" + "f" * 5000, "-1e300"])
def test_absurd_numbers(most: str) -> None:
    """Numbers that could not be added up are faults, however they are written."""
    faults = rules(f"population = {{ max = {most} }}")
    assert len(faults) == 1
    assert faults[0].code in ("E204", "E503", "E508")
    assert faults[0].column == "rules.population.max"
    assert faults[0].line("en")


def test_absurd_detour() -> None:
    """A detour factor over 100 is absurd."""
    assert [(f.code, f.column) for f in parse("territory = { detour = 101 }")[1]] == [
        ("E204", "territory.detour")
    ]


def test_list_where_a_word_is_needed() -> None:
    """A list or table among words is a fault, never an exception."""
    faults = rules("area_cap = { max_km2 = 1, kinds = [['x'], { a = 1 }] }")
    assert {fault.code for fault in faults} == {"E503"}
