"""Strategies for the parameters of each rule, fitted to what a territory measures."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from .figures import Figures
from .kind_rules import total
from .maker import TERRAINS
from .tables import Rules
from .unit_rules import way


@st.composite
def area_caps(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw a cap that some union meets exactly or by a hundredth."""
    hectares = sum(figures.hectares[v] for v in draw(unions(figures)))
    rule: Rules = {"max_km2": (hectares - draw(st.integers(0, 1))) / 100}
    kinds = draw(st.sampled_from([None, ["乡"], ["乡", "镇"], ["乡", "镇", "街道"]]))
    if kinds:
        rule["kinds"] = kinds
    if draw(st.integers(0, 2)) == 2:
        code = draw(st.sampled_from(list(figures.townships)))
        rule["exceptions"] = [{"township": code, "reason": "算例"}]
    return rule


@st.composite
def populations(draw: st.DrawFn, figures: Figures) -> Any:
    """Draw bounds for all units, or by terrain with or without a row for the others."""
    form = draw(st.integers(0, 5))
    if form > 2:
        return draw(bounds(figures))
    if form == 2:
        return draw(bounds(figures)) | {"scenarios": ["registered"]}
    rows = [{"terrain": name, **draw(bounds(figures))} for name in draw(some(TERRAINS, 1, 2))]
    rows += [draw(bounds(figures))] if draw(st.booleans()) else []
    return {"rows": rows, "scenarios": ["registered"]} if form else rows


