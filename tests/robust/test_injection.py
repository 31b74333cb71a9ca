"""Names and codes that a spreadsheet, a browser or a terminal would act on, in every output."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from models.plan import Plan
from optimizer.cli import cli
from optimizer.data.cells import FORMULA, neutral, plain_csv, visible
from optimizer.data.dataset import read_dataset
from optimizer.data.plan_file import read_plan, write_plan
from tests.robust.kill_at_random import INSTANCE

NAMES = (
    '=HYPERLINK("http://x","甲")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1<script>alert(1)</script>",
    "-2+3</svg>]]>&amp;",
    '＝1+1 $\\frac$ [red] "quoted", and a comma',
)


def run(*words: object) -> Result:
    """Run the tool, which must do what is asked."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an instance in which every county, township and village has a hostile name."""
    place = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(INSTANCE, place)
    for file in ("counties.csv", "townships.csv", "villages.csv"):
        with (place / file).open(encoding="utf-8", newline="") as table:
            header, *rows = csv.reader(table)
        at = header.index("name")
        for number, row in enumerate(rows):
            row[at] = NAMES[number % len(NAMES)]
        (place / file).write_text(plain_csv([header, *rows]), encoding="utf-8")
    return place


def cells(folder: Path) -> Iterator[str]:
    """Yield every value of every table for people."""
    for path in folder.rglob("*.csv"):
        if path.name != "plan.csv":
            with path.open(encoding="utf-8", newline="") as table:
                yield from (cell for row in csv.reader(table) for cell in row)


def is_figure(cell: str) -> bool:
    """Return whether a cell is a number, a percentage or a dash."""
    digits = cell.strip("+-%").replace(",", "")
    return not digits or digits.replace(".", "", 1).isdigit()


def test_no_table_holds_a_formula(folder: Path, tmp_path: Path) -> None:
    """Nor does plan.csv, which reads back as what was written."""
    title = 'title="=1+1 <b>&"'
    solved = tmp_path / "plan"
    run("solve", folder, "-o", solved, "--workers", 1, "--set", title)
    run("compare", folder, solved, "-o", tmp_path / "compare", "--set", title)
    run("alternatives", folder, "-k", 2, "-o", tmp_path / "alternatives", "--workers", 1)
    found = list(cells(tmp_path))
    assert any(cell.startswith("'=") for cell in found)
    assert not [c for c in found if c.startswith(tuple(FORMULA)) and not is_figure(c)]
    for path in tmp_path.rglob("*.svg"):
        tags = {element.tag.split("}")[1] for element in ElementTree.parse(path).iter()}
        assert tags & {"script", "b", "a", "image", "foreignObject"} <= {"image"}
    territory = read_dataset(folder).territory
    codes = {territory.townships[u].code for u in read_plan(solved, territory).plan.unit}
    assert codes <= set(territory.township_codes)


def test_codes_of_any_text_come_back(folder: Path, tmp_path: Path) -> None:
    """Commas, quotation marks and line breaks in a code are no end of a value in plan.csv."""
    other = tmp_path / "data"
    shutil.copytree(folder, other)
    odd = 'x,"1"\n=2'
    for path in other.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as table:
            rows = [[odd if c == "990001200" else c for c in row] for row in csv.reader(table)]
        path.write_text(plain_csv(rows), encoding="utf-8", newline="")
    territory = read_dataset(other).territory
    assert odd in territory.township_codes
    write_plan(tmp_path, Plan.status_quo(territory), {})
    assert (read_plan(tmp_path, territory).plan.unit == territory.villages.township).all()


@given(st.text())
def test_neutral_cells(text: str) -> None:
    """A cell is a figure, or begins with nothing that is computed; only the mark is added."""
    cell = str(neutral(text))
    assert cell in (text, f"'{text}")
    assert not cell.startswith(tuple(FORMULA)) or is_figure(cell)


def test_figures_stay() -> None:
    """Numbers, texts of numbers and dashes are no formulas."""
    kept = ("-3.5", "+2.1%", "-", "-1,200", "12", "甲", "", "'")
    assert [neutral(cell) for cell in kept] == list(kept)
    assert [neutral(cell) for cell in (-3, 2.5, None)] == [-3, 2.5, None]
    assert neutral("-2+3") == "'-2+3"
    assert neutral("\t=1") == "'\t=1"


def test_control_characters_are_spelt_out() -> None:
    """Escape, bell, and what turns the direction of writing; line ends stay."""
    assert visible("a\x1b[2J\u202e\n\tb") == "a\\u001b[2J\\u202e\n\tb"
