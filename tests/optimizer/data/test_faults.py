"""Every fault has a code, both languages, a page, and a dataset that shows it."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any

import pytest

from optimizer.data.faults import (
    Fault,
    Findings,
    InputError,
    Text,
    catalogue,
    nearest_hint,
    some_of,
    tally,
)
from optimizer.data.scenario_file import parse_override

DOCS = Path(__file__).resolve().parents[3] / "docs"
OF_PLANS = set("E601 E602 E630 E631 E632 E633 E701 E702 E703 E704 E770 W110 W111 W130".split())
"""Codes of plan folders, which `optimizer.data.plan_file` notes."""
OF_SETS = {f"E{number}" for number in range(710, 717)}
"""What `report` says of titles, numbers, cases and folders: tests/optimizer/report/dossier."""
OF_CERTIFICATES = {"E690", "E691", "E692"}
"""Codes of certificates, which `optimizer.check.certificate.file` notes."""
OF_COMMANDS = {"E500", "E570", "E693", "E720", "E721", "E722"}
"""A scenario that is not there, a cluster that is none, options with what they do not take."""
OF_SIZE = {"E516", "E519"}
"""Too large for any village as a seat (`test_open_seats.py`), and for whole numbers."""

OF_IMPORT = {code for code in catalogue() if code[1] == "8"}
"""What an import says: tests/optimizer/data/importing."""


OF_CASES = {code for code in catalogue() if code[1] == "9"}
"""The book of a case: `tests/optimizer/procedure`."""


@dataclass(frozen=True)
class Case:
    """A change to the sound dataset, and the fault that it must bring: file, row, column, value."""

    code: str
    file: str
    edits: dict[str, tuple[str, str] | str | None]
    row: int = 0
    column: str = ""
    value: str = ""
    overrides: dict[str, Any] = field(default_factory=dict)


def table(code: str, file: str, old: str, new: str, *place: Any) -> Case:
    """Describe a fault inside the table that was changed."""
    return Case(code, file, {file: (old, new)}, *place)


def scenario(code: str, column: str, value: str, **overrides: Any) -> Case:
    """Describe a fault of the scenario."""
    dotted = {key.replace("__", "."): wanted for key, wanted in overrides.items()}
    return Case(code, "scenario.toml", {}, 0, column, value, dotted)


T, V, R, C = "townships.csv", "villages.csv", "roads.csv", "contiguity.csv"
TRAVEL = "village,seat,km\na1,a1,0\na2,a1,5\na1,b1,11\na2,b1,6\nb1,b1,0\nb2,b1,5\nc2,c1,5\n"
TRAVEL_ALL = TRAVEL + "b2,a1,16\nb1,a1,11\na1,b1,11\na2,b1,6\nc1,c1,0\n"
PER_HEAD = {"measure": "area_km2", "per": "population", "min": 1}
CASES = [
    Case("E101", V, {V: None}),
    Case("E102", V, {V: "code,name\nx,甲\0\n"}, 2, "name"),
    Case("E103", V, {V: ""}),
    table("E104", V, "a2,甲二,A,500", "a2,甲二,A,5,00", 3),
    table("E105", V, ",lon,lat", ",lon,lon", 1, "lon"),
    table("E106", V, "population", "people", 1, "population"),
    table("E107", V, "甲二", '"甲二', 3),
    table("E108", V, "甲二", "甲" * 200_000, 3),
    table("E109", V, ",lon,lat", ",lon,", 1),
    table("E110", V, "甲二", "," * 1000, 3),
    table("E111", V, "甲二", "甲\x1b二", 3, "name"),
    Case("E130", V, {V: "code;name;township;population;area_km2\na1;甲一;A;1;2\n"}, 1),
    Case("E131", V, {V: ("code,", "东县各村,,,,,,\ncode,")}, 1),
    table("E132", V, "a2,甲二", "合计,,,1500,30.00,,\na2,甲二", 3, "code", "合计"),
    table("E133", V, "甲二", "甲" * 300, 3, "name", "甲" * 20),
    table("E201", V, "500", "", 3, "population"),
    table("E202", V, "500", "some", 3, "population", "some"),
    table("E203", V, "500", "-1", 3, "population", "-1"),
    table("E204", V, "20.00", "20000000", 3, "area_km2", "20000000"),
    table("E205", T, "mountain,1", "mountain,yes", 2, "county_seat", "yes"),
    table("E206", T, "乙乡,乡", "乙乡,村", 3, "kind", "村"),
    table("E207", T, "C,丙街道", "A,丙街道", 4, "code", "A"),
    table("E208", V, "a2,甲二", "=a2,甲二", 3, "code", "=a2"),
    table("E230", V, "a2,甲二", "1.40406E+11,甲二", 3, "code", "1.40406E+11"),
    table("E301", V, "a2,甲二,A", "a2,甲二,Q", 3, "township", "Q"),
    table("E302", T, "X,b1", "X,a2", 3, "seat", "a2"),
    table("E303", C, "a2,b1", "a2,a2", 3, "b", "a2"),
    table("E304", T, "C,丙", "D,丁街道,街道,Y,c1,plain,0\nC,丙", 4, "code", "D"),
    table("E305", "counties.csv", "Y,西区,1", "Y,西区,1\nZ,北县,0", 4, "code", "Z"),
    Case("E306", "travel.csv", {"travel.csv": TRAVEL + "a2,a1,6\n", R: None}, 9, "village", "a2"),
    table("E401", C, "a1,a2", "a1,b2", 0, "", "A"),
    table("E402", C, "a2,b1\n", "", 0, "", "X"),
    Case("E403", V, {C: ("c1,c2\n", "")}, 7, "code", "c2"),
    Case("E404", R, {R: ("c1,c2,5.000\n", "")}, 0, "", "c2"),
    Case("E405", R, {R: None}),
    Case("E430", V, {R: None, V: ("113.05,", ",")}, 3, "lon, lat", "a2", {"territory.detour": 1.3}),
    Case("E501", "scenario.toml", {"scenario.toml": "name = "}, 1),
    Case("E530", "scenario.toml", {"scenario.toml": 'name = "x"\n' + "a." * 20 + "b = 1\n"}, 2),
    scenario("E531", "title", "", title="题" * 3000),
    Case("E532", "scenario.toml", {"scenario.toml": '{"type": "FeatureCollection"}'}),
    scenario("E502", "rules.area_cp", "", rules__area_cp={"max_km2": 3}),
    scenario("E503", "mode", "slit", mode="slit"),
    scenario("E504", "rules.apart", "A", rules__apart=[["A", "A"]]),
    scenario("E505", "rules.protected.flags", "key", rules__protected={"flags": ["key"]}),
    scenario("E506", "rules.access.max_minutes", "30.0", rules__access={"max_minutes": 30}),
    Case("E507", "--set", {}, 0, "name.first", "x", {"name.first": "x"}),
    scenario("E508", "rules.access.max_km", "far", rules__access={"max_km": "far"}),
    scenario("E509", "territory.villages", "/etc/passwd", territory__villages="/etc/passwd"),
    Case(
        "E510",
        "scenario.toml",
        {},
        0,
        "rules.kinds.grounds.require.measure",
        "non_farm",
        {"rules.kinds.standard": "national-1984"},
    ),
    scenario(
        "E513",
        "rules.access.school_max_km",
        "school",
        rules__access={"school_max_km": 5},
    ),
    Case(
        "E550",
        "scenario.toml",
        {T: ("甲镇,镇", "甲镇,乡")},
        0,
        "rules.kinds.keep",
        "A",
        {"rules.kinds": {"standard": "shanxi", "keep": ["A", "B"]}},
    ),
    scenario(
        "E551",
        "rules.count.county.Y.min",
        "2",
        mode="redraw",
        seats="any",
        rules__count={"county": {"Y": {"min": 2}, "X": {"min": 2}}},
    ),
    Case(
        "E512",
        "scenario.toml",
        {"travel.csv": TRAVEL_ALL, R: None, "facilities.csv": "village,kind\na1,hospital\n"},
        0,
        "rules.access.hospital_max_km",
        "hospital",
        {"rules.access": {"hospital_max_km": 5}},
    ),
    Case(
        "E514",
        "scenario.toml",
        {V: ("113.05,36.00", ",")},
        0,
        "objectives[2].name",
        "weighted",
        {"objectives": [{"name": "units"}, {"weights": {"inertia": 1, "units": 5}}]},
    ),
    Case(
        "E515",
        "scenario.toml",
        {V: ("500,20.00,113.05,36.00", "20000000,20.00,-67,-36")},
        0,
        "objectives[1].name",
        "inertia",
        {"objectives": [{"name": "inertia"}]},
    ),
    Case(
        "E517",
        "travel.csv",
        {"travel.csv": TRAVEL_ALL, R: None},
        overrides={"mode": "redraw", "seats": "any"},
    ),
    Case(
        "E518",
        V,
        {
            V: ("a2,甲二", "B,甲二"),
            C: ("a1,a2\na2,b1", "a1,B\nB,b1"),
            R: ("a1,a2,5.000\na2,", "a1,B,5.000\nB,"),
        },
        0,
        "code",
        "B",
        {"mode": "redraw", "seats": "any"},
    ),
    Case("W101", T, {T: None}),  # written by `_change`
    table("W102", V, "20.00", "20.005", 0, "area_km2"),
    table("W103", C, "a2,b1", "a2,b1\nb1,a2"),
    Case("W104", T, {"counties.csv": ("Y,西区,1", "Y,西区,0")}, 4, "kind", "C"),
    Case("W105", "travel.csv", {"travel.csv": TRAVEL}),
    Case("W106", V, {R: None}, overrides={"territory.detour": 1.3}),
    Case("W107", T, {}, 0, "", "A", {"rules.area_cap": {"max_km2": 25}}),
    scenario("W108", "rules.population", "X", rules__population={"min": 9000}),
    scenario(
        "W113", "rules.population.terrain", "hil", rules__population=[{"terrain": "hil", "min": 1}]
    ),
    Case(
        "W131",
        T,
        {V: ("3000,8.00,113.20,36.00\nc2,丙二,C,100", "0,8.00,113.20,36.00\nc2,丙二,C,0")},
        0,
        "",
        "C",
        {"rules.kinds": {"grounds": [{"kind": "镇", "require": [PER_HEAD]}]}},
    ),
    Case(
        "W139",
        "scenario.toml",
        {},
        0,
        "territory.only",
        "X",
        {"rules.count": {"city": {"max": 9}}, "territory.only": ["X"]},
    ),
    Case(
        "W132",
        "scenario.toml",
        {"counties.csv": ("Y,西区,1", "Y,西区,0")},
        0,
        "rules.share.districts_target",
        "0.5",
        {"rules.share": {"districts_target": 0.5}},
    ),
    Case(
        "W133",
        C,
        {C: "a,b,border_km\na1,a2,0\na2,b1,\nb1,b2,1\nb2,c1,1\nc1,c2,1\n"},
        2,
        "border_km",
        "0",
    ),
    Case(
        "W860",
        C,
        {C: "a,b,border_km\na1,a2,1\na2,b1,\nb1,b2,1\nb2,c1,1\nc1,c2,1\na1,c2,0.04\n"},
        7,
        "border_km",
        "",
        {"territory.min_border_km": 0.05},
    ),
    Case("W861", C, {}, 1, "border_km", "", {"territory.min_border_km": 0.05}),
    Case("W134", T, {}, 0, "code", "B", {"rules.codes": {"retired": ["B"]}}),
    Case("W109", "travel.csv", {"travel.csv": TRAVEL, R: None}),
]


def _change(folder: Any, case: Case) -> None:
    """Apply the edits of a case."""
    for file, edit in case.edits.items():
        if case.code == "W101":
            folder.write(file, (folder.path / file).read_text(encoding="utf-8").encode("gb18030"))
        elif edit is None:
            folder.remove(file)
        elif isinstance(edit, str):
            folder.write(file, edit)
        else:
            folder.replace(file, *edit)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_case_brings_its_fault_with_its_place(folder: Any, case: Case) -> None:
    """A broken dataset yields the fault with file, row, column, value, cause and action."""
    _change(folder, case)
    found = folder.faults(case.overrides)
    place = (case.code, case.file, case.row, case.column, case.value)
    assert place in [(f.code, f.file, f.row, f.column, f.value) for f in found]
    for fault in found:
        for lang in ("en", "zh"):
            assert fault.what(lang)
            assert fault.action(lang)
            assert not re.search(r"[{}]\w|Text\(", fault.line(lang).replace("{ ", ""))


def test_cases_cover_the_catalogue() -> None:
    """No code is without a dataset that shows it."""
    shown = {case.code for case in CASES}
    elsewhere = OF_PLANS | OF_SETS | OF_CERTIFICATES | OF_COMMANDS | OF_SIZE | OF_IMPORT | OF_CASES
    assert shown | elsewhere == set(catalogue())


def test_a_missing_scenario_is_named_with_its_path(folder: Any) -> None:
    """Where no scenario is, nothing else is said."""
    folder.remove("scenario.toml")
    assert (folder.only().code, folder.only().file) == (
        "E500",
        str(folder.path / "scenario.toml"),
    )


def test_sound_dataset_has_no_fault(folder: Any) -> None:
    """The dataset that the cases break is sound before."""
    assert folder.faults() == []


def test_every_text_is_there_in_both_languages() -> None:
    """Cause and action exist in both languages and name the same details."""
    for code, texts in catalogue().items():
        assert set(texts) == {"en", "zh", "do_en", "do_zh"}, code
        assert all(texts.values()), code
        assert re.search("[一-鿿]", texts["zh"] + texts["do_zh"]), code
        for one, other in (("en", "zh"), ("do_en", "do_zh")):
            assert _named(texts[one]) == _named(texts[other]), code


def _named(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_all_faults_are_reported_together(folder: Any) -> None:
    """Faults of the scenario, of every table and of a rule's codes come in one report."""
    folder.write("scenario.toml", 'name = "x"\n[rules]\nprotected = { townships = ["Q"] }\n')
    folder.replace(V, "500", "many")
    folder.replace(T, "mountain,1", "mountain,7")
    folder.replace(C, "a2,b1", "a2,zz")
    folder.replace(R, "6.000", "-6")
    assert sorted(folder.codes()) == ["E202", "E203", "E205", "E301", "E301", "E402"]


