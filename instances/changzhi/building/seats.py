"""Which village holds a township's seat, and which class an unclassed village gets."""

from __future__ import annotations

from collections import Counter

from . import constants
from .facts import TownshipFact, VillageFact

SEAT_RULES = (
    "centre class, bears the township's name",
    "centre class, name contains the township's",
    "centre class",
    "bears the township's name",
    "name contains the township's",
    "first code",
)
KIND_ENDINGS = ("街道", "镇", "乡")
VILLAGE_ENDINGS = (
    "社区居民委员会", "社区居委会", "居民委员会", "居委会", "村民委员会", "村委会", "社区", "村",
)  # fmt: skip


def seat_village(township: TownshipFact) -> tuple[VillageFact, str]:
    """Return the seat village and the rule of `SEAT_RULES` that chose it.

    The first rule that any village meets decides; among those that meet it the
    smallest code is taken.
    """
    stem = _stem(township.name, KIND_ENDINGS)
    rank, _, village = min((_rank(v, stem), v.code, v) for v in township.villages)
    return village, SEAT_RULES[rank]


def _rank(village: VillageFact, stem: str) -> int:
    name = _stem(village.name, VILLAGE_ENDINGS)
    if village.category in constants.CENTRE_CLASSES:
        return 0 if name == stem else 1 if stem in name else 2
    return 3 if name == stem else 4 if stem in name else 5


def _stem(name: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


def categories(township: TownshipFact) -> dict[str, tuple[str, str]]:
    """Return (class, source) of every village by code.

    An unclassed village gets the commonest class among the classed villages of
    its township with the same kind of committee, else among all of them; ties
    go to the smaller class.
    """
    return {
        v.code: (v.category, "statistics 2019")
        if v.category
        else (_commonest(township, v), "estimate:commonest in the township")
        for v in township.villages
    }


def _commonest(township: TownshipFact, village: VillageFact) -> str:
    classed = [v for v in township.villages if v.category]
    alike = [v for v in classed if v.resident_committee == village.resident_committee]
    counts = Counter(v.category for v in alike or classed)
    return min(counts, key=lambda category: (-counts[category], category))
