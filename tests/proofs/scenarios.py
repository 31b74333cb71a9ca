"""Rules and objectives of a random county, most often such that a planted plan keeps them."""

from __future__ import annotations

import random
from collections.abc import Collection
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.reference.brute import MEASURES
from tests.reference.figures import Figures
from tests.reference.kind_rules import total
from tests.reference.tables import Objectives, Row, Rules

from .walk import Assignment

SHARES = ("urban_people", "registered", "built_up_people")
USUAL = (
    ["share", "travel"],
    ["share", "travel"],
    ["units", "share", "travel", "disruption"],
    ["units", "travel"],
    ["share", "units", "disruption"],
)
NAMES = [name for name in MEASURES if name not in ("units", "share")]
WEIGHTS = (
    {"travel": 1, "disruption": 500},
    {"units": 1_000_000, "travel": 1},
    {"travel": 1, "moved_villages": 345_678, "worse_off": 977},
)


def units_in(plan: Assignment) -> dict[str, frozenset[str]]:
    """Return the villages of each unit."""
    codes = dict.fromkeys(plan.values())
    return {code: frozenset(v for v in plan if plan[v] == code) for code in codes}


class Fitter:
    """Draws the parameters of each rule around a plan.

    Parameters
    ----------
    plan
        What the limits are fitted to; ``tight`` now and then makes one that it just breaks.
    """

    def __init__(self, figures: Figures, plan: Assignment, chance: random.Random) -> None:
        self.figures, self.plan, self.chance = figures, plan, chance
        self.units = units_in(plan)
        self.moved = [v for v, u in plan.items() if figures.township_of[v] != u]
        self.grown = [u for u, held in self.units.items() if held & set(self.moved)]

    def rules(self) -> Rules:
        """Draw which rules are on, and their parameters."""
        odds = {
            "kinds": 0.85,
            "population": 0.75,
            "area_cap": 0.5,
            "access": 0.25,
            "burden": 0.15,
            "count": 0.3,
            "protected": 0.3,
            "share": 0.15,
            "together": 0.1,
            "apart": 0.1,
            "transfers": 0.25,
            "prudent": 0.1,
            "zones": 0.05,
            "barriers": 0.05,
        }
        names = [name for name, odd in odds.items() if self.chance.random() < odd]
        drawn = {name: getattr(self, name)() for name in names}
        return {name: rule for name, rule in drawn.items() if rule is not None}

    def loose(self, figure: float, most: float) -> int:
        """Return a whole limit at a figure or up to so much of it above; rarely one below."""
        if self.chance.random() < 0.05:
            return max(0, floor(figure) - 1)
        return ceil(figure * self.chance.choice((1, 1 + self.chance.random() * most)))

    def people(self, villages: Collection[str], column: str = "population") -> int:
        """Return the people of some villages."""
        return int(total(self.figures, column, villages))

    def population(self) -> Any:
        """Bounds that the units of the plan keep, rarely by terrain."""
        sizes = [self.people(held) for held in self.units.values()]
        rule = {
            "min": floor(min(sizes) * self.chance.choice((1, self.chance.uniform(0.7, 1)))),
            "max": self.loose(max(sizes), 0.3),
        }
        keys = self.chance.choice((("min", "max"), ("min", "max"), ("min",), ("max",)))
        rule = {key: rule[key] for key in keys}
        if rule.get("max") == 0:
            return None
        if self.chance.random() < 0.1:
            return [{"terrain": "plain", **rule}, {"min": max(0, rule.get("min", 0) // 2)}]
        return rule

    def area_cap(self) -> Rules | None:
        """A cap at the largest unit that grows."""
        areas = [total(self.figures, "area_km2", self.units[u]) for u in self.grown]
        if not areas:
            return None
        rule: Rules = {"max_km2": max(1, self.loose(float(max(areas)) * 100, 0.4)) / 100}
        kinds = self.chance.choice((None, None, ["乡"], ["乡", "镇", "街道"]))
        return rule if kinds is None else {**rule, "kinds": kinds}

    def _longest(self, villages: Collection[str]) -> int:
        return max((self.figures.distance(v, self.plan[v]) for v in villages), default=0)

    def access(self) -> Rules:
        """The farthest village that the plan moves, or of all."""
        scope = self.chance.choice(("moved", "all"))
        metres = self._longest(self.moved if scope == "moved" else list(self.plan))
        return {"max_km": self.loose(metres, 0.5) / 1000, "scope": scope}

    def burden(self) -> Rules:
        """The most that the plan adds to a way."""
        added = max(self.figures.added(v, u) for v, u in self.plan.items())
        return {"max_added_km": self.loose(max(0, added), 0.5) / 1000}

    def count(self) -> Rules:
        """Ranges about the plan's number of units."""
        figures, rule = self.figures, {}
        if self.chance.random() < 0.6:
            rule["city"] = self._range(len(self.units))
        if not rule or self.chance.random() < 0.5:
            counts = {
                county: sum(figures.county(u) == county for u in self.units)
                for county in figures.counties
            }
            rule["county"] = {county: self._range(n) for county, n in counts.items()}
        return rule

    def _range(self, units: int) -> Rules:
        low = max(1, units - self.chance.randint(0, 2))
        return {"min": low, "max": units + self.chance.randint(0, 1)}

    def protected(self) -> Rules:
        """Some seats that the plan keeps."""
        kept = [u for u in self.units if u in self.figures.members]
        return {"townships": self.chance.sample(kept, min(len(kept), self.chance.randint(0, 2)))}

    def share(self) -> Rules:
        """The floor, or a target for the districts."""
        return self.chance.choice(({"floor": "status_quo"}, {"districts_target": 0.34}))

    def together(self) -> list[list[str]]:
        """Two townships that the plan joins."""
        held = [sorted({self.figures.township_of[v] for v in vs}) for vs in self.units.values()]
        pairs = [self.chance.sample(codes, 2) for codes in held if len(codes) > 1]
        return pairs[:1]

    def apart(self) -> list[list[str]]:
        """Two townships of a county that the plan does not join, if it is so lucky."""
        county = self.figures.townships_in(self.chance.choice(self.figures.counties))
        return [self.chance.sample(county, 2)] if len(county) > 1 else []

    def transfers(self) -> Rules:
        """One or two villages."""
        return {"max_villages": self.chance.randint(0, 2)}

    def prudent(self) -> Rules:
        """What the plan moves, or somewhat more."""
        rule = {
            "max_people": self.loose(self.people(self.moved), 0.5),
            "max_villages": self.loose(len(self.moved), 0.5),
        }
        return {key: rule[key] for key in self.chance.choice((("max_people",), ("max_villages",)))}

    def zones(self) -> list[Rules]:
        """A layer that conversions must mind."""
        return [{"column": "basin", "no_conversion": ["镇", "街道"], "zones": ["east"]}]

    def barriers(self) -> Rules:
        """The table of barriers."""
        return {}

    def kinds(self) -> Rules:
        """One to three grounds, the first always a ratio of people."""
        grounds = [self.ground(ratio=True)]
        grounds += [self.ground(ratio=self.chance.random() < 0.5) for _ in range(2)]
        rule: Rules = {"grounds": grounds[: self.chance.choice((1, 1, 1, 2, 3))]}
        if self.chance.random() < 0.15:
            rule["max_conversions"] = self.chance.randint(0, 3)
        return rule

    def ground(self, ratio: bool) -> Row:
        """A ground that some unit just keeps or just misses."""
        places = list(self.units.values()) + [self.blob() for _ in range(3)]
        villages = self.chance.choice(places)
        require = [self.ratio(villages) if ratio else self.figure(villages)]
        if self.chance.random() < 0.2:
            require.append(self.figure(villages))
        ground: Row = {"kind": self.chance.choice(("镇", "镇", "街道")), "require": require}
        return {**ground, "terrain": "plain"} if self.chance.random() < 0.1 else ground

    def blob(self) -> frozenset[str]:
        """Some villages that hang together."""
        held = [self.chance.choice(list(self.plan))]
        for _ in range(self.chance.randint(1, 5)):
            near = {w for v in held for w in self.figures.neighbours[v]} - set(held)
            held += [self.chance.choice(sorted(near))] if near else []
        return frozenset(held)

    def ratio(self, villages: frozenset[str]) -> Row:
        """A share of people with 1 to 16 decimals, next to what some unit has."""
        measure = self.chance.choice((*SHARES[:1] * 4, *SHARES[1:]))
        per = "population" if self.chance.random() < 0.9 else self.chance.choice(SHARES)
        below = total(self.figures, per, villages)
        value = total(self.figures, measure, villages) / below if below else Fraction(1, 2)
        value = value or Fraction(self.chance.randint(1, 9), self.chance.randint(9, 20))
        if self.chance.random() < 0.3:
            value = self.chance.choice((Fraction(1, 3), Fraction(2, 3), Fraction(5, 12)))
        bound = self.chance.choice(("min", "min", "min", "above", "max", "below"))
        return {"measure": measure, "per": per, bound: self.decimal(value)}

    def decimal(self, value: Fraction) -> float:
        """Return a number as one writes it, with 1 to 16 decimals, rounded either way."""
        scale = 10 ** self.chance.randint(1, 16)
        return float(self.chance.choice((floor, ceil))(value * scale) / Fraction(scale))

    def figure(self, villages: frozenset[str]) -> Row:
        """A bound on a plain figure of the unit or its seat."""
        measure = self.chance.choice(("population", "area_km2", "villages", "built_up_people"))
        at_seat = self.chance.random() < 0.25
        places = [self.chance.choice(sorted(villages))] if at_seat else villages
        value = float(total(self.figures, measure, places))
        bound = self.chance.choice(("min", "min", "max"))
        return {"measure": measure, "at": "seat" if at_seat else "unit", bound: value}


def objectives(chance: random.Random) -> Objectives:
    """Draw the objectives in order; some with a tolerance."""
    if chance.random() < 0.6:
        names = list(chance.choice(USUAL))
    else:
        names = chance.sample(["units", "share", *NAMES, "weighted"], chance.randint(1, 4))
    rows: Objectives = [{"name": name} for name in names]
    for row in rows:
        if row["name"] == "weighted":
            row["weights"] = dict(chance.choice(WEIGHTS))
    if chance.random() < 0.15:
        chance.choice(rows)["tolerance"] = chance.choice((0.01, 0.05, 0.3333))
    return rows
