"""Files as text: what can be read as such, and where in it something is wrong."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from optimizer.data.cells import first_control, visible
from optimizer.data.faults import Findings
from optimizer.data.limits import TABLE_BYTES, bytes_text
from optimizer.data.system_errors import reason
from optimizer.text import Text

Place = tuple[int, str]
"""Row and column (in a scenario line and key) of something in a text."""
NO_FILE = Text("it is a folder or a device, not a file", "这是目录或设备，不是文件")
_KEY = re.compile(r"\s*([A-Za-z0-9_.-]{1,60})\s*=|\s*\[+\s*([^\]\n]{1,60})\]")


def place_in_table(before: str) -> Place:
    """Return the row and the column's name at the end of the first part of a CSV text."""
    header: list[str] = []
    row = [""]
    number = 0
    try:
        for row in csv.reader(io.StringIO(before, newline=None)):
            number += 1
            header = header or (row if any(cell.strip() for cell in row) else [])
    except csv.Error:
        return before.count("\n") + 1, ""
    if not before or before[-1] in "\r\n":
        number, row = number + 1, [""]
    at = len(row) - 1
    inside = at < len(header) and row is not header
    return number, visible(header[at].strip())[:60] if inside else ""


def place_in_scenario(before: str) -> Place:
    """Return the line and the key at the end of the first part of a TOML text."""
    found = _KEY.match(before, before.rfind("\n") + 1)
    key = (found[1] or found[2]).strip() if found else ""
    return before.count("\n") + 1, visible(key)


def read_text(
    path: Path,
    findings: Findings,
    most: int = TABLE_BYTES,
    place: Callable[[str], Place] = place_in_table,
) -> str | None:
    """Return a file's text, UTF-8 (with or without BOM) or else GB18030.

    Control characters are left to those who know the rows and columns.
    """
    raw = read_bytes(path, findings, most)
    if raw is None:
        return None
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        findings.add("E103", path.name)
        return None
    if b"\0" in raw:
        why, at = _why_binary(raw)
        findings.add("E102", path.name, *_at(raw, at, place), why=why)
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _read_gb18030(raw, path.name, findings, place)


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
        findings.add("E102", path.name, why=reason(error))
    return None


def note_controls(
    text: str, file: str, findings: Findings, place: Callable[[str], Place] = place_in_table
) -> bool:
    """Note the first control character or invisible mark of a text; return whether there is one."""
    found = first_control(text)
    if found:
        findings.add("E111", file, *place(text[: found[0]]), character=found[1])
    return bool(found)


def what_file(path: Path) -> Text | None:
    """Say what a file is by its first bytes, where it is no text that people write by hand.

    GeoJSON counts: it is data of a geographic information system.
    """
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            head = file.read(4096)
    except (OSError, ValueError):
        return None
    if head.startswith(b"PK"):
        return Text("a workbook (xlsx) or a zip file", "工作簿（xlsx）或 zip 文件")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Text("an old workbook (xls) or document (doc)", "旧式工作簿（xls）或文档（doc）")
    if head.startswith(b"SQLite format 3"):
        return Text("a GeoPackage or another SQLite database", "GeoPackage 或其他 SQLite 数据库")
    if head.startswith(b"\x00\x00\x27\x0a"):
        return Text("a shapefile", "shapefile")
    plain = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if plain.startswith(b"{"):
        geo = b'"FeatureCollection"' in plain or b'"Feature"' in plain
        return Text("a GeoJSON file", "GeoJSON 文件") if geo else Text("a JSON file", "JSON 文件")
    return Text("a table (CSV)", "表格（CSV）") if path.suffix.lower() == ".csv" else None


def _at(raw: bytes, at: int, place: Callable[[str], Place]) -> Place:
    """Return the place of a byte; (0, "") where the file is of another kind as a whole."""
    if at < 0:
        return 0, ""
    before = raw[:at].removeprefix(codecs.BOM_UTF8)
    return place(before.decode("utf-8", "replace").replace("\0", ""))


def _why_binary(raw: bytes) -> tuple[Text, int]:
    """Say what is wrong with bytes that hold NUL, and at which byte (-1: the whole file)."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _is_utf16(raw):
        return Text("it is UTF-16", "编码为 UTF-16"), -1
    if raw.startswith(b"PK"):
        return Text("it is a workbook (xlsx) or a zip file", "这是工作簿（xlsx）或 zip 文件"), -1
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        return Text("it is an old workbook (xls)", "这是旧式工作簿（xls）"), -1
    why = Text("it is not text: it holds NUL bytes", "不是文本：含有 NUL 字节")
    return why, raw.index(b"\0")


def _is_utf16(raw: bytes) -> bool:
    """Return whether the ASCII of a text without a mark stands in every other byte."""
    head = raw[:400]
    zeros = [head[start::2].count(0) for start in (0, 1)]
    return len(head) > 3 and max(zeros) > len(head) / 8 and min(zeros) < max(zeros) / 4


def _read_gb18030(
    raw: bytes, file: str, findings: Findings, place: Callable[[str], Place]
) -> str | None:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        where = error.start
        why = Text(f"neither UTF-8 nor GB18030, byte {where}", f"非 UTF-8 或 GB18030，字节 {where}")
        findings.add("E102", file, *_at(raw, where, place), why=why)
        return None
    findings.add("W101", file)
    return text
