"""The workbooks of the set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from optimizer.report.dossier.documents.basis import basis_lines, exceptions, sheet_notes
from optimizer.report.dossier.documents.before_after import BeforeAfter
from optimizer.report.dossier.documents.choice import choice_sheets
from optimizer.report.dossier.documents.handed_over import handed_over
from optimizer.report.dossier.documents.sheets import Cell, Column, Sheet, writing_book
from optimizer.report.dossier.material import Material
from optimizer.text import Text

COMPARED, HANDED_OVER, CHOICE = "对照表.xlsx", "划转清单.xlsx", "比选表.xlsx"


def write_tables(material: Material, folder: Path) -> list[str]:
    """Write the three workbooks; return their names."""
    sheets = {
        COMPARED: [s for c in material.plans for s in BeforeAfter(material, c).sheets()],
        HANDED_OVER: [handed_over(material, contender) for contender in material.plans],
        CHOICE: list(choice_sheets(material)),
    }
    footer = material.marks.head[:16]
    for name, held in sheets.items():
        with writing_book(folder / name, material.title, material.lang, footer) as book:
            for sheet in (*held, basis_sheet(material)):
                book.add(sheet)
    return list(sheets)


def basis_sheet(material: Material) -> Sheet:
    """Return what the figures rest on, and the exceptions with their reasons."""
    rows: list[list[Cell]] = [
        [material.said(label), material.said(text)] for label, text in basis_lines(material)
    ]
    rows += _exception_rows(material)
    columns = [Column(Text("item", "项目")), Column(Text("what is said", "说明"))]
    return Sheet(
        material.said(Text("notes", "说明")),
        material.said(Text(f"{material.title}: notes", f"{material.title}编制说明")),
        columns,
        rows,
        sheet_notes(material),
        frozen=1,
    )


def _exception_rows(material: Material) -> Iterator[list[Cell]]:
    for contender in material.plans:
        names = material.unit_names(contender)
        for unit, reason in exceptions(material, contender).items():
            label = Text(f"Exception, {contender.name}", f"例外（{contender.name}）")
            yield [material.said(label), f"{names[unit]}{material.words('colon')}{reason}"]
