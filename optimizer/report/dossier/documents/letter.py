"""A document as a .docx in the layout of GB/T 9704-2012.

A4, margins 37, 28, 26 and 35 mm (text block 156 x 225 mm), body 16 pt, 22 lines of 28
characters; page numbers 14 pt between dashes 7 mm below the block, odd pages right, even
pages left, one character in. The faces are those that the standard names; the font table
names free ones that stand in where they are not installed.
"""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from optimizer.data.cells import visible
from optimizer.report.dossier.documents.blocks import Block, Document, Heading, Outline, Para, Table

SONG, FANG, HEI, KAI, TITLE = "宋体", "仿宋", "黑体", "楷体", "方正小标宋简体"
STAND_INS = {
    SONG: ("SimSun;Noto Serif CJK SC;Songti SC", "roman"),
    FANG: ("FangSong;STFangsong;Noto Serif CJK SC", "modern"),
    HEI: ("SimHei;Noto Sans CJK SC;Heiti SC", "swiss"),
    KAI: ("KaiTi;LXGW WenKai;STKaiti;Noto Serif CJK SC", "script"),
    TITLE: ("FZXiaoBiaoSong-B05S;Noto Serif CJK SC;SimSun", "roman"),
}
"""Faces that stand in, by a program's own look-up of w:altName; 仿宋 has no complete free face."""
LATIN = "Times New Roman"
_LINE = 579
"""Twentieths of a point: 28.95 pt, 22 lines in 225 mm."""
_TIGHTER = -5
"""Twentieths of a point between characters: 28 of 16 pt fit into 156 mm."""
_FIGURE = re.compile(r"[-+\d.,/%=() ]{1,24}")
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file, the earliest that zip has: the same set is the same bytes."""
_CREATED = datetime(2000, 1, 1)
"""The day in the file's properties, which would be the clock's."""
_BODY, _TABLE, _SMALL = 16, 10.5, 9
"""Points of text, of tables and of notes: 三号, 五号, 小五 (GB/T 9704)."""


def write_letter(path: Path, document: Document, lang: str) -> None:
    """Write a document; the same one gives the same bytes."""
    import docx

    letter = Letter(docx.Document(), lang)
    letter.write(document)
    raw = BytesIO()
    letter.made.save(raw)
    path.write_bytes(repacked(raw.getvalue(), _font_table()))


def repacked(raw: bytes, font_table: bytes) -> bytes:
    """Return a .docx with fixed times in its archive and with a font table."""
    found = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            data = font_table if name == "word/fontTable.xml" else old.read(name)
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(info, data)
    return found.getvalue()


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{names}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, (names, family) in STAND_INS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()


class Letter:
    """Fills a new document of python-docx."""

    def __init__(self, made: Any, lang: str) -> None:
        self.made, self.lang = made, lang
        self.outline = Outline(lang)
        self._set_page()
        self._set_styles()

    def write(self, document: Document) -> None:
        """Write title, blocks, signature, headers and page numbers."""
        properties = self.made.core_properties
        properties.title = visible(document.title.in_lang(self.lang))
        properties.author = visible(document.issuer.in_lang(self.lang))
        properties.created = properties.modified = _CREATED
        properties.comments = ""
        self._headers(document)
        self.line(document.title.in_lang(self.lang), TITLE, 22, align="center", bold=False)
        self.line("", FANG, _BODY)
        for block in document.blocks:
            self._block(block)
        self.line("", FANG, _BODY)
        for text in (document.issuer, document.day):
            self.line(text.in_lang(self.lang), FANG, _BODY, align="right", right=4)

    def _set_page(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        section = self.made.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(15), Mm(24.5)
        self.made.settings.odd_and_even_pages_header_footer = True
        for grid in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(grid)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(_LINE))
        section._sectPr.append(grid)

    def _set_styles(self) -> None:
        """Set the body's face, line and language; the headings lose the template's theme."""
        from docx.oxml.ns import qn
        from docx.shared import Pt

        styles = self.made.styles
        defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        _faces(defaults, FANG)
        normal = styles["Normal"]
        normal.font.size = Pt(_BODY)
        _faces(normal.element.get_or_add_rPr(), FANG)
        form = normal.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing = Pt(_LINE / 20)
        for level, face in ((1, HEI), (2, KAI)):
            style = styles[f"Heading {level}"]
            style.font.size, style.font.bold, style.font.italic = Pt(_BODY), False, False
            style.font.color.rgb = _black()
            _faces(style.element.get_or_add_rPr(), face)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.line_spacing = Pt(_LINE / 20)
            style.paragraph_format.keep_with_next = True

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            face = HEI if block.level == 1 else KAI
            style = f"Heading {block.level}"
            self.line(self.outline(block), face, _BODY, indent=2, style=style)
        elif isinstance(block, Para):
            text = block.text.in_lang(self.lang)
            numbered = f"{block.number}. {text}" if block.number else text
            self.line(numbered, FANG, _BODY, indent=2, bold=block.bold)
        else:
            self._table(block)

    def line(
        self,
        text: str,
        face: str,
        size: float,
        *,
        align: str = "",
        indent: int = 0,
        right: int = 0,
        bold: bool = False,
        style: str = "Normal",
        into: Any = None,
    ) -> Any:
        """Write a paragraph; indents in characters. Text is text: no field, no markup."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = into if into is not None else self.made.add_paragraph(style=style)
        if align:
            paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
        if indent or right:
            _indent(paragraph, indent, right, size)
        run = paragraph.add_run(visible(text))
        run.font.size, run.bold = Pt(size), bold or None
        properties = run._r.get_or_add_rPr()
        _faces(properties, face)
        if size == _BODY and self.lang == "zh":
            _spacing(properties, _TIGHTER)
        return paragraph

    def _table(self, block: Table) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Mm

        caption = self.line(block.caption.in_lang(self.lang), HEI, 12, align="center")
        caption.paragraph_format.keep_with_next = True
        table = self.made.add_table(rows=1, cols=len(block.heads), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        widths = [Mm(156 * share / sum(block.widths)) for share in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        self._cells(table.rows[0], block.heads, widths, HEI)
        _repeat(table.rows[0])
        for row in block.rows:
            self._cells(table.add_row(), row, widths, SONG)
        self.line("", FANG, _BODY)

    def _cells(self, row: Any, texts: Any, widths: list[Any], face: str) -> None:
        from docx.shared import Pt

        _whole(row)
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width, said = width, text.in_lang(self.lang)
            paragraph = cell.paragraphs[0]
            align = "center" if face == HEI or _FIGURE.fullmatch(said) else ""
            self.line(said, face, _TABLE, into=paragraph, align=align)
            _single(paragraph)
            paragraph.paragraph_format.line_spacing = Pt(15)

    def _headers(self, document: Document) -> None:
        """Write mark and head above every page, and the page number below it."""
        section = self.made.sections[0]
        for odd, header, footer in (
            (True, section.header, section.footer),
            (False, section.even_page_header, section.even_page_footer),
        ):
            header.is_linked_to_previous = footer.is_linked_to_previous = False
            top = header.paragraphs[0]
            self.line(document.mark.in_lang(self.lang), HEI, _TABLE, into=top, align="center")
            _single(top)
            if document.head:
                below = header.add_paragraph()
                self.line(document.head, SONG, _SMALL, into=below, align="center")
                _single(below)
            bottom = footer.paragraphs[0]
            self._number(bottom, "right" if odd else "left")

    def _number(self, paragraph: Any, side: str) -> None:
        """Write — 1 — on the outer side, one character in."""
        left, right = int(side == "left"), int(side == "right")
        self.line("— ", SONG, 14, into=paragraph, align=side, indent=left, right=right)
        _single(paragraph)
        _field(paragraph, "PAGE")
        self.line(" —", SONG, 14, into=paragraph)


def _faces(properties: Any, face: str) -> None:
    """Set the face of Chinese and of Latin text and the language; themes are left out."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), face if face == SONG else LATIN)
    fonts.set(qn("w:eastAsia"), face)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for slot, spoken in (("val", "en-US"), ("eastAsia", "zh-CN")):
        language.set(qn(f"w:{slot}"), spoken)


def _spacing(properties: Any, twentieths: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(twentieths))
    size = properties.find(qn("w:sz"))
    if size is None:
        properties.append(spacing)
    else:
        size.addprevious(spacing)


def _indent(paragraph: Any, first: int, right: int, size: float) -> None:
    """Indent by characters, as programs that know Chinese do, and in points for the others."""
    from docx.oxml.ns import qn

    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    if first:
        indent.set(qn("w:firstLineChars"), str(first * 100))
        indent.set(qn("w:firstLine"), str(int(first * size * 20)))
    if right:
        indent.set(qn("w:rightChars"), str(right * 100))
        indent.set(qn("w:right"), str(int(right * size * 20)))


def _single(paragraph: Any) -> None:
    """Leave the grid of lines: headers and footers have their own height."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.paragraph_format.line_spacing = 1
    properties = paragraph._p.get_or_add_pPr()
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(snap)


def _field(paragraph: Any, name: str) -> None:
    """Write a field, such as the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for kind in ("begin", name, "end"):
        run = paragraph.add_run()
        run.font.size = Pt(14)
        _faces(run._r.get_or_add_rPr(), SONG)
        if kind == name:
            code = OxmlElement("w:instrText")
            code.text = name
            run._r.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _repeat(row: Any) -> None:
    """Repeat a row of heads on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _black() -> Any:
    from docx.shared import RGBColor

    return RGBColor(0, 0, 0)
