"""What each layer is: villages, townships, counties, seats, facilities, roads, pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from optimizer.data.faults import Findings
from optimizer.data.importing.codes import level_of, mend
from optimizer.data.importing.columns import UNITS, guess, unit_in_name
from optimizer.data.importing.layer import Layer
from optimizer.data.importing.notices import Notices
from optimizer.data.limits import SCENARIO_BYTES
from optimizer.data.spelling import name_key
from optimizer.data.text_file import place_in_scenario, read_text
from optimizer.data.toml_syntax import parsed_toml

PLACES = ("villages", "townships", "counties")
OTHERS = ("seats", "facilities", "roads", "contiguity", "ignored")
ROLES_OF_LEVEL = {"villages": "village", "townships": "township", "counties": "county"}
_HINTS: Mapping[str, Sequence[str]] = {
    "seats": ("驻地", "seat", "政府所在地"),
    "facilities": ("设施", "医院", "学校", "facilit", "hospital", "school", "卫生院"),
    "roads": ("道路", "公路", "roads", "road_"),
    "villages": ("村", "社区", "village", "vill", "cun"),
    "townships": ("乡镇", "街道", "township", "town", "xiang", "zhen"),
    "counties": ("区县", "县区", "counties", "county", "县界"),
}
_ENDINGS = {
    "villages": ("村", "社区", "居委会", "村委会", "委员会"),
    "townships": ("镇", "乡", "街道", "办事处", "苏木"),
    "counties": ("县", "区", "旗", "市"),
}


@dataclass
class Known:
    """A layer, what it is, and which of its columns is what.

    Attributes
    ----------
    level
        One of `PLACES` or `OTHERS`; "" where it could not be told yet.
    roles
        Column by role.
    units
        Unit of figures by role, where it is stated; "" is to be recognised.
    """

    layer: Layer
    level: str
    roles: dict[str, str]
    units: dict[str, str] = field(default_factory=dict)
    why: str = ""

    def column(self, role: str) -> list[str]:
        """Return the values of a role, all "" where no column has it."""
        name = self.roles.get(role)
        return [""] * len(self.layer) if name is None else self.layer.columns[name]


Chosen = Mapping[str, Mapping[str, Any]]
"""What a columns file says, by the title of the layer."""


def read_chosen(path: Path | None, notices: Notices) -> Chosen:
    """Read a columns file; the reason is noted where it cannot be used."""
    if path is None:
        return {}
    findings = Findings()
    text = read_text(path, findings, SCENARIO_BYTES, place_in_scenario)
    raw = None if text is None else parsed_toml(text, path.name, findings)
    notices.placed += findings.faults
    try:
        return {} if raw is None else {str(table["source"]): table for table in raw["layer"]}
    except (KeyError, TypeError) as error:
        notices.add("E817", "--columns", case=f"{path.name}: {error}")
        return {}


def chosen_text(known: Sequence[Known]) -> str:
    """Return the columns file that would bring about what was chosen."""
    parts = [
        "# Written by import: what each layer is and which column is what. Edit it and give\n"
        "# it with --columns; import then asks no more. level: villages, townships, counties,\n"
        "# seats, facilities, roads, contiguity or ignored. Units of population: person, 万人;\n"
        "# of area: km2, ha, mu (亩), 万亩, m2.\n"
    ]
    for one in known:
        columns = ", ".join(f"{role} = {_quoted(name)}" for role, name in one.roles.items())
        units = ", ".join(f"{role} = {_quoted(unit)}" for role, unit in one.units.items() if unit)
        parts.append(
            f"\n[[layer]]\nsource = {_quoted(one.layer.title)}\nlevel = {_quoted(one.level)}\n"
            f"columns = {{ {columns} }}\n" + (f"units = {{ {units} }}\n" if units else "")
        )
    return "".join(parts)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def recognised(layers: Sequence[Layer], chosen: Chosen, notices: Notices) -> list[Known]:
    """Tell what each layer is by the user's choice, its columns, codes, names and title."""
    unknown = sorted(set(chosen) - {layer.title for layer in layers})
    notices.extend("W834", "--columns", "", unknown)
    found = [_recognise(layer, chosen.get(layer.title), notices) for layer in layers]
    _settle_polygons(found)
    for one in found:
        if not one.level:
            header = ", ".join(one.layer.columns) or "-"
            notices.add("E804", one.layer.title, case=header)
    return found


