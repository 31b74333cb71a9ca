"""CSV for people opens in Excel as it is meant; kinds, names and languages in tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from optimizer.data.cells import Code, csv_text
from optimizer.data.dataset import read_dataset
from optimizer.data.plan_file import read_plan
from optimizer.data.spelling import read_code
from optimizer.report import compare_deliver, frontier_files, price_files
from optimizer.report.record import decimal_and_exact, exact_cells, exact_heads
from tests.reference.cases import chain, town
from tests.support import INSTANCES, territory_of, write_folder

Run = Callable[..., Result]
THREE = INSTANCES / "three-townships"
CODES = ("code", "county", "township", "seat", "a", "b")
MARK = "\ufeff"


def table(text: str) -> list[list[str]]:
    """Return the rows of a table, as a spreadsheet reads them."""
    assert text.startswith(MARK) and text.count(MARK) == 1
    return list(csv.reader(io.StringIO(text.removeprefix(MARK))))


def test_codes_are_written_for_excel_when_asked() -> None:
    """Codes alone: figures stay figures, and formulas of others are made harmless."""
    rows = [["code", Code("140406101000")], ["people", 1200], ["=1+1", "001"]]
    assert table(csv_text(rows))[0] == ["code", "140406101000"]
    made = table(csv_text(rows, excel=True))
    assert made == [["code", '="140406101000"'], ["people", "1200"], ["'=1+1", "001"]]
    assert [read_code(cell) for cell in made[0]] == ["code", "140406101000"]


def test_shares_stand_as_decimals_and_exactly() -> None:
    """1/3 alone would be read as a date."""
    assert decimal_and_exact(Fraction(1, 3)) == ("0.333333", "1/3")
    assert exact_heads("share") == ("share", "share_exact")
    assert exact_cells("share", Fraction(2, 4)) == ("0.500000", "1/2")
    assert exact_cells("units", 3) == (3,) and exact_heads("units") == ("units",)
    assert exact_cells("share", None) == ("", "")


@pytest.mark.parametrize("words", [("survey", THREE, "--csv"), ("backbone", THREE, "--csv")])
def test_tables_on_the_screen_have_the_mark(run: Run, words: tuple[Any, ...]) -> None:
    """And their codes are text when asked."""
    plain = table(run(*words, "--lang", "zh").stdout)
    excel = table(run(*words, "--lang", "zh", "--excel").stdout)
    held = [[cell.removeprefix('="').removesuffix('"') for cell in row] for row in excel]
    assert held == plain
    assert any(cell.startswith('="99000') for row in excel for cell in row)


def test_tables_in_folders_have_the_mark(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of compare, frontier, price; plan.csv stays plain. Pictures have tests of their own."""
    for files in (compare_deliver, frontier_files, price_files):
        monkeypatch.setattr(files, "added", lambda *_: ([], ""))
    run("frontier", THREE, "--of", "units,travel,share", "-o", tmp_path / "f", "--excel")
    plan = tmp_path / "f" / "plans" / "001"
    run("compare", THREE, plan, "-o", tmp_path / "c", "--excel")
    alone = ("--processes", 1)
    run("price", THREE, "area_cap", "--range", "200:300:100", *alone, "-o", tmp_path / "p")
    for file in ("f/frontier.csv", "c/compare.csv", "c/villages.csv", "c/alike.csv", "p/price.csv"):
        assert table((tmp_path / file).read_text(encoding="utf-8")), file
    heads = table((tmp_path / "f" / "frontier.csv").read_text(encoding="utf-8"))[0]
    assert heads[2:6] == ["units", "travel", "share", "share_exact"]
    assert (plan / "plan.csv").read_text(encoding="utf-8").startswith("village,unit")


def test_what_is_written_for_excel_is_read(tmp_path: Path) -> None:
    """Every table of a dataset, and a plan, with codes as Excel keeps them."""
    folder = write_folder(tmp_path / "data", chain(town("001"), town("002")))
    before = read_dataset(folder).territory
    for name in ("townships.csv", "villages.csv", "contiguity.csv", "roads.csv", "counties.csv"):
        rows = list(csv.reader(io.StringIO((folder / name).read_text(encoding="utf-8"))))
        codes = [name in CODES for name in rows[0]]
        made = [
            [Code(cell) if at and code else cell for cell, code in zip(row, codes, strict=True)]
            for at, row in enumerate(rows)
        ]
        (folder / name).write_text(csv_text(made, excel=True), encoding="utf-8")
    after = read_dataset(folder).territory
    assert after.villages.codes == before.villages.codes == ("001", "002")
    assert after.pairs.tolist() == before.pairs.tolist()
    plan = tmp_path / "plan.csv"
    rows = [["village", "unit"], [Code("001"), Code("001")], [Code("002"), Code("001")]]
    plan.write_text(csv_text(rows, excel=True), encoding="utf-8")
    assert read_plan(plan, after).plan.unit.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("before", "after", "chinese"),
    [
        ((), (), False),
        (("--lang", "zh"), (), True),
        ((), ("--lang", "zh"), True),
        (("--lang", "zh"), ("--lang", "en"), False),
        (("--lang", "en"), ("--lang", "zh"), True),
    ],
)
def test_the_language_is_taken_before_and_after_the_command(
    run: Run, monkeypatch: pytest.MonkeyPatch, before: Any, after: Any, chinese: bool
) -> None:
    """What is said after the command counts more, then before it, then the environment."""
    monkeypatch.setenv("TOWNSHIP_MERGE_LANG", "en")
    shown = run(*before, "survey", THREE, *after).stdout
    assert ("摸底" in shown) is chinese


def test_kinds_are_in_english_in_english_tables(run: Run) -> None:
    """Names stay as they are."""
    for words in (("survey", THREE, "--county", "990001"), ("solve", THREE)):
        shown = run(*words, "--lang", "en").stdout
        assert " town " in shown and " 镇 " not in shown and " 乡 " not in shown


def test_townships_of_one_name_are_told_apart() -> None:
    """By their codes, within a county only."""
    named = {"name": "城关镇"}
    row = chain(town("A", **named), town("B", **named), town("D"), town("C", county="Y", **named))
    assert territory_of(row).labels == ("城关镇 (A)", "城关镇 (B)", "D", "城关镇")


def test_repair_draws_a_map(run: Run, tmp_path: Path) -> None:
    """Beside the plan, in the language that was asked for."""
    run("solve", THREE, "-o", tmp_path / "a")
    run("repair", THREE, tmp_path / "a", "-o", tmp_path / "b")
    found = {path.name for path in (tmp_path / "b").iterdir()}
    assert found == {"plan.csv", "plan.json", "map.png", "map.svg"}
