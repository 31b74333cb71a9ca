"""Every plan of a county that keeps the rules of units and of counties.

A mode is a generator of the plans of one county (``MODES``). Rules and totals are written for
units of any villages, so that another mode adds a generator and changes nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import combinations, product
from typing import Any

from .figures import Figures, Totals, Unit
from .kind_rules import possible_kinds
from .rules import COUNTY_RULES, no_more, urban
from .unit_rules import UNIT_RULES, in_one_county, is_connected


def county_plans(
    figures: Figures, rules: Mapping[str, Any], county: str, mode: str
) -> dict[Totals, list[tuple[Unit, ...]]]:
    """List the plans of a county that keep every rule of units and counties, by their totals."""
    keep = cache(partial(county_ok, figures, rules, county))
    measure = cache(partial(totals_of, figures))
    plans: dict[Totals, list[tuple[Unit, ...]]] = {}
    for plan in MODES[mode](figures, rules, county):
        if keep(frozenset(plan)):
            plans.setdefault(added(map(measure, plan)), []).append(plan)
    return plans


def whole_plans(
    figures: Figures, rules: Mapping[str, Any], county: str
) -> Iterator[tuple[Unit, ...]]:
    """Yield every set of good units that holds each township of the county once, whole."""
    townships = figures.townships_in(county)
    units: dict[tuple[str, ...], list[Unit]] = {}
    for size in range(1, len(townships) + 1):
        for group in combinations(townships, size):
            merged = [figures.unit_of(code, group) for code in group]
            candidates = [unit for one in merged for unit in with_kinds(figures, rules, one)]
            units[group] = [unit for unit in candidates if unit_ok(figures, rules, unit)]
    for groups in partitions(tuple(townships), units):
        yield from product(*(units[group] for group in groups))


def with_kinds(figures: Figures, rules: Mapping[str, Any], unit: Unit) -> list[Unit]:
    """Give a unit each kind that it may have; without the rule it keeps its own."""
    kinds = possible_kinds(figures, unit.code) if "kinds" in rules else [""]
    return [unit._replace(kind=kind) for kind in kinds]


def redraw_plans(
    figures: Figures, rules: Mapping[str, Any], county: str
) -> Iterator[tuple[Unit, ...]]:
    """Yield every assignment of the county's villages to some of its seats, all units good."""
    townships, places = figures.townships_in(county), figures.seats_in(county)
    villages = frozenset(village for code in townships for village in figures.members[code])
    good = cache(partial(unit_ok, figures, rules))
    for size in range(1, len(places) + 1):
        for codes in combinations(places, size):
            seats = frozenset(figures.seat(code) for code in codes)
            yield from assignments(
                figures, codes, villages - seats, good, partial(with_kinds, figures, rules)
            )


def assignments(
    figures: Figures,
    codes: tuple[str, ...],
    free: frozenset[str],
    good: Callable[[Unit], bool],
    kinds: Any,
) -> Iterator[tuple[Unit, ...]]:
    """Yield every way to share the free villages among units, each with its seat."""
    if not codes:
        if not free:
            yield ()
        return
    code, *others = codes
    fewest = 0 if others else len(free)
    for size in range(fewest, len(free) + 1):
        for taken in combinations(sorted(free), size):
            unit0 = Unit(code, frozenset([figures.seat(code), *taken]))
            for unit in (u for u in kinds(unit0) if good(u)):
                rest = assignments(figures, tuple(others), free - frozenset(taken), good, kinds)
                yield from ((unit, *plan) for plan in rest)


def split_plans(
    figures: Figures, rules: Mapping[str, Any], county: str
) -> Iterator[tuple[Unit, ...]]:
    """Yield the assignments in which townships that stay lose no more villages than they may."""
    for plan in redraw_plans(figures, rules, county):
        if all(lost(figures, unit) <= transfers(rules) for unit in plan):
            yield plan


def lost(figures: Figures, unit: Unit) -> int:
    """Count the villages that the township of a unit's seat loses to other units."""
    return len(set(figures.members[unit.code]) - unit.villages)


def transfers(rules: Mapping[str, Any]) -> int:
    """Return how many villages a township that stays may lose."""
    return int(rules.get("transfers", {"max_villages": 0})["max_villages"])


MODES: dict[str, Callable[..., Iterator[tuple[Unit, ...]]]] = {
    "whole": whole_plans,
    "split": split_plans,
    "redraw": redraw_plans,
}


def partitions(
    items: tuple[str, ...], usable: Mapping[tuple[str, ...], Any]
) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield every partition of the items into groups for which ``usable`` holds something."""
    if not items:
        yield ()
    for size in range(len(items)):
        for friends in combinations(items[1:], size):
            group = (*items[:1], *friends)
            if usable[group]:
                rest = tuple(item for item in items if item not in group)
                yield from ((group, *others) for others in partitions(rest, usable))


def unit_ok(figures: Figures, rules: Mapping[str, Any], unit: Unit) -> bool:
    """Tell whether a unit is connected, in one county and within every rule of single units."""
    return (
        is_connected(figures, unit)
        and in_one_county(figures, unit)
        and all(
            keeps(figures, rules[name], unit) for name, keeps in UNIT_RULES.items() if name in rules
        )
    )


def county_ok(
    figures: Figures, rules: Mapping[str, Any], county: str, units: frozenset[Unit]
) -> bool:
    """Tell whether a county with these units keeps its rules."""
    return no_more(figures, rules, county, units) and all(
        keeps(figures, rules[name], county, units)
        for name, keeps in COUNTY_RULES.items()
        if name in rules
    )


def totals_of(figures: Figures, unit: Unit) -> Totals:
    """Measure one unit."""
    code, villages, kind = unit
    moved = [village for village in villages if figures.township_of[village] != code]
    own = figures.townships[code]
    preferred = own.get("county_seat") == 1 or own.get("key_town") == 1
    in_district, is_urban = figures.county(code) in figures.districts, urban(figures, [unit])
    return Totals(
        units=1,
        urban=is_urban,
        travel=sum(figures.people[v] * figures.distance(v, code) for v in villages),
        disruption=sum(figures.people[v] for v in moved),
        district_units=int(in_district),
        district_urban=is_urban * in_district,
        conversions=int(kind not in ("", figures.kind(code))),
        moved_villages=len(moved),
        worse_off=sum(figures.people[v] for v in villages if figures.added(v, code) > 0),
        strengthen=sum(figures.people[v] for v in villages if not (preferred and v in moved)),
        affinity=sum(figures.people[v] * forgone(figures, v, code) for v in moved),
        inertia=sum(figures.moment(v, figures.seat(code)) for v in villages),
        worst=max(figures.distance(v, code) for v in villages),
    )


def forgone(figures: Figures, village: str, code: str) -> int:
    """Return how much weaker than the strongest tie is that of a village's township to a unit."""
    own = figures.weights.get(frozenset((figures.township_of[village], code)), 0)
    return max(figures.weights.values(), default=0) - own


def added(parts: Iterable[Totals]) -> Totals:
    """Add totals up."""
    rows = list(parts)
    worst = max((row.worst for row in rows), default=0)
    return Totals(*map(sum, zip(*rows, strict=True)))._replace(worst=worst)
