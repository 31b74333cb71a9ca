"""Tables are read as they come from Excel and from hand, and numbers are rounded once."""

from __future__ import annotations

import os
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.data import table as table_module
from optimizer.data.causes import nearest_code
from optimizer.data.faults import Findings
from optimizer.data.table import HINTS, Table, read_table, read_text

TEXT = "code,name\n1,甲\n2,乙\n"


def read(path: Path, raw: bytes | str, columns: tuple[str, ...] = ("code", "name")) -> Any:
    """Write a file and read it; return the table and the faults."""
    findings = Findings()
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return read_table(path, columns, findings), findings.faults


def column(tmp_path: Path, values: list[str], factor: int = 100, **limits: float) -> Any:
    """Read a column of numbers; return the whole numbers and the faults."""
    rows = "".join(f'{i},"{value}"\n' for i, value in enumerate(values))
    table, faults = read(tmp_path / "t.csv", "code,x\n" + rows, ("code", "x"))
    whole = table.whole("x", factor, "0.01", limits.pop("high", 1e6), **limits)
    return whole.tolist(), faults


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.rstrip().encode(),
        TEXT.replace(",", " ,\t").encode(),
        TEXT.replace("\n", "\n\n").encode(),
        ("\n \n" + TEXT + "\n,\n").encode(),
        TEXT.replace("甲", '"甲"').encode(),
        TEXT.replace("甲", "　甲 ").encode(),
    ],
    ids=["plain", "bom", "crlf", "cr", "no-end", "spaces", "blank", "ends", "quotes", "wide"],
)
def test_same_table_in_many_clothes(tmp_path: Path, raw: bytes) -> None:
    """BOM, line ends, blank lines, quotes and spaces around values change nothing."""
    table, faults = read(tmp_path / "t.csv", raw)
    assert table.frame.to_dict("list") == {"code": ["1", "2"], "name": ["甲", "乙"]}
    assert faults == []


def test_rows_are_those_of_the_file(tmp_path: Path) -> None:
    """Blank lines are skipped but counted, so that a fault names the row that Excel shows."""
    table, _ = read(tmp_path / "t.csv", "\ncode,name\n\n1,甲\n,\n2,\n")
    table.text("name")
    assert table.rows.tolist() == [4, 6]
    assert [fault.row for fault in table.findings.faults] == [6]


def test_gb18030_is_recognised(tmp_path: Path) -> None:
    """A table that Excel saved in the Chinese code page is read, with a warning."""
    table, faults = read(tmp_path / "t.csv", TEXT.encode("gb18030"))
    assert table.text("name") == ["甲", "乙"]
    assert [fault.code for fault in faults] == ["W101"]


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b",,\n,\n"])
def test_file_without_content_is_empty(tmp_path: Path, raw: bytes) -> None:
    """Nothing, blanks, a lone BOM and lone commas are an empty file."""
    table, faults = read(tmp_path / "t.csv", raw)
    assert table is None
    assert [fault.code for fault in faults] == ["E103"]


def test_header_alone_is_empty(tmp_path: Path) -> None:
    """A header without rows is an empty file; what it lacks is said too."""
    assert [f.code for f in read(tmp_path / "t.csv", "code,name\n")[1]] == ["E103"]
    assert [f.code for f in read(tmp_path / "t.csv", "code\n")[1]] == ["E106", "E103"]


def test_every_fault_of_a_header_is_noted(tmp_path: Path) -> None:
    """Repeated, nameless and missing columns come together with ragged rows."""
    _, faults = read(tmp_path / "t.csv", "code,code,,area\n1,2,3\n")
    found = [(fault.code, fault.row, fault.column) for fault in faults]
    assert found == [("E109", 1, ""), ("E105", 1, "code"), ("E106", 1, "name"), ("E104", 2, "")]


def test_ragged_row_keeps_its_code(tmp_path: Path) -> None:
    """A row of the wrong length is one fault and does not make its code unknown elsewhere."""
    table, faults = read(tmp_path / "t.csv", "code,name\n1\n2,乙,3\n")
    assert table.codes() == {"1": 0, "2": 1}
    assert [(f.row, f.details) for f in faults] == [
        (2, {"got": 1, "want": 2}),
        (3, {"got": 3, "want": 2}),
    ]


