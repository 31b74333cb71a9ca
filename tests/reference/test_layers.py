"""Cases worked out by hand for facilities, barriers, ties and counts of people."""

from .brute import best
from .cases import chain, town
from .figures import read
from .tables import Rules, Tables
from .unit_rules import way

UNITS = [{"name": "units"}]


def units(tables: Tables, **rules: Rules) -> set[str]:
    """Return the seats' letters of each optimal plan with the fewest units."""
    answer = best(tables, rules, UNITS)
    return set() if answer is None else {"".join(sorted(set(p.values()))) for p in answer.plans()}


def served() -> Tables:
    """Return A - B - C, 10 km apart, with hospitals at both ends and a school at B."""
    tables = chain(town("A"), town("B"), town("C"))
    sites = (("c", "hospital"), ("a", "hospital"), ("b", "school"))
    tables.facilities.extend({"village": village, "kind": kind} for village, kind in sites)
    return tables


def test_a_unit_is_served_by_the_facility_nearest_to_its_seat() -> None:
    """From B both are 10 km: that of the village that comes first; seats decide, not villages."""
    figures = read(served())
    ways = {(v, s): way(figures, {}, "hospital_max_km", v, s) for v in "abc" for s in "ABC"}
    assert [ways[v, "A"] for v in "abc"] == [0, 10_000, 20_000]
    assert [ways[v, "B"] for v in "abc"] == [0, 10_000, 20_000]
    assert [ways[v, "C"] for v in "abc"] == [20_000, 10_000, 0]
    near = {"services": "nearest"}
    assert way(figures, near, "hospital_max_km", "c", "A") == 0
    assert way(figures, {}, "school_max_km", "c", "A") == 10_000


def test_limits_to_facilities() -> None:
    """With 10 km to the hospital of the seat two may join, but never all three."""
    assert units(served(), access={"hospital_max_km": 10}) == {"AC", "BC"}
    assert units(served(), access={"hospital_max_km": 9.999}) == {"BC"}
    assert units(served(), access={"school_max_km": 10}) == {"A", "B", "C"}
    nearest = {"hospital_max_km": 0, "services": "nearest", "scope": "all"}
    assert units(served(), access=nearest) == set()


def test_barriers_part_townships_but_not_villages_of_one() -> None:
    """A ridge between A and B leaves A alone, in either order of its ends."""
    tables = chain(town("A"), town("B"), town("C"))
    tables.barriers.append({"a": "b", "b": "a"})
    assert units(tables) == {"A", "B", "C"}
    assert units(tables, barriers={}) == {"AB", "AC"}


def test_affinity_counts_what_moves_forgo() -> None:
    """Of weights 5 and 2 the strongest costs nothing, the other 3 a person."""
    tables = chain(town("A", 10), town("B", 20), town("C", 40))
    pairs = (("A", "B", 5), ("C", "B", 2))
    tables.affinity.extend({"a": a, "b": b, "weight": weight} for a, b, weight in pairs)
    count = {"city": {"min": 2, "max": 2}}
    answer = best(tables, {"count": count}, [{"name": "affinity"}])
    assert answer is not None and answer.values == (0,)
    answer = best(tables, {"count": count, "apart": [["A", "B"]]}, [{"name": "affinity"}])
    assert answer is not None and answer.values == (20 * 3,)


def test_people_are_within_bounds_by_every_count() -> None:
    """A has 1,000 by census and 900.5 registered, which is half a person short of 901."""
    tables = chain(town("A"), town("B"))
    tables.villages[0]["registered"], tables.villages[1]["registered"] = 900.5, 1000
    for least, wanted in ((900, {"AB"}), (901, {"A", "B"})):
        rule = {"min": least, "scenarios": ["registered"]}
        rows = {"rows": [{"min": least}], "scenarios": ["registered"]}
        kept = {"count": {"city": {"min": 2}}} if least == 900 else {}
        assert units(tables, population=rule, **kept) == wanted
        assert units(tables, population=rows, **kept) == wanted
