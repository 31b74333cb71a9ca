"""scenario.toml and --set: every wrong key is a fault in plain words, at its place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from models.scenario import Scenario
from optimizer.data.faults import Fault, Findings
from optimizer.data.scenario_file import (
    override,
    parse_override,
    parse_scenario,
    read_raw,
    scenario_path,
    territory_files,
)

EXCEPTIONS = "rules.area_cap.max_km2 = 1\nrules.area_cap.exceptions = "
"""Begins a scenario up to the list of exceptions."""


def parse(text: str) -> tuple[Scenario | None, list[Fault]]:
    """Parse a scenario that has a name."""
    findings = Findings()
    scenario = parse_scenario(tomllib.loads(f'name = "x"\n{text}'), "scenario.toml", findings)
    return scenario, findings.faults


def rules(text: str) -> list[Fault]:
    """Return the faults of lines under [rules]."""
    return parse(f"[rules]\n{text}")[1]


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


def test_all_wrong_keys_are_reported_together() -> None:
    """Faults of several levels come in one report."""
    text = "modes = 'x'\n[rules]\naccess = { max = 1 }\n[[objectives]]\nname = 'unit'\n"
    columns = {fault.column for fault in parse(text)[1]}
    assert columns == {"modes", "rules.access.max", "objectives[1].name"}


@pytest.mark.parametrize("name", ["/etc/passwd", "C:\\data\\v.csv", "\\\\server\\v.csv", "C:v.csv"])
def test_absolute_names_are_refused(name: str) -> None:
    """File names are relative, on any system."""
    _, (fault,) = parse(f"[territory]\nvillages = '{name}'")
    assert (fault.code, fault.column, fault.value) == ("E509", "territory.villages", name)


def test_tables_beside_the_folder_may_be_named(folder: Any) -> None:
    """Names with .. are allowed: scenarios may share tables that lie beside them."""
    (folder.path / "variants").mkdir()
    names = ("counties", "townships", "villages", "contiguity", "roads")
    lines = "".join(f'{name} = "../{name}.csv"\n' for name in names)
    folder.write("variants/dense.toml", f'name = "dense"\n[territory]\n{lines}')
    from optimizer.data.dataset import read_dataset

    assert read_dataset(folder.path / "variants" / "dense.toml").scenario.name == "dense"


def test_names_survive_a_fault_beside_them() -> None:
    """The names that can be used are used, although others under [territory] are wrong."""
    files = territory_files({"territory": {"roads": "r.csv", "villages": 5, "vilages": "v.csv"}})
    assert (files.roads, files.villages) == ("r.csv", "villages.csv")
    assert territory_files({"territory": 5}).roads == "roads.csv"
    assert territory_files(None).roads == "roads.csv"


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
    """A key of thousands of dots is unknown, and nothing worse."""
    folder.write("scenario.toml", 'name = "x"\n' + "a." * 3000 + "a = 1\n")
    assert folder.codes() == ["E502"]
    assert "E502" in folder.codes({"b." * 3000 + "b": 1})
    key, value = parse_override("c={ " + "c." * 3000 + "c = 1 }", Findings())
    assert "E502" in folder.codes({key: value, "c.d": 1})


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


@pytest.mark.parametrize(
    "text",
    [
        "name = ",
        "name",
        "[rules",
        "a = 1\na = 2",
        "a = " + "[" * 5000,
        "a = " + "9" * 5000,
        "x = \x01",
    ],
)
def test_what_is_no_toml(tmp_path: Path, text: str) -> None:
    """Broken, absurdly deep and absurdly long TOML is a fault."""
    path, findings = tmp_path / "scenario.toml", Findings()
    path.write_text(text, encoding="utf-8")
    assert read_raw(path, {}, findings) is None
    assert [fault.code for fault in findings.faults] == ["E501"]


def test_scenario_in_gb18030(tmp_path: Path) -> None:
    """A scenario saved in the Chinese code page, or with a BOM, is read."""
    path, findings = tmp_path / "scenario.toml", Findings()
    for encoding in ("gb18030", "utf-8-sig"):
        path.write_text('name = "长治"\r\n', encoding=encoding)
        assert read_raw(path, {}, findings) == {"name": "长治"}
    assert [fault.code for fault in findings.faults] == ["W101"]


def test_path_of_the_scenario(tmp_path: Path) -> None:
    """A folder means its scenario.toml; anything else is the file itself."""
    assert scenario_path(tmp_path) == tmp_path / "scenario.toml"
    assert scenario_path(tmp_path / "other.toml") == tmp_path / "other.toml"
    assert scenario_path(Path("x" * 5000)) == Path("x" * 5000)


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
        ({"together": [["A", "Q"]]}, "E301", "together.pairs", "Q", ""),
        ({"apart": [["A", "A"]]}, "E504", "apart.pairs", "A", ""),
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
    assert folder.only(overrides).what("zh") == "areas.csv 中没有这个县(区)"
