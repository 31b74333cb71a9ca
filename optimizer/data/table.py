"""A CSV table as text columns, and typed readings of a column that note every fault."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from models.quantities import IntArray
from optimizer.data.cells import FORMULA, first_control, plain_cell
from optimizer.data.faults import HINTS, NO_HINT, Findings, nearest_hint
from optimizer.data.limits import TABLE_BYTES, bytes_text, passed_limit
from optimizer.text import Text

NO_FILE = Text("it is a folder or a device, not a file", "这是目录或设备，不是文件")
PLACES = {"county": "县（区）", "township": "乡镇", "village": "村（居）"}
"""What codes stand for, in Chinese."""

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 60
_EXACT = Context(prec=2 * _LONGEST_NUMBER)


def read_text(path: Path, findings: Findings, most: int = TABLE_BYTES) -> str | None:
    """Return a file's text, UTF-8 (with or without BOM) or else GB18030."""
    raw = read_bytes(path, findings, most)
    if raw is None:
        return None
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        findings.add("E103", path.name)
        return None
    if b"\0" in raw:
        findings.add("E102", path.name, why=_why_binary(raw))
        return None
    try:
        text: str | None = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _read_gb18030(raw, path.name, findings)
    return None if text is None else _without_control(text, path.name, findings)


def _without_control(text: str, file: str, findings: Findings) -> str | None:
    if found := first_control(text):
        line = text.count("\n", 0, found[0]) + 1
        findings.add("E111", file, line, character=found[1])
        return None
    return text


def read_bytes(path: Path, findings: Findings, most: int = TABLE_BYTES) -> bytes | None:
    """Return a file's bytes; folders, devices and huge files are never opened."""
    try:
        if path.exists() and not path.is_file():
            findings.add("E102", path.name, why=NO_FILE)
        elif path.stat().st_size > most:
            findings.add("E110", path.name, limit=bytes_text(most))
        else:
            return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        findings.add("E101", path.name)
    except (OSError, ValueError) as error:
        findings.add("E102", path.name, why=getattr(error, "strerror", None) or str(error))
    return None


def _why_binary(raw: bytes) -> Text:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Text("it is UTF-16", "编码为 UTF-16")
    if raw.startswith(b"PK"):
        return Text("it is a workbook (xlsx) or a zip file", "这是工作簿（xlsx）或 zip 文件")
    return Text("it is not text: it holds NUL bytes", "不是文本：含有 NUL 字节")


def _read_gb18030(raw: bytes, file: str, findings: Findings) -> str | None:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        where = error.start
        why = Text(f"neither UTF-8 nor GB18030, byte {where}", f"非 UTF-8 或 GB18030，字节 {where}")
        findings.add("E102", file, why=why)
        return None
    findings.add("W101", file)
    return text


def read_table(
    path: Path, required: tuple[str, ...], findings: Findings, may_be_empty: bool = False
) -> Table | None:
    """Read a CSV file; None when it cannot be used, every reason noted.

    Parameters
    ----------
    may_be_empty
        Whether a header alone is enough.
    """
    text = read_text(path, findings)
    rows = {} if text is None else _parse(text, path.name, findings)
    if not rows:
        return None
    top = next(iter(rows))
    header = [name.strip() for name in rows.pop(top)]
    sound = _check_header(header, required, (path.name, top), findings)
    fitted = [_fit(row, at, header, path.name, findings) for at, row in rows.items()]
    enough = bool(rows) or may_be_empty
    if not enough:
        findings.add("E103", path.name)
    if not sound or not enough:
        return None
    frame = pd.DataFrame(fitted, index=list(rows), columns=pd.Index(header), dtype=str)
    return Table(path.name, frame, findings)


def _parse(text: str, file: str, findings: Findings) -> dict[int, list[str]]:
    """Return the rows that are not blank by their number; none when the file is broken."""
    rows: dict[int, list[str]] = {}
    number = cells = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=None), strict=True), 1):
            cells += len(row)
            if limit := passed_limit(number, len(row), cells):
                findings.add("E110", file, number, limit=limit)
                return {}
            if any(field.strip() for field in row):
                rows[number] = row
    except csv.Error as error:
        too_long = "field larger" in str(error)
        findings.add("E108" if too_long else "E107", file, number + 1, most=csv.field_size_limit())
        return {}
    if not rows:
        findings.add("E103", file)
    return rows


def _check_header(
    header: list[str], required: tuple[str, ...], place: tuple[str, int], findings: Findings
) -> bool:
    """Note columns that are repeated, missing or without a name."""
    repeated = sorted(name for name, count in Counter(header).items() if count > 1 or not name)
    missing = [name for name in required if name not in header]
    for name in repeated:
        findings.add("E105" if name else "E109", *place, name)
    for name in missing:
        findings.add("E106", *place, name, header=", ".join(header))
    return not repeated and not missing


