"""Which kinds a unit may have, in the words of the specification."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from .figures import Figures, Unit, exact, kind_word, whole

RANKS = ("乡", "镇", "街道")


def possible_kinds(figures: Figures, code: str) -> list[str]:
    """Return the kinds that the rule has to judge for a seat: all of them."""
    return ["" if kind == figures.kind(code) else kind for kind in RANKS]


def kinds(figures: Figures, rule: Mapping[str, Any], unit: Unit) -> bool:
    """Keep the kind, or rise on a ground; the seat of a county is in no 乡."""
    before, after = figures.kind(unit.code), figures.kind_of(unit)
    own = figures.townships[unit.code]
    if after == "乡" and any(
        row.get("county_seat") == 1 and row["seat"] in unit.villages
        for row in figures.townships.values()
    ):
        return False
    if after == before:
        return True
    if RANKS.index(after) < RANKS.index(before):
        return False
    if after == "街道" and own["county"] not in figures.districts:
        return False
    if unit.code in rule.get("keep", []):
        return False
    if own.get("county_seat") == 1 and (before, after) == ("乡", "镇"):
        return True
    return any(
        stands(figures, ground, unit)
        for ground in rule.get("grounds", [])
        if kind_word(ground["kind"]) == after
    )


def stands(figures: Figures, ground: Mapping[str, Any], unit: Unit) -> bool:
    """Tell whether a unit stands on a ground: its seat fits, every threshold holds."""
    own = figures.townships[unit.code]
    return (
        ground.get("terrain", "") in ("", own.get("terrain"))
        and ("flag" not in ground or own.get(ground["flag"]) == 1)
        and all(holds(figures, threshold, unit) for threshold in ground.get("require", []))
    )


def holds(figures: Figures, threshold: Mapping[str, Any], unit: Unit) -> bool:
    """Compare a figure with its bounds, which are shares of another where there is ``per``."""
    at_seat = threshold.get("at", "unit") == "seat"
    where = [figures.seat(unit.code)] if at_seat else unit.villages
    figure = total(figures, threshold["measure"], where)
    per = total(figures, threshold["per"], unit.villages) if "per" in threshold else Fraction(1)
    if per <= 0:
        return False
    bounds = {name: exact(threshold[name]) * per for name in BOUNDS if name in threshold}
    return all(BOUNDS[name](figure, bound) for name, bound in bounds.items())


BOUNDS = {
    "min": lambda figure, bound: figure >= bound,
    "above": lambda figure, bound: figure > bound,
    "max": lambda figure, bound: figure <= bound,
    "below": lambda figure, bound: figure < bound,
}


def total(figures: Figures, name: str, villages: Collection[str]) -> Fraction:
    """Add a figure up; a column is rounded to hundredths village by village."""
    if name == "population":
        return Fraction(sum(figures.people[v] for v in villages))
    if name == "area_km2":
        return Fraction(sum(figures.hectares[v] for v in villages), 100)
    if name == "villages":
        return Fraction(len(villages))
    if name == "urban_people":
        urban = [v for v in villages if str(figures.rows[v]["class"]).startswith("1")]
        return Fraction(sum(figures.people[v] for v in urban))
    return Fraction(sum(whole(figures.rows[v][name], 100) for v in villages), 100)
