"""What a check says: one finding a rule, with its clause, status and by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.rules import ALL_RULES, Rule
from optimizer.check.ledger import Ledger
from optimizer.text import Text, full_width, joined


class Status(StrEnum):
    """How a rule stands in a plan."""

    MET = "met"
    EXCEPTED = "excepted"
    WARNED = "warning"
    BROKEN = "broken"
    NOT_CHECKED = "not checked"
    NOT_APPLICABLE = "not applicable"
    OFF = "off"


NOTHING = Text("", "")
_MODES = {"whole": "整建制并入", "split": "分别并入", "redraw": "按村重划"}


def mode_text(mode: str) -> Text:
    """Return a mode in words; in English as a scenario has it."""
    return Text(mode, _MODES.get(mode, mode))


@dataclass(frozen=True)
class Finding:
    """How one rule stands.

    Attributes
    ----------
    detail
        Where it is broken and by how much, or what it came to.
    """

    clause: str
    key: str
    status: Status
    title: Text
    detail: Text = NOTHING

    def __post_init__(self) -> None:
        """Write Chinese with full-width marks: names and codes are put together in both forms."""
        for name, said in (("title", self.title), ("detail", self.detail)):
            object.__setattr__(self, name, Text(said.en, full_width(said.zh)))


Verdict = tuple[Status, Text]
Check = Callable[[Ledger, Any], Verdict]
_CHECKS: dict[str, Check] = {}
_WHEN_OFF: dict[str, Callable[[Ledger], Verdict]] = {}


def check(key: str) -> Callable[[Check], Check]:
    """Register the check of a rule under its key (its clause for rules always on)."""

    def register(function: Check) -> Check:
        _CHECKS[key] = function
        return function

    return register


def check_off(key: str) -> Callable[[Callable[[Ledger], Verdict]], Callable[[Ledger], Verdict]]:
    """Register what is to be said of a plan when a rule is off."""

    def register(function: Callable[[Ledger], Verdict]) -> Callable[[Ledger], Verdict]:
        _WHEN_OFF[key] = function
        return function

    return register


def findings(ledger: Ledger, active: dict[str, Rule]) -> Iterator[Finding]:
    """Yield one finding for each rule, those that are off too."""
    for key, rule in ALL_RULES.items():
        title = Text(rule.title, rule.title_zh)
        if key not in active:
            status, detail = _WHEN_OFF[key](ledger) if key in _WHEN_OFF else (Status.OFF, NOTHING)
            yield Finding(rule.clause, key, status, title, detail)
        elif key not in _CHECKS:
            text = Text("this rule has no check", "该规则没有核验程序")
            yield Finding(rule.clause, key, Status.NOT_CHECKED, title, text)
        else:
            status, detail = _CHECKS[key](ledger, active[key])
            yield Finding(rule.clause, key, status, title, detail)


def verdict(breaches: list[Text], met: Text = NOTHING) -> Verdict:
    """Return `broken` with every breach, or `met`."""
    if not breaches:
        return Status.MET, met
    return Status.BROKEN, joined(breaches)
