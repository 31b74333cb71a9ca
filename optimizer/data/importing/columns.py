"""Which column is what: usual names in Chinese and English, units in their names, user's choice."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from optimizer.data.spelling import half_width, simplified

ROLES: Mapping[str, str] = tomllib.loads(
    (Path(__file__).parent / "names.toml").read_text(encoding="utf-8")
)
"""Names of each role, the wanted ones first (names.toml)."""

WORDS: Mapping[str, tuple[str, str]] = {
    "village_code": ("code of the village", "村代码"),
    "village_name": ("name of the village", "村名称"),
    "township_code": ("code of the township", "乡镇代码"),
    "township_name": ("name of the township", "乡镇名称"),
    "county_code": ("code of the county", "县代码"),
    "county_name": ("name of the county", "县名称"),
    "parent": ("code of the unit above", "上级代码"),
    "code": ("code", "代码"),
    "name": ("name", "名称"),
    "kind": ("kind", "类型"),
    "population": ("people", "人口"),
    "area": ("area", "面积"),
    "seat": ("seat", "驻地"),
    "lon": ("longitude", "经度"),
    "lat": ("latitude", "纬度"),
}
_PREFERRED = {
    "population": ("常住", "population", "pmun", "czrk"),
    "code": ("统计用区划代码", "行政区划代码", "code"),
    "area": ("行政区", "area_km2"),
}
UNITS: Mapping[str, Mapping[str, str]] = {
    "population": {
        "万人": "万人",
        "万": "万人",
        "人": "person",
        "person": "person",
        "persons": "person",
    },
    "area": {
        **dict.fromkeys(("平方公里", "平方千米", "km2", "km²", "sqkm", "k㎡", "㎢"), "km2"),
        **dict.fromkeys(("公顷", "ha", "hectare", "hectares"), "ha"),
        **dict.fromkeys(("亩", "mu"), "mu"),
        **dict.fromkeys(("万亩",), "万亩"),
        **dict.fromkeys(("平方米", "m2", "m²", "㎡", "sqm"), "m2"),
    },
}
"""Units that stand in a column's name, in brackets or behind it."""

_BRACKETS = re.compile(r"[(\[{<（【]([^)\]}>）】]*)[)\]}>）】]")
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:末|底)?")
_PARTING = re.compile(r"[\s·.、,，:：/\\\"'_-]+")


def plain(name: str) -> str:
    """Return a column's name as it is compared: no spaces, brackets, years, case, width."""
    text = simplified(half_width(name)).lower().strip()
    text = _BRACKETS.sub("", text)
    return _PARTING.sub("", _YEAR.sub("", text))


_BY_NAME: dict[str, list[str]] = {}
for _role, _names in ROLES.items():
    for _name in _names.split():
        _known = _BY_NAME.setdefault(_PARTING.sub("", _name), [])
        _known += [] if _role in _known else [_role]


def roles_of(name: str) -> list[str]:
    """Return what a column of this name may be; nothing when the name is not known."""
    key = plain(name)
    if key in _BY_NAME:
        return _BY_NAME[key]
    for role, units in UNITS.items():  # 人口数万人, area_ha
        for unit in units:
            stem = key.removesuffix(unit)
            if stem != key and role in _BY_NAME.get(stem, ()):
                return [role]
    return _cut_short(key)


_CUT = 9
"""Bytes that three Chinese characters take in UTF-8; a name in a Shapefile has ten at most."""


def _cut_short(key: str) -> list[str]:
    """Return what a name may be that a Shapefile cut (常住人口 to 常住人), if only one thing."""
    key = key.rstrip("\ufffd")
    if len(key) != 3 or len(key.encode()) != _CUT:
        return []
    meant = {tuple(roles) for name, roles in _BY_NAME.items() if name.startswith(key)}
    return list(meant.pop()) if len(meant) == 1 else []


def unit_in_name(name: str, role: str) -> str:
    """Return the unit that a column's name states: 人口(万人), 面积_亩, area_ha; "" for none."""
    units = UNITS.get(role, {})
    text = simplified(half_width(name)).lower()
    for inside in _BRACKETS.findall(text):
        word = inside.removeprefix("单位").strip(":： ")
        if word in units:
            return units[word]
    key = plain(name)
    stated = [unit for unit in units if key.endswith(unit) and key != unit]
    ending = max(stated, key=len, default="")
    if ending and any(role in _BY_NAME.get(key.removesuffix(ending), ()) for role in (role,)):
        return units[ending]
    return ""


def known_names(row: Iterable[str]) -> int:
    """Return how many cells of a row are names of columns that are known."""
    return sum(bool(roles_of(cell)) for cell in row if len(cell) < 40)


def guess(columns: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Choose a column for each role by names alone.

    Returns
    -------
    tuple
        The column of each role, and for each role that several may have all of these.
    """
    candidates: dict[str, list[str]] = {}
    for column, values in columns.items():
        if any(values):
            for role in roles_of(column):
                candidates.setdefault(role, []).append(column)
    chosen, doubtful = {}, {}
    for role, names in candidates.items():
        best = sorted(names, key=lambda name: _rank(role, name))
        chosen[role] = best[0]
        if any(columns[name] != columns[best[0]] for name in best[1:]):
            doubtful[role] = best
    return chosen, doubtful


def _rank(role: str, column: str) -> tuple[int, int]:
    """Return how well a name fits: the preferred words first, then the order of the list."""
    key = plain(column)
    wanted = _PREFERRED.get(role, ())
    preferred = next((i for i, word in enumerate(wanted) if word in column.lower()), len(wanted))
    names = [_PARTING.sub("", name) for name in ROLES[role].split()]
    return preferred, names.index(key) if key in names else len(names)
