"""scenario.toml: parsing, overrides by --set, and faults for unknown or wrong keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from models.rules import RULES, Complaint
from models.scenario import ObjectiveSpec, Scenario, TerritoryFiles
from models.territory import Territory
from optimizer.data.faults import Findings, nearest_hint
from optimizer.data.table import read_text


def scenario_path(path: Path) -> Path:
    """Return the scenario file that a path means: itself, or scenario.toml in a folder."""
    return path / "scenario.toml" if path.is_dir() else path


def read_scenario(path: Path, overrides: Mapping[str, Any], findings: Findings) -> Scenario | None:
    """Read a scenario with overrides; None when it cannot be used, every reason noted."""
    text = read_text(path, findings)
    if text is None:
        return None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        findings.add("E501", path.name, why=str(error))
        return None
    for key, value in overrides.items():
        override(raw, key, value)
    return parse_scenario(raw, path.name, findings)


def parse_override(text: str, findings: Findings) -> tuple[str, Any]:
    """Split KEY=VALUE; VALUE is TOML, and a bare word counts as text."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        findings.add("E507", "--set", 0, "", text, why="no '='")
        return "", None
    try:
        return key.strip(), tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError as error:
        if value.strip().replace("-", "").replace("_", "").isalnum():
            return key.strip(), value.strip()
        findings.add("E507", "--set", 0, "", text, why=str(error))
        return "", None


def override(raw: dict[str, Any], key: str, value: Any) -> None:
    """Set a dotted key, turning on a rule that was off."""
    *parents, last = key.split(".")
    for parent in parents:
        raw = raw.setdefault(parent, {}) if isinstance(raw.get(parent, {}), dict) else {}
    raw[last] = value


def parse_scenario(raw: dict[str, Any], file: str, findings: Findings) -> Scenario | None:
    """Validate a scenario; every wrong key is a fault."""
    try:
        return Scenario.model_validate(raw)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            _note(fault, file, findings)
    return None


def _note(fault: Any, file: str, findings: Findings) -> None:
    location = [str(part) for part in fault["loc"] if part not in ("CountRange",)]
    column = ".".join(part for part in location if not part.startswith("dict["))
    value = "" if isinstance(fault["input"], dict) else str(fault["input"])
    if fault["type"] == "extra_forbidden":
        near = nearest_hint(location[-1], _known_keys(location[:-1]))
        findings.add("E502", file, 0, column, value, near=near)
    else:
        findings.add("E503", file, 0, column, value, why=fault["msg"].removeprefix("Value error, "))


def _known_keys(parents: list[str]) -> list[str]:
    """Return the keys that may stand where an unknown one was found."""
    model: type[BaseModel] = Scenario
    if parents[:1] == ["rules"]:
        model = RULES[parents[1]] if len(parents) > 1 else Scenario.model_fields["rules"].annotation  # type: ignore[assignment]
        nested = [_nested_keys(f.annotation) for f in model.model_fields.values()]
        return [*model.model_fields, *(key for keys in nested for key in keys if len(parents) > 1)]
    tables = {"territory": TerritoryFiles, "objectives": ObjectiveSpec}
    return list(tables.get(parents[0], Scenario).model_fields if parents else model.model_fields)


def _nested_keys(annotation: Any) -> list[str]:
    """Return the keys of tables inside a field's type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return list(annotation.model_fields)
    return [key for inner in getattr(annotation, "__args__", ()) for key in _nested_keys(inner)]


_COMPLAINTS = {
    "unknown-township": "E301",
    "unknown-county": "E301",
    "unknown-flag": "E505",
    "unknown-terrain": "E505",
    "needs-minutes": "E506",
    "repeated": "E504",
}


def check_rules(scenario: Scenario, territory: Territory, file: str, findings: Findings) -> None:
    """Note every parameter of a rule that does not fit the territory."""
    for rule in scenario.active_rules():
        for complaint in rule.complaints(territory):
            column = f"rules.{rule.key}.{complaint.key}"
            findings.add(
                _COMPLAINTS[complaint.kind],
                file,
                0,
                column,
                complaint.value,
                **_details(complaint, territory),
            )


def _details(complaint: Complaint, territory: Territory) -> dict[str, object]:
    if complaint.kind == "needs-minutes":
        return {"unit": "minutes"}
    known = {
        "unknown-township": list(territory.township_codes),
        "unknown-county": list(territory.county_codes),
        "unknown-flag": sorted({f for t in territory.townships for f in t.flags}),
        "unknown-terrain": sorted({t.terrain for t in territory.townships}),
    }.get(complaint.kind, [])
    where = "townships.csv" if complaint.kind == "unknown-township" else "counties.csv"
    what = complaint.kind.removeprefix("unknown-")
    return {"what": what, "where": where, "near": nearest_hint(complaint.value, known)}