def test_broken_scenario_does_not_hide_faults_of_tables(folder: Any) -> None:
    """Tables are read under the names that the scenario gives, though it is broken elsewhere."""
    (folder.path / V).rename(folder.path / "people.csv")
    folder.write("scenario.toml", 'nam = "x"\n[territory]\nvillages = "people.csv"\nroad = "x"\n')
    folder.replace("people.csv", "500", "many")
    found = {(fault.code, fault.file) for fault in folder.faults()}
    assert found == {
        ("E502", "scenario.toml"),
        ("E503", "scenario.toml"),
        ("E202", "people.csv"),
    }


def test_no_fault_is_cut_off(folder: Any) -> None:
    """A thousand wrong rows are a thousand faults."""
    folder.write(R, "a,b,km\n" + "a1,a2,far\n" * 1000)
    assert folder.codes() == ["E202"] * 1000


def test_record_holds_everything_a_line_says() -> None:
    """Programs get code, file, row, column, value, cause and action; absent ones are null."""
    fault = Fault("E203", "villages.csv", 3, "population", "-1", {"low": "0"})
    assert fault.record("en") == {
        "code": "E203",
        "file": "villages.csv",
        "row": 3,
        "column": "population",
        "value": "-1",
        "what": "the number is below 0",
        "action": "correct the number",
    }
    assert Fault("E101", "x.csv").record("zh")["row"] is None
    assert fault.line("en") == (
        "E203 villages.csv, row 3, column population: '-1': "
        "the number is below 0; correct the number"
    )