@st.composite
def bounds(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw a floor that asks for some merging, a ceiling above every township, or both."""
    sizes = sorted(
        sum(figures.people[v] for v in villages) for villages in figures.members.values()
    )
    union = sum(figures.people[v] for v in draw(unions(figures)))
    floor = draw(st.sampled_from(sizes[: len(sizes) * 2 // 3 + 1]))
    rule = {"min": floor, "max": max(union, sizes[-1], floor)}
    return {key: rule[key] for key in draw(some(("min", "max"), 1, 2))}


@st.composite
def accesses(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw a distance that some village has to some seat of its county, exactly."""
    metres = sorted(
        figures.distance(village, code)
        for village, home in figures.township_of.items()
        for code in figures.townships_in(figures.county(home))
    )
    longest = draw(st.sampled_from(metres[len(metres) // 2 :]))
    scope = draw(st.sampled_from([{}, {}, {"scope": "moved"}, {"scope": "all"}]))
    rule = {"max_km": longest / 1000, **scope}
    if figures.facilities and draw(st.integers(0, 2)) == 2:
        rule |= draw(services(figures))
        if draw(st.booleans()):
            del rule["max_km"]
    return rule


@st.composite
def services(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw limits to facilities that some village meets exactly at some seat of its county."""
    rule: Rules = {"services": draw(st.sampled_from(["seat", "seat", "nearest"]))}
    for kind in draw(some(tuple(figures.facilities), 1, 2)):
        key = f"{kind}_max_km"
        metres = sorted(
            way(figures, rule, key, village, code)
            for village, home in figures.township_of.items()
            for code in figures.townships_in(figures.county(home))
        )
        rule[key] = draw(st.sampled_from(metres[len(metres) // 2 :])) / 1000
    return rule


@st.composite
def protections(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw flag columns and townships."""
    flags = draw(some(("county_seat", "key_town", "protected"), 0, 2))
    return {"flags": flags, "townships": draw(some(tuple(figures.townships), 0, 1))}


@st.composite
def counts(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw ranges for every county alike or each by itself, for the city, or both."""
    sizes = {county: len(figures.townships_in(county)) for county in figures.counties}
    alike = draw(ranges(min(sizes.values())))
    single = {code: draw(ranges(size)) for code, size in sizes.items() if draw(st.booleans())}
    rule = {"city": draw(ranges(len(figures.townships))), "county": single or alike}
    more = {"allow_more": True} if draw(st.integers(0, 3)) == 3 else {}
    return {key: rule[key] for key in draw(some(("city", "county"), 1, 2))} | more


@st.composite
def ranges(draw: st.DrawFn, before: int) -> Rules:
    """Draw bounds on a number of units, or on the cut from the number before."""
    low = draw(st.integers(0, before // 2))
    high = draw(st.integers(low, before))
    cut = {"min_cut": low, "max_cut": high}
    number = {"min": max(before - high, 1), "max": before - low}
    rule = draw(st.sampled_from([cut, number, {"min_cut": low, "min": number["min"]}]))
    return {key: rule[key] for key in draw(some(tuple(rule), 1, 2))}


@st.composite
def shares(draw: st.DrawFn, _figures: Figures) -> Rules:
    """Draw the floor, a target for the districts, or both."""
    target = draw(st.sampled_from([0.25, 0.34, 0.5, 0.6, 1.0]))
    rule: Rules = {"floor": "status_quo", "districts_target": target}
    kept = draw(st.sampled_from([("floor",), ("floor",), ("districts_target",), tuple(rule)]))
    return {key: rule[key] for key in kept}


@st.composite
def pairs(draw: st.DrawFn, figures: Figures) -> list[list[str]]:
    """Draw one or two pairs of townships, most often of one county."""
    codes = list(figures.townships)
    county = figures.townships_in(figures.county(draw(st.sampled_from(codes))))
    places = county if len(county) > 1 else codes
    count = draw(st.integers(0, 2)) // 2 + 1 if len(places) > 1 else 0
    return [draw(some(tuple(places), 2, 2)) for _ in range(count)]


@st.composite
def kept_together(draw: st.DrawFn, figures: Figures) -> list[list[str]]:
    """Draw pairs of townships, or of villages, or one of each, most often of one county."""
    found = draw(pairs(figures))
    villages = [list(figures.members[code]) for pair in found for code in pair]
    return [
        [draw(st.sampled_from([code, *villages[2 * at + side]])) for side, code in enumerate(pair)]
        for at, pair in enumerate(found)
    ]


@st.composite
def unions(draw: st.DrawFn, figures: Figures) -> list[str]:
    """Draw the villages of one to four townships of one county that hang together."""
    held = [draw(st.sampled_from(list(figures.townships)))]
    for _ in range(draw(st.integers(0, 3))):
        near = [code for code in next_to(figures, held) if code not in held]
        held += [draw(st.sampled_from(near))] if near else []
    return [village for township in held for village in figures.members[township]]


def next_to(figures: Figures, held: list[str]) -> list[str]:
    """Return the townships of the same county that touch any of those held, or are held."""
    villages = [village for code in held for village in figures.members[code]]
    touched = {figures.township_of[b] for a in villages for b in figures.neighbours[a]}
    return [code for code in figures.townships_in(figures.county(held[0])) if code in touched]


def some(items: tuple[str, ...], fewest: int, most: int) -> st.SearchStrategy[list[str]]:
    """Draw different items."""
    most = min(most, len(items))
    return st.lists(st.sampled_from(items), min_size=fewest, max_size=most, unique=True)


@st.composite
def kinds(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw a standard of one to three grounds, and sometimes a limit on conversions."""
    rule: Rules = {"grounds": [draw(grounds(figures)) for _ in range(draw(st.integers(1, 3)))]}
    if draw(st.integers(0, 3)) == 3:
        rule["max_conversions"] = draw(st.integers(0, 3))
    # A 乡 with the seat of a county cannot keep its kind: that is a fault.
    rows = figures.townships.items()
    free = tuple(c for c, row in rows if figures.kind(c) != "乡" or row.get("county_seat") != 1)
    if free and draw(st.integers(0, 3)) == 3:
        rule["keep"] = draw(some(free, 1, 1))
    return rule


@st.composite
def grounds(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw a ground: a kind, perhaps for one terrain or flag, with up to three thresholds."""
    ground: Rules = {"kind": draw(st.sampled_from(["镇", "镇", "街道"]))}
    if draw(st.integers(0, 3)) == 3:
        ground["terrain"] = draw(st.sampled_from(TERRAINS))
    if draw(st.integers(0, 4)) == 4:
        ground["flag"] = "key_town"
    ground["require"] = [draw(thresholds(figures)) for _ in range(draw(st.integers(0, 3)))]
    return ground


@st.composite
def thresholds(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw a bound on a figure or a ratio that some union meets exactly or just misses."""
    names = ["population", "area_km2", "villages", "urban_people", "built_up_people"]
    name = draw(st.sampled_from(names))
    at = draw(st.sampled_from(["unit", "unit", "seat"]))
    held = frozenset(draw(unions(figures)))
    seats = [figures.seat(code) for code in figures.townships]
    figure = total(figures, name, [draw(st.sampled_from(seats))] if at == "seat" else held)
    row: Rules = {"measure": name, "at": at}
    if draw(st.booleans()):
        row["per"] = draw(st.sampled_from(["population", "area_km2", "villages"]))
        figure = round(figure / max(1, total(figures, row["per"], held)), 3)
    bound = draw(st.sampled_from(["min", "min", "above", "max", "below"]))
    return {**row, bound: float(figure)}


@st.composite
def burdens(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw a cap that some village meets exactly when it goes to another seat."""
    added = sorted(
        figures.added(village, code)
        for village, home in figures.township_of.items()
        for code in figures.townships_in(figures.county(home))
    )
    return {"max_added_km": max(0, draw(st.sampled_from(added[len(added) // 2 :]))) / 1000}


@st.composite
def prudences(draw: st.DrawFn, figures: Figures) -> Rules:
    """Draw limits on people and villages that some merger meets exactly."""
    held = draw(unions(figures))
    rule = {"max_people": sum(figures.people[v] for v in held), "max_villages": len(held)}
    return {key: rule[key] for key in draw(some(tuple(rule), 1, 2))}


@st.composite
def layers(draw: st.DrawFn, figures: Figures) -> list[Rules]:
    """Draw a layer that mergers, conversions or both must mind."""
    del figures
    keys: Rules = {"no_merge": True, "no_conversion": ["镇", "街道"], "zones": ["east"]}
    chosen = draw(st.sampled_from([["no_merge"], ["no_conversion"], ["no_conversion", "zones"]]))
    return [{"column": "basin", **{key: keys[key] for key in chosen}}]


RULES: dict[str, tuple[int, Callable[[Figures], st.SearchStrategy[Any]]]] = {
    "area_cap": (6, area_caps),
    "population": (5, populations),
    "access": (5, accesses),
    "protected": (4, protections),
    "count": (5, counts),
    "share": (4, shares),
    "together": (3, kept_together),
    "apart": (3, pairs),
    "dissolve": (2, lambda figures: some(tuple(figures.townships), 1, 2)),
    "kinds": (5, kinds),
    "burden": (2, burdens),
    "prudent": (2, prudences),
    "zones": (2, layers),
    "barriers": (2, lambda _: st.just({})),
}
