"""The rules over several units, and the rules that are known at all."""

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import Any

from .figures import Figures, Totals, Unit, exact

URBAN = ("镇", "街道")
PARAMETERS = {
    "area_cap": {"max_km2", "kinds", "exceptions"},
    "population": {"min", "max", "terrain", "rows", "scenarios"},
    "access": {"max_km", "hospital_max_km", "school_max_km", "services", "scope"},
    "protected": {"flags", "townships"},
    "count": {"city", "county", "allow_more"},
    "share": {"floor", "districts_target"},
    "together": set(),
    "apart": set(),
    "dissolve": set(),
    "burden": {"max_added_km"},
    "prudent": {"max_people", "max_villages", "scope"},
    "zones": {"column", "no_merge", "no_conversion", "zones"},
    "transfers": {"max_villages"},
    "barriers": set(),
    "kinds": {"grounds", "keep", "max_conversions"},
}


def refuse_unknown(rules: Mapping[str, Any]) -> None:
    """Raise ValueError for a rule or parameter that this reference does not know."""
    for name, rule in rules.items():
        if name not in PARAMETERS:
            raise ValueError(f"unknown rule {name}")
        tables = rule if isinstance(rule, list) else [rule]
        keys = {key for table in tables if isinstance(table, dict) for key in table}
        if keys - PARAMETERS[name]:
            raise ValueError(f"unknown in {name}: {sorted(keys - PARAMETERS[name])}")


def protected(
    figures: Figures, rule: Mapping[str, Any], county: str, units: Collection[Unit]
) -> bool:
    """Demand that each protected township of the county is one of the units."""
    codes = {unit.code for unit in units}
    return all(
        code in codes
        for code in figures.townships_in(county)
        if code in rule.get("townships", [])
        or any(figures.townships[code].get(flag) == 1 for flag in rule.get("flags", []))
    )


def count_county(
    figures: Figures, rule: Mapping[str, Any], county: str, units: Collection[Unit]
) -> bool:
    """Keep the county's number of units, and its cut, in the range for it."""
    bounds = rule.get("county", {})
    if any(isinstance(value, dict) for value in bounds.values()):
        bounds = bounds.get(county, {})
    return within(bounds, len(figures.townships_in(county)), len(units))


def share_county(
    figures: Figures, rule: Mapping[str, Any], county: str, units: Collection[Unit]
) -> bool:
    """Keep the county's share of towns and subdistricts from falling."""
    before = figures.townships_in(county)
    return not_below(figures, rule, before, len(units), urban(figures, units))


def no_more(
    figures: Figures, rules: Mapping[str, Any], county: str, units: Collection[Unit]
) -> bool:
    """Keep the county's number of units from rising, but where the scenario allows it."""
    allowed = rules.get("count", {}).get("allow_more", False)
    return allowed or len(units) <= len(figures.townships_in(county))


COUNTY_RULES: dict[str, Callable[[Figures, Any, str, Collection[Unit]], bool]] = {
    "protected": protected,
    "count": count_county,
    "share": share_county,
}


def count_city(figures: Figures, rule: Mapping[str, Any], totals: Totals) -> bool:
    """Keep the city's number of units, and its cut, in the range."""
    return within(rule.get("city", {}), len(before(figures)), totals.units)


def share_city(figures: Figures, rule: Mapping[str, Any], totals: Totals) -> bool:
    """Keep the city's share from falling, and that of all districts at its target."""
    target = exact(rule.get("districts_target", 0))
    if totals.district_urban < target * totals.district_units:
        return False
    return not_below(figures, rule, before(figures), totals.units, totals.urban)


def before(figures: Figures) -> list[str]:
    """Return all townships that there were."""
    return [code for county in figures.counties for code in figures.townships_in(county)]


def prudent(_: Figures, rule: Mapping[str, Any], totals: Totals) -> bool:
    """Keep the people and villages whose unit changes within the limits for the city."""
    return totals.disruption <= rule.get(
        "max_people", totals.disruption
    ) and totals.moved_villages <= rule.get("max_villages", totals.moved_villages)


CITY_RULES: dict[str, Callable[[Figures, Any, Totals], bool]] = {
    "count": count_city,
    "share": share_city,
    "prudent": prudent,
    "kinds": lambda _, rule, totals: (
        totals.conversions <= rule.get("max_conversions", totals.conversions)
    ),
}


def urban(figures: Figures, units: Collection[Unit]) -> int:
    """Count the towns and subdistricts."""
    return sum(figures.kind_of(unit) in URBAN for unit in units)


def within(bounds: Mapping[str, int], before: int, after: int) -> bool:
    """Tell whether a number of units, and the cut that led to it, keep the bounds."""
    cut = before - after
    return bounds.get("min", after) <= after <= bounds.get("max", after) and bounds.get(
        "min_cut", cut
    ) <= cut <= bounds.get("max_cut", cut)


def not_below(
    figures: Figures, rule: Mapping[str, Any], before: Collection[str], units: int, towns: int
) -> bool:
    """Tell whether a share is at least the status quo's, where the floor is asked for."""
    if rule.get("floor") is None:
        return True
    if rule["floor"] != "status_quo":
        raise ValueError(f"unknown floor {rule['floor']}")
    towns_before = sum(figures.kind(code) in URBAN for code in before)
    return Fraction(towns, units) >= Fraction(towns_before, len(before))
