"""对照表.xlsx: townships before and units after, the units, the counties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from models.plan import Operation, Unit
from models.quantities import HECTARES_PER_KM2
from optimizer.decide.compare import Contender
from optimizer.decide.measures import cap_km2
from optimizer.report.dossier.documents.basis import (
    broken_line,
    exceptions,
    known_km,
    or_missing,
    sheet_notes,
)
from optimizer.report.dossier.documents.changes import Changes, Move
from optimizer.report.dossier.documents.places import Place, Places
from optimizer.report.dossier.documents.sheets import A3, UNGROUPED, Cell, Column, Sheet
from optimizer.report.dossier.material import Material
from optimizer.report.words import place_name
from optimizer.text import Text

BEFORE, AFTER = Text("before", "调整前"), Text("after", "调整后")
_PARTS = (Text("villages", "村数"), Text("communities", "社区数"))
YES = Text("yes", "是")


def place_columns(group: Text, code: Text) -> list[Column]:
    """Return the columns of a place."""
    return [
        Column(code, "code", group),
        Column(Text("name", "名称"), group=group),
        Column(Text("kind", "类型"), group=group),
        Column(Text("seat", "政府驻地"), group=group),
        Column(Text("area, km2", "面积（平方公里）"), "km2", group),
        Column(Text("people", "人口（人）"), "count", group),
        *(Column(head, "count", group) for head in _PARTS),
    ]


CODE, PROPOSED = Text("code", "代码"), Text("code (proposed)", "代码（建议）")
COUNTY, NUMBER = Text("county", "县（区）"), Text("No.", "序号")
OPERATION, REMARK = Text("operation", "调整方式"), Text("remark", "备注")


def titled(title: str, what: str) -> str:
    """Return a title with what follows it; 调整 is not said twice.

    >>> titled("甲市行政区划调整", "调整前后对照表")
    '甲市行政区划调整前后对照表'
    """
    return title + (what.removeprefix("调整") if title.endswith("调整") else what)


def over_head(material: Material) -> Text:
    """Return the head of the flag of large units."""
    cap = cap_km2(material.scenario)
    return Text(f"over {cap:g} km2", f"是否超过 {cap:g} 平方公里")


@dataclass(frozen=True)
class BeforeAfter:
    """The sheets of one plan."""

    material: Material
    contender: Contender

    @cached_property
    def places(self) -> Places:
        """The places and their figures."""
        return Places(self.material, self.contender)

    @cached_property
    def changes(self) -> Changes:
        """What becomes of each township."""
        return Changes(self.contender.plan, self.material.scenario)

    @cached_property
    def reasons(self) -> dict[int, str]:
        """Written reasons of units over the cap."""
        return exceptions(self.material, self.contender)

    def sheets(self) -> Iterator[Sheet]:
        """Yield the table of townships, that of units, and that of counties."""
        yield self.townships()
        yield self.units()
        yield self.counties()

    def _title(self, what: Text) -> str:
        title = Text(
            f"{self.material.title}: {what.en} ({self.contender.name})",
            f"{titled(self.material.title, what.zh)}（{self.contender.name}）",
        )
        return self.material.said(title)

    def _notes(self, *more: Text) -> list[str]:
        broken = broken_line(self.contender)
        return sheet_notes(self.material, *([broken] if broken else []), *more)

    def townships(self) -> Sheet:
        """Return a row for each former township, one more for each other unit it goes to."""
        m = self.material
        columns = [
            Column(NUMBER, "count"),
            Column(COUNTY),
            *place_columns(BEFORE, CODE),
            Column(OPERATION),
            Column(Text("villages handed over", "划入村（居）数"), "count"),
            *place_columns(AFTER, PROPOSED),
            Column(over_head(m), group=AFTER),
            Column(REMARK),
        ]
        rows = [[n, *row] for n, row in enumerate(self._township_rows(), 1)]
        note = Text(
            "A unit's figures stand in the row of each township that it is formed from; the total "
            "counts them once. Codes after are proposals.",
            "同一单位的调整后各栏在其每个来源行重复列出，合计只计一次；调整后代码为建议，"
            "以省民政厅公布为准。",
        )
        return Sheet(
            f"{self.contender.name} {m.said(Text('before-after', '对照表'))}",
            self._title(Text("before and after", "调整前后对照表")),
            columns,
            rows,
            self._notes(note),
            self._totals(),
            4,
            A3,
        )

    def _township_rows(self) -> Iterator[list[Cell]]:
        for unit in self.contender.plan.units:
            base = self.changes.base(unit.township)
            into = self.changes.into[unit.township]
            for move in sorted(into, key=lambda m: (m.source != base, m.source)):
                yield self._township_row(unit, base, move)

    def _township_row(self, unit: Unit, base: int, move: Move) -> list[Cell]:
        m, first = self.material, self.changes.moves[move.source][0]
        main = self.changes.continuing.get(move.source, first.unit) == unit.township
        before = place_cells(m, self.places.former[move.source], figures=main)
        return [
            m.territory.counties[unit.county].name,
            *before,
            m.words.operation(self._operation(unit, base, move)),
            None if move.source == base else len(move.villages),
            *place_cells(m, self.places.units[unit.township]),
            self._over(unit),
            self._remark(unit, move, main),
        ]

    def _operation(self, unit: Unit, base: int, move: Move) -> Operation:
        """Return the notice's term for what happens to a township's villages here."""
        if move.source == base:
            return unit.operation
        if move.source in self.changes.continuing:
            return Operation.TRANSFER
        if len(self.changes.moves[move.source]) > 1:
            return Operation.SPLIT
        joint = unit.operation in (Operation.JOINT, Operation.NEW)
        return Operation.JOINT if joint or self._converted(unit) else Operation.WHOLE

    def _converted(self, unit: Unit) -> bool:
        return unit.kind is not self.material.territory.townships[unit.township].kind

    def _over(self, unit: Unit) -> str:
        over = unit.area_ha > cap_km2(self.material.scenario) * HECTARES_PER_KM2
        return self.material.said(YES) if over else ""

    def _remark(self, unit: Unit, move: Move, main: bool) -> str:
        m, said = self.material, []
        if move.source not in self.changes.continuing:
            said.append(m.said(Text("dissolved", "撤销")))
        if not main:
            said.append(m.said(Text("figures before stand elsewhere", "调整前数据见另行")))
        if main:
            flags = sorted(m.territory.townships[move.source].flags)
            said += [m.words.flag(flag) for flag in flags]
        if reason := self.reasons.get(unit.township):
            said.append(m.said(Text(f"exception: {reason}", f"例外：{reason}")))
        return m.said(Text("; ", "；")).join(said)

    def _totals(self) -> list[Cell]:
        total = self.material.words("total")
        before, after = self.places.former, list(self.places.units.values())
        return [
            total,
            None,
            *_sum_cells(before),
            None,
            len(self.material.ledger(self.contender).moved) - self._carried(),
            *_sum_cells(after),
            None,
            None,
        ]

    def _carried(self) -> int:
        """Count the villages that only follow a seat that moves: their township goes on."""
        pairs = self.changes.moved_seats.items()
        moves = self.changes.moves
        return sum(len(m.villages) for u, t in pairs for m in moves[t] if m.unit == u)

    def units(self) -> Sheet:
        """Return a row for each unit after the plan."""
        m, plan = self.material, self.contender.plan
        columns = [
            Column(NUMBER, "count"),
            Column(COUNTY),
            *place_columns(UNGROUPED, PROPOSED),
            Column(OPERATION),
            Column(Text("formed from", "调整内容")),
            Column(over_head(m)),
            Column(Text("farthest village, km", "最远村（居）距驻地（公里）"), "km"),
            Column(REMARK),
        ]
        rows: list[list[Cell]] = []
        for n, unit in enumerate(plan.units, 1):
            sources = sorted(unit.townships, key=lambda t: t != unit.township)
            rows.append(
                [
                    n,
                    m.territory.counties[unit.county].name,
                    *place_cells(m, self.places.units[unit.township]),
                    m.words.operation(unit.operation),
                    " + ".join(self.places.former[t].name for t in sources),
                    self._over(unit),
                    known_km(unit.worst_m, m),
                    self.reasons.get(unit.township, ""),
                ]
            )
        places = list(self.places.units.values())
        totals = [m.words("total"), None, *_sum_cells(places), None, None, None, None, None]
        return Sheet(
            f"{self.contender.name} {m.said(Text('units', '调整后'))}",
            self._title(Text("units after", "调整后乡级行政区一览表")),
            columns,
            rows,
            self._notes(),
            totals,
            4,
            A3,
        )

    def counties(self) -> Sheet:
        """Return a row for each county: numbers, cut, share of towns and subdistricts."""
        m = self.material
        pairs = [
            (Text("units", "乡级行政区数"), "count"),
            (Text("towns + subdistricts", "镇、街道数"), "count"),
            (Text("their share", "镇、街道占比"), "share"),
        ]
        columns = [Column(COUNTY)]
        for group in (BEFORE, AFTER):
            columns += [
                Column(head, "share" if f == "share" else "count", group) for head, f in pairs
            ]
        columns += [Column(Text("cut", "减少数"), "count"), Column(Text("cut, %", "减幅"), "share")]
        columns += [Column(Text("area, km2", "面积（平方公里）"), "km2")]
        columns += [Column(Text("people", "人口（人）"), "count")]
        after = list(self.places.units.values())
        counties = enumerate(m.territory.counties)
        rows = [_county_row(c.name, *self.places.of_county(at)) for at, c in counties]
        return Sheet(
            f"{self.contender.name} {m.said(Text('counties', '分县汇总'))}",
            self._title(Text("by county", "分县（区）汇总表")),
            columns,
            rows,
            self._notes(),
            _county_row(m.words("total"), list(self.places.former), after),
            1,
        )


def place_cells(material: Material, place: Place, figures: bool = True) -> list[Cell]:
    """Return the cells under `place_columns`; without figures those stay blank."""
    words = material.words
    seat = place_name(place.seat) if words.lang == "zh" else place.seat
    said: list[Cell] = [
        or_missing(material, place.code or ""),
        place.name,
        words.kind(place.kind),
        seat,
    ]
    held: list[Cell] = [
        place.area_ha / HECTARES_PER_KM2,
        place.population,
        place.villages,
        place.communities,
    ]
    return [*said, *(held if figures else [None] * 4)]


def _sum_cells(places: list[Place] | tuple[Place, ...]) -> list[Cell]:
    return [
        None,
        None,
        None,
        None,
        sum(p.area_ha for p in places) / HECTARES_PER_KM2,
        sum(p.population for p in places),
        sum(p.villages for p in places),
        sum(p.communities for p in places),
    ]


def _county_row(name: str, before: list[Place], after: list[Place]) -> list[Cell]:
    cells: list[Cell] = [name]
    for places in (before, after):
        urban = sum(p.kind.urban for p in places)
        cells += [len(places), urban, urban / len(places) if places else None]
    cut = len(before) - len(after)
    cells += [cut, cut / len(before) if before else None]
    area, people = sum(p.area_ha for p in before), sum(p.population for p in before)
    return [*cells, area / HECTARES_PER_KM2, people]
