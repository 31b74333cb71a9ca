"""The optimum of a county of up to two dozen villages without a solver.

Every connected set of villages that is a good unit is listed, and the sets that cover each
village once are combined by dynamic programming over what is covered. The rules and measures
of single units are those of `tests.reference`; nothing else is shared with the product.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from tests.reference.brute import Value, measure_of
from tests.reference.figures import Figures, Totals, Unit
from tests.reference.judge import breaks_mode, broken_by
from tests.reference.plans import totals_of, with_kinds
from tests.reference.rules import CITY_RULES, before, not_below, within

Counts = tuple[int, int, int]
"""Units, towns and subdistricts among them, conversions."""
Costs = tuple[int, ...]
Table = dict[Counts, Costs]


class TooLargeError(Exception):
    """There are more sets, or more ways to combine them, than is asked for."""


@dataclass(frozen=True)
class Truth:
    """The optimum: None where no plan keeps the rules.

    Attributes
    ----------
    values
        Of the objectives in order, as many as are determined in this way.
    """

    values: tuple[Value, ...] | None


def determined(objectives: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the objectives up to the first with a tolerance, and none from `worst` on."""
    found = []
    for objective in objectives:
        if objective["name"] == "worst":
            break
        found.append(objective)
        if objective.get("tolerance"):
            break
    return found


def truth(
    figures: Figures,
    rules: Mapping[str, Any],
    objectives: Sequence[Mapping[str, Any]],
    mode: str,
    most: int = 12_000,
) -> Truth:
    """Find the lexicographic optimum.

    Parameters
    ----------
    figures
        Read with seats in any village where these are wanted.
    most
        The most sets that may be good units; a hundred times as many steps are allowed.

    Raises
    ------
    TooLargeError
        Where that is not enough, and for `prudent`, which bounds sums of costs.
    """
    if "prudent" in rules:
        raise TooLargeError
    wanted = determined(objectives)
    tables = [County(figures, rules, wanted, mode, c, most).table() for c in figures.counties]
    found: list[tuple[Value, ...]] = []
    for choice in product(*(table.items() for table in tables)):
        counts = [counts for counts, _ in choice]
        if _city_ok(figures, rules, counts):
            costs = [sum(column) for column in zip(*(c for _, c in choice), strict=True)]
            found.append(_signed(wanted, counts, costs))
    if not found:
        return Truth(None)
    return Truth(_unsigned(wanted, min(found)))


def _city_ok(figures: Figures, rules: Mapping[str, Any], counts: Sequence[Counts]) -> bool:
    units, urban, converted = (sum(column) for column in zip(*counts, strict=True))
    in_districts = [
        c for c, code in zip(counts, figures.counties, strict=True) if code in figures.districts
    ]
    totals = Totals(
        units=units,
        urban=urban,
        travel=0,
        disruption=0,
        district_units=sum(c[0] for c in in_districts),
        district_urban=sum(c[1] for c in in_districts),
        conversions=converted,
    )
    return all(ok(figures, rules[name], totals) for name, ok in CITY_RULES.items() if name in rules)


def _signed(
    wanted: Sequence[Mapping[str, Any]], counts: Sequence[Counts], costs: Sequence[int]
) -> tuple[Value, ...]:
    units, urban = sum(c[0] for c in counts), sum(c[1] for c in counts)
    special: dict[str, Value] = {"units": units, "share": -Fraction(urban, units)}
    rest = iter(costs)
    return tuple(special[o["name"]] if o["name"] in special else next(rest) for o in wanted)


def _unsigned(wanted: Sequence[Mapping[str, Any]], values: Sequence[Value]) -> tuple[Value, ...]:
    pairs = zip(wanted, values, strict=True)
    return tuple(-value if o["name"] == "share" else value for o, value in pairs)


