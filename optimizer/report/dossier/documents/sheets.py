"""Workbooks that print as they stand: titles, notes, frozen heads, filters, print areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from optimizer.data.cells import neutral, visible
from optimizer.report.map.fonts import em
from optimizer.text import Text

Form = Literal["text", "code", "count", "km2", "km", "share", "mean"]
Cell = str | int | float | None
FORMATS = {
    "count": "#,##0",
    "km2": "#,##0.00",
    "km": "#,##0.000",
    "mean": "#,##0.0",
    "share": "0.00%",
}
CREATED = datetime(2000, 1, 1)
"""Fixed, so that the same set gives the same bytes."""
A3, A4 = 8, 9
"""Numbers of the papers in a workbook."""
_LONGEST = 31
"""Characters of a sheet's name."""
_WIDEST, _EM = 44.0, 1.85
"""Most of a column in characters, and characters to an em of the text."""
_NARROWEST = 96.0
"""Least of a whole sheet, so that its title and notes have room."""
_HIGH, _HIGHEST = 15.5, 409.0
"""Points to a line, and to the highest row that there is."""
_MOST = 32_000
"""Characters of a cell; Excel takes 767 more."""


UNGROUPED = Text("", "")


@dataclass(frozen=True)
class Column:
    """A column: its head, its form, and what it stands under (调整前, 调整后)."""

    head: Text
    form: Form = "text"
    group: Text = UNGROUPED


