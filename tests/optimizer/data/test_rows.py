"""What is no row of a table: marks, open quotes, totals, titles, other separators."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from optimizer.data.dataset import find_county
from optimizer.data.faults import Fault, InputError
from optimizer.data.nesting import DEPTH, deep_keys
from optimizer.data.output import writing
from optimizer.text import Text
from tests.fuzz.people import MARKS

V, T = "villages.csv", "townships.csv"


def _place(fault: Fault) -> tuple[str, int, str]:
    return fault.code, fault.row, fault.column


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: f"U+{ord(mark):04X}")
def test_marks_that_are_not_seen(folder: Any, mark: str) -> None:
    """In a value and in a header: with row, column, and its number spelt out."""
    folder.replace(V, "乙二", f"乙{mark}二")
    (fault,) = folder.faults()
    assert _place(fault) == ("E111", 5, "name")
    assert fault.details["character"] == f"U+{ord(mark):04X}"
    assert mark not in str(fault.record("en"))
    folder.replace(V, f"乙{mark}二", "乙二")
    folder.replace(V, "population", f"popu{mark}lation")
    assert all(mark not in fault.line("zh") for fault in folder.faults())


def test_a_second_byte_order_mark(folder: Any) -> None:
    raw = (folder.path / V).read_bytes()
    folder.write(V, b"\xef\xbb\xbf" * 2 + raw)
    assert ("E111", 1) in [(fault.code, fault.row) for fault in folder.faults()]


def test_every_mark_of_a_table_is_said(folder: Any) -> None:
    folder.replace(V, "甲二", "甲\u200b二")
    folder.replace(V, "丙二", "丙\x07二")
    assert [_place(fault) for fault in folder.faults()] == [
        ("E111", 3, "name"),
        ("E111", 7, "name"),
    ]


@pytest.mark.parametrize("name", ['甲"二', '甲二"', '="甲二'])
def test_an_open_quote_inside_a_field(folder: Any, name: str) -> None:
    folder.replace(V, "甲二", name)
    (fault,) = folder.faults()
    assert (*_place(fault), fault.value) == ("E107", 3, "name", name)


@pytest.mark.parametrize("name", ['"甲""二"', '甲"二"丙', '="甲二"', '"甲,""二"'])
def test_quotes_that_are_closed(folder: Any, name: str) -> None:
    """Doubled in a quoted field, in pairs, or as a spreadsheet holds text."""
    folder.replace(V, "甲二", name)
    assert folder.codes() == []


def test_bytes_that_are_no_text_have_a_place(folder: Any) -> None:
    raw = (folder.path / V).read_bytes().replace("乙二".encode(), b"\xff\xff")
    folder.write(V, raw)
    assert _place(folder.only()) == ("E102", 5, "name")
    folder.write(V, raw.replace(b"\xff\xff", b"a\0b"))
    assert _place(folder.only()) == ("E102", 5, "name")
    folder.write(V, raw.replace(b"\xff\xff", b"a").decode().encode("utf-16-le"))
    assert "UTF-16" in folder.only().what("en")


@pytest.mark.parametrize(
    ("mark", "said"), [(";", "semicolons"), ("\t", "tabulators"), ("\uff0c", "full-width commas")]
)
def test_other_separators(folder: Any, mark: str, said: str) -> None:
    text = (folder.path / V).read_text(encoding="utf-8")
    folder.write(V, text.replace(",", mark))
    assert folder.only().code == "E130"
    assert said in folder.only().what("en")


def test_a_title_and_totals(folder: Any) -> None:
    """One fault each; the row of totals is no village besides."""
    text = (folder.path / V).read_text(encoding="utf-8")
    folder.write(V, text + "合计,,,5600,80.00,,\n")
    assert _place(folder.only()) == ("E132", 8, "code")
    folder.write(V, "各村,,,,,,\n,,,,,,\n" + text)
    fault = folder.only()
    assert (fault.code, fault.row, fault.details["header"]) == ("E131", 1, 3)


def test_a_column_under_another_name_is_suggested(folder: Any) -> None:
    folder.replace(V, "population", "人口（人）")
    fault = folder.only()
    assert (fault.code, fault.column) == ("E106", "population")
    assert "is 人口（人） meant?" in fault.action("en")


@pytest.mark.parametrize("name", ["scenario.geojson", "scenario.xlsx", "scenario.csv", "s.json"])
def test_data_given_as_a_scenario(folder: Any, name: str) -> None:
    """It is named for what it is, and the way to read it is said."""
    contents = {"geojson": b'{"type": "FeatureCollection"}', "xlsx": b"PK\x03\x04\0", "json": b"{}"}
    folder.write(name, contents.get(name.rpartition(".")[2], b"code,name\n"))
    shutil.move(folder.path / name, folder.path / "scenario.toml")
    fault = folder.only() if not name.endswith("csv") else None
    assert fault is None or (fault.code == "E532" and "import" in fault.action("en"))


def test_keys_that_lead_deep() -> None:
    """Lines and parts; texts, comments and numbers do not count."""
    deep = "x = 1\n" + "a." * DEPTH + "a = 1\n['b'." + '"b"' + ".b" * DEPTH + "]\n"
    assert list(deep_keys(deep)) == [(2, DEPTH + 1), (3, DEPTH + 2)]
    dots = "a." * 99
    for text in (f'x = "{dots}"', f"x = '{dots}'", f"# {dots}", "x = 1.5", f"x = '''\n{dots}'''"):
        assert list(deep_keys(text)) == []
    assert list(deep_keys("a." * (DEPTH - 1) + "a = 1")) == []


def test_counties_are_found_as_they_are_written(folder: Any) -> None:
    """By a code with full-width digits, a name; a name of two is ambiguous."""
    dataset = folder.read()
    assert [find_county(dataset, word) for word in ("Ｘ", '="Y"', "西區", "东县")] == [0, 1, 1, 0]
    folder.replace("counties.csv", "西区", "东县")
    with pytest.raises(InputError) as raised:
        find_county(folder.read(), "东县")
    (fault,) = raised.value.faults
    assert fault.code == "E632"
    assert "X (东县), Y (东县)" in fault.what("en")


def test_why_a_folder_cannot_be_copied(tmp_path: Path) -> None:
    """The reasons in words, not the list of all files that Python gives."""
    full = "[Errno 28] No space left on device: 'b'"
    with pytest.raises(InputError) as raised, writing(tmp_path):
        raise shutil.Error([("a", "b", full), ("c", "d", full), ("e", "f", "no more")])
    why = raised.value.faults[0].details["why"]
    assert isinstance(why, Text)
    assert why.en == "No space left on device; no more"
    assert why.zh == "磁盘空间已满；no more"
