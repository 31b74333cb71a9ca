"""The rules that one unit keeps or breaks by itself, in the words of the specification."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from .figures import Figures, Unit, exact, kind_word
from .kind_rules import kinds, total


def is_connected(figures: Figures, unit: Unit, closed: Collection[frozenset[str]] = ()) -> bool:
    """Tell whether a unit is in one piece, walking over contiguous pairs that are not closed.

    In the unit that keeps the seat of an exclave all villages of its township hang
    together by themselves as far as they touch, and each such piece with the seat.
    """
    villages, seat = unit.villages, figures.seat(unit.code)
    own = figures.exclaves.get(unit.code, []) if seat in villages else []
    ways = [{seat, piece} for piece in own]
    reached = set(list(villages)[:1])
    waiting = list(reached)
    while waiting:
        here = waiting.pop()
        near = {other for other in figures.neighbours[here] if {here, other} not in closed}
        near |= {other for way in ways if here in way for other in way}
        new = near & set(villages) - reached
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
    """Keep every unit's people, by every count, in the bounds for its seat's terrain."""
    table = {"rows": rule} if isinstance(rule, list) else rule
    rows = table.get("rows", [table])
    terrain = figures.townships[unit.code].get("terrain")
    named = [row for row in rows if "terrain" in row and row["terrain"] == terrain]
    others = [row for row in rows if "terrain" not in row]
    names = ["population", *table.get("scenarios", [])]
    counts = [total(figures, name, unit.villages) for name in names]
    return all(
        row.get("min", people) <= people <= row.get("max", people)
        for people in counts
        for row in named or others
    )


def access(figures: Figures, rule: Mapping[str, Any], unit: Unit) -> bool:
    """Keep villages near their seat: those whose seat changes, or with scope all every one."""
    return all(
        way(figures, rule, key, village, unit.code) <= exact(rule[key]) * 1000
        for key in WAYS
        if key in rule
        for village in unit.villages
        if rule.get("scope", "moved") == "all"
        or figures.seat(figures.township_of[village]) != figures.seat(unit.code)
    )


WAYS = {"max_km": "", "hospital_max_km": "hospital", "school_max_km": "school"}


def way(figures: Figures, rule: Mapping[str, Any], key: str, village: str, code: str) -> int:
    """Return the metres from a village to its seat, or to the facility that serves it.

    That is the one nearest to the seat of its unit, of equally near ones the first;
    with ``services = "nearest"`` the one nearest to itself.
    """
    if not WAYS[key]:
        return figures.distance(village, code)
    places = figures.facilities[WAYS[key]]
    start = village if rule.get("services", "seat") == "nearest" else figures.seat(code)
    return figures.metres[min(places, key=lambda place: figures.metres[place][start])][village]


def barriers(figures: Figures, _rule: Mapping[str, Any], unit: Unit) -> bool:
    """Keep a unit that grows in one piece without pairs of townships across a barrier.

    Without a table of barriers nothing is checked; that a unit is in one piece is another rule.
    """
    if not figures.barriers:
        return True
    home = {figures.township_of[village] for village in unit.villages}
    closed = {pair for pair in figures.barriers if len({figures.township_of[v] for v in pair}) > 1}
    return home == {unit.code} or is_connected(figures, unit, closed)


def together(figures: Figures, pairs: Sequence[Sequence[str]], unit: Unit) -> bool:
    """Refuse a unit with some of the villages of both, but not all.

    What is no township's code is a village's.
    """
    both = [{v for code in pair for v in figures.members.get(code, [code])} for pair in pairs]
    return all(not unit.villages & pair or pair <= unit.villages for pair in both)


def dissolve(_figures: Figures, codes: Sequence[str], unit: Unit) -> bool:
    """Refuse a unit that keeps the seat of a township that is to go."""
    return unit.code not in codes


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
    held = {(figures.township_of[v], zone[v]) for v in unit.villages}
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
    "dissolve": dissolve,
    "kinds": kinds,
    "burden": burden,
    "zones": zones,
    "barriers": barriers,
}
