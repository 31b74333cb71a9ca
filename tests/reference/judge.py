"""What any one plan breaks and what it is worth: to hold a checker against."""

from collections.abc import Iterator, Mapping
from typing import Any

from .brute import MEASURES, Value
from .figures import Figures, Totals, Unit, read
from .plans import added, lost, totals_of, transfers
from .rules import CITY_RULES, COUNTY_RULES, no_more, refuse_unknown
from .tables import Tables
from .unit_rules import UNIT_RULES, in_one_county, is_connected

Kinds = Mapping[str, str]
UNCHANGED: Kinds = {}


def units_of(plan: Mapping[str, str], kinds: Kinds = UNCHANGED) -> list[Unit]:
    """Gather the units of a plan given as village to unit code, with kinds that change."""
    codes = dict.fromkeys(plan.values())
    villages = {code: frozenset(v for v in plan if plan[v] == code) for code in codes}
    return [Unit(code, villages[code], kinds.get(code, "")) for code in codes]


def values(
    tables: Tables,
    plan: Mapping[str, str],
    kinds: Kinds = UNCHANGED,
    seats: str = "townships",
) -> dict[str, Value]:
    """Evaluate every objective.

    Parameters
    ----------
    tables : Tables
        The dataset.
    plan : Mapping[str, str]
        The unit code of every village.
    seats : str
        As in ``figures.read``.

    Returns
    -------
    dict[str, Value]
        By the objective's name; the share is an exact fraction.
    """
    figures = read(tables, seats)
    totals = added(totals_of(figures, unit) for unit in units_of(plan, kinds))
    return {name: measure(totals) for name, measure in MEASURES.items()}


def broken(
    tables: Tables,
    rules: Mapping[str, Any],
    plan: Mapping[str, str],
    kinds: Kinds = UNCHANGED,
    mode: str = "whole",
    seats: str = "townships",
) -> set[str]:
    """Name what a plan breaks.

    Parameters
    ----------
    tables : Tables
        The dataset.
    rules : Mapping[str, Any]
        The content of ``[rules]``.
    plan : Mapping[str, str]
        The unit code of every village; codes are those of townships.
    kinds : Kinds
        Kinds of units, by code, where they change.
    mode, seats : str
        The mode that the plan is judged by, and where units may have their seats.

    Returns
    -------
    set[str]
        Names of rules, with ``completeness``, ``contiguity``, ``county``, and ``mode`` for a
        township that is more divided than the mode allows or a unit whose seat lies in
        another unit, and ``more units`` than a county had.
    """
    refuse_unknown(rules)
    figures = read(tables, seats)
    if set(plan) != set(figures.township_of):
        return {"completeness"}
    units = units_of(plan, kinds)
    return {
        *(name for unit in units for name in broken_by(figures, rules, unit)),
        *broken_together(figures, rules, units, added(totals_of(figures, u) for u in units)),
        *(["mode"] if any(breaks_mode(figures, rules, mode, unit) for unit in units) else []),
    }


def breaks_mode(figures: Figures, rules: Mapping[str, Any], mode: str, unit: Unit) -> bool:
    """Tell whether a unit is none that the mode can make."""
    if figures.seat(unit.code) not in unit.villages:
        return True
    if mode == "whole":
        held = {figures.township_of[village] for village in unit.villages}
        return unit[:2] != figures.unit_of(unit.code, tuple(held))[:2]
    return mode == "split" and lost(figures, unit) > transfers(rules)


def broken_by(figures: Figures, rules: Mapping[str, Any], unit: Unit) -> Iterator[str]:
    """Name what one unit breaks by itself."""
    if not is_connected(figures, unit):
        yield "contiguity"
    if not in_one_county(figures, unit):
        yield "county"
    for name, keeps in UNIT_RULES.items():
        if name in rules and not keeps(figures, rules[name], unit):
            yield name


def broken_together(
    figures: Figures, rules: Mapping[str, Any], units: list[Unit], totals: Totals
) -> Iterator[str]:
    """Name what the units, of these totals, break of the rules of counties and of the city."""
    for county in figures.counties:
        inside = [unit for unit in units if figures.county(unit.code) == county]
        if not no_more(figures, rules, county, inside):
            yield "more units"
        for name, keeps in COUNTY_RULES.items():
            if inside and name in rules and not keeps(figures, rules[name], county, inside):
                yield name
    for name, at_large in CITY_RULES.items():
        if name in rules and not at_large(figures, rules[name], totals):
            yield name
