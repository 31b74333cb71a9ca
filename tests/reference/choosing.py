"""Frontiers, near-optimal plans and nearest plans by looking at every plan there is."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

from .brute import MEASURES, Value, city_ok, joined
from .figures import Figures, Unit, exact, read
from .plans import Totals, county_plans
from .rules import refuse_unknown
from .tables import Tables

Plan = dict[str, str]


class Judged(NamedTuple):
    """A plan that keeps every rule, as village to unit code, with its totals."""

    totals: Totals
    plan: Plan


def every_plan(tables: Tables, rules: Mapping[str, Any], mode: str = "whole") -> Iterator[Judged]:
    """Yield every plan that keeps the rules."""
    refuse_unknown(rules)
    figures = read(tables)
    counties = [county_plans(figures, rules, county, mode) for county in figures.counties]
    for parts in product(*(plans.items() for plans in counties)):
        choice = joined(parts)
        if city_ok(figures, rules, choice.totals):
            for chosen in product(*choice.counties):
                yield Judged(choice.totals, _plan(unit for units in chosen for unit in units))


def _plan(units: Iterator[Unit]) -> Plan:
    return {village: unit.code for unit in units for village in unit.villages}


def frontier(plans: Sequence[Judged], names: Sequence[str]) -> set[tuple[Value, ...]]:
    """Return the values that no plan beats."""
    found = {tuple(MEASURES[name](p.totals) for name in names) for p in plans}
    costs = {
        v: tuple(-x if n == "share" else x for n, x in zip(names, v, strict=True)) for v in found
    }
    return {v for v, cost in costs.items() if not any(_beats(c, cost) for c in costs.values())}


def _beats(a: tuple[Value, ...], b: tuple[Value, ...]) -> bool:
    return a != b and all(x <= y for x, y in zip(a, b, strict=True))


def near(plans: Sequence[Judged], within: Any) -> list[Judged]:
    """Return the plans with the fewest units whose travel is within a share of the best."""
    fewest = min(p.totals.units for p in plans)
    plans = [p for p in plans if p.totals.units == fewest]
    best = min(p.totals.travel for p in plans)
    return [p for p in plans if p.totals.travel <= best + int(best * exact(within))]


def is_monotone(figures: Figures, plan: Plan) -> bool:
    """Return whether each village but a seat touches one of its unit that is nearer to the seat."""
    return all(
        village == figures.seat(unit)
        or any(
            plan[other] == unit and figures.distance(other, unit) < figures.distance(village, unit)
            for other in figures.neighbours[village]
        )
        for village, unit in plan.items()
    )


def together(figures: Figures, plan: Plan) -> set[frozenset[str]]:
    """Return the pairs of townships that are in one unit."""
    unit = {code: plan[figures.seat(code)] for code in figures.townships}
    pairs = combinations(figures.townships, 2)
    return {frozenset(pair) for pair in pairs if unit[pair[0]] == unit[pair[1]]}


def differing(figures: Figures, a: Plan, b: Mapping[str, str]) -> tuple[int, int]:
    """Return (people, villages) whose unit differs."""
    moved = [village for village in a if a[village] != b.get(village)]
    return sum(figures.people[village] for village in moved), len(moved)