def test_details_speak_the_language_asked_for() -> None:
    """A detail in both languages is filled in in the one asked for, hints too."""
    hint = nearest_hint("avea", ["area", "people"])
    what = Text("village", "村(居)")
    fault = Fault("E301", "a.csv", details={"what": what, "where": "b.csv", "near": hint})
    assert fault.line("en").endswith("or add the village; did you mean area?")
    assert fault.line("zh").endswith("请更正代码或补上该村(居)；是否应为 area？")


def test_braces_in_a_value_are_shown_as_they_are(folder: Any) -> None:
    """What the user wrote is never taken for a format string."""
    folder.replace(V, "500", "{0.__class__}")
    assert "{0.__class__}" in folder.only().line("en")


def test_tally_counts_in_both_languages() -> None:
    """One fault is not one faults."""
    error, warning = Fault("E101", "a.csv"), Fault("W101", "b.csv")
    assert tally([error, warning], "en") == "1 fault, 1 warning"
    assert tally([warning, warning], "en") == "0 faults, 2 warnings"
    assert tally([error, warning], "zh") == "1 个错误，1 个警告"


def test_findings_stop_only_on_errors() -> None:
    """Warnings alone let the run go on; with an error they are reported beside it."""
    findings = Findings()
    findings.add("W101", "a.csv")
    findings.stop_on_errors()
    findings.add("E103", "b.csv")
    with pytest.raises(InputError) as raised:
        findings.stop_on_errors()
    assert [fault.code for fault in raised.value.faults] == ["W101", "E103"]


