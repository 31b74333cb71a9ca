"""The numbers of a scenario's rules, and how each is relaxed in whole steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from models.quantities import HECTARES_PER_KM2, METRES_PER_KM, SECONDS_PER_MINUTE
from models.rules import Rule
from models.scenario import Scenario
from optimizer.data.variants import reach_of

UP, DOWN = 1, -1
"""The direction in which a number is looser."""
_COUNTS = {"min": (1, DOWN), "max": (1, UP), "min_cut": (1, DOWN), "max_cut": (1, UP)}
STEPS: dict[str, dict[str, tuple[int, int]]] = {
    "area_cap": {"max_km2": (HECTARES_PER_KM2, UP)},
    "population": {"min": (1, DOWN), "max": (1, UP)},
    "access": {
        "max_km": (METRES_PER_KM, UP),
        "max_minutes": (SECONDS_PER_MINUTE, UP),
        "hospital_max_km": (METRES_PER_KM, UP),
        "hospital_max_minutes": (SECONDS_PER_MINUTE, UP),
        "school_max_km": (METRES_PER_KM, UP),
        "school_max_minutes": (SECONDS_PER_MINUTE, UP),
    },
    "burden": {
        "max_added_km": (METRES_PER_KM, UP),
        "max_added_minutes": (SECONDS_PER_MINUTE, UP),
    },
    "count": _COUNTS,
    "share": {"districts_target": (10_000, DOWN)},
    "prudent": {"max_people": (1, UP), "max_villages": (1, UP)},
    "kinds": {"max_conversions": (1, UP)},
    "transfers": {"max_villages": (1, UP)},
}
"""By rule and key: whole steps in one, and the looser direction.

A step is 0.01 km2, 1 m, 1 s, 1 person, 1 unit or 0.01 %.
"""
_FINEST = 10_000
"""Steps in one where they are finest; 20 s are 0.3334 min, as 0.3333 min are 19 s only."""


@dataclass(frozen=True)
class Number:
    """A number of a rule.

    Attributes
    ----------
    path
        Keys and list positions from the rule to the number.
    steps
        Its value in whole steps, rounded to the side that the rule itself rounds to.
    size
        Steps in one.
    direction
        1 when greater is looser.
    given
        The number as the scenario has it, which may be finer than a step.
    """

    rule: Rule
    path: tuple[str | int, ...]
    steps: int
    size: int
    direction: int
    given: str = ""

    @property
    def name(self) -> str:
        """Its dotted key, entries of lists counted from 1."""
        parts = (f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in self.path)
        return self.rule.key + "".join(parts)

    @property
    def reach(self) -> tuple[int, int]:
        """The (least, most) whole steps that a scenario may hold."""
        key, grain = f"rules.{self.rule.key}.{self.path[-1]}", 1 / Decimal(self.size)
        least, most = (round(bound * self.size) for bound in reach_of(key, grain))
        return least, most

    @property
    def loosest(self) -> int:
        """The loosest value that a scenario may hold, in whole steps."""
        least, most = self.reach
        return most if self.direction == UP else least

    def value(self, steps: int) -> int | float:
        """Return steps as a number of few decimals that the rule takes for these very steps."""
        return steps if self.size == 1 else -(-steps * _FINEST // self.size) / _FINEST

    def shown(self, steps: int) -> str:
        """Return a value in steps as it stands in a scenario."""
        return f"{self.value(steps):.10g}"

    def at(self, steps: int) -> Rule | None:
        """Return the rule with another value; None when it may have no such value."""
        raw = self.rule.model_dump(mode="json", exclude_none=True)
        place: Any = raw
        for part in self.path[:-1]:
            place = place[part]
        place[self.path[-1]] = self.value(steps)
        try:
            return type(self.rule).model_validate(raw)
        except ValueError:
            return None


def numbers_of(scenario: Scenario) -> Iterator[Number]:
    """Yield every number of a scenario's rules that can be relaxed."""
    for rule in scenario.active_rules():
        known = STEPS.get(rule.key, {})
        raw = rule.model_dump(mode="json", exclude_none=True)
        for path, value in _leaves(raw, ()):
            if path[-1] in known and _is_parameter(rule, path):
                size, direction = known[str(path[-1])]
                exact = Fraction(str(value)) * size
                steps = -(-exact // 1) if direction == DOWN else exact // 1
                yield Number(rule, path, int(steps), size, direction, f"{value:.15g}")


def _is_parameter(rule: Rule, path: tuple[str | int, ...]) -> bool:
    return rule.key != "kinds" or len(path) == 1


def _leaves(raw: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(raw, list):
        for at, value in enumerate(raw):
            yield from _leaves(value, (*path, at))
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        yield path, raw
