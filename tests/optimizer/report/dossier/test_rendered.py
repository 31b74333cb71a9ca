"""The documents as LibreOffice prints them: lines of a page, page numbers, heads on every page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from models.kinds import Kind
from optimizer.report.dossier.documents.blocks import Document, Para
from optimizer.report.dossier.documents.letter import write_letter
from optimizer.report.dossier.documents.papers import SCHEME, write_papers
from optimizer.report.dossier.documents.tables import COMPARED, write_tables
from optimizer.text import Text
from tests.optimizer.report.dossier.made import SPLIT, WHOLE, city_of, material_of

OFFICE, READER = shutil.which("soffice"), shutil.which("pdftotext")
needs_office = pytest.mark.skipif(
    not (OFFICE and READER) and not os.environ.get("CI"),
    reason="LibreOffice or poppler is missing: "
    "apt-get install libreoffice-writer libreoffice-calc poppler-utils fonts-noto-cjk",
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a scheme and a workbook, and both as PDF."""
    place = tmp_path_factory.mktemp("printed")
    kinds = {"990002100": Kind.SUBDISTRICT}
    material = material_of(city_of(), [{**WHOLE, **SPLIT}, SPLIT], kinds)
    write_papers(material, place)
    write_tables(material, place)
    assert OFFICE
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    text = Text("", "字" * (26 + 28))  # two lines: 26 characters after the indent, then 28
    mark = Text("", "草案")
    long = Document(Text("", "题"), [Para(text)] * 40, mark, "", Text("", "某局"), Text("", "日期"))
    write_letter(place / "lines.docx", long, "zh")
    files = [str(place / name) for name in (SCHEME, COMPARED, "lines.docx")]
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(place), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return place


def pages_of(file: Path) -> list[list[str]]:
    """Return the lines of each page, empty ones left out."""
    assert READER
    command = [READER, "-layout", str(file), "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    pages = text.split("\f")[:-1]
    return [[line for line in page.splitlines() if line.strip()] for page in pages]


@needs_office
@pytest.mark.timeout(300)
def test_a_full_page_has_22_lines(printed: Path) -> None:
    """Between the mark on top and the page number; numbers stand outside."""
    pages = pages_of((printed / SCHEME).with_suffix(".pdf"))
    assert len(pages) >= 3
    for number, lines in enumerate(pages, 1):
        assert "草案" in lines[0]
        assert re.fullmatch(rf"\s*— ?{number} ?—", lines[-1])
        left = len(lines[-1]) - len(lines[-1].lstrip())
        assert (left > 30) == bool(number % 2)
    lines = pages_of(printed / "lines.pdf")
    assert [len(page) - 2 for page in lines][1:3] == [22, 22]
    assert all(len(line.strip()) == 26 for line in lines[1][1:-1:2])


@needs_office
@pytest.mark.timeout(300)
def test_sheets_repeat_their_heads_and_fit_the_width(printed: Path) -> None:
    """Every sheet is whole on its pages: the last column stands beside the first."""
    pages = pages_of((printed / COMPARED).with_suffix(".pdf"))
    assert len(pages) == 7  # three sheets a plan, and the notes
    assert all(any("草案" in line for line in page) for page in pages)
    heads = [line for page in pages for line in page if "序号" in line and "备注" in line]
    assert len(heads) == 4
