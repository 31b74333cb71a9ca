"""Draw the first page of each document of a set: `python docs/make_documents.py [NAME...]`.

Solves `instances/changzhi`, writes the documents beside the reform of 2021, prints them by
LibreOffice and draws the first pages by pdftoppm (Debian, Ubuntu: libreoffice-writer,
libreoffice-calc, poppler-utils, fonts-noto-cjk) into docs/images/report-*.png. With other faces
installed the pages look another way; look at them before they are kept.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from optimizer.cli import cli
from optimizer.data.dataset import read_dataset
from optimizer.report.dossier.documents import papers, tables
from optimizer.report.dossier.gather import ReportRequest, gather
from optimizer.report.dossier.marks import Marks

HERE = Path(__file__).parent
CHANGZHI = HERE.parent / "instances" / "changzhi"
PAGES = {
    "scheme": papers.SCHEME,
    "argument": papers.ARGUMENT,
    "risks": papers.RISKS,
    "announcement": papers.ANNOUNCEMENT,
    "before-after": tables.COMPARED,
    "handed-over": tables.HANDED_OVER,
    "choice": tables.CHOICE,
}
"""Names of the pictures, and the documents whose first pages they are."""
SHADES, WIDTH, WIDE = 16, 900, 1300


def documents(folder: Path) -> None:
    """Write the documents of a set into a folder."""
    plan = folder / "plan"
    solved = CliRunner().invoke(cli, ["solve", str(CHANGZHI), "-o", str(plan)])
    assert solved.exit_code == 0, solved.output
    asked = ReportRequest(
        (plan, CHANGZHI / "plans" / "reform-2021"), marks=Marks(data_date="2020-11-01")
    )
    material = gather(read_dataset(CHANGZHI), asked, "zh")
    papers.write_papers(material, folder)
    tables.write_tables(material, folder)


def draw(folder: Path, document: str, picture: Path) -> None:
    """Print a document and draw its first page, in few shades of grey."""
    office = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*office, str(folder / document)], check=True, capture_output=True)
    file, drawn = (folder / document).with_suffix(".pdf"), folder / "page"
    command = ["pdftoppm", "-r", "110", "-f", "1", "-l", "1", "-singlefile", "-png"]
    subprocess.run([*command, str(file), str(drawn)], check=True)
    page = Image.open(drawn.with_suffix(".png")).convert("L")
    width = WIDE if page.width > page.height else WIDTH
    small = page.resize((width, round(page.height * width / page.width)), Image.Resampling.LANCZOS)
    small.quantize(SHADES).save(picture, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        documents(Path(made))
        for name in sys.argv[1:] or PAGES:
            draw(Path(made), PAGES[name], HERE / "images" / f"report-{name}.png")
