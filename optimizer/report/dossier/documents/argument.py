"""论证报告.docx: a skeleton with what the figures say; what experts say is theirs to supply."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.check import Status
from optimizer.decide.measures import MEASURES, cap_km2
from optimizer.report.compare import gap_text
from optimizer.report.dossier.documents.basis import findings, same
from optimizer.report.dossier.documents.blocks import Block, Document, Heading, Para, Table
from optimizer.report.dossier.documents.choice import names
from optimizer.report.dossier.documents.places import Places
from optimizer.report.dossier.documents.procedure import case_blocks
from optimizer.report.dossier.documents.shared import missing, overview, paper, proof_table
from optimizer.report.dossier.material import Material
from optimizer.report.people import people_lines
from optimizer.report.words import Words
from optimizer.report.words.choosing import Terms, shown
from optimizer.report.words.plans import clause_text
from optimizer.text import Text


def argument(material: Material) -> Document:
    """Return the report of the expert argumentation (条例 art 13)."""
    blocks = [
        *_facts(material),
        *_necessity(material),
        *_soundness(material),
        *_choice(material),
        *_benefit(material),
        *_feasibility(),
        *_opinion(),
        *case_blocks(material),
    ]
    title = material.title
    return paper(material, Text(f"{title}: expert report", f"{title}专家论证报告"), blocks)


def _facts(material: Material) -> Iterator[Block]:
    places = Places(material, material.proposed)
    yield Heading(1, Text("Basic facts", "基本情况"))
    yield Para(overview(list(places.former), list(places.units.values())))
    for what in (
        Text("History and subordination", "历史沿革和隶属关系"),
        Text("Geography, resources and environment", "地理、资源环境"),
        Text("Ethnic groups", "民族构成"),
        Text("Economy", "经济发展"),
    ):
        yield missing(what)


def _necessity(material: Material) -> Iterator[Block]:
    terms, quo = (Terms("en"), Terms("zh")), material.status_quo.measures
    yield Heading(1, Text("Necessity", "必要性"))
    keys = ("area_mean", "area_min", "area_max", "people_mean", "people_min", "people_max")
    forms = {row.key: row.form for row in MEASURES}
    said = [
        Text(*(f"{words(key)}: {shown(quo[key], forms[key])}" for words in terms)) for key in keys
    ]
    yield Para(
        Text(
            f"Before the change: {'; '.join(t.en for t in said)}.",
            f"调整前：{'；'.join(t.zh.replace(': ', '：') for t in said)}。",
        )
    )
    yield missing(Text("Why a change is needed", "调整的必要性论述"))


def _soundness(material: Material) -> Iterator[Block]:
    yield Heading(1, Text("Soundness", "科学性"))
    contender = material.proposed
    met = findings(contender, Status.MET, Status.EXCEPTED, Status.WARNED, Status.BROKEN)
    words = Words("en"), Words("zh")
    yield Table(
        Text("Rules, checked one by one", "规则逐条核验情况"),
        [
            Text("clause", "条款"),
            Text("rule", "规则"),
            Text("state", "状态"),
            Text("detail", "说明"),
        ],
        [
            [clause_text(f.clause), f.title, Text(*(w.status(f.status) for w in words)), f.detail]
            for f in (*met, *findings(contender, Status.NOT_CHECKED))
        ],
        (2, 4, 2, 6),
    )
    yield proof_table(material)


def _choice(material: Material) -> Iterator[Block]:
    comparison, cap = material.comparison, cap_km2(material.scenario)
    yield Heading(1, Text("Reasonableness: plans compared", "合理性：方案比选"))
    rows = [
        [
            Text(Terms("en")(row.key, km2=cap), Terms("zh")(row.key, km2=cap)),
            *(same(shown(c.measures[row.key], row.form)) for c in comparison.contenders),
        ]
        for row in MEASURES
    ]
    gaps = [
        Text(*(gap_text(Words(lang), Terms(lang), c) for lang in ("en", "zh")))
        for c in comparison.contenders
    ]
    rows.append([Text(Terms("en")("gap"), Terms("zh")("gap")), *gaps])
    yield Table(
        Text("The status quo and the plans", "现状与各方案比选"),
        [Text("measure", "指标"), *map(same, names(material))],
        rows,
        (4, *[2.5] * len(comparison.contenders)),
    )


def _benefit(material: Material) -> Iterator[Block]:
    yield Heading(1, Text("Benefit", "效益分析"))
    for line in people_lines(material.proposed.plan, material.scenario):
        yield Para(Text(f"{line.en}.", f"{line.zh}。"))
    yield missing(Text("Administrative cost and staff", "行政成本和人员编制"))


def _feasibility() -> Iterator[Block]:
    yield Heading(1, Text("Feasibility and risk", "可行性和风险"))
    yield Para(
        Text(
            "The points found in the plan are in the risk assessment (风险评估.docx).",
            "由方案数据识别的风险点见《风险评估报告》（风险评估.docx）。",
        )
    )
    yield missing(Text("Funds, buildings and staff", "经费、场所和人员安排"))
    yield Heading(1, Text("Advice on carrying out", "实施建议"))
    yield missing(Text("Advice", "建议"))


def _opinion() -> Iterator[Block]:
    yield Heading(1, Text("The experts' opinion", "专家论证意见"))
    for what in (
        Text("Organised by", "组织论证单位"),
        Text("Day and place", "论证时间、地点"),
        Text("Experts (name, office, field)", "专家名单（姓名、单位、专业）"),
        Text("Opinion", "论证意见"),
        Text("Signatures", "专家签名"),
    ):
        yield missing(what)
