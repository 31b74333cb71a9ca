"""The keys that a scenario may have, where each stands, and what an unknown one was meant for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from models.scenario import Scenario
from optimizer.text import Text

Place = tuple[Any, ...]
REMOVE = Text("remove it", "请删除")
_WORDS: Mapping[str, str] = {
    "max_km2": "max_area area max_area_km2 area_km2 cap limit max_size",
    "max_km": "max_distance distance max_dist max_km_to_seat",
    "max_minutes": "max_time time minutes",
    "min": "min_population min_people population least minimum min_units",
    "max": "max_population max_people most maximum max_units",
    "max_people": "people population max_population",
    "max_villages": "villages max_transfers",
    "kinds": "kind types type",
    "exceptions": "except exception",
    "rules": "rule constraints",
    "objectives": "objective goals targets",
    "territory": "tables data files",
    "detour": "detour_factor factor",
}
"""Words that people write for a key."""
_TOP = Text("at the top of the file, above every [table]", "文件开头、所有 [表] 之前")
_ALIKE, _SIMILAR = 0.75, 0.55
"""Likeness (difflib) of a key to one that is surely meant, and to one that may be."""
_LONGEST = 60
"""Characters of a key that is compared with the known ones."""


def advice(place: Place, here: Collection[str]) -> Text:
    """Say what to do about an unknown key.

    Parameters
    ----------
    here
        The keys that its table may have.
    """
    word = str(place[-1])[:_LONGEST]
    meant = next((key for key, said in _WORDS.items() if key in here and word in said.split()), "")
    close = get_close_matches(word, sorted(here), n=1, cutoff=_ALIKE)
    elsewhere = [] if meant or close else _homes().get(word, [])
    if elsewhere:
        places = [Text(f"under [{home}]", f"[{home}] 之下") if home else _TOP for home in elsewhere]
        where, where_zh = " or ".join(p.en for p in places), "或".join(p.zh for p in places)
        return Text(f"move it: {word} belongs {where}", f"请移动：{word} 应写在{where_zh}")
    close = close or get_close_matches(word, sorted(here), n=1, cutoff=_SIMILAR)
    if key := meant or (close[0] if close else ""):
        return Text(f"remove it; did you mean {key}?", f"请删除；是否应为 {key}？")
    return REMOVE


@cache
def _homes() -> Mapping[str, list[str]]:
    """Return the tables, in dots, in which each key may stand."""
    found: dict[str, list[str]] = {}
    for home, key in _keys(Scenario, "", 0):
        found.setdefault(key, []).append(home)
    return {key: homes for key, homes in found.items() if len(homes) <= 3}


def _keys(table: type[BaseModel], home: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, field in table.model_fields.items():
        yield home, name
        for inner in tables(field.annotation) if depth < 4 else ():
            yield from _keys(inner, f"{home}.{name}".removeprefix("."), depth + 1)


def tables_at(location: tuple[Any, ...]) -> list[type[BaseModel]]:
    """Return the tables whose keys may stand at a location of pydantic's."""
    here: list[type[BaseModel]] = [Scenario]
    for part in location:
        fields = [table.model_fields[part] for table in here if part in table.model_fields]
        here = [inner for field in fields for inner in tables(field.annotation)] or here
    return here


def tables(annotation: Any) -> list[type[BaseModel]]:
    """Return the tables inside a field's type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [table for inner in get_args(annotation) for table in tables(inner)]


@cache
def flag_keys() -> frozenset[str]:
    """Return the keys that take true or false."""
    found: set[str] = set()
    queue: list[type[BaseModel]] = [Scenario]
    while queue:
        for name, field in queue.pop().model_fields.items():
            queue += tables(field.annotation)
            found |= {name} if field.annotation is bool else set()
    return frozenset(found)
