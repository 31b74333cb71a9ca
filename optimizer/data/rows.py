"""The rows of a CSV text: header, quotation marks, and what is no row of a table at all."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from optimizer.data.cells import first_control, visible
from optimizer.data.faults import COLUMNS, NO_HINT, Findings, some_of
from optimizer.data.headers import column_meant
from optimizer.data.limits import passed_limit
from optimizer.data.spelling import half_width, is_total
from optimizer.data.text_file import note_controls, read_text
from optimizer.text import Text

Rows = dict[int, list[str]]
"""Rows by their number in the file; the header is the first."""
_ABOVE = 20
"""Rows that may stand above a header, as titles do."""
_FIELD = re.compile(r'"(?:[^"]|"")*+"(?=[,\r\n]|\Z)|[^,\r\n]*+')
_HELD = re.compile(r'\s*="[^"]*"\s*')
_SEPARATORS = {
    ";": Text("semicolons", "分号"),
    "\t": Text("tabulators", "制表符"),
    "\uff0c": Text("full-width commas", "全角逗号"),
    "、": Text("Chinese enumeration commas", "顿号"),
    "|": Text("vertical bars", "竖线"),
}


def read_rows(
    path: Path,
    required: tuple[str, ...],
    findings: Findings,
    may_be_empty: bool = False,
    meant: tuple[str, ...] = (),
) -> tuple[list[str], Rows] | None:
    """Return header and rows of a CSV file; None when it cannot be used, every reason noted.

    Columns of `meant` get our name where the header calls them by another. A required
    `village|township` is either of them.
    """
    text = read_text(path, findings)
    rows = {} if text is None else _parse(text, path.name, findings)
    if not rows or text is None:
        return None
    odd = _note_controls(text, rows, path.name, findings)
    odd |= _note_open_quotes(text, rows, path.name, findings)
    top = next(iter(rows))
    header = _renamed([_plain(name) for name in rows[top]], meant)
    sound = _check_header(header, required, (path.name, top), rows, findings)
    if sound is None:
        return None
    del rows[top]
    rows = dict(_without_totals(rows, header, path.name, findings))
    fitted = {at: _fit(row, at, header, path.name, findings) for at, row in rows.items()}
    enough = bool(fitted) or may_be_empty
    if not enough:
        findings.add("E103", path.name)
    return (header, fitted) if sound and enough and not odd else None


def _renamed(header: list[str], meant: tuple[str, ...]) -> list[str]:
    for column in meant:
        found = column_meant(column, [name for name in header if name not in meant])
        if column not in header and found is not None:
            header = [column if name == found else name for name in header]
    return header


def _plain(name: str) -> str:
    """Return a column's name; full-width letters are read as ASCII where all of it then is."""
    name = name.strip()
    plain = half_width(name).strip()
    return plain if plain.isascii() else name


def _parse(text: str, file: str, findings: Findings) -> Rows:
    """Return the rows that are not blank by their number; none when the file is broken."""
    rows: Rows = {}
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
        if not too_long:
            note_controls(text, file, findings)
        return {}
    if not rows:
        findings.add("E103", file)
    return rows


def _note_controls(text: str, rows: Rows, file: str, findings: Findings) -> bool:
    """Note each cell with a control character or an invisible mark; return whether one has."""
    if not first_control(text):
        return False
    header: list[str] = []
    for number, row in rows.items():
        header = header or row
        for at, cell in enumerate(row):
            if found := first_control(cell):
                column = visible(header[at].strip()) if at < len(header) else ""
                findings.add("E111", file, number, column, character=found[1])
    return True


def _note_open_quotes(text: str, rows: Rows, file: str, findings: Findings) -> bool:
    """Note fields that are not in quotes but hold an odd number of them; return whether one does.

    `="001"`, as spreadsheets hold text, is none.
    """
    if not any(cell.count('"') % 2 for row in rows.values() for cell in row):
        return False
    header = [cell.strip() for cell in next(iter(rows.values()))]
    found = False
    for number, at, field in _fields(text):
        if field.count('"') % 2 and not _HELD.fullmatch(field):
            column = header[at] if at < len(header) else ""
            findings.add("E107", file, number, column, field.strip()[:60])
            found = True
    return found


def _fields(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield row, position in the row and each field as it is written, quotes included."""
    row, at, start = 1, 0, 0
    while start < len(text):
        found = _FIELD.match(text, start)
        end = found.end() if found else start
        yield row, at, text[start:end]
        at += 1
        if end < len(text) and text[end] in "\r\n":
            row, at = row + 1, 0
            end += text[end : end + 2] == "\r\n"
        start = end + 1


def _check_header(
    header: list[str],
    required: tuple[str, ...],
    place: tuple[str, int],
    rows: Rows,
    findings: Findings,
) -> bool | None:
    """Note columns that are repeated, missing or without a name; None: this is no header."""
    repeated = sorted(name for name, count in Counter(header).items() if count > 1 or not name)
    missing = [name.split("|")[0] for name in required if not set(name.split("|")) & set(header)]
    if missing and (fault := _no_header(required, rows)):
        code, at, details = fault
        findings.add(code, place[0], at, "", "", **details)
        return None
    for name in repeated:
        findings.add("E105" if name else "E109", *place, name)
    for name in missing:
        meant = column_meant(name, header)
        near = Text(f"; is {meant} meant?", f"；是否即 {meant} 列？") if meant else NO_HINT
        findings.add("E106", *place, name, header=some_of(header, COLUMNS), near=near)
    return not repeated and not missing


def _no_header(required: tuple[str, ...], rows: Rows) -> tuple[str, int, dict[str, object]] | None:
    """Return the fault of a first row that is no header: a title, or other separators."""
    first = next(iter(rows))
    wanted = {name.split("|")[0] for name in required}
    for at, row in list(rows.items())[1:_ABOVE]:
        if len(required) > 1 and wanted <= {_plain(name) for name in row}:
            return "E131", first, {"header": at}
    whole = ",".join(rows[first])
    for mark, words in _SEPARATORS.items():
        names = {_plain(name) for name in whole.split(mark)}
        if len(required) > 1 and mark in whole and wanted <= names:
            return "E130", first, {"mark": words}
    return None


def _without_totals(
    rows: Rows, header: list[str], file: str, findings: Findings
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are no totals; those that are, are faults."""
    for number, row in rows.items():
        at, first = next((at, cell) for at, cell in enumerate(row) if cell.strip())
        if len(header) > 1 and is_total(first):
            findings.add(
                "E132", file, number, header[at] if at < len(header) else "", first.strip()
            )
        else:
            yield number, row


def _fit(row: list[str], at: int, header: list[str], file: str, findings: Findings) -> list[str]:
    """Return a row as long as the header; any other length is a fault."""
    got, want = len(row), len(header)
    if got != want:
        findings.add("E104", file, at, got=got, want=want)
    return [*row[:want], *[""] * (want - got)]
