"""procedure.toml: what an office adds to the procedure of the law, and who is responsible."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from optimizer.data.faults import Findings, nearest_hint
from optimizer.data.limits import SCENARIO_BYTES
from optimizer.data.table import read_text
from optimizer.data.toml_syntax import parsed_toml
from optimizer.procedure.gates import (
    Gate,
    Scope,
    by_law,
    in_order,
    lengthened,
    with_added,
    without,
)
from optimizer.text import Text

FILE = "procedure.toml"
_CONFIG = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=False)
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Word = Annotated[str, Field(min_length=1, max_length=200)]
"""A name or a reason: 200 characters fit a cell and a line of a chart."""
Length = Annotated[int, Field(ge=0, le=3650)]
"""Days of a step: ten years are a slip of the pen."""


class AddedGate(BaseModel):
    """A gate of the office's own."""

    model_config = _CONFIG

    key: Key
    en: Word
    zh: Word
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    scope: Scope = "county"
    days: Length = 0
    working_days: Length = 0


class Longer(BaseModel):
    """A length beyond that of the law."""

    model_config = _CONFIG

    days: Length = 0
    working_days: Length = 0


class Responsible(BaseModel):
    """Who does it: an office and a person of it."""

    model_config = _CONFIG

    office: Word
    person: Word


class People(BaseModel):
    """The leading group, and one person for each county and each unit."""

    model_config = _CONFIG

    city: Responsible | None = None
    county: dict[str, Responsible] = Field(default_factory=dict)
    unit: dict[str, Responsible] = Field(default_factory=dict)


class RiskLimits(BaseModel):
    """From where on the register points at something; these are no rules.

    Attributes
    ----------
    farther_km
        Villages whose way to the seat grows by more than this; at 0 all that are farther.
    large_townships
        Units formed of at least so many townships.
    large_people
        Units of at least so many people; None: not asked.
    tight_percent
        What is within so many hundredths of a limit.
    """

    model_config = _CONFIG

    farther_km: Annotated[float, Field(ge=0)] = 0.0
    large_townships: Annotated[int, Field(ge=2)] = 3
    large_people: Annotated[int, Field(ge=1)] | None = None
    tight_percent: Annotated[float, Field(ge=0, le=100)] = 2.0


class AddedDocument(BaseModel):
    """A document that the department asks for besides those of the law."""

    model_config = _CONFIG

    key: Key
    en: Word
    zh: Word


class Settings(BaseModel):
    """All of procedure.toml.

    Attributes
    ----------
    target
        The day by which the last gate is to be passed; deadlines are counted back from it.
    remove
        Gates that are left out; never one of the five.
    length
        Lengths beyond those of the law, by gate or kind of task.
    """

    model_config = _CONFIG

    target: date | None = None
    remove: tuple[str, ...] = ()
    gate: tuple[AddedGate, ...] = ()
    length: dict[str, Longer] = Field(default_factory=dict)
    responsible: People = People()
    risks: RiskLimits = RiskLimits()
    document: tuple[AddedDocument, ...] = ()

    def gates(self) -> tuple[Gate, ...]:
        """Return the gates of the law with what the office adds and leaves out."""
        gates = without(by_law(), list(dict.fromkeys(self.remove)))
        for row in self.gate:
            own = Gate(
                row.key,
                Text(row.en, row.zh),
                row.after,
                row.scope,
                days=row.days,
                working_days=row.working_days,
            )
            gates = with_added(gates, own, row.before)
        longer = self.length
        return tuple(
            lengthened(g, longer[g.key].days, longer[g.key].working_days) if g.key in longer else g
            for g in gates
        )


_WHY = {
    "string_pattern_mismatch": Text(
        "write small letters, digits and _, a letter first", "请用小写字母、数字和下划线，字母开头"
    ),
    "string_type": Text("text is needed", "应为文字"),
    "string_too_short": Text("it must not be empty", "不得为空"),
    "string_too_long": Text("it is too long", "过长"),
    "literal_error": Text("write one of: {expected}", "请写：{expected}"),
    "greater_than_equal": Text("it must be at least {ge:g}", "不得小于 {ge:g}"),
    "less_than_equal": Text("it must be at most {le:g}", "不得大于 {le:g}"),
    "model_type": Text("a table is needed", "应为表"),
    "dict_type": Text("a table is needed", "应为表"),
    "tuple_type": Text("a list is needed", "应为列表"),
}
_TYPES = {
    "int": Text("a whole number is needed", "应为整数"),
    "float": Text("a number is needed", "应为数字"),
    "date": Text("a date such as 2026-12-31 is needed", "应为日期，如 2026-12-31"),
}


def read_settings(path: Path, findings: Findings) -> Settings:
    """Read procedure.toml; faults are noted, and then what is returned serves for nothing."""
    if path.is_file() and not path.stat().st_size:  # nothing is added to the law
        return Settings()
    text = read_text(path, findings, SCENARIO_BYTES)
    if text is None:
        return Settings()
    raw = parsed_toml(text, path.name, findings)
    return Settings() if raw is None else settings_of(raw, path.name, findings)


def settings_of(raw: Mapping[str, Any], file: str, findings: Findings) -> Settings:
    """Return settings from data; what does not fit is noted."""
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as error:
        for found in error.errors():
            _note(found, file, findings)
        return Settings()
    _check(settings, file, findings)
    return settings


def _note(found: Any, file: str, findings: Findings) -> None:
    """Note one of pydantic's errors in words of ours."""
    place = ".".join(str(part) for part in found["loc"])
    if found["type"] == "extra_forbidden":
        near = nearest_hint(str(found["loc"][-1]), [*Settings.model_fields])
        findings.add("E911", file, 0, place, near=near)
    elif found["type"] == "missing":
        findings.add("E912", file, 0, place)
    else:
        why = _WHY.get(found["type"]) or _TYPES.get(found["type"].split("_")[0])
        why = why or Text(found["msg"], found["msg"])
        filled = Text(*(text.format(**found.get("ctx", {})) for text in why))
        value = found["input"]
        shown = "" if isinstance(value, dict | list | tuple) else str(value)[:100]
        findings.add("E913", file, 0, place, shown, why=filled)


def _check(settings: Settings, file: str, findings: Findings) -> None:
    """Note gates that cannot be removed, are not there, or stand in a circle."""
    law = {gate.key: gate for gate in by_law()}
    before = len(findings.faults)
    for key in settings.remove:
        if key not in law:
            findings.add("E941", file, 0, "remove", key, near=nearest_hint(key, [*law]))
        elif law[key].required:
            findings.add("E914", file, 0, "remove", key)
    known = {*law, *(row.key for row in settings.gate)} - set(settings.remove)
    for at, row in enumerate(settings.gate):
        if row.key in law or sum(other.key == row.key for other in settings.gate) > 1:
            findings.add("E915", file, 0, f"gate.{at}.key", row.key)
        for name, words in (("after", row.after), ("before", row.before)):
            for word in words:
                if word not in known:
                    near = nearest_hint(word, sorted(known))
                    findings.add("E941", file, 0, f"gate.{at}.{name}", word, near=near)
    if len(findings.faults) == before and not in_order(settings.gates()):
        findings.add("E916", file, 0, "gate")
