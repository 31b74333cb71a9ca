"""The best plan by trying all of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from .figures import Figures, Totals, Unit, exact, read
from .plans import added, county_plans
from .rules import CITY_RULES, refuse_unknown
from .tables import Objectives, Tables

Value = int | Fraction
DEFAULT_OBJECTIVES: Objectives = [
    {"name": name} for name in ("units", "share", "travel", "disruption")
]


class Choice(NamedTuple):
    """A plan for the whole city up to ties: its totals and, by county, the plans with them."""

    totals: Totals
    counties: tuple[list[tuple[Unit, ...]], ...]


@dataclass(frozen=True)
class Answer:
    """The lexicographic optimum.

    Attributes
    ----------
    values : tuple[Value, ...]
        The best value of each objective at its own stage.
    finals : frozenset[tuple[Value, ...]]
        The values that optimal plans have; without tolerances just ``values``.
    choices : list[Choice]
        All optimal plans, grouped.
    """

    values: tuple[Value, ...]
    finals: frozenset[tuple[Value, ...]]
    choices: list[Choice]

    def plans(self) -> Iterator[dict[str, str]]:
        """Yield every optimal plan as a mapping from village to unit code."""
        for choice in self.choices:
            for counties in product(*choice.counties):
                units = [unit for plan in counties for unit in plan]
                yield {village: unit.code for unit in units for village in unit.villages}


def best(
    tables: Tables,
    rules: Mapping[str, Any],
    objectives: Sequence[Mapping[str, Any]],
    mode: str = "whole",
    seats: str = "townships",
) -> Answer | None:
    """Find the lexicographic optimum over all plans.

    Parameters
    ----------
    tables : Tables
        The dataset.
    rules : Mapping[str, Any]
        The content of ``[rules]``.
    objectives : Sequence[Mapping[str, Any]]
        The ``[[objectives]]`` in order; none means the default ones.
    mode : str
        A key of ``plans.MODES``.
    seats : str
        As in ``figures.read``; ``"any"`` goes with mode ``redraw``.

    Returns
    -------
    Answer | None
        None when no plan keeps the rules.
    """
    refuse_unknown(rules)
    figures = read(tables, seats)
    counties = [county_plans(figures, rules, county, mode) for county in figures.counties]
    choices = [joined(parts) for parts in product(*(plans.items() for plans in counties))]
    choices = [choice for choice in choices if city_ok(figures, rules, choice.totals)]
    return lexicographic(choices, objectives or DEFAULT_OBJECTIVES) if choices else None


def lexicographic(choices: list[Choice], objectives: Sequence[Mapping[str, Any]]) -> Answer:
    """Solve the stages in order, each within what the earlier ones allow."""
    values: list[Value] = []
    for objective in objectives:
        measure = measure_of(objective)
        pick = max if objective.get("name") == "share" else min
        values.append(pick(measure(choice.totals) for choice in choices))
        last = [choice for choice in choices if measure(choice.totals) == values[-1]]
        choices = [c for c in choices if allowed(objective, values[-1], measure(c.totals))]
    finals = {tuple(measure_of(o)(c.totals) for o in objectives) for c in last}
    return Answer(tuple(values), frozenset(finals), last)


def allowed(objective: Mapping[str, Any], value: Value, later: Value) -> bool:
    """Tell whether later stages may leave an objective at ``later`` when its best is ``value``."""
    tolerance = exact(objective.get("tolerance", 0))
    if objective.get("name") == "share":
        return later >= value * (1 - tolerance)
    return later <= value + int(value * tolerance)


MEASURES: dict[str, Callable[[Totals], Value]] = {
    "units": lambda totals: totals.units,
    "share": lambda totals: Fraction(totals.urban, totals.units),
    "travel": lambda totals: totals.travel,
    "inertia": lambda totals: totals.inertia,
    "disruption": lambda totals: totals.disruption,
    "conversions": lambda totals: totals.conversions,
    "moved_villages": lambda totals: totals.moved_villages,
    "worse_off": lambda totals: totals.worse_off,
    "strengthen": lambda totals: totals.strengthen,
    "affinity": lambda totals: totals.affinity,
    "worst": lambda totals: totals.worst,
}


def measure_of(objective: Mapping[str, Any]) -> Callable[[Totals], Value]:
    """Return what an objective measures: a value, or a weighted sum of values."""
    if "weights" not in objective:
        return MEASURES[objective["name"]]
    weights = objective["weights"].items()
    return lambda totals: sum(weight * MEASURES[name](totals) for name, weight in weights)


def city_ok(figures: Figures, rules: Mapping[str, Any], totals: Totals) -> bool:
    """Tell whether the city as a whole keeps its rules."""
    return all(
        keeps(figures, rules[name], totals) for name, keeps in CITY_RULES.items() if name in rules
    )


def joined(parts: Sequence[tuple[Totals, list[tuple[Unit, ...]]]]) -> Choice:
    """Join one group of plans from each county."""
    return Choice(added(totals for totals, _ in parts), tuple(plans for _, plans in parts))
