"""What every number of a scenario's rules costs, one step looser and one step tighter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.instance import Instance
from optimizer.decide.explain.numbers import Number, numbers_of
from optimizer.decide.price import Priced, solve_at
from optimizer.solve.clock import Clock


@dataclass(frozen=True)
class StepPrice:
    """A number of a rule with the scenario solved one step to each side.

    Attributes
    ----------
    looser, tighter
        The value as text with the solve there; None where the rule knows no such value, or
        the time was over.
    """

    number: Number
    looser: tuple[str, Priced] | None
    tighter: tuple[str, Priced] | None


def one_step(number: Number) -> int:
    """Return what one step of a number is, in the grains that the rule can see.

    For counts one; otherwise a unit of the second significant digit: 10 for 300, 1 for 25,
    0.1 for 8, never less than a grain.
    """
    whole = abs(Fraction(number.steps, number.size))
    if number.rule.key in ("count", "transfers") or number.path[-1] == "max_conversions":
        return 1
    digit = Fraction(1)
    while digit * 100 <= whole:
        digit *= 10
    while whole and digit * 10 > whole:
        digit /= 10
    return max(1, int(digit * number.size))


def step_prices(instance: Instance, clock: Clock) -> Iterator[StepPrice]:
    """Yield the price of each number, in the order of the rules, while there is time."""
    numbers = list(numbers_of(instance.scenario))
    for done, number in enumerate(numbers):
        left = 2 * (len(numbers) - done)
        sides = []
        for side, way in enumerate((number.direction, -number.direction)):
            steps = number.steps + way * one_step(number)
            sides.append(_at(instance, number, steps, clock, left - side))
        yield StepPrice(number, *sides)


def _at(
    instance: Instance, number: Number, steps: int, clock: Clock, left: int
) -> tuple[str, Priced] | None:
    """Solve with another value of a number within a fair share of the time."""
    least, most = number.reach
    rule = number.at(steps) if least <= steps <= most else None
    if rule is None or any(rule.complaints(instance.territory)) or clock.over:
        return None
    asked = instance.scenario.with_rule(rule.key, rule)
    value = Fraction(steps, number.size)
    shown = int(value) if value.denominator == 1 else float(value)
    return number.shown(steps), solve_at(instance.territory, (shown, asked, left), clock)
