"""风险评估.docx: the points that the plan itself gives, each with its measure and owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from optimizer.data.faults import Findings
from optimizer.procedure.binding import beside
from optimizer.procedure.facts import RiskPoint
from optimizer.procedure.points import Points
from optimizer.procedure.settings import Settings, read_settings
from optimizer.report.dossier.documents.basis import same
from optimizer.report.dossier.documents.blocks import Block, Document, Heading, Para, Table
from optimizer.report.dossier.documents.procedure import case_blocks
from optimizer.report.dossier.documents.shared import missing, paper
from optimizer.report.dossier.marks import NO_DATA
from optimizer.report.dossier.material import Material
from optimizer.report.words.case import WORDS as CASE_WORDS
from optimizer.text import Text, full_width


def risk_report(material: Material) -> Document:
    """Return the risk report (条例 art 13)."""
    blocks = [
        *_scope(),
        *_points(material),
        *_method(),
        *case_blocks(material),
    ]
    title = material.title
    return paper(material, Text(f"{title}: risk report", f"{title}风险评估报告"), blocks)


def _scope() -> Iterator[Block]:
    yield Heading(1, Text("Subject and method", "评估对象和方法"))
    yield Para(
        Text(
            "The points below are found in the figures of the plan; they point at what has to be "
            "looked at and judge nothing. Points that need local knowledge have to be added.",
            "下列风险点由方案数据识别，仅提示需要研判的事项，不作结论；需要实地了解的风险点另行补充。",
        )
    )
    for what in (
        Text("Assessed by", "评估主体"),
        Text("Time and way of the assessment", "评估时间和方式"),
        Text("People and offices asked", "征求意见的群众和单位"),
    ):
        yield missing(what)


def risk_points(material: Material) -> list[RiskPoint]:
    """Return the points of the proposed plan, by the limits of procedure.toml if any."""
    path = beside(material.dataset.path)
    findings = Findings()
    settings = read_settings(path, findings) if path else Settings()
    findings.stop_on_errors()
    return list(Points(material.proposed.plan, material.scenario, settings.risks).all())


def _points(material: Material) -> Iterator[Block]:
    yield Heading(1, Text("Risk points", "风险点"))
    state, counties = material.marks.state, material.territory.counties
    found = state["risks"] if state else [_entry(point) for point in risk_points(material)]
    names: Mapping[str, Text] = {c.code: same(c.name) for c in counties}
    yield Para(Text(f"{len(found)} points.", f"共{len(found)}个风险点。"))
    by_county: dict[str, list[Mapping[str, Any]]] = {}
    for point in found:
        by_county.setdefault(str(point["county"] or ""), []).append(point)
    for county, points in by_county.items():
        name = names.get(county, Text("the whole territory", "全市"))
        yield Heading(2, name)
        yield Table(
            Text(f"Risk points: {name.en}", f"{name.zh}风险点清单"),
            [
                Text("No.", "序号"),
                CASE_WORDS["kind"],
                CASE_WORDS["risk"],
                CASE_WORDS["measure"],
                CASE_WORDS["owner"],
                CASE_WORDS["state"],
            ],
            [_row(number, point) for number, point in enumerate(points, 1)],
            (1.3, 2.4, 6, 2.4, 1.8, 1.8),
        )


def _entry(point: RiskPoint) -> dict[str, Any]:
    text = {"en": point.en, "zh": point.zh}
    empty = {"measure": None, "owner": None, "state": "open"}
    return {"kind": point.kind, "county": point.county, "text": text, **empty}


def _row(number: int, point: Mapping[str, Any]) -> list[Text]:
    kind = CASE_WORDS.get(f"kind_{point['kind']}", same(str(point["kind"])))
    text = point["text"]
    given = [same(point[key]) if point[key] else NO_DATA for key in ("measure", "owner")]
    state = CASE_WORDS.get(f"risk_{point['state']}", same(str(point["state"])))
    return [same(str(number)), kind, Text(text["en"], full_width(text["zh"])), *given, state]


def _method() -> Iterator[Block]:
    yield Heading(1, Text("Level of risk and measures", "风险等级和防范化解措施"))
    for what in (
        Text("Level of risk", "风险等级"),
        Text("Plan for emergencies", "应急处置预案"),
        Text("Conclusion", "评估结论"),
    ):
        yield missing(what)
