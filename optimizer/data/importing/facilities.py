"""Hospitals, schools and other facilities, and the villages that they are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimizer.data.importing.levels import Known
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.seats import Finder
from optimizer.data.importing.tabulate import Rows
from optimizer.data.importing.units import Unit


def facility_rows(
    layers: Sequence[Known], villages: Mapping[str, Unit], notices: Notices
) -> Rows | None:
    """Return facilities.csv from layers of points and tables that name villages; None without."""
    rows: Rows = [["village", "kind", "name"]]
    finder = Finder(villages)
    for known in (layer for layer in layers if layer.level == "facilities"):
        outside = []
        kinds = known.column("facility" if "facility" in known.roles else "kind")
        names = known.column("name")
        villages_said = known.column("village_code")
        shapes = known.layer.shapes
        for at in range(len(known.layer)):
            key = villages_said[at] if shapes is None else finder.at(shapes[at])
            if key in villages:
                rows.append([villages[key].code, facility_kind(kinds[at], names[at]), names[at]])
            else:
                outside.append(names[at] or str(at + 1))
        notices.extend("W840", known.layer.title, "", outside)
    return rows if len(rows) > 1 else None


def facility_kind(kind: str, name: str) -> str:
    """Return `hospital` or `school` for words that mean them; others stay as they are."""
    text = f"{kind} {name}".lower()
    if any(word in text for word in ("医院", "卫生院", "hospital", "clinic", "卫生服务中心")):
        return "hospital"
    if any(word in text for word in ("学校", "小学", "中学", "school", "一贯制")):
        return "school"
    return kind or "other"
