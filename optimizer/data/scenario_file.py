"""scenario.toml: parsing, overrides by --set, and faults for unknown or wrong keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from os.path import isdir
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.rules import Complaint
from models.scenario import Scenario, TerritoryFiles
from models.territory import Territory
from optimizer.data.faults import NO_HINT, Findings, nearest_hint
from optimizer.data.limits import SCENARIO_BYTES
from optimizer.data.nesting import DEPTH, deep_keys
from optimizer.data.scenario_faults import (
    check_values,
    shown,
    validated,
    without_wrong,
)
from optimizer.data.table import PLACES
from optimizer.data.text_file import note_controls, place_in_scenario, read_text
from optimizer.data.toml_syntax import parsed_toml, syntax_fault
from optimizer.text import Text


def scenario_path(path: Path) -> Path:
    """Return the scenario file that a path means: itself, or scenario.toml in a folder."""
    return path / "scenario.toml" if isdir(path) else path


def read_raw(path: Path, overrides: Mapping[str, Any], findings: Findings) -> dict[str, Any] | None:
    """Read a scenario's keys with overrides; None when it is no TOML, the reason noted."""
    text = read_text(path, findings, SCENARIO_BYTES, place_in_scenario)
    if text is None or note_controls(text, path.name, findings, place_in_scenario):
        return None
    raw = parsed_toml(text, path.name, findings)
    if raw is None:
        return None
    for key, value in overrides.items():
        override(raw, key, value, findings)
    return raw


def parse_override(text: str, findings: Findings) -> tuple[str, Any]:
    """Split KEY=VALUE; VALUE is TOML, and a bare word counts as text."""
    key, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not key:
        findings.add("E507", "--set", 0, "", text, why=Text("no '='", "没有 '='"))
        return "", None
    deep = [key.count(".") + 1, *(parts for _, parts in deep_keys(value))]
    if max(deep) > DEPTH:
        findings.add("E530", "--set", 0, key[:60], parts=max(deep), most=DEPTH)
        return "", None
    try:
        (parsed,) = tomllib.loads(f"value = {value}").values()
    except (ValueError, RecursionError) as error:
        if value.replace("-", "").replace("_", "").isalnum():
            return key, value
        findings.add("E507", "--set", 0, "", text, why=syntax_fault(error)[0])
        return "", None
    return key, parsed


def override(raw: dict[str, Any], key: str, value: Any, findings: Findings) -> None:
    """Set a dotted key, turning on a rule that was off."""
    *parents, last = key.split(".")
    table: Any = raw
    for depth, parent in enumerate(parents, 1):
        inner = table.get(parent, {})
        if not isinstance(inner, dict):
            name = ".".join(parents[:depth])
            why = Text(f"{name} holds no keys, it is not a table", f"{name} 不是表，没有键")
            findings.add("E507", "--set", 0, key, shown(value), why=why)
            return
        table[parent] = dict(inner)  # a copy: it may be the value of an earlier override
        table = table[parent]
    table[last] = value


def territory_files(raw: dict[str, Any] | None) -> TerritoryFiles:
    """Return the tables' names, the default one where [territory] has none that can be used."""
    table = (raw or {}).get("territory", {})
    try:
        return TerritoryFiles.model_validate(table)
    except ValidationError as error:
        wrong = {fault["loc"][:1] for fault in error.errors()}
        sound = table.items() if isinstance(table, dict) else ()
        return TerritoryFiles.model_validate({k: v for k, v in sound if (k,) not in wrong})


def parse_scenario(raw: dict[str, Any], file: str, findings: Findings) -> Scenario | None:
    """Validate a scenario; every wrong key is a fault."""
    scenario = validated(raw, file, findings)
    check_values(raw, file, findings)
    return scenario


def sound_part(raw: dict[str, Any]) -> Scenario | None:
    """Return a scenario without what is wrong in it: to look for more faults, and nothing else.

    An unknown key is left out by itself, a rule with a wrong value as a whole.
    """
    left: dict[str, Any] | None = {**raw, "name": "-"}
    while left is not None:
        try:
            return Scenario.model_validate(left)
        except ValidationError as error:
            left = without_wrong(left, error)
        except TypeError:  # a rule looked a list or a table up among words
            break
    return None


_PART = Text("township or village", "乡镇或村（居）")
_COMPLAINTS = {
    "unknown-township": "E301",
    "unknown-county": "E301",
    "unknown-part": "E301",
    "unknown-flag": "E505",
    "unknown-column": "E510",
    "needs-facilities": "E513",
    "needs-roads": "E512",
    "unknown-terrain": "W113",
    "needs-minutes": "E506",
    "repeated": "E504",
    "keeps-county-seat": "E550",
    "more-units": "E551",
    "too-large": "E519",
}


def check_rules(scenario: Scenario, territory: Territory, file: str, findings: Findings) -> None:
    """Note every parameter of a rule that does not fit the territory."""
    for rule in scenario.active_rules():
        for complaint in rule.complaints(territory):
            inner = "" if complaint.key == rule.shorthand else f".{complaint.key}"
            column = f"rules.{rule.key}{inner}"
            details = _details(complaint, scenario, territory)
            findings.add(_COMPLAINTS[complaint.kind], file, 0, column, complaint.value, **details)


def _details(complaint: Complaint, scenario: Scenario, territory: Territory) -> dict[str, object]:
    what, files = complaint.kind.removeprefix("unknown-"), scenario.territory
    townships = territory.townships
    known, where = {
        "township": (list(territory.township_codes), files.townships),
        "county": (list(territory.county_codes), files.counties),
        "flag": (sorted(territory.flags), files.townships),
        "terrain": (sorted({t.terrain for t in townships}), files.townships),
        "part": (
            [*territory.township_codes, *territory.village_codes],
            f"{files.townships}, {files.villages}",
        ),
    }.get(what, ([], ""))
    return {
        "what": _PART if what == "part" else Text(what, PLACES.get(what, what)),
        "word": complaint.value,
        "where": where,
        "near": nearest_hint(complaint.value, known) if known else NO_HINT,
        "unit": Text("minutes", "分钟（minutes）"),
        **complaint.details,
    }
