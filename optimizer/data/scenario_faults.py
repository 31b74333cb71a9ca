"""What is wrong with the keys of scenario.toml, in the words of the file, not of pydantic."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from pydantic import ValidationError

from models.incomplete import IncompleteError
from models.scenario import Scenario
from optimizer.data.cells import first_control
from optimizer.data.faults import HINTS, Findings
from optimizer.data.limits import SCENARIO_TEXT
from optimizer.data.scenario_keys import REMOVE, advice, flag_keys, tables_at
from optimizer.text import Text

Place = tuple[Any, ...]
"""Keys, and positions in lists, that lead to a value."""
MOST = 1e12
"""The greatest number that a scenario may hold; below it whole-number sums cannot overflow."""
MOST_DETOUR = 100
"""A way a hundred times the straight line is a slip of the pen."""

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


def validated(raw: dict[str, Any], file: str, findings: Findings) -> Scenario | None:
    """Return the scenario; None where a key is wrong, every one noted.

    An unknown key hides what else is wrong around it: the scenario is looked at again
    without it.
    """
    seen: set[Any] = set()
    shortened: set[Place] = set()
    left: dict[str, Any] | None = raw
    while left is not None:
        try:
            scenario = Scenario.model_validate(left)
        except ValidationError as error:
            for fault, place in _faults(error, left):
                if (key := (fault["type"], fault["loc"])) not in seen:
                    seen.add(key)
                    if not (place in shortened and _is_incomplete(fault)):
                        _note(fault, place, file, findings)
            unknown = _unknown_keys(error, left)
            shortened |= {place[:end] for place in unknown for end in range(len(place))}
            left = _without(left, unknown)
        except TypeError:  # a rule looked a list or a table up among words
            findings.add("E503", file, why=_NO_WORD)
            return None
        else:
            return None if seen else scenario
    return None


def without_wrong(raw: dict[str, Any], error: ValidationError) -> dict[str, Any] | None:
    """Return a scenario's keys without the unknown ones, and without rules that are wrong.

    None when there is nothing to leave out.
    """
    unknown = _unknown_keys(error, raw)
    wrong = {
        place[: 2 if place[0] == "rules" else 1]
        for fault, place in _faults(error, raw)
        if place and fault["type"] != "extra_forbidden"
    }
    return _without(raw, unknown | wrong)


def _faults(error: ValidationError, raw: Any) -> Iterator[tuple[Any, Place]]:
    """Yield each of pydantic's errors that is meant, with its place in the file."""
    for fault in error.errors(include_url=False):
        kind = fault["type"]
        place = _place(fault["loc"], raw, kind == "missing")
        long_enough = kind == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"]
        if place is not None and not long_enough:
            yield fault, place


def _unknown_keys(error: ValidationError, raw: Any) -> set[Place]:
    faults = _faults(error, raw)
    return {place for fault, place in faults if fault["type"] == "extra_forbidden"}


def _is_incomplete(fault: Any) -> bool:
    """Return whether a table lacks something: where a key was left out it may be just that."""
    return isinstance(fault.get("ctx", {}).get("error"), IncompleteError)


def _without(raw: dict[str, Any], places: set[Place]) -> dict[str, Any] | None:
    """Return a copy without some keys; None when none of them is there."""
    left: dict[str, Any] = _dropped(raw, places)
    return None if left is raw else left


def _dropped(part: Any, places: set[Place]) -> Any:
    """Return a part without some places in it; the part itself where it holds none of them."""
    below: dict[Any, set[Place]] = {}
    for head, *rest in places:
        if _holds(part, head):
            below.setdefault(head, set()).add(tuple(rest))
    inner = {head: _dropped(part[head], rests - {()}) for head, rests in below.items()}
    gone = {head for head, rests in below.items() if () in rests}
    if not gone and all(left is part[head] for head, left in inner.items()):
        return part
    if isinstance(part, list):
        return [inner.get(at, value) for at, value in enumerate(part) if at not in gone]
    return {key: inner.get(key, value) for key, value in part.items() if key not in gone}


def check_values(raw: dict[str, Any], file: str, findings: Findings) -> None:
    """Note numbers too great to add up, flags that would count as 1 or 0, control characters."""
    noted = {fault.column for fault in findings.errors}
    for place, value in _leaves(raw):
        column, most = _column(place), MOST_DETOUR if place[-1] == "detour" else MOST
        if column in noted:
            continue
        if isinstance(value, bool) and place[-1] not in flag_keys():
            details = {"want": _WANTED["float"], "got": _GOT[bool]}
            findings.add("E508", file, 0, column, shown(value), **details)
        elif isinstance(value, int | float) and most < abs(value) < inf:
            findings.add("E204", file, 0, column, shown(value), high=f"{most:g}")
        elif isinstance(value, str) and (found := first_control(value)):
            findings.add("E111", file, 0, column, value, character=found[1])
        elif (count := max(_characters(value), *map(_characters, place))) > SCENARIO_TEXT:
            findings.add("E531", file, 0, column[:60], count=count, most=SCENARIO_TEXT)


def _characters(part: Any) -> int:
    return len(part) if isinstance(part, str) else 0


def _leaves(raw: dict[str, Any]) -> Iterator[tuple[Place, Any]]:
    """Yield each value that is no table and no list, with its place, however deep it stands."""
    open_parts: list[tuple[Place, Any]] = [((), raw)]
    while open_parts:
        place, part = open_parts.pop()
        if isinstance(part, dict | list):
            inner = part.items() if isinstance(part, dict) else enumerate(part)
            open_parts += [((*place, key), value) for key, value in inner]
        else:
            yield place, part


def _note(fault: Any, place: Place, file: str, findings: Findings) -> None:
    """Note one of pydantic's errors in the words of the scenario file."""
    kind, found = fault["type"], fault["input"]
    where = (file, 0, _column(place), shown(found))
    if kind == "extra_forbidden":
        few = len(findings.faults) < HINTS
        here = {key for table in tables_at(fault["loc"][:-1]) for key in table.model_fields}
        findings.add("E502", *where, advice=advice(place, here) if few else REMOVE)
    elif kind.endswith(_TYPE_ERRORS) and (want := _WANTED.get(kind.split("_")[0])):
        got = _GOT.get(type(found)) if kind != "finite_number" else None
        findings.add("E508", *where, want=want, got=got or shown(found))
    else:
        findings.add("E503", *where, why=_why(fault))


def _why(fault: Any) -> Text:
    """Say what is wrong with a value of the right type."""
    context = fault.get("ctx", {})
    if fault["type"] not in _WHY:
        said = str(fault["msg"]).removeprefix("Value error, ")
        return Text(said, getattr(context.get("error"), "zh", said))
    return Text(*(text.format(**context) for text in _WHY[fault["type"]]))


def _place(location: tuple[Any, ...], raw: Any, missing: bool) -> Place | None:
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
    return any(part in table.model_fields for table in tables_at(location))


def _column(place: Place) -> str:
    """Return a place in dots and brackets; entries of lists are counted from 1."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


def shown(value: Any) -> str:
    """Return a value as a fault shows it; nothing for tables and lists."""
    if isinstance(value, dict | list | tuple) or (isinstance(value, int) and abs(value) > 10**99):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
