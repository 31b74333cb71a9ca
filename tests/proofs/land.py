"""Invented land: villages on a ragged grid, townships that hang together, roads of any length."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations
from typing import TypeVar

from tests.reference.maker import TERRAINS
from tests.reference.tables import Row, Tables

Cell = tuple[int, int]
T = TypeVar("T", str, Cell)
PEOPLE = ((100, 1_000), (1_000, 9_000), (6_000, 80_000), (100, 500_000), (100_000, 500_000))
"""Persons of a village, least and most; a territory keeps to one of these ranges."""
ROADS_KM = (9, 40, 300)
AREAS_KM2 = ((5, 40), (1, 100), (0.01, 12))


class Land:
    """Makes the tables of a territory of one or two counties.

    Parameters
    ----------
    chance
        Where every choice comes from.
    villages, townships, counties
        How many; a county has a township at least, a township a village.
    """

    def __init__(self, chance: random.Random, villages: int, townships: int, counties: int) -> None:
        self.chance = chance
        self.people = chance.choice(PEOPLE)
        self.road = chance.choice(ROADS_KM)
        self.area = chance.choice(AREAS_KM2)
        self.urban = chance.choice((0.2, 0.35, 0.5))
        self.tables = Tables([], [], [], [], [])
        cells = self._cells(villages)
        self.steps = self._steps(cells)
        for number, inside in enumerate(self._pieces(cells, counties)):
            self._county(f"{990101 + number}", inside, max(1, townships * len(inside) // villages))
        self._join()
        self._layers()
        self._vouch()

    def _cells(self, count: int) -> list[Cell]:
        """Return cells of a grid, a few of the last ones at random places of its edge."""
        wide = self.chance.randint(2, max(2, round(count**0.5) + 1))
        return [(n % wide, n // wide) for n in range(count)]

    def _steps(self, cells: Sequence[Cell]) -> set[frozenset[Cell]]:
        """Return which cells touch: sides, some corners, and some sides left out."""
        steps: set[frozenset[Cell]] = set()
        for a, b in combinations(cells, 2):
            across, down = abs(a[0] - b[0]), abs(a[1] - b[1])
            if across + down == 1 or ((across, down) == (1, 1) and self.chance.random() < 0.06):
                steps.add(frozenset((a, b)))
        for step in sorted(steps, key=sorted):
            if self.chance.random() < 0.12 and len(reached(cells, steps - {step})) == len(cells):
                steps.discard(step)
        return steps

    def _pieces(self, cells: Sequence[Cell], count: int) -> list[list[Cell]]:
        """Divide cells into pieces, each connected, that grow from random ones in turn."""
        owner = dict(zip(self.chance.sample(cells, count), range(count), strict=True))
        while len(owner) < len(cells):
            near = [c for c in cells if c not in owner and self._owned(c, owner)]
            cell = self.chance.choice(near)
            owner[cell] = self.chance.choice(self._owned(cell, owner))
        return [[c for c in cells if owner[c] == n] for n in range(count)]

    def _owned(self, cell: Cell, owner: dict[Cell, int]) -> list[int]:
        near = [other for step in self.steps if cell in step for other in step - {cell}]
        return sorted(owner[other] for other in near if other in owner)

    def _county(self, code: str, cells: list[Cell], townships: int) -> None:
        district = int(self.chance.random() < 0.4)
        self.tables.counties.append({"code": code, "name": f"县{code}", "is_district": district})
        inner = {step for step in self.steps if step <= set(cells)}
        outer, self.steps = self.steps, inner
        pieces = self._pieces(cells, townships)
        self.steps = outer
        for number, piece in enumerate(pieces):
            kinds = ["乡", "乡", "乡", "镇", "街道" if district else "乡"]
            town = f"{code}{number + 100}"
            villages = [self._village(cell, town) for cell in piece]
            self.tables.villages.extend(villages)
            self.tables.townships.append(
                {
                    "code": town,
                    "name": f"{town}号",
                    "kind": self.chance.choice(kinds),
                    "county": code,
                    "seat": self.chance.choice(villages)["code"],
                    "terrain": self.chance.choice(TERRAINS),
                    "key_town": int(self.chance.random() < 0.15),
                    "county_seat": int(number == 0 and self.chance.random() < 0.5),
                }
            )

    def _village(self, cell: Cell, township: str) -> Row:
        low, high = self.people
        skewed = round(low * (high / low) ** self.chance.random())
        people = self.chance.choice((skewed, self.chance.randint(low, high)))
        return {
            "code": code_of(cell),
            "name": f"村{code_of(cell)}",
            "township": township,
            "population": people,
            "area_km2": round(self.chance.uniform(*self.area), 2) or 0.01,
            "lon": round(112 + cell[0] * 0.05 + self.chance.uniform(0, 0.02), 5),
            "lat": round(36 + cell[1] * 0.05 + self.chance.uniform(0, 0.02), 5),
            "class": "111" if self.chance.random() < self.urban else "220",
            "registered": people * self.chance.randint(60, 140) // 100,
            "built_up_people": round(people * self.chance.random(), 2),
            "basin": self.chance.choice(("", "east", "west")),
        }

    def _join(self) -> None:
        """Write what touches; a road goes along, but for some that are not needed."""
        order = sorted(sorted(code_of(cell) for cell in step) for step in self.steps)
        without: set[int] = set()
        cells = [frozenset(pair) for pair in order]
        codes = [row["code"] for row in self.tables.villages]
        for n in range(len(order)):
            left = {c for k, c in enumerate(cells) if k not in without | {n}}
            if self.chance.random() < 0.1 and len(reached(codes, left)) == len(codes):
                without.add(n)
        for n, (a, b) in enumerate(order):
            self.tables.contiguity.append({"a": a, "b": b})
            if n not in without:
                km = round(max(0.001, self.chance.uniform(self.road / 9, self.road)), 3)
                self.tables.roads.append({"a": a, "b": b, "km": km})

    def _vouch(self) -> None:
        """Let the counties state their people and area: dense ones are meant to be so."""
        home = {row["code"]: row["county"] for row in self.tables.townships}
        for county in self.tables.counties:
            inside = [v for v in self.tables.villages if home[v["township"]] == county["code"]]
            county["population"] = sum(v["population"] for v in inside)
            county["area_km2"] = round(sum(v["area_km2"] for v in inside), 2)

    def _layers(self) -> None:
        """Add barriers, ties of townships and facilities, each now and then."""
        tables, codes = self.tables, [row["code"] for row in self.tables.townships]
        tables.barriers.extend(p for p in tables.contiguity if self.chance.random() < 0.1)
        for a, b in combinations(codes, 2):
            if self.chance.random() < 0.3:
                weight = self.chance.choice((1, 7, 1_000, 1_000_000))
                tables.affinity.append({"a": a, "b": b, "weight": weight})
        for village in tables.villages:
            if self.chance.random() < 0.2:
                tables.facilities.append({"village": village["code"], "kind": "school"})


def code_of(cell: Cell) -> str:
    """Return the code of the village in a cell."""
    return f"v{cell[0]}{cell[1]:02d}"


def reached(places: Sequence[T], steps: set[frozenset[T]]) -> set[T]:
    """Return the places that can be reached from the first one."""
    near: dict[T, set[T]] = {place: set() for place in places}
    for a, b in steps:
        near[a].add(b)
        near[b].add(a)
    found, waiting = {places[0]}, [places[0]]
    while waiting:
        new = near[waiting.pop()] - found
        found |= new
        waiting += new
    return found
