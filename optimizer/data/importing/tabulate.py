"""Units to the rows of the dataset's tables, every figure with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.kinds import Kind
from optimizer.data.importing.codes import is_chinese, key_of
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.units import Unit
from optimizer.data.spelling import half_width, kind_of_code, kind_of_name, read_kind

Rows = list[list[object]]
_YES = ("1", "是", "有", "y", "yes", "true", "t", "√")
FLAGS = ("county_seat", "key_town", "protected")
ASSUMED = "assumed"


def kind_of(unit: Unit, assumed: str) -> tuple[Kind, str]:
    """Return a township's kind and where it is from: column, name, code, or assumed."""
    said = read_kind(unit.values.get("kind", ""))
    if said is not None:
        return said, "column"
    named = kind_of_name(unit.name)
    if named is not None:
        return named, "name"
    coded = kind_of_code(unit.code)
    if coded is not None:
        return coded, "code"
    return read_kind(assumed) or Kind.TOWNSHIP, ASSUMED


def is_district(unit: Unit) -> tuple[bool, bool, str]:
    """Return whether a county is a district, whether it may have 街道, and where that is from.

    GB/T 2260: the last two digits of a county's code are 01-20 for districts, 21-80 for
    counties, 81-99 for cities without districts.
    """
    said = unit.values.get("is_district", "")
    more = unit.values.get("subdistricts", "")
    if said:
        return flag(said), flag(more) or flag(said), "column"
    name = unit.name
    if name.endswith("自治县") or name.endswith(("县", "旗")):
        return False, False, "name"
    if name.endswith(("区", "市")) and not name.endswith(("地区", "矿区县")):
        return name.endswith("区"), True, "name"
    key = key_of(unit.code)
    if is_chinese(key) and len(key) == 6:
        number = int(key[4:])
        return 0 < number <= 20, not 20 < number <= 80, "code"
    return False, False, ASSUMED


def flag(text: str) -> bool:
    """Return whether a word says yes."""
    return half_width(text).strip().lower() in _YES


def counties_rows(counties: Mapping[str, Unit], notices: Notices) -> Rows:
    """Return counties.csv."""
    rows: Rows = [["code", "name", "is_district", "subdistricts"]]
    bare = []
    for unit in counties.values():
        district, urban, way = is_district(unit)
        bare += [unit.label()] if way == ASSUMED or not unit.name else []
        rows.append([unit.code, unit.name or unit.code, int(district), int(urban)])
    notices.extend("W816", "counties.csv", "", bare)
    return rows


def townships_rows(
    townships: Mapping[str, Unit],
    county_code: Mapping[str, str],
    seat_code: Mapping[str, str],
    seat_way: Mapping[str, str],
    exclaves: Sequence[str],
    assumed_kind: str,
    notices: Notices,
) -> Rows:
    """Return townships.csv; flags and terrain where a source has them, and the sources."""
    values = [unit.values for unit in townships.values()]
    flags = [f for f in FLAGS if any(f in v for v in values)]
    terrain = any("terrain" in v for v in values)
    marked = bool(exclaves) or any("exclave" in v for v in values)
    head = ["code", "name", "kind", "county", "seat", *flags]
    head += ["terrain"] * terrain + ["exclave"] * marked
    rows: Rows = [[*head, "kind_source", "seat_source"]]
    ways: dict[str, list[str]] = {}
    for key, unit in townships.items():
        kind, way = kind_of(unit, assumed_kind)
        ways.setdefault(way, []).append(f"{unit.label()}: {kind.value}")
        row: list[object] = [unit.code, unit.name or unit.code, kind.value]
        row += [county_code.get(key, ""), seat_code.get(key, "")]
        row += [int(flag(unit.values.get(f, ""))) for f in flags]
        row += [unit.values.get("terrain", "")] * terrain
        row += [int(key in exclaves or flag(unit.values.get("exclave", "")))] * marked
        rows.append([*row, way, seat_way.get(key, "")])
    notices.extend("W815", "townships.csv", "kind", ways.get(ASSUMED, ()))
    return rows
