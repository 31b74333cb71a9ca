"""What figures rest on: said on a sheet of every workbook and in every document."""

from __future__ import annotations

from collections.abc import Iterator

from models.quantities import METRES_PER_KM, NO_LIMIT
from optimizer.check import Finding, Status
from optimizer.check.naming import MARK
from optimizer.decide.compare import Contender
from optimizer.report.dossier.marks import NO_DATA
from optimizer.report.dossier.material import Material
from optimizer.report.words.plans import clause_text
from optimizer.text import Text, full_width, joined

Line = tuple[Text, Text]
"""What is said, and what is said of it."""


def same(text: str) -> Text:
    """Return a text that is the same in both languages."""
    return Text(text, text)


def basis_lines(material: Material) -> Iterator[Line]:
    """Yield the state, the data, the plans and the record that a set rests on."""
    marks, dataset = material.marks, material.dataset
    yield Text("State", "状态"), marks.line
    yield Text("Day of the figures", "数据时点"), marks.data_day
    estimated = same(material.estimated) if material.estimated else _nothing_said()
    yield Text("Estimated data", "估计数据"), estimated
    yield Text("Distances", "距离口径"), material.distances
    yield Text("Names and codes", "名称和代码"), MARK
    for source, contender in zip(material.sources, material.plans, strict=True):
        said = f"{source.name}; SHA-256 {source.sha256}"
        yield same(contender.name), Text(said, said.replace("; ", "，"))
    yield Text("Scenario", "方案设定"), same(f"{dataset.path.name} SHA-256 {dataset.sha256}")
    yield from case_lines(material)


def _nothing_said() -> Text:
    return Text("the data does not say that any is", "数据中未声明有估计值")


def case_lines(material: Material) -> Iterator[Line]:
    """Yield the state of the case; nothing without one."""
    state = material.marks.state
    if state is None:
        return
    executable = bool(state["executable"])
    yield Text("Executable", "可实施"), Text("yes", "是") if executable else Text("no", "否")
    yield (
        Text("Head of the case's record", "案卷记录末行哈希值"),
        same(f"{state['head']} ({state['as_of']})"),
    )
    if state["shortened"]:
        said = joined([Text(row["en"], full_width(row["zh"])) for row in state["shortened"]])
        yield Text("Gates passed before their normal length", "提前通过的环节"), said


def exceptions(material: Material, contender: Contender) -> dict[int, str]:
    """Return the written reason for each unit over the cap, by its township."""
    rule = material.scenario.rule("area_cap")
    if rule is None:
        return {}
    reasons = {e.township: e.reason for e in rule.exceptions}
    townships = material.territory.townships
    return {
        u.township: reasons[townships[u.township].code]
        for u in contender.plan.units
        if townships[u.township].code in reasons
    }


def findings(contender: Contender, *statuses: Status) -> list[Finding]:
    """Return the rules that stand in some way."""
    return [f for f in contender.audit.findings if f.status in statuses]


def broken_line(contender: Contender) -> Text | None:
    """Say which rules a plan breaks; None when it breaks none."""
    broken = contender.audit.broken
    if not broken:
        return None
    named = [(clause_text(f.clause), f.title) for f in broken]
    said = joined([Text(f"{c.en} {t.en}", f"{c.zh} {t.zh}") for c, t in named])
    return Text(
        f"{contender.name} breaks rules that are on: {said.en}",
        f"{contender.name}不符合已启用的规则：{said.zh}",
    )


def known_km(metres: int, material: Material) -> float | None:
    """Return a distance in km; None where it is not known."""
    if metres >= NO_LIMIT or (material.territory.township_level and metres == 0):
        return None
    return metres / METRES_PER_KM


def or_missing(material: Material, text: str) -> str:
    """Return a text, or that it is to be supplied."""
    return text or material.said(NO_DATA)


def sheet_notes(material: Material, *more: Text) -> list[str]:
    """Return the lines under the title of each sheet."""
    marks = material.marks
    lines = [marks.line, Text(f"Figures of: {marks.data_day.en}", f"数据时点：{marks.data_day.zh}")]
    if material.estimated:
        said = material.estimated
        lines.append(Text(f"Estimated data: {said}", f"估计数据：{said}"))
    if marks.head:
        head = marks.head
        lines.append(Text(f"Head of the case's record: {head}", f"案卷记录末行哈希值：{head}"))
    pause = Text("; ", "；").in_lang(material.lang)
    first = pause.join(material.said(line) for line in lines)
    return [first, *(material.said(line) for line in more)]