@dataclass(frozen=True)
class Sheet:
    """A table for people.

    Attributes
    ----------
    name
        Of the sheet; shortened and made unique.
    notes
        Lines between title and heads: the mark, what is estimated, units.
    rows
        Cells as they are: numbers are numbers, codes are text.
    totals
        The last row, outside the filter; empty: none.
    frozen
        Columns that stay in sight.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()
    totals: Sequence[Cell] = ()
    frozen: int = 0
    paper: int = A4
    tall: int = 0
    """Pages that it is fitted to; 0: as many as it takes."""
    forms: Sequence[Form] = field(default=())
    """Form of each row, where rows differ (a row for each measure); else by column."""


class Book:
    """Writes sheets into a workbook."""

    def __init__(self, book: Any, lang: str, footer: str) -> None:
        self.book, self.lang, self.footer = book, lang, footer
        self.names: set[str] = set()
        self.looks: dict[tuple[str, str], Any] = {}

    def look(self, part: str, form: str = "text") -> Any:
        """Return a format of cells, made once."""
        key = (part, form)
        if key not in self.looks:
            self.looks[key] = self.book.add_format(_look(part, form))
        return self.looks[key]

    def add(self, sheet: Sheet) -> None:
        """Write a sheet."""
        page = self.book.add_worksheet(self._name(sheet.name))
        last = len(sheet.columns) - 1
        widths = self._widths(sheet)
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        self._above(page, sheet, last, sum(widths))
        head = 1 + len(sheet.notes)
        grouped = any(column.group.en for column in sheet.columns)
        if grouped:
            self._groups(page, sheet, head)
            head += 1
        heads = [column.head.in_lang(self.lang) for column in sheet.columns]
        for at, text in enumerate(heads):
            self.text(page, head, at, text, self.look("head"))
        page.set_row(head, _height(heads, widths) + 4)
        for y, row in enumerate(sheet.rows, head + 1):
            self._row(page, y, sheet, row, sheet.forms[y - head - 1] if sheet.forms else None)
            page.set_row(y, _height(row, widths))
        bottom = head + len(sheet.rows)
        page.autofilter(head, 0, bottom, last)
        if sheet.totals:
            bottom += 1
            self._row(page, bottom, sheet, sheet.totals, None, "total")
        page.freeze_panes(head + 1, sheet.frozen)
        self._printed(page, sheet, (head - grouped, head), bottom, last)

    def _above(self, page: Any, sheet: Sheet, last: int, width: float) -> None:
        """Write title and notes over the whole width, notes as high as they need."""
        for y, line in enumerate((sheet.title, *sheet.notes)):
            look = self.look("note" if y else "title")
            if last:
                page.merge_range(y, 0, y, last, "", look)
            self.text(page, y, 0, line, look)
            page.set_row(y, _height([line], [width]) + 2 if y else 32)

    def _groups(self, page: Any, sheet: Sheet, y: int) -> None:
        start = 0
        for at in range(1, len(sheet.columns) + 1):
            group = sheet.columns[start].group
            if at < len(sheet.columns) and sheet.columns[at].group == group:
                continue
            if at - start > 1:
                page.merge_range(y, start, y, at - 1, "", self.look("head"))
            self.text(page, y, start, group.in_lang(self.lang), self.look("head"))
            start = at

    def _row(
        self,
        page: Any,
        y: int,
        sheet: Sheet,
        row: Sequence[Cell],
        form: Form | None,
        part: str = "cell",
    ) -> None:
        for x, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            look = self.look(part, form or column.form)
            if cell is None:
                page.write_blank(y, x, None, look)
            elif isinstance(cell, str):
                code = column.form == "code"
                self.text(page, y, x, cell, self.look(part, "code" if code else "text"))
            else:
                page.write_number(y, x, cell, look)

    @staticmethod
    def text(page: Any, y: int, x: int, text: str, look: Any) -> None:
        """Write text that is never a formula or a link, and holds no control character."""
        page.write_string(y, x, within(visible(str(neutral(text)))), look)

    def _widths(self, sheet: Sheet) -> list[float]:
        """Return widths by what stands in the columns; a narrow sheet is widened."""
        found = [self._width(sheet, at) for at in range(len(sheet.columns))]
        wider = max(1.0, _NARROWEST / sum(found))
        return [width * wider for width in found]

    def _width(self, sheet: Sheet, at: int) -> float:
        column = sheet.columns[at]
        head = em(column.head.in_lang(self.lang))
        cells = [row[at] for row in (*sheet.rows, sheet.totals or [None] * len(sheet.columns))]
        widest = max((em(_shown(cell, column.form)) for cell in cells), default=0.0)
        return min(
            _WIDEST, max(5.0, widest * _EM + 2.6, min(head, max(4.2, head / 2 + 1)) * _EM + 1.6)
        )

    def _name(self, wanted: str) -> str:
        """Return a name that a sheet may have, and that no other has."""
        clean = "".join(c for c in visible(wanted) if c not in "[]:*?/\\'") or "-"
        name, number = clean[:_LONGEST], 1
        while name.lower() in self.names:
            number += 1
            name = f"{clean[: _LONGEST - len(str(number)) - 1]} {number}"
        self.names.add(name.lower())
        return name

    def _printed(
        self, page: Any, sheet: Sheet, heads: tuple[int, int], bottom: int, last: int
    ) -> None:
        page.set_landscape()
        page.set_paper(sheet.paper)
        page.fit_to_pages(1, sheet.tall)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.repeat_rows(*heads)
        page.print_area(0, 0, bottom, last)
        page.center_horizontally()
        page.set_footer(f"&L{self.footer}&R&P / &N")


def _look(part: str, form: str) -> dict[str, Any]:
    edge = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
    if part in ("title", "note"):
        bold = part == "title"
        look = {"font_name": "黑体" if bold else "宋体", "font_size": 18 if bold else 10.5}
        return {**look, "align": "center" if bold else "left", "valign": "vcenter", "text_wrap": 1}
    if part == "head":
        more = {"bold": True, "bg_color": "#DDE5EA", "align": "center", "text_wrap": 1}
        return {**edge, **more, "font_name": "黑体"}
    found: dict[str, Any] = {**edge, "bold": part == "total"}
    if form == "code":
        return {**found, "num_format": "@", "indent": 1}
    if form in FORMATS:
        return {**found, "num_format": FORMATS[form], "align": "right"}
    return {**found, "text_wrap": 1, "indent": 1}


def within(text: str) -> str:
    """Return what fits into a cell; where more is, it says so."""
    return text if len(text) <= _MOST else f"{text[:_MOST]}… (audit.json)"


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Return the height of a row in points, as many lines as its longest text takes."""
    texts = ((c, w) for c, w in zip(cells, widths, strict=True) if isinstance(c, str))
    lines = max((-(-em(text) * _EM // max(width - 1, 1)) for text, width in texts), default=1)
    return float(min(_HIGHEST, _HIGH * max(1, lines)))


def _shown(cell: Cell, form: str) -> str:
    """Return about what is seen of a cell, for its width."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    digits = {"km2": 2, "km": 3, "mean": 1}.get(form, 0)
    return f"{cell:.2%}" if form == "share" else f"{cell:,.{digits}f}"


@contextmanager
def writing_book(path: Path, title: str, lang: str, footer: str) -> Iterator[Book]:
    """Yield a workbook that is written on leaving; codes stay text, nothing is a formula.

    Parameters
    ----------
    footer
        Stands on every page, such as the head of a record.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": visible(title), "created": CREATED})
        yield Book(book, lang, footer.replace("&", "&&"))
