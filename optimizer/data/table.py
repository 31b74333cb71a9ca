"""A CSV table as text columns, and typed readings of a column that note every fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from models.quantities import BoolArray, IntArray
from optimizer.data.causes import code_pattern, nearest_code
from optimizer.data.cells import FORMULA
from optimizer.data.faults import HINTS, NO_HINT, Findings
from optimizer.data.limits import NAME
from optimizer.data.rows import read_rows
from optimizer.data.spelling import (
    code_trouble,
    half_width,
    is_exponent,
    number_trouble,
    plain_number,
    read_code,
)
from optimizer.data.text_file import read_bytes, read_text
from optimizer.text import Text

__all__ = ["PLACES", "Table", "read_bytes", "read_table", "read_text"]

PLACES = {"county": "县（区）", "township": "乡镇", "village": "村（居）"}
"""What codes stand for, in Chinese."""

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 60
"""Characters of a number: longer ones are no figures, and slow to read."""
_EXACT = Context(prec=2 * _LONGEST_NUMBER)
"""Digits that keep a product of two numbers exact."""


def read_table(
    path: Path,
    required: tuple[str, ...],
    findings: Findings,
    may_be_empty: bool = False,
    meant: tuple[str, ...] = (),
) -> Table | None:
    """Read a CSV file; None when it cannot be used, every reason noted.

    Parameters
    ----------
    may_be_empty
        Whether a header alone is enough.
    meant
        Columns that are known by other headers too, such as Chinese ones.
    """
    found = read_rows(path, required, findings, may_be_empty, meant)
    if found is None:
        return None
    header, rows = found
    frame = pd.DataFrame(list(rows.values()), index=list(rows), columns=pd.Index(header), dtype=str)
    return Table(path.name, frame, findings)


class Table:
    """Text columns; the index of the frame is the row in the file.

    Attributes
    ----------
    doubtful
        Positions of rows without a code of their own: what follows from that is no
        fault besides.
    """

    def __init__(self, file: str, frame: pd.DataFrame, findings: Findings) -> None:
        self.file = file
        self.frame = frame.apply(lambda column: column.str.strip())
        self.rows = frame.index.to_numpy()
        self.findings = findings
        self.doubtful: set[int] = set()
        self._seen: set[str] = set()
        self._codes: set[str] = set()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def kept(self, rows: BoolArray) -> Table:
        """Return some rows, by a mask of shape (rows,)."""
        return Table(self.file, self.frame[rows], self.findings)

    def has(self, column: str) -> bool:
        """Return whether the table has a column."""
        return column in self.frame.columns

    def note(
        self, code: str, at: int | np.integer[Any], column: str, value: str, **details: object
    ) -> None:
        """Note a fault at a row position."""
        self.findings.add(code, self.file, int(self.rows[at]), column, value, **details)

    def text(self, column: str, required: bool = True) -> list[str]:
        """Return a column; what is empty though required, or too long, is a fault (noted once)."""
        if not self.has(column):
            return [""] * len(self)
        values: list[str] = self.frame[column].tolist()
        if column not in self._seen:
            self._seen.add(column)
            for at, value in enumerate(values):
                if not value and required:
                    self.note("E201", at, column, "")
                elif len(value) > NAME:
                    self.note("E133", at, column, value[:20], most=NAME, count=len(value))
        return values

    def code_text(self, column: str) -> list[str]:
        """Return a column of codes, however a spreadsheet holds them."""
        if self.has(column) and column not in self._codes:
            self._codes.add(column)
            self.frame[column] = self.frame[column].map(read_code)
        return self.text(column)

    def codes(self, column: str = "code") -> dict[str, int]:
        """Return the position of each code; repeated and damaged codes are faults."""
        positions: dict[str, int] = {}
        for at, code in enumerate(self.code_text(column)):
            if code.startswith(tuple(FORMULA)):
                self.note("E208", at, column, code, first=code[0])
            if is_exponent(code):
                self.note("E230", at, column, code, cause=code_trouble(code))
            elif code and code in positions:
                self.note("E207", at, column, code, first=int(self.rows[positions[code]]))
            if not code or code in positions:
                self.doubtful.add(at)
            positions.setdefault(code, at)
        return positions

    def references(self, column: str, known: Mapping[str, int], what: str, where: str) -> IntArray:
        """Return the position of each code in another table; unknown codes are faults, -1."""
        values = self.code_text(column)
        positions = np.array([known.get(value, -1) for value in values], dtype=np.int64)
        unknown = [
            at for at in np.nonzero(positions < 0)[0] if values[at] and values[at] not in known
        ]
        name = Text(what, PLACES.get(what, what))
        pattern = code_pattern([values[at] for at in unknown], known)
        for i, at in enumerate(unknown):
            cause = code_trouble(values[at]) or pattern
            if is_exponent(values[at]):
                self.note("E230", at, column, values[at], cause=cause)
                continue
            near = nearest_code(values[at], known) if i < HINTS and not cause else NO_HINT
            details = {"what": name, "where": where, "near": near, "cause": cause}
            self.note("E301", at, column, values[at], **details)
        return positions

    def flags(self, column: str) -> list[bool]:
        """Return a column of 0 and 1."""
        values = [half_width(value) for value in self.text(column)]
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
        self,
        at: int,
        column: str,
        value: str,
        limits: tuple[float, float],
        cause: Text | None = None,
    ) -> Decimal | None:
        """Return one value as a number within limits, or None with the fault noted.

        Parameters
        ----------
        cause
            What is likely wrong with the column, if a number is beyond the limits.
        """
        if not value:
            return None
        plain = plain_number(value)
        if len(plain) > _LONGEST_NUMBER or not _NUMBER.fullmatch(plain):
            self.note("E202", at, column, value, cause=number_trouble(value))
            return None
        number = Decimal(plain)
        if number < Decimal(str(limits[0])):
            self.note("E203", at, column, value, low=f"{limits[0]:g}", cause=cause)
        elif number > Decimal(str(limits[1])):
            self.note("E204", at, column, value, high=f"{limits[1]:g}", cause=cause)
        else:
            return number
        return None
