"""What `report` prints: each file of the set and what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from optimizer.report.dossier.documents.basis import broken_line
from optimizer.report.dossier.material import Material
from optimizer.report.screen import Column, Screen
from optimizer.text import Text

WHAT: Mapping[str, Text] = {
    "对照表.xlsx": Text("townships before, units after, counties", "调整前后对照表"),
    "划转清单.xlsx": Text("villages handed over", "村（居）划转清单"),
    "比选表.xlsx": Text("plans compared, rules, proofs", "方案比选表、规则核验、证明依据"),
    "调整方案.docx": Text("the scheme, item by item", "调整方案"),
    "论证报告.docx": Text("expert report, to be filled in", "论证报告（待补充）"),
    "风险评估.docx": Text("risk report, to be filled in", "风险评估报告（待补充）"),
    "征求意见公告.docx": Text("announcement of the consultation", "征求意见公告（待补充）"),
    "geodata": Text("units and villages: GeoPackage, Shapefile", "乡级行政区和村（居）图层"),
    "maps": Text("maps before and after", "调整前后地图"),
    "index.html": Text("the page", "网页"),
    "analysis.json": Text("what the page asks of the solver; used again", "网页的分析结果，可复用"),
    "audit.json": Text(
        "inputs, rules, proofs, hash of each file", "数据来源、规则、证明和文件哈希值"
    ),
}
"""By file, or by the folder that it is in."""


def print_set(
    screen: Screen,
    material: Material,
    folder: Path,
    names: Sequence[str],
    record: Mapping[str, Any],
) -> None:
    """Print the state, each file or folder of the set, and what it goes without."""
    marks, lang = material.marks, material.lang
    named = material.words.bracketed(material.proposed.name)
    screen.line(f"{material.title}{named}", "bold")
    screen.line(marks.line.in_lang(lang), "yellow" if marks.draft else None)
    broken = broken_line(material.proposed)
    if broken is not None:
        screen.line(broken.in_lang(lang), "red")
    parts: dict[str, int] = {}
    for name in names:
        first = name.split("/")[0]
        parts[first] = parts.get(first, 0) + (folder / name).stat().st_size
    heads = [Text("file", "文件"), Text("kB", "千字节"), Text("what it is", "内容")]
    columns = [Column(head.in_lang(lang), figures=at == 1) for at, head in enumerate(heads)]
    rows = [
        (str(folder / part), f"{size / 1000:,.0f}", _what(part).in_lang(lang))
        for part, size in parts.items()
    ]
    screen.table("", columns, rows)
    for part in record["left_out"]:
        screen.line(str(part[lang]), "yellow")


def _what(part: str) -> Text:
    return WHAT.get(part, Text("", ""))