@pytest.mark.parametrize("text", ['code,name\n1,"甲\n2,乙\n', 'code,name\n1,"甲"乙\n', '"code\n1'])
def test_quotation_mark_is_found(tmp_path: Path, text: str) -> None:
    """An open quotation mark, or text after a closed one, is a fault of the row it stands in."""
    _, faults = read(tmp_path / "t.csv", text)
    assert [(f.code, f.row) for f in faults] == [("E107", 1 if text.startswith('"') else 2)]


def test_quoted_line_break_is_one_row(tmp_path: Path) -> None:
    """A line break in quotes belongs to the value; the next row is the next number."""
    table, _ = read(tmp_path / "t.csv", 'code,name\n1,"甲\r\n乙"\n2,丙\n')
    assert table.text("name") == ["甲\n乙", "丙"]
    assert table.rows.tolist() == [2, 3]


@pytest.mark.parametrize("line", ["x" * 5_000_000, "x," * 2_500_000, '"' * 5_000_001, "1" * 10**6])
def test_five_megabytes_of_one_line(tmp_path: Path, line: str) -> None:
    """A huge line is a fault that says what it is in a line that can be read."""
    for text in (line, f"code,name\n1,{line}\n"):
        table, faults = read(tmp_path / "t.csv", text)
        assert table is None or faults
        assert {fault.code for fault in faults} <= {
            "E103", "E104", "E105", "E106", "E107", "E108", "E109", "E110",
        }  # fmt: skip
        assert faults
        assert max(len(fault.line("en")) for fault in faults) < 1_000


def _xlsx(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "<x/>" * 50)
    return path.read_bytes()


def test_binary_files_are_named_for_what_they_are(tmp_path: Path) -> None:
    """UTF-16, a renamed workbook and other binaries are faults that say so."""
    raws = [TEXT.encode("utf-16"), _xlsx(tmp_path / "x.zip"), b"\x89PNG\0\0", b"code,\xff\xff\n"]
    whys = []
    for raw in raws:
        _, (fault,) = read(tmp_path / "t.csv", raw)
        assert fault.code == "E102"
        whys.append(fault.what("en"))
    for why, word in zip(whys, ("UTF-16", "xlsx", "NUL", "neither UTF-8 nor GB18030"), strict=True):
        assert word in why


def _reason(path: Path) -> str:
    findings = Findings()
    assert read_text(path, findings) is None
    (fault,) = findings.faults
    assert fault.line("zh")
    return f"{fault.code} {fault.what('en')}"


def test_what_is_no_file_is_a_fault(tmp_path: Path) -> None:
    """Folders, pipes, loops, dead links and impossible names are faults; pipes do not hang."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in (".", "pipe"):
        assert _reason(tmp_path / name).startswith("E102 the text cannot be read (it is a folder")
    for name in ("loop", "a\0b", "x" * 300):
        assert _reason(tmp_path / name).startswith("E102")
    for name in ("dead", "gone", "file/inside"):
        assert _reason(tmp_path / name) == "E101 the file is missing"
    assert _reason(Path("/dev/zero")).startswith("E102")


def test_forbidden_file_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is a fault with the system's reason."""

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "t.csv").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert _reason(tmp_path / "t.csv") == "E102 the text cannot be read (Permission denied)"


def test_empty_value_is_noted_once(tmp_path: Path) -> None:
    """A column that is looked at twice is checked once."""
    table, _ = read(tmp_path / "t.csv", "code,name\n,甲\n2,乙\n")
    table.codes()
    table.text("code")
    assert [fault.code for fault in table.findings.faults] == ["E201"]


def test_repeated_code_names_the_first_row(tmp_path: Path) -> None:
    """Each repetition of a code is a fault that names where it stood first."""
    table, _ = read(tmp_path / "t.csv", "code,name\n1,甲\n1,乙\n1,丙\n")
    table.codes()
    assert [(f.row, f.details["first"]) for f in table.findings.faults] == [(3, 2), (4, 2)]


def test_unknown_code_gets_the_nearest_known(tmp_path: Path) -> None:
    """An unknown code is position -1 and a fault with a hint; an empty one is just empty."""
    table, _ = read(tmp_path / "t.csv", "code,name\n1,aple\n2,apple\n3,\n")
    positions = table.references("name", {"apple": 7}, "village", "v.csv")
    assert positions.tolist() == [-1, 7, -1]
    assert [fault.code for fault in table.findings.faults] == ["E201", "E301"]
    assert "did you mean apple?" in table.findings.faults[1].action("en")


