"""An import on the screen: layers and columns, then what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from optimizer.data.importing.imported import Imported
from optimizer.report.screen import Column, Screen
from optimizer.text import Text

_HEAD = {
    "en": ("source", "is", "rows", "columns"),
    "zh": ("来源", "内容", "行数", "列"),
}
_LEVELS = {
    "villages": ("villages", "村（居）"),
    "townships": ("townships", "乡镇街道"),
    "counties": ("counties", "县（区）"),
    "seats": ("seats", "驻地"),
    "facilities": ("facilities", "设施"),
    "roads": ("roads", "道路"),
    "contiguity": ("contiguity", "毗邻关系"),
    "ignored": ("ignored", "未采用"),
    "": ("not known", "未识别"),
}
_SUMMARY = {
    "en": "{counties} counties, {townships} townships, {villages} villages; {pairs} neighbouring "
    "pairs ({doubtful} doubtful, {links} links); {people}, {area_km2:,.2f} km2",
    "zh": "{counties} 个县（区），{townships} 个乡镇街道，{villages} 个村（居）；毗邻 {pairs} 对"
    "（存疑 {doubtful} 对，连接 {links} 处）；{people}，面积 {area_km2:,.2f} 平方公里",
}


def print_imported(imported: Imported, lang: str, screen: Screen | None = None) -> None:
    """Print which layer and column was taken for what, and the counts."""
    screen = screen or Screen()
    rows = [
        (
            known.layer.title,
            _LEVELS[known.level][lang == "zh"],
            f"{len(known.layer):,}",
            ", ".join(f"{role} = {_column(known, role)}" for role in known.roles) or "-",
        )
        for known in imported.known
    ]
    head = _HEAD["zh" if lang == "zh" else "en"]
    columns = [Column(head[0]), Column(head[1]), Column(head[2], figures=True), Column(head[3])]
    screen.table("", columns, rows)
    if imported.summary:
        said = {**imported.summary, "people": _people(imported.summary).in_lang(lang)}
        screen.line(_SUMMARY["zh" if lang == "zh" else "en"].format(**said))


def _people(summary: Mapping[str, Any]) -> Text:
    """Say how many people there are, and of how many villages nobody says so."""
    count, without = summary["people"], summary["without_people"]
    if count is None:
        return Text("people not known", "人口未知")
    if without:
        return Text(
            f"{count:,} people besides those of {without:,} villages",
            f"人口 {count:,}（另有 {without:,} 个村（居）未知）",
        )
    return Text(f"{count:,} people", f"人口 {count:,}")


def _column(known: Any, role: str) -> str:
    unit = known.units.get(role, "")
    return f"{known.roles[role]} [{unit}]" if unit else str(known.roles[role])


def imported_record(imported: Imported, written: Sequence[Path], lang: str) -> dict[str, Any]:
    """Return an import as data for programs."""
    return {
        "summary": imported.summary,
        "layers": [
            {"source": k.layer.title, "level": k.level, "rows": len(k.layer), "columns": k.roles}
            for k in imported.known
        ],
        "faults": [fault.record(lang) for fault in imported.notices.faults()],
        "files": [str(path) for path in written],
    }
