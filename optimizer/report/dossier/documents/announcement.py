"""征求意见公告.docx: what the public is asked about, in the words of the scheme."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.procedure.gates import of_law
from optimizer.report.dossier.documents.basis import same
from optimizer.report.dossier.documents.blocks import Block, Document, Heading, Para
from optimizer.report.dossier.documents.places import Places
from optimizer.report.dossier.documents.procedure import case_blocks
from optimizer.report.dossier.documents.shared import missing, overview, paper
from optimizer.report.dossier.documents.wording import Wording
from optimizer.report.dossier.marks import NO_DATA
from optimizer.report.dossier.material import Material
from optimizer.text import Text


def announcement(material: Material) -> Document:
    """Return the announcement of the public consultation."""
    title = material.title
    blocks = [
        Para(_opening(material.marks.executable)),
        *_items(material),
        *_ways(),
        *_map(material),
        *case_blocks(material),
    ]
    named = Text(
        f"{title}: announcement of the public consultation",
        f"关于{title}方案公开征求意见的公告",
    )
    return paper(material, named, blocks)


def _opening(approved: bool) -> Text:
    if approved:
        return Text(
            "The scheme below was open for opinions before it was approved.",
            "下列调整方案在报批前公开征求意见。该方案现已批准，以审批机关的批准文件为准。",
        )
    return Text(
        "The scheme below is open for opinions. It is a draft and not approved.",
        "为广泛听取社会公众意见，现将调整方案（草案）公开征求意见。该方案尚未经批准，"
        "以审批机关的批准文件为准。",
    )


def _items(material: Material) -> Iterator[Block]:
    places = Places(material, material.proposed)
    yield Heading(1, Text("What is proposed", "方案主要内容"))
    yield Para(overview(list(places.former), list(places.units.values())))
    wording, number = Wording(material, material.proposed), 0
    for at, county in enumerate(material.territory.counties):
        found = wording.changes.of_county(at)
        if found:
            yield Heading(2, same(county.name))
        for change in found:
            number += 1
            yield Para(wording.item(change), number=number)


def _ways() -> Iterator[Block]:
    yield Heading(1, Text("Time and ways", "征求意见时间和方式"))
    days = of_law("consultation").days
    yield Para(
        Text(
            f"Opinions are taken for {days} days or more. From: [to be supplied]. "
            "To: [to be supplied].",
            f"征求意见期限一般不少于{days}日。起始日期：待补充；截止日期：待补充。",
        )
    )
    for what in (
        Text("Telephone", "联系电话"),
        Text("E-mail", "电子邮箱"),
        Text("Address", "通信地址"),
        Text("Contact", "联系人"),
    ):
        yield missing(what)


def _map(material: Material) -> Iterator[Block]:
    yield Heading(1, Text("Map", "附图"))
    reviews = "、".join(material.marks.reviews)
    number = same(reviews) if reviews else NO_DATA
    yield Para(
        Text(
            f"A map that is shown to the public needs map review. Its number: {number.en}.",
            f"向社会公开的地图须经地图审核并标注审图号。审图号：{number.zh}。",
        )
    )
