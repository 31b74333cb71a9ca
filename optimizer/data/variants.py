"""A dataset's scenario with a number of a rule changed or lifted, or without some rules."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel

from models.rules import RULES
from models.scenario import Scenario
from optimizer.data.dataset import Dataset
from optimizer.data.faults import Fault, Findings
from optimizer.data.rule_warnings import warn_of_rules
from optimizer.data.scenario_faults import MOST
from optimizer.data.scenario_file import check_rules, override, parse_scenario, read_raw
from optimizer.text import Text

Number = int | float
GRAINS = {
    "km2": Decimal("0.01"),
    "km": Decimal("0.001"),
    "minutes": Decimal("0.01"),
    "target": Decimal("0.001"),
}
"""What figures are rounded to on reading, by the unit that ends a key; of a share 0.1 %."""
MOST_VALUES = 1_000
"""Values of one LO:HI:STEP: each is solved, and a step mistyped would ask for millions."""


def number_key(word: str) -> str:
    """Return the dotted key of a rule's number: `area_cap` means `rules.area_cap.max_km2`.

    Raises
    ------
    InputError
        When there is no such rule or it has no number of its own.
    """
    name, *rest = word.removeprefix("rules.").split(".")
    if name not in RULES:
        raise_fault("E693", word, _no_rule())
    if rest:
        return ".".join(["rules", name, *rest])
    fields = RULES[name].model_fields.items()
    numbers = [field for field, info in fields if {int, float} & set(_types(info.annotation))]
    if not numbers:
        why = Text("this rule has no number of its own; name one", "该规则没有单一数值，请写明键")
        raise_fault("E693", word, why)
    return f"rules.{name}.{numbers[0]}"


def is_upper(key: str) -> bool:
    """Return whether a number is an upper limit: tighter the smaller it is."""
    return key.rsplit(".", 1)[-1].startswith("max")


def grain_of(key: str) -> Decimal:
    """Return the smallest change of a number that rules and objectives can see."""
    last = key.rsplit(".", 1)[-1]
    return next((g for ending, g in GRAINS.items() if last.endswith(ending)), Decimal(1))


def reach_of(key: str, grain: Decimal | None = None) -> tuple[Decimal, Decimal]:
    """Return the (least, most) value that a number of a rule may have, to its grain or another."""
    grain, least, most = grain or grain_of(key), Decimal(0), Decimal(int(MOST))
    for bound in _bounds(key):
        given = {name: getattr(bound, name) for name in ("ge", "gt", "le") if hasattr(bound, name)}
        exact = {name: Decimal(str(value)) for name, value in given.items()}
        least = max(least, exact.get("ge", least), exact.get("gt", least - grain) + grain)
        most = min(most, exact.get("le", most))
    return least, most


def _bounds(key: str) -> list[Any]:
    """Return the bounds of the field that a key names, whatever tables it stands in."""
    name, last = key.split(".")[1], key.rsplit(".", 1)[-1]
    tables: list[Any] = [RULES[name]]
    for table in tables:
        for field, info in table.model_fields.items():
            if field == last:
                return [*info.metadata, *_inner_metadata(info.annotation)]
        tables += [t for t in _models(table) if t not in tables]
    return []


def _models(table: type[BaseModel]) -> list[type[BaseModel]]:
    """Return the tables that stand in a table."""
    found, left = [], [info.annotation for info in table.model_fields.values()]
    while left:
        one = left.pop()
        left += get_args(one)
        if isinstance(one, type) and issubclass(one, BaseModel):
            found.append(one)
    return found


def _inner_metadata(annotation: Any) -> list[Any]:
    return [bound for inner in get_args(annotation) for bound in getattr(inner, "__metadata__", ())]


def _types(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) or (annotation,)


def _no_rule() -> Text:
    known = ", ".join(sorted(RULES))
    return Text(f"not a rule; known: {known}", f"不是规则；已知：{known}")


def raise_fault(code: str, value: str, why: Text, place: str = "RULE") -> None:
    """Raise one fault of what was asked on the command line."""
    findings = Findings()
    findings.add(code, place, 0, "", value, why=why)
    findings.stop_on_errors()


def values_of(text: str) -> list[Number]:
    """Return the numbers of LO:HI:STEP, both ends included, exact in decimals.

    Raises
    ------
    InputError
        When it is none.
    """
    try:
        low, high, step = (Decimal(part) for part in text.split(":"))
        steps = (high - low) / step if step > 0 and low <= high else Decimal(-1)
    except (ValueError, ArithmeticError):
        steps = Decimal(-1)
    if not (steps >= 0 and max(high, step) <= MOST):
        why = Text("write LO:HI:STEP, LO <= HI, STEP > 0", "请写 起:止:步长")
        raise_fault("E693", text, why, "--range")
    if steps >= MOST_VALUES:
        why = Text(f"more than {MOST_VALUES:,} values", f"多于 {MOST_VALUES:,} 个值")
        raise_fault("E693", text, why, "--range")
    count = int(steps) + 1
    return [number(low + k * step) for k in range(count)]


def number(value: Decimal) -> Number:
    """Return a decimal as TOML would hold it."""
    return int(value) if value == int(value) else float(value)


def variant(dataset: Dataset, key: str, value: Number | None) -> Scenario:
    """Return the scenario with a number changed, or lifted where `value` is None.

    Raises
    ------
    InputError
        With the faults of the changed scenario.
    """
    return _varied(dataset, key, value)[0]


def odd_values(dataset: Dataset, key: str, values: Sequence[Number]) -> tuple[Fault, ...]:
    """Return what is odd about the rule of a number at these values and not in the scenario.

    Of each kind and place the first.
    """
    known = {(w.code, w.column) for w in dataset.warnings}
    found: dict[tuple[str, str], Fault] = {}
    for value in values:
        for warning in _varied(dataset, key, value)[1]:
            found.setdefault((warning.code, warning.column), warning)
    return tuple(warning for place, warning in found.items() if place not in known)


def _varied(dataset: Dataset, key: str, value: Number | None) -> tuple[Scenario, Sequence[Fault]]:
    """Return the scenario of `variant`, and what is odd about its rules."""
    findings = Findings()
    raw = read_raw(dataset.path, dataset.overrides, findings)
    findings.stop_on_errors()
    assert raw is not None
    if value is None:
        raw = _lifted(raw, key, findings)
    else:
        override(raw, key, value, findings)
    scenario = parse_scenario(raw, dataset.path.name, findings)
    if scenario is not None:
        check_rules(scenario, dataset.territory, dataset.path.name, findings)
        warn_of_rules(scenario, dataset.territory, dataset.path.name, findings)
    findings.stop_on_errors()
    assert scenario is not None
    return scenario, findings.warnings


def _lifted(raw: Mapping[str, Any], key: str, findings: Findings) -> dict[str, Any]:
    """Return a scenario's keys without one; where that closes what its rule opens, at its most."""
    name = key.split(".")[1]
    left = _without(raw, key.split("."))
    if RULES[name].opens and name not in left.get("rules", {}):
        for place, most in _lifting(name).items():
            override(left, place, most, findings)
    return left