class County:
    """The good units of one county, and the best that they come to together."""

    def __init__(
        self,
        figures: Figures,
        rules: Mapping[str, Any],
        wanted: Sequence[Mapping[str, Any]],
        mode: str,
        county: str,
        most: int,
    ) -> None:
        self.figures, self.rules, self.mode, self.county, self.most = (
            figures,
            rules,
            mode,
            county,
            most,
        )
        self.villages = [v for t in figures.townships_in(county) for v in figures.members[t]]
        self.bit = {v: 1 << n for n, v in enumerate(self.villages)}
        self.near = [
            sum(self.bit[w] for w in figures.neighbours[v] if w in self.bit) for v in self.villages
        ]
        self.seat = {self.bit[figures.seat(code)]: code for code in figures.seats_in(county)}
        self.costs = [measure_of(o) for o in wanted if o["name"] not in ("units", "share")]
        self.ceiling = self._ceiling()

    def _ceiling(self) -> int:
        """Return the most people that any unit may have."""
        rule = self.rules.get("population", {})
        rows = rule if isinstance(rule, list) else rule.get("rows", [rule])
        return int(max(row.get("max", 10**12) for row in rows)) if rows else 10**12

    def sets(self) -> Iterator[int]:
        """Yield every connected set of villages once, in modes that part townships."""
        people = [self.figures.people[v] for v in self.villages]
        waiting = [
            (1 << n, self.near[n] & -(1 << n), (1 << n) - 1, p) for n, p in enumerate(people)
        ]
        seen = 0
        while waiting:
            held, edge, closed, total = waiting.pop()
            seen += 1
            if seen > 8 * self.most:
                raise TooLargeError
            yield held
            edge &= ~closed & ~held
            while edge:
                one = edge & -edge
                edge ^= one
                n = one.bit_length() - 1
                closed |= one
                more = total + people[n]
                if more <= self.ceiling:
                    grown = (edge | self.near[n]) & ~closed & ~held
                    waiting.append((held | one, grown, closed, more))

    def wholes(self) -> Iterator[int]:
        """Yield the unions of townships; of those in pieces no unit comes."""
        towns = self.figures.townships_in(self.county)
        masks = [sum(self.bit[v] for v in self.figures.members[t]) for t in towns]
        if 2 ** len(towns) > 8 * self.most:
            raise TooLargeError
        for chosen in range(1, 2 ** len(towns)):
            yield sum(mask for n, mask in enumerate(masks) if chosen >> n & 1)

    def units(self) -> dict[int, Table]:
        """Return for each set the least costs for what its units count."""
        found: dict[int, Table] = {}
        good = 0
        protected = self._protected()
        for held in self.wholes() if self.mode == "whole" else self.sets():
            villages = frozenset(v for v in self.villages if self.bit[v] & held)
            best: Table = {}
            for bit, code in self.seat.items():
                if not bit & held or protected & held & ~bit:
                    continue
                for counts, costs in self._variants(code, villages):
                    best[counts] = min(costs, best.get(counts, costs))
            if best:
                good += 1
                found[held] = best
            if good > self.most:
                raise TooLargeError
        return found

    def _protected(self) -> int:
        """Return the seats that stay seats: a unit holds none but its own."""
        rule = self.rules.get("protected", {})
        rows = self.figures.townships
        return sum(
            bit
            for bit, code in self.seat.items()
            if code in rule.get("townships", [])
            or any(rows[code].get(flag) == 1 for flag in rule.get("flags", []))
        )

    def _variants(self, code: str, villages: frozenset[str]) -> Iterator[tuple[Counts, Costs]]:
        own = Unit(code, villages)
        plain = {name: rule for name, rule in self.rules.items() if name != "kinds"}
        if breaks_mode(self.figures, self.rules, self.mode, own):
            return
        if not {"area_cap", "zones"} & set(plain) and any(broken_by(self.figures, plain, own)):
            return
        for unit in with_kinds(self.figures, self.rules, own):
            if not any(broken_by(self.figures, self.rules, unit)):
                totals = totals_of(self.figures, unit)
                costs = tuple(int(measure(totals)) for measure in self.costs)
                yield (1, totals.urban, totals.conversions), costs

    def table(self) -> Table:
        """Return the least costs of a plan of the county for what it counts."""
        by_lowest: dict[int, list[tuple[int, Table]]] = {}
        for held, best in self.units().items():
            by_lowest.setdefault(held & -held, []).append((held, best))
        whole = (1 << len(self.villages)) - 1
        levels: list[dict[int, Table]] = [{} for _ in range(len(self.villages) + 1)]
        levels[0][0] = {(0, 0, 0): (0,) * len(self.costs)}
        steps = 0
        for level in levels:
            for covered, tables in level.items():
                if covered == whole:
                    return {c: v for c, v in tables.items() if self._ok(c)}
                lowest = ~covered & (covered + 1)
                for held, best in by_lowest.get(lowest, []):
                    if not held & covered:
                        steps += len(best) * len(tables)
                        into = levels[(held | covered).bit_count()]
                        _join(into.setdefault(held | covered, {}), tables, best)
                if steps > 100 * self.most:
                    raise TooLargeError
        return {}

    def _ok(self, counts: Counts) -> bool:
        """Tell whether the county's own count and share are within their rules."""
        units, urban, _ = counts
        count = self.rules.get("count", {})
        bounds = count.get("county", {})
        if any(isinstance(value, dict) for value in bounds.values()):
            bounds = bounds.get(self.county, {})
        towns = [t for t in before(self.figures) if self.figures.county(t) == self.county]
        if units > len(towns) and not count.get("allow_more", False):
            return False
        share = self.rules.get("share", {})
        return within(bounds, len(towns), units) and not_below(
            self.figures, share, towns, units, urban
        )


def _join(into: Table, tables: Table, best: Table) -> None:
    """Add one unit to each way to cover what is covered."""
    for counts, costs in tables.items():
        for more, added in best.items():
            key = (counts[0] + more[0], counts[1] + more[1], counts[2] + more[2])
            value = tuple(a + b for a, b in zip(costs, added, strict=True))
            if key not in into or value < into[key]:
                into[key] = value
