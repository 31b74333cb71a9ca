"""scenario.toml: parsing, overrides by --set, and faults for unknown or wrong keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from math import inf
from os.path import isdir
from pathlib import Path, PureWindowsPath
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from models.rules import Complaint
from models.scenario import Scenario, TerritoryFiles
from models.territory import Territory
from optimizer.data.faults import NO_HINT, Findings, nearest_hint
from optimizer.data.table import PLACES, read_text
from optimizer.text import Text

MOST = 1e12
"""The greatest number that a scenario may hold; below it whole-number sums cannot overflow."""
MOST_DETOUR = 100

_WANTED = {
    "string": Text("text in quotation marks", "带引号的文字"),
    "int": Text("a whole number", "整数"),
    "float": Text("a number", "数字"),
    "finite": Text("a finite number", "有限的数字"),
    "bool": Text("true or false", "true 或 false"),
    "tuple": Text("a list in [ ]", "[ ] 列表"),
    "dict": Text("a table { key = value }", "{ 键 = 值 } 表"),
    "model": Text("a table { key = value }", "{ 键 = 值 } 表"),
}
_GOT = {
    str: Text("text", "文字"),
    bool: Text("true or false", "布尔值"),
    int: Text("a whole number", "整数"),
    float: Text("a fraction", "小数"),
    list: Text("a list", "列表"),
    dict: Text("a table", "表"),
}

_NO_WORD = Text("a list or a table stands where a word is needed", "应为文字处写了列表或表")
_TYPE_ERRORS = ("_type", "_parsing", "_parsing_size", "_from_float", "_number")
_WHY = {
    "missing": ("it is missing", "缺少该键"),
    "literal_error": ("write {expected}", "请写 {expected}"),
    "greater_than": ("it must be greater than {gt:g}", "须大于 {gt:g}"),
    "greater_than_equal": ("it must be at least {ge:g}", "不得小于 {ge:g}"),
    "less_than_equal": ("it must be at most {le:g}", "不得大于 {le:g}"),
    "string_too_short": ("it must not be empty", "不得为空"),
    "too_short": ("at least {min_length} must be given", "至少须给出 {min_length} 个"),
    "too_long": ("at most {max_length} may be given", "最多只能给出 {max_length} 个"),
}


def scenario_path(path: Path) -> Path:
    """Return the scenario file that a path means: itself, or scenario.toml in a folder."""
    return path / "scenario.toml" if isdir(path) else path


def read_raw(path: Path, overrides: Mapping[str, Any], findings: Findings) -> dict[str, Any] | None:
    """Read a scenario's keys with overrides; None when it is no TOML, the reason noted."""
    text = read_text(path, findings)
    if text is None:
        return None
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: whole numbers of 4300 digits too
        findings.add("E501", path.name, why=str(error))
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
    try:
        (parsed,) = tomllib.loads(f"value = {value}").values()
    except (ValueError, RecursionError) as error:
        if value.replace("-", "").replace("_", "").isalnum():
            return key, value
        findings.add("E507", "--set", 0, "", text, why=str(error))
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
            why = Text(f"{name} holds no keys, it is not a table", f"{name} 不是表,没有键")
            findings.add("E507", "--set", 0, key, _shown(value), why=why)
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
    scenario = None
    try:
        scenario = Scenario.model_validate(raw)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            _note(fault, raw, file, findings)
    except TypeError:  # a rule looked a list or a table up among words
        findings.add("E503", file, why=_NO_WORD)
    noted = {fault.column for fault in findings.errors}
    _check_values(raw, file, noted, findings)
    _check_names(scenario.territory if scenario else territory_files(raw), file, findings)
    return scenario


def _check_names(files: TerritoryFiles, file: str, findings: Findings) -> None:
    """Note absolute file names, of any system: a dataset works wherever it lies."""
    for key, name in files.model_dump(exclude={"detour"}).items():
        if PureWindowsPath(name).anchor:
            findings.add("E509", file, 0, f"territory.{key}", name)


def _check_values(raw: dict[str, Any], file: str, noted: set[str], findings: Findings) -> None:
    """Note numbers too great to add up, and true or false that would count as 1 or 0."""
    for place, value in _leaves(raw):
        column, most = _column(place), MOST_DETOUR if place[-1] == "detour" else MOST
        if column in noted:
            continue
        if isinstance(value, bool) and place[-1] not in _flag_keys():
            details = {"want": _WANTED["float"], "got": _GOT[bool]}
            findings.add("E508", file, 0, column, _shown(value), **details)
        elif isinstance(value, int | float) and most < abs(value) < inf:
            findings.add("E204", file, 0, column, _shown(value), high=f"{most:g}")