def _recognise(layer: Layer, choice: Mapping[str, Any] | None, notices: Notices) -> Known:
    if choice is not None:
        return _as_chosen(layer, choice, notices)
    roles, doubtful = guess(layer.columns)
    level = _level(layer, roles)
    for role, names in doubtful.items():
        if role in ("code", "name", "population", "area") and level not in ("roads", "ignored"):
            notices.add("W835", layer.title, role, case=", ".join(names), taken=roles[role])
    units = {role: unit_in_name(roles[role], role) for role in UNITS if role in roles}
    return Known(layer, level, roles, units)


def _as_chosen(layer: Layer, choice: Mapping[str, Any], notices: Notices) -> Known:
    columns, units = choice.get("columns", {}), choice.get("units", {})
    level = str(choice.get("level", ""))
    sound = isinstance(columns, dict) and isinstance(units, dict)
    roles = {str(r): str(c) for r, c in columns.items()} if sound else {}
    missing = [c for c in roles.values() if c not in layer.columns]
    if not sound or level not in (*PLACES, *OTHERS):
        notices.add("E817", "--columns", case=f"{layer.title}: level {level!r}")
        level = "ignored"
    notices.extend("E805", layer.title, "", missing, header=", ".join(layer.columns))
    known = {r: c for r, c in roles.items() if c in layer.columns}
    return Known(layer, level, known, {str(r): str(u) for r, u in units.items()} if sound else {})


def _level(layer: Layer, roles: Mapping[str, str]) -> str:
    """Return the level of a layer, "" where it cannot be told from the layer alone."""
    family = layer.family
    if family == "line":
        return "roads"
    if {"a", "b"} <= set(roles) and family == "table":
        return "roads" if "km" in roles else "contiguity"
    hinted = _hint(layer)
    if family == "point" and hinted in ("seats", "facilities"):
        return hinted
    if "facility" in roles and family in ("point", "table"):
        return "facilities"
    level = _by_columns(layer, roles) or _by_names(layer, roles)
    level = level or (hinted if hinted in PLACES else "")
    if family == "point" and level in ("townships", "counties"):
        return "seats" if level == "townships" else "ignored"
    return level


def _by_columns(layer: Layer, roles: Mapping[str, str]) -> str:
    by_codes = ""
    if "code" in roles:
        by_codes = level_of(mend(layer.columns[roles["code"]]).codes) or ""
    if {"village_code", "village_name"} & set(roles):
        return "villages"
    own = {"code", "name"} & set(roles)
    if {"township_code", "township_name"} & set(roles):
        return by_codes or ("villages" if own else "townships")
    if "is_district" in roles and own:
        return "counties"
    if by_codes:
        return by_codes
    if {"county_code", "county_name"} & set(roles):
        return _by_names(layer, roles) or "townships" if own else "counties"
    return ""


def _by_names(layer: Layer, roles: Mapping[str, str]) -> str:
    """Return the level that most names end like (镇, 乡, 街道: townships)."""
    if "name" not in roles:
        return ""
    names = [name_key(n) for n in layer.columns[roles["name"]] if n]
    for level, endings in _ENDINGS.items():
        if names and sum(n.endswith(endings) for n in names) >= 0.6 * len(names):
            return level
    return ""


def _hint(layer: Layer) -> str:
    title = f"{layer.name} {layer.file}".lower()
    return next((lv for lv, words in _HINTS.items() if any(w in title for w in words)), "")


def _settle_polygons(found: Sequence[Known]) -> None:
    """Give polygons that nothing tells the level of the finest one that is free.

    A single layer of unknown units is a level of townships; a table that goes with it too.
    """
    open_ = [k for k in found if not k.level and k.layer.family == "polygon"]
    taken = {k.level for k in found if k.layer.family == "polygon"}
    for one in sorted(open_, key=lambda k: -len(k.layer)):
        free = [lv for lv in ("townships", "counties") if lv not in taken]
        one.level = free[0] if free else "townships"
        taken |= {one.level} if len(open_) > 1 and one.layer.file != open_[0].layer.file else set()
    levels = [k.level for k in found if k.layer.family == "polygon" and k.level in PLACES]
    base = next((lv for lv in PLACES if lv in levels), "")
    for one in found:
        usable = {"code", "name"} & set(one.roles)
        family = one.layer.family
        if not one.level and base and (family == "mixed" or (usable and family != "line")):
            one.level = base
