"""What the papers of a set share: their frame, what stands first, the overview, the proofs."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.report.dossier.documents.basis import broken_line, same
from optimizer.report.dossier.documents.blocks import Block, Document, Para, Table
from optimizer.report.dossier.documents.choice import proof_heads, proof_rows
from optimizer.report.dossier.documents.places import Place, several
from optimizer.report.dossier.documents.wording import area_text
from optimizer.report.dossier.marks import NO_DATA, day_text
from optimizer.report.dossier.material import Material
from optimizer.text import Text, full_width


def paper(material: Material, title: Text, blocks: list[Block]) -> Document:
    """Return a document with the marks that all share."""
    marks = material.marks
    issuer = (
        same(marks.issuer)
        if marks.issuer
        else Text("Issued by: [to be supplied]", "制发机关：待补充")
    )
    day = day_text(marks.issued) or Text("Date: [to be supplied]", "日期：待补充")
    head = f"SHA-256 {marks.head}" if marks.head else ""
    return Document(title, [*warnings(material), *blocks], marks.line, head, issuer, day)


def warnings(material: Material) -> Iterator[Block]:
    """Yield what every document has to say first: rules broken, estimates, gates passed early."""
    broken = broken_line(material.proposed)
    if broken is not None:
        yield Para(Text(f"Note: {broken.en}.", f"提示：{broken.zh}。"), bold=True)
    if material.estimated:
        said = material.estimated
        yield Para(Text(f"Estimated data: {said}.", f"估计数据：{said}。"), bold=True)
    state = material.marks.state
    for row in state["shortened"] if state else ():
        zh = full_width(row["zh"])
        yield Para(Text(f"Passed early: {row['en']}.", f"提前通过的环节：{zh}。"), bold=True)


def overview(before: list[Place], after: list[Place]) -> Text:
    """Return numbers of units and kinds, area and people."""
    area, people = area_text(sum(p.area_ha for p in before)), sum(p.population for p in before)
    parts, cut = (_kinds(before), _kinds(after)), len(before) - len(after)
    return Text(
        f"Before the change there are {len(before)} units ({parts[0].en}) with {area} km2 and "
        f"{people} people; after it {len(after)} ({parts[1].en}), {cut} fewer.",
        f"调整前共有乡级行政区{len(before)}个（{parts[0].zh}），总面积{area}平方公里，总人口{people}人；"
        f"调整后{len(after)}个（{parts[1].zh}），减少{cut}个。",
    )


def _kinds(places: list[Place]) -> Text:
    en, zh = [], []
    for word, one in (("街道", "subdistrict"), ("镇", "town"), ("乡", "township")):
        count = sum(p.kind.value == word for p in places)
        en.append(several(count, one, f"{one}s"))
        zh.append(f"{word}{count}个")
    return Text(", ".join(en), "、".join(zh))


def proof_table(material: Material) -> Table:
    """Return value, bound and proof of each objective of the proposed plan."""
    proposed = [material.proposed]
    rows = [[same(str(cell or "-")) for cell in r[1:]] for r in proof_rows(material, proposed)]
    heads = proof_heads(proposed)
    widths = (3, *([4] * (len(heads) - 3)), 2, 3)
    return Table(Text("Values and proofs", "目标取值和证明依据"), heads, rows, widths)


def missing(what: Text) -> Para:
    """Return a paragraph for what the data does not say."""
    return Para(Text(f"{what.en}: {NO_DATA.en}.", f"{what.zh}：{NO_DATA.zh}。"))
