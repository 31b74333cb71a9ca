"""--set: values are TOML or a bare word; a key that is none is a fault."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.data.faults import Findings
from optimizer.data.scenario_file import (
    override,
    parse_override,
)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("a.b=280", ("a.b", 280)),
        ("a = 2.5", ("a", 2.5)),
        ("a=1_000", ("a", 1000)),
        ('a="x y"', ("a", "x y")),
        ("a='乡'", ("a", "乡")),
        ("a=乡", ("a", "乡")),
        ("mode=whole", ("mode", "whole")),
        ("a=hunan-2024", ("a", "hunan-2024")),
        ("a=county_seat", ("a", "county_seat")),
        ("a=007", ("a", "007")),
        ("a=true", ("a", True)),
        ("a=[1, 2]", ("a", [1, 2])),
        ('a=["乡", "镇"]', ("a", ["乡", "镇"])),
        ("a={ min = 1 }", ("a", {"min": 1})),
        ('a=[{ name = "units" }]', ("a", [{"name": "units"}])),
        ("a=1 # why", ("a", 1)),
        ('a="b=c"', ("a", "b=c")),
    ],
)
def test_overrides_are_toml_or_a_bare_word(text: str, want: tuple[str, Any]) -> None:
    """Numbers, text, lists, tables, lists of tables and bare words in any script are values."""
    findings = Findings()
    assert parse_override(text, findings) == want
    assert findings.faults == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "a",
        "=5",
        "a=",
        "a=x y",
        "a=[1",
        "a={",
        "a=2,5",
        "a=1\nb=2",
        "a=" + "[" * 5000,
        "a=" + "9" * 5000 + ".",
    ],
)
def test_wrong_overrides_are_faults(text: str) -> None:
    """What is not KEY=VALUE, or holds more than one value, is a fault that shows it whole."""
    findings = Findings()
    assert parse_override(text, findings) == ("", None)
    assert [(f.code, f.value) for f in findings.faults] == [("E507", text)]


def test_overrides_themselves_stay_as_they_are(folder: Any) -> None:
    """A later override inside an earlier one's table does not change the record of the earlier."""
    overrides = {"rules.count": {"city": {"min": 1}}, "rules.count.city.max": 3}
    assert folder.read(overrides).overrides["rules.count"] == {"city": {"min": 1}}


def test_keys_of_any_depth(folder: Any) -> None:
    """A key of thousands of dots is refused before tables are made of it."""
    folder.write("scenario.toml", 'name = "x"\n' + "a." * 3000 + "a = 1\n")
    fault = folder.only()
    assert (fault.code, fault.row) == ("E530", 2)
    for text in ("c={ " + "c." * 3000 + "c = 1 }", "b." * 3000 + "b=1"):
        findings = Findings()
        assert parse_override(text, findings) == ("", None)
        assert [fault.code for fault in findings.faults] == ["E530"]
    folder.write("scenario.toml", 'name = "x"\n' + "a." * 15 + "a = 1\n")
    assert folder.codes() == ["E502"]


def test_override_turns_a_rule_on(folder: Any) -> None:
    """A key under a rule that was off turns it on; others of the table stay."""
    scenario = folder.read({"rules.area_cap.max_km2": 280}).scenario
    assert scenario.rule("area_cap").max_km2 == 280
    folder.write("scenario.toml", 'name = "x"\n[rules]\naccess = { max_km = 9, scope = "all" }\n')
    access = folder.read({"rules.access.max_km": 20}).scenario.rule("access")
    assert (access.max_km, access.scope) == (20, "all")


def test_override_of_a_list_of_tables(folder: Any) -> None:
    """Objectives are given whole."""
    wanted = [{"name": "travel"}, {"name": "units", "tolerance": 0.1}]
    objectives = folder.read({"objectives": wanted}).scenario.objectives
    assert [spec.name for spec in objectives] == ["travel", "units"]


@pytest.mark.parametrize("key", ["name.first", "objectives.name", "rules.area_cap.max_km2.x"])
def test_override_below_a_value_is_a_fault(key: str) -> None:
    """An override of a key inside a value is a fault, never silently lost."""
    raw = {"name": "x", "objectives": [{"name": "units"}], "rules": {"area_cap": {"max_km2": 3}}}
    findings = Findings()
    override(raw, key, 5, findings)
    (fault,) = findings.faults
    assert (fault.code, fault.column, fault.value) == ("E507", key, "5")
    assert f"{key.rpartition('.')[0]} holds no keys" in fault.what("en")
    assert raw["name"] == "x"


@pytest.mark.parametrize("key", ["", "rules.", ".name", "rules..area_cap", "nam"])
def test_override_of_an_unknown_key_is_a_fault(folder: Any, key: str) -> None:
    """A key that does not exist is unknown, also when it comes from --set."""
    assert folder.codes({key: 5}) == ["E502"]
