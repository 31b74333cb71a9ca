"""划转清单.xlsx: every village whose unit changes, with the way to its old and its new seat."""

from __future__ import annotations

from models.plan import Operation
from models.quantities import HECTARES_PER_KM2
from optimizer.decide.compare import Contender
from optimizer.report.dossier.documents.basis import broken_line, known_km, or_missing, sheet_notes
from optimizer.report.dossier.documents.before_after import (
    AFTER,
    BEFORE,
    CODE,
    COUNTY,
    NUMBER,
    OPERATION,
    PROPOSED,
    REMARK,
)
from optimizer.report.dossier.documents.changes import Changes
from optimizer.report.dossier.documents.places import Places
from optimizer.report.dossier.documents.sheets import A3, Cell, Column, Sheet
from optimizer.report.dossier.material import Material
from optimizer.text import Text

_UNIT = (Text("unit", "乡级行政区"), Text("kind", "类型"))
_WAYS = (
    Text("km to the old seat", "距原驻地（公里）"),
    Text("km to the new seat", "距新驻地（公里）"),
    Text("change, km", "增减（公里）"),
)
_KINDS = (Text("village", "村"), Text("community", "社区"))


def columns() -> list[Column]:
    """Return the columns of the list."""
    found = [
        Column(NUMBER, "count"),
        Column(COUNTY),
        Column(Text("village code", "村（居）代码"), "code"),
        Column(Text("village", "村（居）名称")),
        Column(Text("village or community", "类别")),
        Column(Text("people", "人口（人）"), "count"),
        Column(Text("area, km2", "面积（平方公里）"), "km2"),
    ]
    for group, code in ((BEFORE, CODE), (AFTER, PROPOSED)):
        found += [Column(code, "code", group), *(Column(head, group=group) for head in _UNIT)]
    found.append(Column(OPERATION))
    return [*found, *(Column(head, "km") for head in _WAYS), Column(REMARK)]


def handed_over(material: Material, contender: Contender) -> Sheet:
    """Return the list of a plan; villages by county, old unit and new unit."""
    villages, ledger = material.territory.villages, material.ledger(contender)
    order = sorted(
        ledger.moved.tolist(),
        key=lambda v: (_county(material, v), int(ledger.origin[v]), int(ledger.unit[v]), v),
    )
    rows = [[n, *row] for n, row in enumerate(_rows(material, contender, order), 1)]
    name, title = contender.name, material.title
    people = sum(int(villages.population[v]) for v in order)
    area = sum(int(villages.area_ha[v]) for v in order) / HECTARES_PER_KM2
    count = Text(f"{len(order)} villages and communities", f"共{len(order)}个村（居）")
    broken = broken_line(contender)
    total: list[Cell] = [material.words("total"), None, None, material.said(count), None]
    return Sheet(
        f"{name} {material.said(Text('handed over', '划转清单'))}",
        material.said(
            Text(f"{title}: villages handed over ({name})", f"{title}村（居）划转清单（{name}）")
        ),
        columns(),
        rows,
        sheet_notes(material, *([broken] if broken else []), _distances(material)),
        [*total, people, area, *[None] * 11],
        4,
        A3,
    )


def _county(material: Material, village: int) -> int:
    return int(material.territory.county_of_township[material.territory.villages.township[village]])


def _distances(material: Material) -> Text:
    basis = material.distances
    return Text(f"Distances: {basis.en}.", f"距离口径：{basis.zh}。")


def _rows(material: Material, contender: Contender, order: list[int]) -> list[list[Cell]]:
    places = Places(material, contender)
    changes = Changes(contender.plan, material.scenario)
    villages, ledger, words = (
        material.territory.villages,
        material.ledger(contender),
        material.words,
    )
    rows: list[list[Cell]] = []
    for v in order:
        old, new = int(ledger.origin[v]), int(ledger.unit[v])
        former, unit = places.former[old], places.units[new]
        ways = [known_km(int(m[v]), material) for m in (ledger.metres_before, ledger.metres)]
        added = None
        if ways[0] is not None and ways[1] is not None:
            added = (int(ledger.metres[v]) - int(ledger.metres_before[v])) / 1000
        rows.append(
            [
                material.territory.counties[former.county].name,
                villages.codes[v],
                villages.names[v],
                material.said(_KINDS[int(places.community[v])]),
                int(villages.population[v]),
                int(villages.area_ha[v]) / HECTARES_PER_KM2,
                former.code,
                former.name,
                words.kind(former.kind),
                or_missing(material, unit.code or ""),
                unit.name,
                words.kind(unit.kind),
                words.operation(_operation(changes, contender, old, new)),
                *ways,
                added,
                _remark(material, changes, old, ways),
            ]
        )
    return rows


def _operation(changes: Changes, contender: Contender, old: int, new: int) -> Operation:
    if old in changes.continuing:
        return Operation.TRANSFER
    if len(changes.moves[old]) > 1:
        return Operation.SPLIT
    before = contender.plan.territory.townships[new]
    joint = before.new or contender.plan.kind(new) is not before.kind
    return Operation.JOINT if joint else Operation.WHOLE


def _remark(material: Material, changes: Changes, old: int, ways: list[float | None]) -> str:
    said = []
    if old not in changes.continuing:
        said.append(Text("its township is dissolved", "原乡镇（街道）撤销"))
    if None in ways:
        said.append(Text("distance to be supplied", "距离待补充"))
    return material.said(Text("; ", "；")).join(material.said(text) for text in said)
