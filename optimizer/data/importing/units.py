"""Layers of one level made one set of units: shapes joined, codes mended, tables matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from optimizer.data.importing.codes import key_of, mend
from optimizer.data.importing.levels import ROLES_OF_LEVEL, Known
from optimizer.data.importing.notices import Notices
from optimizer.data.spelling import half_width, is_total, name_key

FIGURES = ("population", "area")


@dataclass
class Unit:
    """A village, township or county as the sources have it.

    Attributes
    ----------
    key
        What its code has in common with other spellings of it; of its name where it has none.
    shape, spot
        Its polygon and its point, degrees; None where no source has one.
    values
        Text by role, the first source that has one.
    sources
        Which layer each value is from.
    extra
        Columns that have no role, of the first layer.
    """

    key: str
    code: str
    name: str
    shape: Any = None
    spot: Any = None
    values: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def label(self) -> str:
        """Return code and name, for people."""
        return f"{self.code} {self.name}".strip()


@dataclass
class Row:
    """A row of a layer, read for a level."""

    code: str
    name: str
    parent: str
    values: dict[str, str]
    extra: dict[str, str]
    shape: Any
    at: int


def rows_of(known: Known, notices: Notices) -> list[Row]:
    """Return a layer's rows with mended codes; rows of totals and empty rows are left out."""
    role = ROLES_OF_LEVEL[known.level]
    codes = _codes(known, (f"{role}_code", "code"), notices)
    names = _first(known, (f"{role}_name", "name"))
    above = _parents(known, role, notices)
    others = [r for r in known.roles if r not in ("code", "name", f"{role}_code", f"{role}_name")]
    values = {r: known.column(r) for r in others}
    used = set(known.roles.values())
    extra = {c: v for c, v in known.layer.columns.items() if c not in used}
    shapes = known.layer.shapes
    rows, totals, nameless = [], [], []
    for at in range(len(known.layer)):
        code, name = codes[at], names[at]
        if is_total(code) or (not code and is_total(name)):
            totals.append(name or code)
        elif not code and not name:
            nameless.append(str(at + known.layer.first_row))
        else:
            here = {r: v[at] for r, v in values.items() if v[at]}
            here |= {r: v[at] for r, v in above.items() if v[at]}
            parent = (
                here.get("township", "") if known.level == "villages" else here.get("county", "")
            )
            shape = None if shapes is None else shapes[at]
            rest = {c: v[at] for c, v in extra.items()}
            rows.append(Row(code, name, parent, here, rest, shape, at + known.layer.first_row))
    notices.extend("W820", known.layer.title, "", totals)
    notices.extend("W828", known.layer.title, "", nameless)
    return rows


def _codes(known: Known, roles: Sequence[str], notices: Notices) -> list[str]:
    """Return the level's own codes; a column of names under a code's name is none."""
    for role in roles:
        if role in known.roles:
            values = known.column(role)
            if role != "code" and not _mostly_codes(values):
                known.roles.setdefault(role.replace("_code", "_name"), known.roles[role])
                continue
            return _mended(known, role, values, notices)
    return [""] * len(known.layer)


def _mended(known: Known, role: str, values: Sequence[str], notices: Notices) -> list[str]:
    mended = mend(values)
    title, column = known.layer.title, known.roles[role]
    notices.extend("W802", title, column, (f"{a} → {b}" for a, b in mended.changes))
    notices.extend("E807", title, column, mended.damaged)
    return mended.codes


def _mostly_codes(values: Iterable[str]) -> bool:
    filled = [half_width(v) for v in values if v]
    return sum(any(c.isdigit() for c in v) for v in filled) > 0.5 * len(filled)


def _first(known: Known, roles: Sequence[str]) -> list[str]:
    return next((known.column(role) for role in roles if role in known.roles), known.column(""))


def _parents(known: Known, role: str, notices: Notices) -> dict[str, list[str]]:
    """Return what the layer says of the units above: code or name of township and county."""
    found: dict[str, list[str]] = {}
    above = {"village": ("township", "county"), "township": ("county",), "county": ()}[role]
    for level in above:
        for kind in (f"{level}_code", f"{level}_name"):
            if kind in known.roles:
                values = _filled_down(known, kind, notices)
                if kind.endswith("_code") and _mostly_codes(values):
                    values = mend(values).codes
                    found[level] = values
                else:
                    found[f"{level}_called"] = values
    if above and "parent" in known.roles and above[0] not in found:
        found[above[0]] = mend(known.column("parent")).codes
    return found