def _fit(row: list[str], at: int, header: list[str], file: str, findings: Findings) -> list[str]:
    """Return a row as long as the header; any other length is a fault."""
    got, want = len(row), len(header)
    if got != want:
        findings.add("E104", file, at, got=got, want=want)
    return [*row[:want], *[""] * (want - got)]


class Table:
    """Text columns; the index of the frame is the row in the file."""

    def __init__(self, file: str, frame: pd.DataFrame, findings: Findings) -> None:
        self.file = file
        self.frame = frame.apply(lambda column: column.str.strip().map(plain_cell))
        self.rows = frame.index.to_numpy()
        self.findings = findings
        self._seen: set[str] = set()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def has(self, column: str) -> bool:
        """Return whether the table has a column."""
        return column in self.frame.columns

    def note(
        self, code: str, at: int | np.integer[Any], column: str, value: str, **details: object
    ) -> None:
        """Note a fault at a row position."""
        self.findings.add(code, self.file, int(self.rows[at]), column, value, **details)

    def text(self, column: str, required: bool = True) -> list[str]:
        """Return a column; empty values are faults (noted once) when they are required."""
        if not self.has(column):
            return [""] * len(self)
        values: list[str] = self.frame[column].tolist()
        if required and column not in self._seen:
            self._seen.add(column)
            for at, value in enumerate(values):
                if not value:
                    self.note("E201", at, column, "")
        return values

    def codes(self, column: str = "code") -> dict[str, int]:
        """Return the position of each code; repeated codes are faults."""
        positions: dict[str, int] = {}
        for at, code in enumerate(self.text(column)):
            if code.startswith(tuple(FORMULA)):
                self.note("E208", at, column, code, first=code[0])
            if code and code in positions:
                self.note("E207", at, column, code, first=int(self.rows[positions[code]]))
            positions.setdefault(code, at)
        return positions

    def references(self, column: str, known: Mapping[str, int], what: str, where: str) -> IntArray:
        """Return the position of each code in another table; unknown codes are faults, -1."""
        values = self.text(column)
        positions = np.array([known.get(value, -1) for value in values], dtype=np.int64)
        unknown = [at for at in np.nonzero(positions < 0)[0] if values[at]]
        words, name = list(known), Text(what, PLACES.get(what, what))
        for i, at in enumerate(unknown):
            near = nearest_hint(values[at], words) if i < HINTS and len(words) < 5000 else NO_HINT
            self.note("E301", at, column, values[at], what=name, where=where, near=near)
        return positions

    def flags(self, column: str) -> list[bool]:
        """Return a column of 0 and 1."""
        values = self.text(column)
        for at, value in enumerate(values):
            if value not in ("", "0", "1"):
                self.note("E205", at, column, value)
        return [value == "1" for value in values]

    def whole(
        self,
        column: str,
        factor: int,
        unit: str,
        high: float,
        low: float = 0,
        required: bool = True,
    ) -> IntArray:
        """Return a column x `factor`, rounded half up; -1 where there is no number."""
        finer: list[int] = []
        values = self.text(column, required)
        whole = [
            self._whole(at, column, v, factor, (low, high), finer) for at, v in enumerate(values)
        ]
        if finer:
            first = int(self.rows[finer[0]])
            self.findings.add(
                "W102", self.file, 0, column, "", count=len(finer), unit=unit, first=first
            )
        return np.array(whole, dtype=np.int64)

    def _whole(
        self,
        at: int,
        column: str,
        value: str,
        factor: int,
        limits: tuple[float, float],
        finer: list[int],
    ) -> int:
        number = self.number(at, column, value, limits)
        if number is None:
            return -1
        exact = _EXACT.multiply(number, Decimal(factor))
        rounded = exact.to_integral_value(rounding=ROUND_HALF_UP)
        if rounded != exact:
            finer.append(at)
        return int(rounded)

    def number(
        self, at: int, column: str, value: str, limits: tuple[float, float]
    ) -> Decimal | None:
        """Return one value as a number within limits, or None with the fault noted."""
        if not value:
            return None
        if len(value) > _LONGEST_NUMBER or not _NUMBER.fullmatch(value):
            self.note("E202", at, column, value)
            return None
        number = Decimal(value)
        if number < Decimal(str(limits[0])):
            self.note("E203", at, column, value, low=f"{limits[0]:g}")
        elif number > Decimal(str(limits[1])):
            self.note("E204", at, column, value, high=f"{limits[1]:g}")
        else:
            return number
        return None
