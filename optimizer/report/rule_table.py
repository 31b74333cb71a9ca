"""The rules of the notice, clause by clause, with their state in a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.objectives import OBJECTIVES
from models.rules import ALL_RULES, Rule
from models.scenario import Scenario
from models.territory import Territory
from optimizer.report.screen import Column, Screen
from optimizer.report.words import Words
from optimizer.text import Text

ALWAYS = Text("always on", "恒有效")
ON = Text("on", "启用")
OFF = Text("off", "未启用")
NOT_CHECKED = Text("not checked", "未核验")


NOTHING = Text("", "")


@dataclass(frozen=True)
class RuleState:
    """A rule or an objective in a scenario.

    Attributes
    ----------
    effect
        `hard`, `eligibility`, `report`, `warning` or `objective`.
    value
        Its parameters; for an objective its place in the order.
    note
        What is missing, or where a standard comes from.
    """

    clause: str
    key: str
    title: Text
    effect: str
    state: Text
    value: str = ""
    note: Text = NOTHING


def rule_states(scenario: Scenario, territory: Territory) -> list[RuleState]:
    """Return every rule and objective by clause."""
    rules = [_state(key, rule, scenario, territory) for key, rule in ALL_RULES.items()]
    return sorted([*rules, *_objectives(scenario)], key=lambda row: row.clause)


def _state(key: str, rule: type[Rule], scenario: Scenario, territory: Territory) -> RuleState:
    title = Text(rule.title, rule.title_zh)
    if not rule.key:
        lifted = scenario.lifts(rule)
        note = (
            Text("lifted by count.allow_more", "已由 count.allow_more 放开") if lifted else NOTHING
        )
        return RuleState(rule.clause, "", title, rule.effect, OFF if lifted else ALWAYS, note=note)
    active = scenario.rule(key)
    missing = Text(*(rule.lacking(territory) if active is None else active.missing(territory)))
    if active is None:
        state = NOT_CHECKED if missing.en and rule.needs_data else OFF
        state = ALWAYS if rule.effect == "warning" else state
        return RuleState(rule.clause, key, title, rule.effect, state, "", missing)
    state = NOT_CHECKED if missing.en else ON
    value = _shown(active.model_dump(mode="json", exclude_defaults=True))
    note = missing if missing.en else Text(*active.source)
    return RuleState(rule.clause, key, title, rule.effect, state, value, note)


def _objectives(scenario: Scenario) -> list[RuleState]:
    order = {spec.name: (place, spec) for place, spec in enumerate(scenario.objectives, 1)}
    rows = []
    for name, objective in OBJECTIVES.items():
        title = Text(objective.title, objective.title_zh)
        if name not in order:
            rows.append(RuleState(objective.clause, name, title, "objective", OFF))
            continue
        place, spec = order[name]
        more = spec.model_dump(mode="json", exclude_defaults=True, exclude={"name"})
        value = f"{place}: {_shown(more)}" if more else str(place)
        rows.append(RuleState(objective.clause, name, title, "objective", ON, value))
    return rows


def _shown(value: Any) -> str:
    """Return parameters as they stand in a scenario."""
    if isinstance(value, dict):
        return ", ".join(f"{k} = {_inner(v)}" for k, v in value.items() if v is not None)
    return _inner(value)


def _inner(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + _shown(value) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inner(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def print_rules(screen: Screen, words: Words, rows: Sequence[RuleState]) -> None:
    """Print the table clause by clause."""
    keys = ("clause", "rule", "effect", "status", "detail", "value")
    table = [
        (
            words.clause(row.clause),
            row.key or "-",
            words.effect(row.effect),
            row.state.in_lang(words.lang),
            row.title.in_lang(words.lang),
            words.of(Text("; ", "；")).join(
                filter(None, (row.value, row.note.in_lang(words.lang)))
            ),
        )
        for row in rows
    ]
    screen.table(words("rules"), [Column(words(key)) for key in keys], table)


def rules_record(rows: Sequence[RuleState]) -> list[dict[str, Any]]:
    """Return the table for programs."""
    return [
        {
            "clause": row.clause,
            "key": row.key or None,
            "title": row.title.en,
            "title_zh": row.title.zh,
            "effect": row.effect,
            "state": row.state.en,
            "value": row.value or None,
            "note": row.note.en or None,
            "note_zh": row.note.zh or None,
        }
        for row in rows
    ]
