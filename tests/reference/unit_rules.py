"""The rules that one unit keeps or breaks by itself, in the words of the specification."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from .figures import Figures, Unit, exact, kind_word
from .kind_rules import kinds


def is_connected(figures: Figures, villages: Collection[str]) -> bool:
    """Tell whether villages form one piece, walking over pairs of contiguous villages only."""
    reached = set(list(villages)[:1])
    waiting = list(reached)
    while waiting:
        new = figures.neighbours[waiting.pop()] & set(villages) - reached
        reached |= new
        waiting += new
    return len(reached) == len(villages) > 0


def in_one_county(figures: Figures, unit: Unit) -> bool:
    """Tell whether the unit's seat and all its villages are of one county."""
    codes = {figures.township_of[village] for village in unit.villages} | {unit.code}
    return len({figures.county(code) for code in codes}) == 1


def area_cap(figures: Figures, rule: Mapping[str, Any], unit: Unit) -> bool:
    """Keep units with any village from outside the township of their seat within the area."""
    outside = any(figures.township_of[village] != unit.code for village in unit.villages)
    capped = figures.kind_of(unit) in map(kind_word, rule.get("kinds", ["乡", "镇"]))
    excepted = unit.code in [row["township"] for row in rule.get("exceptions", [])]
    area = sum(figures.hectares[village] for village in unit.villages)
    return not outside or not capped or excepted or area <= exact(rule["max_km2"]) * 100


def population(figures: Figures, rule: Any, unit: Unit) -> bool:
    """Keep every unit's people between the bounds for the terrain of its seat's township."""
    rows = rule if isinstance(rule, list) else [rule]
    terrain = figures.townships[unit.code].get("terrain")
    named = [row for row in rows if "terrain" in row and row["terrain"] == terrain]
    others = [row for row in rows if "terrain" not in row]
    people = sum(figures.people[village] for village in unit.villages)
    return all(
        row.get("min", people) <= people <= row.get("max", people) for row in named or others
    )


def access(figures: Figures, rule: Mapping[str, Any], unit: Unit) -> bool:
    """Keep villages near their seat: those whose seat changes, or with scope all every one."""
    return all(
        figures.distance(village, unit.code) <= exact(rule["max_km"]) * 1000
        for village in unit.villages
        if rule.get("scope", "moved") == "all"
        or figures.seat(figures.township_of[village]) != figures.seat(unit.code)
    )


def together(figures: Figures, pairs: Sequence[Sequence[str]], unit: Unit) -> bool:
    """Refuse a unit with some of the villages of both townships, but not all."""
    both = [{*figures.members[a], *figures.members[b]} for a, b in pairs]
    return all(not unit.villages & pair or pair <= unit.villages for pair in both)


def apart(figures: Figures, pairs: Sequence[Sequence[str]], unit: Unit) -> bool:
    """Refuse a unit that holds villages of both townships."""
    held = {figures.township_of[village] for village in unit.villages}
    return not any(a in held and b in held for a, b in pairs)


def burden(figures: Figures, rule: Mapping[str, Any], unit: Unit) -> bool:
    """Keep what the change adds to a village's way within the cap."""
    most = exact(rule["max_added_km"]) * 1000 if "max_added_km" in rule else None
    return most is None or all(figures.added(v, unit.code) <= most for v in unit.villages)


def zones(figures: Figures, layers: Sequence[Mapping[str, Any]], unit: Unit) -> bool:
    """Let no villages of different townships and zones meet, nor a zone touch a conversion."""
    return all(_layer(figures, layer, unit) for layer in layers)


def _layer(figures: Figures, layer: Mapping[str, Any], unit: Unit) -> bool:
    zone = {v: str(figures.rows[v][layer["column"]]) for v in unit.villages}
    held = {(figures.township_of[v], zone[v]) for v in unit.villages if zone[v]}
    if layer.get("no_merge") and any(a != b and x != y for a, x in held for b, y in held):
        return False
    closed = [z for z in zone.values() if z and (not layer.get("zones") or z in layer["zones"])]
    after = figures.kind_of(unit)
    converted = after != figures.kind(unit.code) and after in layer.get("no_conversion", [])
    return not (converted and closed)


UNIT_RULES: dict[str, Callable[[Figures, Any, Unit], bool]] = {
    "area_cap": area_cap,
    "population": population,
    "access": access,
    "together": together,
    "apart": apart,
    "kinds": kinds,
    "burden": burden,
    "zones": zones,
}
