"""Makes random territories: connected townships, counties and roads."""

import random
from itertools import combinations

from .tables import Row, Tables

KIND_CODES = {"街道": 0, "镇": 100, "乡": 200}
FACILITIES = ("hospital", "school")
TERRAINS = ("plain", "hill", "mountain")


class Maker:
    """Makes the tables of one territory, row by row.

    Parameters
    ----------
    chance : random.Random
        Where every choice comes from.
    finer : bool
        Whether figures have one decimal more than is kept.
    """

    def __init__(self, chance: random.Random, finer: bool = False) -> None:
        self.chance = chance
        self.extra = int(finer)
        self.tables = Tables([], [], [], [], [])

    def territory(self, counties: int, sizes: list[int], links: int) -> Tables:
        """Make counties, their townships and villages, and what joins them."""
        for number in range(counties):
            self.county(f"{140401 + number}", sizes[number::counties])
        for _ in range(links):
            a, b = self.chance.choices(self.tables.villages, k=2)
            self.link(a["code"], b["code"], road=0.7)
        self.layers()
        return self.tables

    def layers(self) -> None:
        """Make facilities, barriers between some villages that touch, and ties of townships."""
        tables, codes = self.tables, [row["code"] for row in self.tables.townships]
        for village in tables.villages:
            kinds = [kind for kind in FACILITIES if self.flag(0.3)]
            tables.facilities.extend({"village": village["code"], "kind": kind} for kind in kinds)
        tables.barriers.extend(dict(pair) for pair in tables.contiguity if self.flag(0.3))
        for a, b in combinations(codes, 2):
            if self.flag(0.4):
                tables.affinity.append({"a": a, "b": b, "weight": self.chance.randint(1, 9)})

    def county(self, code: str, sizes: list[int]) -> None:
        """Make a county whose townships hang together; the first of them is its seat."""
        district = self.chance.randint(0, 1)
        self.tables.counties.append({"code": code, "name": f"县{code}", "is_district": district})
        mine: list[Row] = []
        for number, size in enumerate(sizes, start=1):
            villages = self.township(code, number, size, district, first=number == 1)
            others = mine or self.tables.villages[: -len(villages)]
            if others:
                a, b = self.chance.choice(others), self.chance.choice(villages)
                self.link(a["code"], b["code"])
            mine += villages

    def township(
        self, county: str, number: int, size: int, district: int, first: bool
    ) -> list[Row]:
        """Make a township with its villages, the seat in any of them."""
        kind = self.chance.choice(["乡", "乡", "镇", "街道" if district else "镇"])
        code = f"{county}{KIND_CODES[kind] + number:03d}"
        villages = self.villages(code, size)
        self.tables.townships.append(
            {
                "code": code,
                "name": f"{code}{kind}",
                "kind": kind,
                "county": county,
                "seat": self.chance.choice(villages)["code"],
                "protected": self.flag(0.15),
                "key_town": self.flag(0.15),
                "county_seat": int(first),
                "terrain": self.chance.choice(TERRAINS),
            }
        )
        return villages

    def villages(self, township: str, size: int) -> list[Row]:
        """Make villages, each contiguous to an earlier one of the township."""
        rows: list[Row] = []
        for number in range(1, size + 1):
            rows.append(self.village(f"{township}{number:03d}", township))
            self.tables.villages.append(rows[-1])
            if number > 1:
                self.link(self.chance.choice(rows[:-1])["code"], rows[-1]["code"])
        return rows

    def village(self, code: str, township: str) -> Row:
        """Make a village; people and area are skewed, as they are in life."""
        people = round(10 ** self.chance.uniform(1.5, 4))
        return {
            "code": code,
            "name": f"村{code}",
            "township": township,
            "population": people + 0.5 if self.extra else people,
            "area_km2": round(10 ** self.chance.uniform(0.5, 2), 2 + self.extra),
            "lon": round(self.chance.uniform(112, 112.5), 4),
            "lat": round(self.chance.uniform(36, 36.5), 4),
            "class": "121" if people % 3 else "220",
            "basin": ("", "east", "east", "west")[people % 4],
            "registered": people * (7 + people % 7) // 10 + 0.125 * self.extra,
            "built_up_people": people // (2 + people % 3) + 0.25,
        }

    def link(self, a: str, b: str, road: float = 1) -> None:
        """Make two villages contiguous, once only, with a road between them at a probability."""
        joined = [{row["a"], row["b"]} for row in self.tables.contiguity]
        if a == b or {a, b} in joined:
            return
        self.tables.contiguity.append({"a": a, "b": b})
        if self.chance.random() < road:
            km = round(self.chance.uniform(0.3, 15), 3 + self.extra)
            self.tables.roads.append({"a": a, "b": b, "km": km})

    def flag(self, probability: float) -> int:
        """Give 1 with a probability, else 0."""
        return int(self.chance.random() < probability)
