"""Tables matched to units by code, then by name: what changed between two years is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from optimizer.data.importing.codes import key_of
from optimizer.data.importing.levels import Known
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.units import Row, Unit, add_values, give_point, rows_of
from optimizer.data.spelling import kind_of_name, name_key

if TYPE_CHECKING:
    from optimizer.data.importing.layout import Layout

_KINDS = ("街道办事处", "民族乡", "街道", "地区", "苏木", "镇", "乡", "村", "社区", "居委会")


@dataclass
class Matches:
    """How the rows of tables met the units.

    Attributes
    ----------
    renamed
        Units that have the code of a row but another name, by key: the row's name.
    without_row
        Keys of units that a table of people says nothing of.
    """

    renamed: dict[str, str] = field(default_factory=dict)
    without_row: list[str] = field(default_factory=list)


def join(units: Mapping[str, Unit], tables: Sequence[Known], notices: Notices) -> Matches:
    """Add what tables say to units; rows that meet no unit are faults, never dropped."""
    matches = Matches()
    for known in tables:
        rows = rows_of(known, notices)
        matched, lost = _matched(units, rows, known, matches, notices)
        for key, row in matched:
            add_values(units[key], row.values, known)
            for column, value in row.extra.items():
                units[key].extra.setdefault(column, value)
            give_point(units[key], row.shape)
        notices.extend("E814", known.layer.title, "", (_label(row) for row in lost))
        if "population" in known.roles:
            met = {key for key, _ in matched}
            matches.without_row += [key for key in units if key not in met]
    return matches


def _label(row: Row) -> str:
    return f"{row.code} {row.name}".strip()


def _matched(
    units: Mapping[str, Unit],
    rows: Sequence[Row],
    known: Known,
    matches: Matches,
    notices: Notices,
) -> tuple[list[tuple[str, Row]], list[Row]]:
    """Return which row is of which unit, and the rows of none."""
    found: list[tuple[str, Row]] = []
    met: dict[str, Row] = {}
    repeated = []
    title = known.layer.title

    def settle(left: Iterable[Row], find: Callable[[Row], str | None], code: str) -> list[Row]:
        rest = []
        for row in left:
            key = find(row)
            if key is None:
                rest.append(row)
            elif key in met:
                if key_of(row.code) == key_of(met[key].code):
                    repeated.append(_label(row))
                else:
                    rest.append(row)
            else:
                met[key] = row
                found.append((key, row))
                if code:
                    notices.add(code, title, case=f"{_label(row)} → {units[key].label()}")
        return rest

    left = settle(rows, lambda row: _by_code(units, row), "")
    padded = {key.lstrip("0"): key for key in units if key.startswith("0")}
    left = settle(left, lambda row: padded.get(key_of(row.code).lstrip("0")), "W802")
    with_codes = any(unit.code for unit in units.values()) and any(row.code for row in rows)
    code = "W818" if with_codes else ""
    for names in (name_key, stem):
        index = _index(units, met, names)
        left = settle(left, lambda row, i=index, n=names: _by_name(i, row, n), code)  # type: ignore[misc]
        code = "W818"
    _note_renamed(units, found, matches, notices, title)
    notices.extend("E813", title, "", repeated)
    return found, left


def _note_renamed(
    units: Mapping[str, Unit],
    found: Sequence[tuple[str, Row]],
    matches: Matches,
    notices: Notices,
    title: str,
) -> None:
    """Note units that a row of the same code calls by another name."""
    for key, row in found:
        same = row.code and key_of(row.code).lstrip("0") == key.lstrip("0")
        if same and _renamed(units[key].name, row.name):
            matches.renamed[key] = row.name
            notices.add("W837", title, case=f"{row.code}: {units[key].name} → {row.name}")


def _by_code(units: Mapping[str, Unit], row: Row) -> str | None:
    key = key_of(row.code)
    return key if row.code and key in units else None


Index = Mapping[tuple[str, str], str]


def _index(
    units: Mapping[str, Unit], met: Mapping[str, Row], names: Callable[[str], str]
) -> dict[tuple[str, str], str]:
    """Return keys by (unit above, name), and by name alone where only one has it."""
    found: dict[tuple[str, str], str] = {}
    several: set[tuple[str, str]] = set()
    for key, unit in units.items():
        if key in met or not unit.name:
            continue
        for place in {("", names(unit.name)), *((p, names(unit.name)) for p in _above(unit))}:
            if place in found:
                several.add(place)
            found[place] = key
    return {place: key for place, key in found.items() if place not in several}


def _above(unit: Unit) -> set[str]:
    roles = ("township", "township_called", "county", "county_called")
    said = {name_key(unit.values.get(role, "")) for role in roles}
    return (said | {unit.key[:6], unit.key[:9]}) - {"", unit.key}


def _by_name(index: Index, row: Row, names: Callable[[str], str]) -> str | None:
    if not row.name:
        return None
    name = names(row.name)
    above = {name_key(row.values.get(r, "")) for r in ("township_called", "county_called")}
    above |= {key_of(row.values.get(r, "")) for r in ("township", "county")}
    key = key_of(row.code)
    above |= {key[:9], key[:6]} if len(key) in (9, 12) else set()
    for place in sorted(above - {""}, key=len, reverse=True):
        if (place, name) in index:
            return index[place, name]
    return index.get(("", name))


def stem(name: str) -> str:
    """Return a name without what says its kind: 南口镇 and 南口地区 are 南口."""
    key = name_key(name)
    ending = next((k for k in _KINDS if key.endswith(k) and len(key) > len(k) + 1), "")
    return key.removesuffix(ending)


def _renamed(one: str, other: str) -> bool:
    return bool(one and other and name_key(one) != name_key(other))


def is_new_name(before: str, after: str) -> bool:
    """Return whether a name is another one, not the same with an article or kind more."""
    a, b = stem(before).replace("-", " "), stem(after).replace("-", " ")
    if kind_of_name(before) or kind_of_name(after):
        return a != b
    return not (a.endswith(b) or b.endswith(a))


def merged_into(
    without_row: Sequence[str],
    units: Mapping[str, Unit],
    renamed: Mapping[str, str],
    neighbours: Mapping[str, Mapping[str, float]],
) -> dict[str, str]:
    """Say into which neighbour each unit without a row has most likely merged.

    A neighbour whose new name holds the unit's name; else a neighbour that took a new name, the
    one with the longest border.

    Parameters
    ----------
    neighbours
        Length of the border (m) with each neighbour, by key.
    """
    found: dict[str, str] = {}
    for key in without_row:
        beside = sorted(neighbours.get(key, {}).items(), key=lambda pair: -pair[1])
        other = [n for n, _ in beside if n in renamed]
        named = [n for n in other if stem(units[key].name) in name_key(renamed[n])]
        new = [n for n in other if is_new_name(units[n].name, renamed[n])]
        if named or new:
            found[key] = (named or new)[0]
    for _ in without_row:  # one that lies behind another that is gone went with it
        for key in without_row:
            gone = [n for n in neighbours.get(key, {}) if n in found]
            if key not in found and gone:
                longest = max(gone, key=lambda n: neighbours[key][n])
                found[key] = found[longest]
    return found


def say_merged(
    units: Mapping[str, Unit], matches: Matches, layout: Layout, notices: Notices
) -> None:
    """List units that a table of people no longer has, with the neighbour that they are in now."""
    if not matches.without_row:
        return
    beside: dict[str, dict[str, float]] = {}
    for (a, b), metres in zip(layout.pairs.tolist(), layout.border_m.tolist(), strict=True):
        one, other = layout.keys[a], layout.keys[b]
        beside.setdefault(one, {})[other] = metres
        beside.setdefault(other, {})[one] = metres
    gone = [key for key in matches.without_row if "population" not in units[key].values]
    into = merged_into(gone, units, matches.renamed, beside)
    notices.extend(
        "W819",
        "villages.csv",
        "",
        (
            f"{units[k].label()} → {units[into[k]].label()} ({matches.renamed[into[k]]})"
            if k in into
            else f"{units[k].label()} → ?"
            for k in gone
        ),
        options=" ".join(f"--merge {units[k].code}={units[n].code}" for k, n in into.items())
        or "-",
    )