def _filled_down(known: Known, role: str, notices: Notices) -> list[str]:
    """Return a column with merged cells filled: empty below a value means the same again."""
    values = known.column(role)
    if known.layer.shapes is not None or all(values) or not values or not values[0]:
        return values
    filled, last, count = [], "", 0
    for value in values:
        count += not value
        last = value or last
        filled.append(last)
    notices.extend("W829", known.layer.title, known.roles[role], [""] * count)
    return filled


def collect(known: Sequence[Known], notices: Notices) -> dict[str, Unit]:
    """Return the units of one level by key, in the order of the sources.

    Layers with shapes make the units; tables only add to them. Where no layer has shapes
    the tables make them.
    """
    shaped = [k for k in known if k.layer.family == "polygon"]
    units: dict[str, Unit] = {}
    for one in shaped:
        _add_shapes(units, one, notices)
    for one in known:
        if one not in shaped and (not shaped):
            _add_rows(units, one, notices)
    return units


def _add_shapes(units: dict[str, Unit], known: Known, notices: Notices) -> None:
    import shapely

    parts: dict[str, list[Any]] = {}
    labels: dict[str, str] = {}
    for row in rows_of(known, notices):
        if row.shape is None or shapely.is_empty(row.shape):
            notices.add("E819", known.layer.title, case=f"{row.code} {row.name}".strip())
            continue
        key = key_of(row.code) if row.code else f"{name_key(row.parent)}/{name_key(row.name)}"
        if key in units and _differ(units[key].name, row.name) and row.code:
            notices.add(
                "E813", known.layer.title, case=f"{row.code}: {units[key].name}, {row.name}"
            )
        parts.setdefault(key, []).append(row.shape)
        labels.setdefault(key, f"{row.code} {row.name}".strip())
        _take(units, key, row, known)
    for key, shapes in parts.items():
        before = [] if units[key].shape is None else [units[key].shape]
        joined = [*before, *shapes]
        if len(joined) > 1:
            notices.add("W836", known.layer.title, case=f"{labels[key]} ({len(joined)})")
        units[key].shape = joined[0] if len(joined) == 1 else _union(joined)


def _union(shapes: Sequence[Any]) -> Any:
    import shapely

    valid = [s if shapely.is_valid(s) else shapely.make_valid(s) for s in shapes]
    return shapely.union_all(valid)


def _differ(one: str, other: str) -> bool:
    return bool(one and other and name_key(one) != name_key(other))


def _take(units: dict[str, Unit], key: str, row: Row, known: Known) -> None:
    unit = units.setdefault(key, Unit(key, row.code, row.name))
    unit.name = unit.name or row.name
    if not unit.extra:
        unit.extra = row.extra
    add_values(unit, row.values, known)


def add_values(unit: Unit, values: Mapping[str, str], known: Known) -> None:
    """Add what a row says of a unit; what an earlier source said stays."""
    for role, value in values.items():
        if role not in unit.values:
            unit.values[role] = value
            unit.sources[role] = known.layer.title
            if role in FIGURES:
                unit.sources[f"{role}_unit"] = known.units.get(role, "")


def give_point(unit: Unit, shape: Any) -> None:
    """Give a unit the point that a row has, unless an earlier source gave one."""
    if shape is not None and shape.geom_type in ("Point", "MultiPoint") and unit.spot is None:
        unit.spot = None if shape.is_empty else shape.centroid


def _add_rows(units: dict[str, Unit], known: Known, notices: Notices) -> None:
    repeated = []
    seen: Counter[str] = Counter()
    for row in rows_of(known, notices):
        key = key_of(row.code) if row.code else f"{name_key(row.parent)}/{name_key(row.name)}"
        seen[key] += 1
        if seen[key] > 1:
            repeated.append(f"{row.code} {row.name}".strip())
            continue
        _take(units, key, row, known)
        give_point(units[key], row.shape)
    notices.extend("E813", known.layer.title, "", repeated)
