"""Seats of townships: from points, a column, the village of the township's name, or by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer.data.importing.codes import key_of
from optimizer.data.importing.joining import stem
from optimizer.data.importing.levels import Known
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.units import Unit
from optimizer.data.spelling import name_key

M_PER_DEGREE = 111_195.0
"""Metres of a degree of latitude, on a sphere of the Earth's mean radius."""
NEAR_M = 1000.0
"""A point that lies in no village belongs to the nearest one within this distance."""
WAYS = ("column", "point", "name", "most people", "the only village")


@dataclass(frozen=True)
class Seats:
    """The seat of each township (a village's key) and how it was found, by township."""

    village: Mapping[str, str]
    way: Mapping[str, str]


def find_seats(
    townships: Mapping[str, Unit],
    villages: Mapping[str, Unit],
    members: Mapping[str, Sequence[str]],
    people: Mapping[str, float],
    points: Sequence[Known],
    notices: Notices,
) -> Seats:
    """Choose a seat for each township, each choice labelled with its way.

    Parameters
    ----------
    members
        Keys of the villages of each township.
    people
        People of each village, by key; absent where unknown.
    points
        Layers of seats.
    """
    at_point = _at_points(points, townships, villages, members, notices)
    found, way = {}, {}
    for key, township in townships.items():
        inside = members.get(key, ())
        if not inside:
            continue
        if len(inside) == 1:
            found[key], way[key] = inside[0], WAYS[4]
            continue
        said = _said(township, villages, inside)
        if not said and township.values.get("seat"):
            case = f"{township.label()}: {township.values['seat']}"
            notices.add("W839", township.sources.get("seat", ""), case=case)
        choices = (said, at_point.get(key, ""), _namesake(township, villages, inside))
        number = next((n for n, choice in enumerate(choices) if choice), 3)
        found[key] = choices[number] if number < 3 else _largest(inside, people)
        way[key] = WAYS[number]
    for number, name in enumerate(WAYS[1:4], 1):
        cases = [
            f"{townships[k].label()}: {villages[found[k]].label()}" for k in found if way[k] == name
        ]
        notices.extend("W817", "townships.csv", "seat", cases if number > 1 else ())
    return Seats(found, way)


def _said(township: Unit, villages: Mapping[str, Unit], inside: Sequence[str]) -> str:
    """Return the village that a column names, by its code or name."""
    said = township.values.get("seat", "")
    if not said:
        return ""
    if key_of(said) in inside:
        return key_of(said)
    named = [key for key in inside if name_key(villages[key].name) == name_key(said)]
    named = named or [key for key in inside if stem(villages[key].name) == stem(said)]
    return named[0] if len(named) == 1 else ""


def _namesake(township: Unit, villages: Mapping[str, Unit], inside: Sequence[str]) -> str:
    """Return the village of the township's own name (微子村 of 微子镇)."""
    own = stem(township.name)
    same = [key for key in inside if own and stem(villages[key].name) == own]
    return same[0] if same else ""


def _largest(inside: Sequence[str], people: Mapping[str, float]) -> str:
    return max(inside, key=lambda key: people.get(key, 0.0))


def _at_points(
    points: Sequence[Known],
    townships: Mapping[str, Unit],
    villages: Mapping[str, Unit],
    members: Mapping[str, Sequence[str]],
    notices: Notices,
) -> dict[str, str]:
    """Return the village that the point of each township's seat lies in."""
    found: dict[str, str] = {}
    township_of = {v: t for t, inside in members.items() for v in inside}
    finder = Finder(villages)
    by_name: dict[str, list[str]] = {}
    for key, unit in townships.items():
        by_name.setdefault(name_key(unit.name), []).append(key)
    for known in points:
        outside = []
        for at, spot in enumerate(known.layer.shapes if known.layer.shapes is not None else ()):
            village = finder.at(spot)
            named = _township_named(known, at, townships, by_name)
            if not village or (named and township_of.get(village) != named):
                outside.append(known.column("name")[at] or str(at + 1))
                continue
            found.setdefault(named or township_of[village], village)
        notices.extend("W840", known.layer.title, "", outside)
    return found


def _township_named(
    known: Known, at: int, townships: Mapping[str, Unit], by_name: Mapping[str, Sequence[str]]
) -> str:
    """Return the township that a point's columns name, if they name one."""
    for role in ("township_code", "code"):
        key = key_of(known.column(role)[at])
        if key in townships:
            return key
    for role in ("township_name", "name"):
        word = name_key(known.column(role)[at]).removesuffix("人民政府").removesuffix("政府")
        keys = by_name.get(word, [])
        if len(keys) == 1:
            return keys[0]
    return ""


class Finder:
    """Finds the village that a point lies in, or the nearest one close by."""

    def __init__(self, villages: Mapping[str, Unit]) -> None:
        self._keys = [key for key, unit in villages.items() if unit.shape is not None]
        self._shapes = [villages[key].shape for key in self._keys]
        self._tree: Any = None

    def at(self, spot: Any) -> str:
        """Return the key of the village at a point in degrees; "" where none is near."""
        import shapely

        if spot is None or spot.is_empty or not self._keys:
            return ""
        self._tree = self._tree or shapely.STRtree(self._shapes)
        point = spot.centroid
        inside = self._tree.query(point, predicate="intersects")
        if len(inside):
            return self._keys[int(np.min(inside))]
        near = self._tree.query_nearest(point, max_distance=NEAR_M / M_PER_DEGREE)
        return self._keys[int(near[0])] if len(near) else ""