def _lifting(name: str) -> dict[str, Number | None]:
    """Return what lifts a rule, by key: leaving it out, or all that it may open."""
    fields = RULES[name].model_fields.items() if RULES[name].opens else ()
    keys = [f"rules.{name}.{field}" for field, info in fields if info.is_required()]
    return {key: number(reach_of(key)[1]) for key in keys} or {f"rules.{name}": None}


def _without(raw: Mapping[str, Any], key: list[str]) -> dict[str, Any]:
    """Return a scenario's keys without one; a rule that cannot be without it is off."""
    head, *rest = key
    left = dict(raw)
    if not rest or not isinstance(left.get(head), dict):
        left.pop(head, None)
        return left
    left[head] = _without(left[head], rest)
    if not left[head] or (head in RULES and not _stands(RULES[head], left[head])):
        left.pop(head)
    return left


def _stands(rule: type[BaseModel], table: Mapping[str, Any]) -> bool:
    try:
        rule.model_validate(table)
    except ValueError:
        return False
    return True


def freed(dataset: Dataset, rules: Sequence[str]) -> Dataset:
    """Return the dataset with some rules lifted; they are noted among the overrides.

    Parameters
    ----------
    rules
        Keys such as `rules.count` or `count`.

    Raises
    ------
    InputError
        For what is no rule.
    """
    findings = Findings()
    keys = [rule.removeprefix("rules.") for rule in rules]
    for rule, key in zip(rules, keys, strict=True):
        if key not in RULES:
            findings.add("E693", "--free", 0, "", rule, why=_no_rule())
    findings.stop_on_errors()
    if not keys:
        return dataset
    lifting = {place: most for key in keys for place, most in _lifting(key).items()}
    overrides = {**dataset.overrides, **lifting}
    raw = read_raw(dataset.path, overrides, findings)
    scenario = None if raw is None else parse_scenario(raw, dataset.path.name, findings)
    findings.stop_on_errors()
    assert scenario is not None
    digest = hashlib.sha256(f"{dataset.sha256} free {sorted(keys)}".encode()).hexdigest()
    lifted = tuple(f"rules.{key}" for key in keys)
    odd = tuple(w for w in dataset.warnings if not w.column.startswith(lifted))
    return replace(dataset, scenario=scenario, overrides=overrides, warnings=odd, sha256=digest)
