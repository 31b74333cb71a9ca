"""Which township a village is in and which county a township: by column, code, name, or place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from optimizer.data.importing.codes import is_chinese, key_of
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.units import Unit
from optimizer.data.spelling import name_key

CODE_DIGITS = {"townships": 9, "counties": 6}
"""Digits with which the code of a unit begins with that of the one it is in (GB/T 10114)."""
_ROLE = {"townships": "township", "counties": "county"}


def place_in(
    units: Mapping[str, Unit], level: str, above: dict[str, Unit], notices: Notices
) -> dict[str, str]:
    """Return the key of the unit above each unit; units above that no layer has are made.

    Parameters
    ----------
    level
        The level above: `townships` or `counties`.
    above
        Units of that level; made ones are added.
    """
    role, digits = _ROLE[level], CODE_DIGITS[level]
    by_name: dict[str, list[str]] = {}
    for key, unit in above.items():
        by_name.setdefault(name_key(unit.name), []).append(key)
    spots = _Spots(above)
    found: dict[str, str] = {}
    outside: list[Unit] = []
    for key, unit in units.items():
        said, called = unit.values.get(role, ""), unit.values.get(f"{role}_called", "")
        prefix = key[:digits] if is_chinese(unit.code) and len(key) > digits else ""
        place = _known(key_of(said), above) or _one_of(by_name, called, prefix)
        place = place or _known(prefix, above) or spots.around(unit)
        if not place and (said or called or prefix):
            place = key_of(said) if said else prefix or name_key(called)
            above[place] = Unit(place, key_of(said) if said else prefix, called)
            by_name.setdefault(name_key(called), []).append(place)
            if not called and level != "counties":  # what counties lack is said with their table
                notices.add("W816", level, case=place)
        if place:
            found[key] = place
            above[place].name = above[place].name or called
        else:
            outside.append(unit)
    if outside and len(outside) == len(units):
        return _all_in_one(units, level, above, notices)
    notices.extend("E818", level, "", (unit.label() for unit in outside))
    return found


def _known(key: str, above: Mapping[str, Unit]) -> str:
    return key if key and key in above else ""


def _one_of(by_name: Mapping[str, Sequence[str]], called: str, prefix: str) -> str:
    """Return the unit above of a name; among several the one of the same county."""
    keys = by_name.get(name_key(called), []) if called else []
    if len(keys) > 1 and prefix:
        keys = [key for key in keys if key[:6] == prefix[:6]]
    return keys[0] if len(keys) == 1 else ""


def _all_in_one(
    units: Mapping[str, Unit], level: str, above: dict[str, Unit], notices: Notices
) -> dict[str, str]:
    """Put every unit into a single one, as no source tells them apart."""
    if len(above) == 1:
        (key,) = above
    else:
        codes = [unit.code for unit in units.values()]
        same = next((n for n, c in enumerate(zip(*codes, strict=False)) if len(set(c)) > 1), 0)
        key = codes[0][:same] or "1"
        above.clear()
        above[key] = Unit(key, key, "")
    if level != "counties":
        notices.add("W816", level, case=above[key].label())
    return dict.fromkeys(units, key)


class _Spots:
    """Finds the polygon that a unit's middle lies in."""

    def __init__(self, above: Mapping[str, Unit]) -> None:
        self._keys = [key for key, unit in above.items() if unit.shape is not None]
        self._shapes = [above[key].shape for key in self._keys]
        self._tree: Any = None

    def around(self, unit: Unit) -> str:
        if not self._keys or unit.shape is None:
            return ""
        import shapely

        if self._tree is None:
            self._tree = shapely.STRtree(self._shapes)
        spot = shapely.point_on_surface(unit.shape)
        inside = self._tree.query(spot, predicate="intersects")
        return self._keys[int(np.min(inside))] if len(inside) else ""
