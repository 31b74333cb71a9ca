"""Tables: csv of any usual encoding and delimiter, and workbooks (xlsx, xls, ods)."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from optimizer.data.cells import first_control
from optimizer.data.importing.columns import known_names
from optimizer.data.importing.extras import need
from optimizer.data.importing.layer import Layer, text_of
from optimizer.data.importing.notices import Notices
from optimizer.data.limits import TABLE_BYTES, bytes_text, passed_limit
from optimizer.text import Text

DELIMITERS = ",;\t|"
_HEADER_ROWS = 12
"""A title, a unit and a date may stand above the header of a table."""


def read_csv(path: Path, notices: Notices) -> list[Layer]:
    """Read a text table; nothing when it cannot be used, the reason noted."""
    raw = path.read_bytes() if path.stat().st_size <= TABLE_BYTES else None
    if raw is None:
        notices.add("E802", path.name, case="", why=bytes_text(TABLE_BYTES))
        return []
    decoded = decode(raw)
    if decoded is None:
        why = Text("neither UTF-8, UTF-16 nor GB18030", "编码不是 UTF-8、UTF-16 或 GB18030")
        notices.add("E802", path.name, why=why)
        return []
    text, encoding = decoded
    if found := first_control(text):
        why = Text(f"control character {found[1]}", f"含控制字符 {found[1]}")
        notices.add("E802", path.name, why=why)
        return []
    if encoding not in ("utf-8-sig", "utf-8"):
        notices.add("W826", path.name, case=encoding)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text)))
    except csv.Error as error:
        notices.add("E802", path.name, why=str(error))
        return []
    return _layers(path.name, path.stem, rows, notices)


def decode(raw: bytes) -> tuple[str, str] | None:
    """Return a file's text and its encoding, by its first bytes or by what reads without error."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _decoded(raw, encoding)
    if b"\0" in raw[:4096]:
        even = raw[:4096:2].count(0) > raw[1:4096:2].count(0)
        return _decoded(raw, "utf-16-be" if even else "utf-16-le")
    return _decoded(raw, "utf-8") or _decoded(raw, "gb18030")


def _decoded(raw: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _delimiter(text: str) -> str:
    """Return the delimiter that parts the first lines into the most fields, and evenly."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]

    def fit(mark: str) -> tuple[float, int]:
        counts = [line.count(mark) for line in lines]
        most = max(counts, default=0)
        return (sum(c == most for c in counts) / max(len(counts), 1) if most else 0.0, most)

    best = max(DELIMITERS, key=lambda mark: (fit(mark)[0] > 0, fit(mark)))
    return best if fit(best)[1] else ","


def read_workbook(path: Path, notices: Notices) -> list[Layer]:
    """Read every sheet of a workbook that holds a table."""
    need("office", path.name)
    from python_calamine import CalamineError, CalamineWorkbook

    if path.stat().st_size > TABLE_BYTES:
        notices.add("E802", path.name, why=bytes_text(TABLE_BYTES))
        return []
    found: list[Layer] = []
    try:
        book = CalamineWorkbook.from_path(str(path))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            found += _layers(path.name, sheet, rows, notices, quiet=True)
    except (CalamineError, OSError, ValueError) as error:
        notices.add("E802", path.name, why=str(error) or type(error).__name__)
        return []
    if not found:
        notices.add("E803", path.name)
    return found


def _layers(
    file: str,
    name: str,
    rows: Sequence[Sequence[Any]],
    notices: Notices,
    quiet: bool = False,
) -> list[Layer]:
    """Return the table that some rows hold, its header found."""
    cells = 0
    for number, row in enumerate(rows, 1):
        cells += len(row)
        if limit := passed_limit(number, len(row), cells):
            notices.add("E802", file, why=limit)
            return []
    written = [[text_of(cell) for cell in row] for row in rows]
    at = _header_row(written)
    if at is None or not any(any(row) for row in written[at + 1 :]):
        if not quiet:
            notices.add("E803", file)
        return []
    header = [" ".join(cell.split()) for cell in written[at]]
    width = max((i + 1 for i, cell in enumerate(header) if cell), default=0)
    body = [row for row in written[at + 1 :] if any(row[:width])]
    columns = {
        cell: [row[i] if i < len(row) else "" for row in body]
        for i, cell in enumerate(header[:width])
        if cell
    }
    repeated = sorted({cell for cell in header if cell and header.count(cell) > 1})
    notices.extend("W827", file, "", repeated)
    return [Layer(file, name, columns, first_row=at + 2)]


def _header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the row that names columns: of the first ones the one with most known names."""
    candidates = [at for at in range(min(len(rows), _HEADER_ROWS)) if any(rows[at])]
    if not candidates:
        return None
    known = {at: known_names(rows[at]) for at in candidates}
    best = max(candidates, key=lambda at: (known[at], -at))
    if known[best] >= 1:
        return best
    return max(candidates, key=lambda at: (_names(rows[at]) >= 2, -at))


def _names(row: Iterable[str]) -> int:
    return sum(bool(cell) and not cell.replace(".", "").isdigit() for cell in row)
