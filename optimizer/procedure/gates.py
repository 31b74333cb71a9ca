"""Gates: the steps of the procedure, as the law orders them and as an office may add to them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from optimizer.text import Text

Scope = Literal["city", "county", "approval"]
NOTHING = Text("", "")
BASES = ("scenario", "plan")
"""What a gate can rest on."""


@dataclass(frozen=True)
class Latest:
    """The latest that a gate may be passed: so long after another one.

    Attributes
    ----------
    more_months
        By how many months the approver may put it off.
    """

    after: str
    days: int = 0
    months: int = 0
    more_months: int = 0


@dataclass(frozen=True)
class Gate:
    """One step.

    Attributes
    ----------
    after
        Gates that must stand before.
    scope
        Who passes it: the city once, each county, or each county by each approver.
    together
        Whether it needs what is before it of all counties.
    rests_on
        What reopens it when it changes.
    days, working_days
        The least length that is normal in law.
    takes_working_days
        How long the one who is asked may take.
    within
        The latest.
    required
        Whether it can never be removed (S4.gates).
    number
        What number it carries: `map` (审图号), `document` (批准文号), or none.
    law
        Where it comes from.
    """

    key: str
    name: Text
    after: tuple[str, ...] = ()
    scope: Scope = "county"
    together: bool = False
    rests_on: tuple[str, ...] = BASES
    days: int = 0
    working_days: int = 0
    takes_working_days: int = 0
    within: Latest | None = None
    required: bool = False
    number: str = ""
    law: str = ""
    about: Text = NOTHING

    @property
    def has_length(self) -> bool:
        """Whether it needs a day on which it began."""
        return bool(self.days or self.working_days)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Gate:
        """Return the gate of a row of gates.toml."""
        texts = "en", "zh", "about_en", "about_zh"
        rest: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in row.items()
            if key not in texts
        }
        if "within" in row:
            rest["within"] = Latest(**row["within"])
        about = Text(row.get("about_en", ""), row.get("about_zh", ""))
        return cls(name=Text(row["en"], row["zh"]), about=about, **rest)


@cache
def by_law() -> tuple[Gate, ...]:
    """Return the gates that the law names, in order."""
    text = (Path(__file__).parent / "gates.toml").read_text(encoding="utf-8")
    return tuple(Gate.of(row) for row in tomllib.loads(text)["gate"])


def of_law(key: str) -> Gate:
    """Return one of the gates that the law names."""
    return next(gate for gate in by_law() if gate.key == key)


REQUIRED = ("consultation", "experts", "risk", "legality", "approval")
"""The gates of S4.gates: a plan is executable only when they stand."""


def without(gates: Sequence[Gate], removed: Iterable[str]) -> tuple[Gate, ...]:
    """Return gates less some; what came after one of these comes after what was before it."""
    found = list(gates)
    for key in removed:
        gone = next(g for g in found if g.key == key)
        found = [_bridged(g, gone) for g in found if g.key != key]
    return tuple(found)


def _bridged(gate: Gate, gone: Gate) -> Gate:
    if gone.key not in gate.after:
        return gate
    after = [k for key in gate.after for k in (gone.after if key == gone.key else (key,))]
    return replace(gate, after=tuple(dict.fromkeys(after)))


def with_added(gates: Sequence[Gate], added: Gate, before: Iterable[str]) -> tuple[Gate, ...]:
    """Return gates and one more, which comes before some of them; the order is kept sound."""
    later = set(before)
    found = [replace(g, after=(*g.after, added.key)) if g.key in later else g for g in gates]
    first = next((at for at, g in enumerate(found) if g.key in later), len(found))
    return (*found[:first], added, *found[first:])


def in_order(gates: Sequence[Gate]) -> bool:
    """Return whether every gate comes after all that must stand before it."""
    seen: set[str] = set()
    for gate in gates:
        if not seen.issuperset(gate.after):
            return False
        seen.add(gate.key)
    return True


def lengthened(gate: Gate, days: int, working_days: int) -> Gate:
    """Return a gate with lengths of its own, never shorter than those of the law."""
    return replace(
        gate, days=max(days, gate.days), working_days=max(working_days, gate.working_days)
    )