def test_wrong_set_option_is_shown_whole() -> None:
    """E507 of the command line shows the option as it was typed."""
    findings = Findings()
    assert parse_override("rules.area_cap", findings) == ("", None)
    assert [(f.code, f.value) for f in findings.faults] == [("E507", "rules.area_cap")]


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_faults", DOCS / "make_faults.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_has_to_be_typed_is_typed_so_in_chinese_too() -> None:
    """No full-width colon inside an address."""
    for texts in catalogue().values():
        assert not re.search("://[^ ，；]*：", texts["do_zh"]), texts["do_zh"]


def test_page_lists_exactly_the_catalogue() -> None:
    """docs/faults.md has each code once, with cause and action in both languages."""
    page = (DOCS / "faults.md").read_text(encoding="utf-8")
    assert re.findall(r"^### ([EW]\d+)$", page, re.MULTILINE) == sorted(catalogue())
    for texts in catalogue().values():
        assert all(text in page for text in texts.values())


def test_page_is_up_to_date() -> None:
    """docs/faults.md is what docs/make_faults.py writes."""
    assert (DOCS / "faults.md").read_text(encoding="utf-8") == _maker().page()


def test_of_many_names_a_few_are_said() -> None:
    """Files of a folder, columns of a header: as many as help, and how many there are."""
    names = [f"c{k}" for k in range(1000)]
    assert some_of(names[:4]) == ("c0, c1, c2, c3", "c0、c1、c2、c3")
    assert some_of(names) == ("c0, c1, c2 and 997 more", "c0、c1、c2等 1,000 个")
    assert some_of(names, 20).en.endswith("c19 and 980 more")
