"""A CSV table as text columns, and typed readings of a column that note every fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

import numpy as np
import pandas as pd

from models.quantities import IntArray
from optimizer.data.faults import Findings, nearest_hint

_EXTRA = "\0extra"


def read_text(path: Path, findings: Findings) -> str | None:
    """Return a file's text, UTF-8 (with or without BOM) or else GB18030."""
    if not path.is_file():
        findings.add("E101", path.name)
        return None
    raw = path.read_bytes()
    if not raw.strip():
        findings.add("E103", path.name)
        return None
    if b"\0" in raw:
        findings.add("E102", path.name, why="it holds NUL bytes")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _read_gb18030(raw, path.name, findings)


def _read_gb18030(raw: bytes, file: str, findings: Findings) -> str | None:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        findings.add("E102", file, why=f"neither UTF-8 nor GB18030, byte {error.start}")
        return None
    findings.add("W101", file)
    return text


def read_table(path: Path, required: tuple[str, ...], findings: Findings) -> Table | None:
    """Read a CSV file; None when it cannot be used, every reason noted."""
    text = read_text(path, findings)
    if text is None:
        return None
    header = [name.strip() for name in next(csv.reader(io.StringIO(text)))]
    frame = _parse(text, header, path.name, findings)
    repeated = {name for name in header if header.count(name) > 1}
    missing = [name for name in required if name not in header]
    for name in sorted(repeated):
        findings.add("E105", path.name, 1, name)
    for name in missing:
        findings.add("E106", path.name, 1, name, header=", ".join(header))
    if frame is None or repeated or missing:
        return None
    if frame.empty:
        findings.add("E103", path.name)
        return None
    return Table(path.name, frame, findings)


def _parse(text: str, header: list[str], file: str, findings: Findings) -> pd.DataFrame | None:
    """Parse quickly; on anything odd, slowly, to say where."""
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            header=None,
            skiprows=1,
            names=[*range(len(header)), _EXTRA],
            dtype=str,
            keep_default_na=False,
            na_values=[],
            skip_blank_lines=False,
            index_col=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        return _parse_slowly(text, header, file, findings)
    if frame[_EXTRA].notna().any() or frame.drop(columns=_EXTRA).isna().any().any():
        return _parse_slowly(text, header, file, findings)
    frame = frame.drop(columns=_EXTRA)
    frame.columns = pd.Index(header)
    frame.index += 2
    return frame


def _parse_slowly(
    text: str, header: list[str], file: str, findings: Findings
) -> pd.DataFrame | None:
    rows: dict[int, list[str]] = {}
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), strict=True), start=1):
            if number > 1 and any(field.strip() for field in row):
                rows[number] = row
    except csv.Error:
        findings.add("E107", file, max(rows, default=1) + 1)
        return None
    for number, row in rows.items():
        if len(row) != len(header):
            findings.add("E104", file, number, got=len(row), want=len(header))
    kept = {number: row for number, row in rows.items() if len(row) == len(header)}
    return pd.DataFrame.from_dict(kept, orient="index", columns=pd.Index(header), dtype=str)


class Table:
    """Text columns; the index of the frame is the row in the file."""

    def __init__(self, file: str, frame: pd.DataFrame, findings: Findings) -> None:
        self.file = file
        self.frame = frame.apply(lambda column: column.str.strip())
        self.rows = frame.index.to_numpy()
        self.findings = findings

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def has(self, column: str) -> bool:
        """Return whether the table has a column."""
        return column in self.frame.columns

    def note(self, code: str, at: int, column: str, value: str, **details: object) -> None:
        """Note a fault at a row position."""
        self.findings.add(code, self.file, int(self.rows[at]), column, value, **details)

    def text(self, column: str, required: bool = True) -> list[str]:
        """Return a column; empty values are faults when they are required."""
        if not self.has(column):
            return [""] * len(self)
        values: list[str] = self.frame[column].tolist()
        if required:
            for at, value in enumerate(values):
                if not value:
                    self.note("E201", at, column, "")
        return values

    def codes(self, column: str = "code") -> dict[str, int]:
        """Return the position of each code; repeated codes are faults."""
        positions: dict[str, int] = {}
        for at, code in enumerate(self.text(column)):
            if code and code in positions:
                self.note("E207", at, column, code, first=int(self.rows[positions[code]]))
            positions.setdefault(code, at)
        return positions

    def references(self, column: str, known: Mapping[str, int], what: str, where: str) -> IntArray:
        """Return the position of each code in another table; unknown codes are faults, -1."""
        values = self.text(column)
        positions = np.array([known.get(value, -1) for value in values], dtype=np.int64)
        for at in np.nonzero(positions < 0)[0]:
            if values[at]:
                near = nearest_hint(values[at], list(known)) if len(known) < 5000 else ""
                self.note("E301", at, column, values[at], what=what, where=where, near=near)
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
        exact = number * factor
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
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.note("E202", at, column, value)
        elif number < Decimal(str(limits[0])):
            self.note("E203", at, column, value, low=f"{limits[0]:g}")
        elif number > Decimal(str(limits[1])):
            self.note("E204", at, column, value, high=f"{limits[1]:g}")
        else:
            return number
        return None