def _leaves(raw: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield each value that is no table and no list, with its place, however deep it stands."""
    open_parts: list[tuple[tuple[Any, ...], Any]] = [((), raw)]
    while open_parts:
        place, part = open_parts.pop()
        if isinstance(part, dict | list):
            inner = part.items() if isinstance(part, dict) else enumerate(part)
            open_parts += [((*place, key), value) for key, value in inner]
        else:
            yield place, part


def _note(fault: Any, raw: dict[str, Any], file: str, findings: Findings) -> None:
    """Note one of pydantic's errors in the words of the scenario file."""
    kind, found = fault["type"], fault["input"]
    place = _place(fault["loc"], raw, kind == "missing")
    if place is None or (kind == "too_short" and len(found) >= fault["ctx"]["min_length"]):
        return
    where = (file, 0, _column(place), _shown(found))
    if kind == "extra_forbidden":
        keys = {key for table in _tables_at(fault["loc"][:-1]) for key in table.model_fields}
        findings.add("E502", *where, near=nearest_hint(str(place[-1]), sorted(keys)))
    elif kind.endswith(_TYPE_ERRORS) and (want := _WANTED.get(kind.split("_")[0])):
        got = _GOT.get(type(found)) if kind != "finite_number" else None
        findings.add("E508", *where, want=want, got=got or _shown(found))
    else:
        findings.add("E503", *where, why=_why(fault))


def _why(fault: Any) -> Text | str:
    """Say what is wrong with a value of the right type."""
    if fault["type"] not in _WHY:
        return str(fault["msg"]).removeprefix("Value error, ")
    context = fault.get("ctx", {})
    return Text(*(text.format(**context) for text in _WHY[fault["type"]]))


def _place(location: tuple[Any, ...], raw: Any, missing: bool) -> tuple[Any, ...] | None:
    """Return where in the file a location of pydantic's is.

    Left out are the fields that a shorthand stands for and the names of a union's
    branches; None for the branch that was not meant.
    """
    place: list[Any] = []
    for at, part in enumerate(location):
        if _holds(raw, part):
            raw = raw[part]
            place.append(part)
        elif missing and at == len(location) - 1:
            place.append(part)
        elif isinstance(part, str) and not _is_field(location[:at], part):
            by_code = isinstance(raw, dict) and any(isinstance(v, dict) for v in raw.values())
            if part.startswith("dict[") != by_code:
                return None
    return tuple(place)


def _holds(raw: Any, part: Any) -> bool:
    if isinstance(raw, dict):
        return part in raw
    return isinstance(raw, list) and isinstance(part, int) and part < len(raw)


def _is_field(location: tuple[Any, ...], part: str) -> bool:
    return any(part in table.model_fields for table in _tables_at(location))


def _column(place: tuple[Any, ...]) -> str:
    """Return a place in dots and brackets; entries of lists are counted from 1."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


def _shown(value: Any) -> str:
    """Return a value as a fault shows it; nothing for tables and lists."""
    if isinstance(value, dict | list | tuple) or (isinstance(value, int) and abs(value) > 10**99):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tables_at(location: tuple[Any, ...]) -> list[type[BaseModel]]:
    """Return the tables whose keys may stand at a location of pydantic's."""
    here: list[type[BaseModel]] = [Scenario]
    for part in location:
        fields = [table.model_fields[part] for table in here if part in table.model_fields]
        here = [inner for field in fields for inner in _tables(field.annotation)] or here
    return here


def _tables(annotation: Any) -> list[type[BaseModel]]:
    """Return the tables inside a field's type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [table for inner in get_args(annotation) for table in _tables(inner)]


@cache
def _flag_keys() -> frozenset[str]:
    """Return the keys that take true or false."""
    found: set[str] = set()
    queue: list[type[BaseModel]] = [Scenario]
    while queue:
        for name, field in queue.pop().model_fields.items():
            queue += _tables(field.annotation)
            found |= {name} if field.annotation is bool else set()
    return frozenset(found)


_COMPLAINTS = {
    "unknown-township": "E301",
    "unknown-county": "E301",
    "unknown-flag": "E505",
    "unknown-column": "E510",
    "needs-facilities": "E513",
    "needs-roads": "E512",
    "unknown-terrain": "W113",
    "needs-minutes": "E506",
    "repeated": "E504",
}


def check_rules(scenario: Scenario, territory: Territory, file: str, findings: Findings) -> None:
    """Note every parameter of a rule that does not fit the territory."""
    for rule in scenario.active_rules():
        for complaint in rule.complaints(territory):
            column = f"rules.{rule.key}.{complaint.key}"
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
    }.get(what, ([], ""))
    return {
        "what": Text(what, PLACES.get(what, what)),
        "word": complaint.value,
        "where": where,
        "near": nearest_hint(complaint.value, known) if known else NO_HINT,
        "unit": Text("minutes", "分钟(minutes)"),
    }
