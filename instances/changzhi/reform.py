"""The reform of 2021 as plans: which township's seat each village's unit kept.

A unit of 2021 is known in a plan by the township of 2020 whose seat it kept. It
is found by the unit's code where the code is old, else by its name without
乡, 镇, 街道; a unit with a new name is named in `RENAMED`. Kinds are those of 2021.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from building.facts import Row, rows

Plan = dict[str, str]
"""Unit (code of the township whose seat it kept) of each village code."""

RENAMED = {"140430106": "140430202"}
"""沁州黄镇 sits where 次村乡 sat: a renaming and upgrade (notice of 2021)."""

KINDS = ("街道", "镇", "乡")


def as_recorded(source: Path) -> Plan:
    """Return each village's unit as the statistics have it.

    A village that could not be followed goes where most of its township's followed
    villages went; in a township of which none could be followed, to the main
    receiver that `reform_2021.csv` names.
    """
    seat_of, villages = seats(source), rows(source / "villages_2019.csv")
    followed = {
        row["code"]: seat_of[row["unit_code_2021"]]
        for row in rows(source / "village_units_2021.csv")
    }
    main = main_receivers(source)
    return {row["code"]: followed.get(row["code"], main[row["township"]]) for row in villages}


def as_whole(source: Path) -> Plan:
    """Return the plan that sends each dissolved township whole to its main receiver."""
    kept, main = set(seats(source).values()), main_receivers(source)
    where = {township: township if township in kept else to for township, to in main.items()}
    return {row["code"]: where[row["township"]] for row in rows(source / "villages_2019.csv")}


def seats(source: Path) -> dict[str, str]:
    """Return the township whose seat each real unit of 2021 kept, by the unit's code."""
    townships = rows(source / "townships_2020.csv")
    codes = {row["code"] for row in townships}
    stems = {(row["county"], stem(row["name"])): row["code"] for row in townships}
    units = [row for row in rows(source / "units_2021.csv") if row["is_statistical_only"] == "0"]
    return {row["code"]: _seat(row, codes, stems) for row in units}


def _seat(unit: Row, codes: set[str], stems: Mapping[tuple[str, str], str]) -> str:
    code = unit["code"]
    if code in codes:
        return code
    return RENAMED.get(code) or stems[unit["county"], stem(unit["name"])]


def kinds(source: Path) -> dict[str, str]:
    """Return the kind of 2021 of each unit, by the township whose seat it kept."""
    seat_of = seats(source)
    units = rows(source / "units_2021.csv")
    return {seat_of[row["code"]]: row["kind"] for row in units if row["code"] in seat_of}


def stem(name: str) -> str:
    """Return a name without its kind."""
    for kind in KINDS:
        name = name.removesuffix(kind)
    return name


def main_receivers(source: Path) -> dict[str, str]:
    """Return where most followed villages of each township went; ties to the smaller code."""
    seat_of = seats(source)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(source / "reform_2021.csv"):
        votes[row["old_code"]][seat_of[row["new_code"]]] += int(row["villages_moved"])
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    township = {row["code"]: row["township"] for row in rows(source / "villages_2019.csv")}
    for row in rows(source / "village_units_2021.csv"):
        counted[township[row["code"]]][seat_of[row["unit_code_2021"]]] += 1
    codes = [row["code"] for row in rows(source / "townships_2020.csv")]
    return {code: _most(counted[code] or votes[code]) for code in codes}


def _most(votes: Counter[str]) -> str:
    return min(votes, key=lambda code: (-votes[code], code))