def test_few_of_many_unknown_codes_are_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every code of a wholly wrong column is a fault; what is near is sought for a few alone."""
    sought: list[str] = []

    def counting(code: str, known: Any) -> Any:
        sought.append(code)
        return nearest_code(code, known)

    monkeypatch.setattr(table_module, "nearest_code", counting)
    table, _ = read(
        tmp_path / "t.csv", "code,name\n" + "".join(f"{i},x{i}\n" for i in range(20000))
    )
    known = {f"140{i:09d}": i for i in range(4000)}
    assert (table.references("name", known, "village", "v.csv") == -1).all()
    assert len(table.findings.faults) == 20000
    assert len(sought) == HINTS < 100


@pytest.mark.parametrize(
    "value",
    ["nan", "NaN", "sNaN", "inf", "-Infinity", "1_000", "1,000", "12 km2", "0x10", "1e",
     "--1", "½", "٣", "1.2.3", ".", "1e9999999999", "true", "9" * 61],
)  # fmt: skip
def test_what_is_no_plain_number(tmp_path: Path, value: str) -> None:
    """Words, units, separators, underscores and digits other than 0-9 are refused."""
    whole, faults = column(tmp_path, [value])
    assert whole == [-1]
    assert [(fault.code, fault.value) for fault in faults] == [("E202", value)]


@pytest.mark.parametrize(
    ("value", "want"),
    [("1", 100), ("+1.5", 150), (".5", 50), ("5.", 500), ("1.2E+2", 12000), ("-0", 0)],
)
def test_plain_numbers(tmp_path: Path, value: str, want: int) -> None:
    """Signs, a bare point and Excel's exponents are numbers."""
    assert column(tmp_path, [value]) == ([want], [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("-0.001", "E203"),
        ("-1e999", "E203"),
        ("1000000.01", "E204"),
        ("1e999", "E204"),
        ("", "E201"),
    ],
)
def test_numbers_beyond_the_limits(tmp_path: Path, value: str, code: str) -> None:
    """Negative, absurd and absent numbers are faults of their own kinds."""
    whole, faults = column(tmp_path, ["1", value])
    assert whole == [100, -1]
    assert [(fault.code, fault.row) for fault in faults] == [(code, 3)]
    assert faults[0].action("en")


def test_half_is_rounded_up_once(tmp_path: Path) -> None:
    """1.005 km2 is 101 ha, and a long tail of nines below a half is not rounded twice."""
    below_half = "0.0049" + "9" * 50
    whole, (fault,) = column(tmp_path, ["1.005", "1.0049", "2.675", below_half, "3.00"])
    assert whole == [101, 100, 268, 0, 300]
    assert fault.code == "W102"
    assert (fault.details["count"], fault.details["first"]) == (4, 2)


def test_tiny_number_counts_as_finer(tmp_path: Path) -> None:
    """1e-999 is 0 in whole units, and that is said."""
    whole, (fault,) = column(tmp_path, ["1e-999"])
    assert (whole, fault.code) == ([0], "W102")


@given(st.decimals(min_value=0, max_value=9999, allow_nan=False, places=4))
def test_rounding_is_that_of_the_decimal_number(value: Decimal) -> None:
    """Any decimal becomes the nearest whole number of units, halves going up."""
    findings = Findings()
    table = Table("t.csv", pd.DataFrame({"x": [str(value)]}, index=[2]), findings)
    want = int((value * 60).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert table.whole("x", 60, "1 s", 1e6).tolist() == [want]


def test_flags_are_0_or_1(tmp_path: Path) -> None:
    """Anything but 0 and 1 is a fault, an empty flag is an empty value."""
    table, _ = read(tmp_path / "t.csv", "code,name\n1,1\n2,0\n3,yes\n4,\n")
    assert table.flags("name") == [True, False, False, False]
    assert sorted(fault.code for fault in table.findings.faults) == ["E201", "E205"]


def test_optional_column_may_be_absent_or_empty(tmp_path: Path) -> None:
    """A column that is not required is empty text, and -1 as a number."""
    table, faults = read(tmp_path / "t.csv", "code,name\n1,\n")
    assert table.text("terrain", required=False) == [""]
    assert np.array_equal(table.whole("name", 1, "1", 9, required=False), [-1])
    assert faults == []
