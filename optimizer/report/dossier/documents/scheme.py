"""调整方案.docx: what is proposed, item by item, on what basis, and who approves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.check import Status
from optimizer.decide.compare import Contender
from optimizer.procedure.facts import Item as Approval
from optimizer.procedure.facts import items as approvals
from optimizer.procedure.gates import of_law
from optimizer.report.dossier.documents.basis import (
    basis_lines,
    exceptions,
    findings,
    same,
)
from optimizer.report.dossier.documents.blocks import Block, Document, Heading, Para, Table
from optimizer.report.dossier.documents.places import Place
from optimizer.report.dossier.documents.procedure import case_blocks, open_tasks
from optimizer.report.dossier.documents.shared import overview, paper, proof_table
from optimizer.report.dossier.documents.wording import Wording, area_text
from optimizer.report.dossier.marks import NO_DATA
from optimizer.report.dossier.material import Material
from optimizer.report.words.case import WORDS as CASE_WORDS
from optimizer.report.words.plans import clause_text
from optimizer.text import Text

LAW = Text(
    "This scheme is drawn up under the Regulations on the Administration of Administrative "
    "Divisions (State Council Decree 704), their implementing measures (Ministry of Civil Affairs "
    "Decree 65) and the Regulations on Geographical Names (State Council Decree 753). Notice of "
    "the government concerned: [to be supplied].",
    "本方案依据《行政区划管理条例》（国务院令第704号）、《行政区划管理条例实施办法》"
    "（民政部令第65号）和《地名管理条例》（国务院令第753号）编制。本级通告文号：待补充。",
)
ITEMS = {
    "abolition": Text("abolition", "撤销"),
    "founding": Text("founding", "设立"),
    "conversion": Text("change of kind", "改设"),
    "boundary": Text("change of territory", "行政区域界线变更"),
    "seat": Text("move of the seat", "驻地迁移"),
    "name": Text("change of name", "更名"),
}
"""Items for approval in words."""


@dataclass(frozen=True)
class Scheme:
    """The scheme of the proposed plan."""

    material: Material

    @property
    def plan(self) -> Contender:
        """The plan."""
        return self.material.proposed

    @cached_property
    def wording(self) -> Wording:
        """Its items in words."""
        return Wording(self.material, self.plan)

    def document(self) -> Document:
        """Return the document."""
        title = self.material.title
        blocks = [
            *self._basis(),
            *self._overview(),
            *self._items(),
            *self._exceptions(),
            *self._approval(),
            *self._next(),
            *case_blocks(self.material),
            *open_tasks(self.material),
            *self._annexes(),
        ]
        named = title if title.endswith("方案") else f"{title}方案"
        return paper(self.material, Text(f"{title}: scheme of the change", named), blocks)

    def _basis(self) -> Iterator[Block]:
        m = self.material
        yield Heading(1, Text("Basis", "编制依据和数据口径"))
        yield Para(LAW)
        day, distances = m.marks.data_day, m.distances
        yield Para(
            Text(
                f"Figures are of: {day.en}. Areas are in km2 to 0.01, people in persons. "
                f"Distances: {distances.en}. Sources of the figures: [to be supplied]. Names and "
                "codes are proposals; the province's civil affairs department decides.",
                f"各项数据时点：{day.zh}。面积单位为平方公里，保留两位小数；人口单位为人。"
                f"距离口径：{distances.zh}。数据来源：待补充。名称和代码均为建议，"
                "以省民政厅公布为准。",
            )
        )

    def _overview(self) -> Iterator[Block]:
        m, places = self.material, self.wording.places
        before, after = list(places.former), list(places.units.values())
        yield Heading(1, Text("Overview", "总体情况"))
        yield Para(overview(before, after))
        unchanged = sum(u.operation.value == "unchanged" for u in self.plan.plan.units)
        yield Para(
            Text(
                f"Units that change: {len(after) - unchanged}, that stay as they are: {unchanged}. "
                f"{self._people().en}",
                f"调整后有变动的乡级行政区{len(after) - unchanged}个，保留{unchanged}个。"
                f"{self._people().zh}",
            )
        )
        counties = m.territory.counties
        rows = [_county_row(c.name, *places.of_county(at)) for at, c in enumerate(counties)]
        if len(counties) > 1:
            rows.append(_county_row(m.words("total"), before, after))
        yield Table(
            Text("Units by county", "各县（区）乡级行政区数量"),
            [
                Text("county", "县（区）"),
                Text("before", "调整前"),
                Text("after", "调整后"),
                Text("cut", "减少"),
                Text("towns and subdistricts before", "调整前镇、街道"),
                Text("after", "调整后镇、街道"),
            ],
            rows,
            (3, 2, 2, 2, 3, 3),
        )

    def _people(self) -> Text:
        measures = self.plan.measures
        moved, people = measures["villages_moved"], measures["disruption"]
        worse = "-" if measures["worse_off"] is None else measures["worse_off"]
        return Text(
            f"{moved} villages and communities with {people} people change unit; {worse} people "
            "come to be farther from their seat.",
            f"隶属变动的村、社区{moved}个，涉及{people}人；距驻地增加的人口{worse}人。",
        )

    def _items(self) -> Iterator[Block]:
        yield Heading(1, Text("Items", "调整事项"))
        number = 0
        for at, county in enumerate(self.material.territory.counties):
            found = self.wording.changes.of_county(at)
            if not found:
                continue
            yield Heading(2, same(county.name))
            for change in found:
                number += 1
                said, who = self.wording.item(change), self.wording.approvers(change)
                more = Text(f" Approved by: {who.en}.", f"（审批机关：{who.zh}）")
                yield Para(Text(said.en + more.en, said.zh + more.zh), number=number)
        if not number:
            yield Para(Text("Nothing changes.", "不涉及调整事项。"))

    def _exceptions(self) -> Iterator[Block]:
        m, units = self.material, self.wording.places.units
        yield Heading(1, Text("Exceptions and what was not checked", "例外情况和未核验事项"))
        reasons = exceptions(m, self.plan)
        for unit, reason in reasons.items():
            place, area = units[unit], area_text(units[unit].area_ha)
            yield Para(
                Text(
                    f"{place.name}, {area} km2, by exception: {reason}.",
                    f"{place.name}面积{area}平方公里，作为例外，理由：{reason}。",
                )
            )
        if not reasons:
            yield Para(Text("There is no written exception.", "没有书面例外。"))
        unchecked = findings(self.plan, Status.NOT_CHECKED)
        for finding in unchecked:
            clause = clause_text(finding.clause).zh
            en, zh = finding.detail.en or "no data", finding.detail.zh.removeprefix("未核验：")
            yield Para(
                Text(
                    f"Not checked: {finding.clause} {finding.title.en} ({en}).",
                    f"未核验：{clause} {finding.title.zh}（{zh or '无数据'}）。",
                )
            )

    def _approval(self) -> Iterator[Block]:
        m = self.material
        yield Heading(1, Text("Who approves", "审批权限"))
        yield Para(
            Text(
                "Of a township or town the province approves (Regulations, article 9); of a "
                "subdistrict the government that approved its founding (article 10). Moving "
                "villages between units and moving a seat are items for approval too.",
                "乡、镇的设立、撤销、更名、隶属关系和界线变更、政府驻地迁移，由省级人民政府审批"
                "（《行政区划管理条例》第九条）；街道的上述事项由批准设立该街道的机关审批（第十条）。"
                "村、社区划转和驻地迁移均须报批。",
            )
        )
        found = list(approvals(self.plan.plan, m.scenario))
        if found:
            yield Table(
                Text("Items for approval", "报批事项一览表"),
                [
                    Text("No.", "序号"),
                    Text("county", "县（区）"),
                    Text("unit", "乡级行政区"),
                    Text("item", "事项"),
                    Text("approved by", "审批机关"),
                ],
                [_approval_row(m, n, item) for n, item in enumerate(found, 1)],
                (1.3, 2, 3, 3.6, 4.4),
            )

    def _next(self) -> Iterator[Block]:
        yield Heading(1, Text("Carrying out", "组织实施"))
        consulted = of_law("consultation").days
        announced, done = of_law("announcement").within, of_law("carrying_out").within
        assert announced is not None and done is not None
        yield Para(
            Text(
                f"Public consultation (normally {consulted} days or more), expert argumentation, "
                "risk assessment, legality review and approval come first; none is replaced by "
                "this scheme. After approval the change is announced and names are filed within "
                f"{announced.days} days and it is carried out within {done.months} months. Leading "
                "group, responsible persons and timetable: [to be supplied].",
                f"本方案经征求社会公众意见（一般不少于{consulted}日）、专家论证、风险评估、合法性审查"
                f"和审批后方可实施，本方案不代替上述程序。批准后{announced.days}日内公告并办理地名备案，"
                f"自批准之日起{done.months}个月内完成变更。领导小组、责任人和实施进度：待补充。",
            )
        )

    def _annexes(self) -> Iterator[Block]:
        yield Heading(1, Text("Annexes", "附件"))
        for number, text in enumerate(
            (
                Text("table before and after (对照表.xlsx)", "调整前后对照表（对照表.xlsx）"),
                Text("villages handed over (划转清单.xlsx)", "村（居）划转清单（划转清单.xlsx）"),
                Text("plans compared (比选表.xlsx)", "方案比选表（比选表.xlsx）"),
                _maps(self.material),
                Text("basis and hashes (below)", "数据依据和文件哈希值（见下表）"),
            ),
            1,
        ):
            yield Para(text, number=number)
        yield Table(
            Text("What the figures rest on", "数据依据"),
            [Text("item", "项目"), Text("what is said", "说明")],
            list(basis_lines(self.material)),
            (1, 4),
        )
        yield proof_table(self.material)


def _maps(material: Material) -> Text:
    if material.territory.borders is None and np.isnan(material.territory.villages.lon).any():
        return Text(f"maps before and after: {NO_DATA.en}", f"行政区划图和示意图：{NO_DATA.zh}")
    return Text("maps before and after (maps)", "调整前行政区划图和调整方案示意图（maps 目录）")


def _county_row(name: str, before: list[Place], after: list[Place]) -> list[Text]:
    urban = [sum(p.kind.urban for p in places) for places in (before, after)]
    cells = (name, len(before), len(after), len(before) - len(after), *urban)
    return [same(str(cell)) for cell in cells]


def _approval_row(material: Material, number: int, item: Approval) -> list[Text]:
    territory = material.territory
    county = territory.counties[territory.county_codes[item.county]].name
    row = [same(str(number)), same(county), same(item.name)]
    return [*row, ITEMS[item.kind], CASE_WORDS[item.approver]]
