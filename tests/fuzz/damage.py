"""Damage to the bytes of a file, whatever it holds."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from random import Random

from tests.fuzz.base import TABLES, Case, writes

Damage = Callable[[bytes, Random], bytes]


def _text(change: Callable[[str], str]) -> Damage:
    return lambda raw, _: change(raw.decode()).encode("utf-8", "surrogatepass")


def _encoded(encoding: str) -> Damage:
    return lambda raw, _: raw.decode().encode(encoding, "replace")


def _lines(change: Callable[[list[str]], list[str]]) -> Damage:
    return _text(lambda text: "\n".join(change(text.splitlines())) + "\n")


def _put(data: bytes, at: float) -> Damage:
    """Insert bytes at a share of the length."""
    return lambda raw, _: raw[: int(len(raw) * at)] + data + raw[int(len(raw) * at) :]


def _cut(share: float) -> Damage:
    return lambda raw, _: raw[: int(len(raw) * share)]


def _is(data: Callable[[], bytes]) -> Damage:
    return lambda raw, _: data()


def _flipped(raw: bytes, random: Random) -> bytes:
    broken = bytearray(raw)
    for _ in range(5):
        broken[random.randrange(len(broken))] ^= 1 << random.randrange(8)
    return bytes(broken)


def _shuffled(raw: bytes, random: Random) -> bytes:
    mixed = bytearray(raw)
    random.shuffle(mixed)
    return bytes(mixed)


@cache
def workbook(sheet: str = "<worksheet/>", entities: str = "") -> bytes:
    """Return an xlsx with one sheet, by hand."""
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", f"<?xml version='1.0'?>{entities}<Types/>")
        parts.writestr("xl/workbook.xml", f"<?xml version='1.0'?>{entities}<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", f"<?xml version='1.0'?>{entities}{sheet}")
    return book.getvalue()


@cache
def zip_bomb() -> bytes:
    """Return an xlsx of some hundred kB whose sheet unpacks to 256 MiB."""
    book = io.BytesIO()
    packed = zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed as parts, parts.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(64):
            sheet.write(bytes(2**22))
    return book.getvalue()


def entity_bomb() -> bytes:
    """Return an xlsx whose XML would grow a thousand million times."""
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    entities = f'<!DOCTYPE x [<!ENTITY e0 "bomb">{"".join(lines)}]>'
    return workbook("<worksheet>&e9;</worksheet>", entities)


def external_entity() -> bytes:
    """Return an xlsx whose XML asks for a file of the machine."""
    return workbook("<c>&f;</c>", '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>')


_FORMULA = workbook("<c><f>HYPERLINK(1)</f></c>")
_MERGED = workbook('<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')

DAMAGE: Mapping[str, Damage] = {
    "empty": _is(bytes),
    "only a byte order mark": _is(lambda: b"\xef\xbb\xbf"),
    "only blanks": _is(lambda: b" \n\t\n  \r\n" * 9),
    "byte order mark": _put(b"\xef\xbb\xbf", 0),
    "two byte order marks": _put(b"\xef\xbb\xbf" * 2, 0),
    "byte order mark inside": _put(b"\xef\xbb\xbf", 0.5),
    "utf-16": _encoded("utf-16"),
    "utf-16 without mark": _encoded("utf-16-be"),
    "utf-32": _encoded("utf-32"),
    "gbk": _encoded("gbk"),
    "gb18030": _encoded("gb18030"),
    "big5": _encoded("big5"),
    "latin-1": _encoded("latin-1"),
    "half utf-8, half gbk": lambda raw, _: raw + raw.decode().encode("gbk"),
    "lone surrogate": _put(b"\xed\xa0\x80", 0.5),
    "overlong": _put(b"\xc0\xaf", 0.5),
    "bytes ff": _put(b"\xff\xfe\xff", 0.5),
    "nul": _put(b"\0", 0.5),
    "nul at the end": _put(b"\0" * 100, 1),
    "bell and escape": _put(b"\x07\x1b[31m", 0.5),
    "direction": _put("\u202e".encode(), 0.5),
    "next line": _put("\x85\u2028\u2029".encode(), 0.5),
    "ctrl-z": _put(b"\x1a", 1),
    "first quarter": _cut(0.25),
    "first half": _cut(0.5),
    "three quarters": _cut(0.75),
    "without the last byte": lambda raw, _: raw[:-2],
    "crlf": _text(lambda text: text.replace("\n", "\r\n")),
    "cr": _text(lambda text: text.replace("\n", "\r")),
    "mixed line ends": _text(lambda text: text.replace("\n", "\r\n", 2).replace("\n", "\r", 3)),
    "doubled cr": _text(lambda text: text.replace("\n", "\r\r\n")),
    "no line ends": _text(lambda text: text.replace("\n", " ")),
    "blank lines": _text(lambda text: text.replace("\n", "\n\n , ,\n")),
    "semicolons": _text(lambda text: text.replace(",", ";")),
    "tabulators": _text(lambda text: text.replace(",", "\t")),
    "full-width commas": _text(lambda text: text.replace(",", ",")),
    "trailing commas": _text(lambda text: text.replace("\n", ",,\n")),
    "spaces": _text(lambda text: text.replace(",", " , ")),
    "open quote": _put(b'"', 0.5),
    "quotes everywhere": _text(lambda text: text.replace(",", '","')),
    "apostrophes": _text(lambda text: text.replace(",", ",'")),
    "upper case": _text(str.upper),
    "header alone": _lines(lambda lines: lines[:1]),
    "no header": _lines(lambda lines: lines[1:]),
    "header twice": _lines(lambda lines: [lines[0], *lines]),
    "every row twice": _lines(lambda lines: [lines[0], *(2 * lines[1:])]),
    "last row twice": _lines(lambda lines: [*lines, lines[-1]]),
    "rows turned round": _lines(lambda lines: [lines[0], *lines[:0:-1]]),
    "a row missing": _lines(lambda lines: [*lines[:1], *lines[2:]]),
    "first column missing": _lines(lambda lines: [line.partition(",")[2] for line in lines]),
    "last column missing": _lines(lambda lines: [line.rpartition(",")[0] for line in lines]),
    "column without a name": _lines(lambda lines: [line + "," for line in lines]),
    "columns turned round": _lines(lambda lines: [",".join(x.split(",")[::-1]) for x in lines]),
    "two thousand columns": _lines(lambda lines: [line + ",x" * 2000 for line in lines]),
    "very long value": _lines(lambda lines: [*lines[:-1], lines[-1] + "x" * 200_000]),
    "very long line": _lines(lambda lines: [*lines, "x," * 100_000]),
    "many short rows": _lines(lambda lines: [*lines, *["x"] * 3000]),
    "deep brackets": _put(b"[" * 3000, 1),
    "random bytes": lambda raw, random: random.randbytes(400),
    "shuffled bytes": _shuffled,
    "flipped bits 1": _flipped,
    "flipped bits 2": _flipped,
    "flipped bits 3": _flipped,
    "a web page": _is(lambda: b"<!doctype html><title>404</title><script>alert(1)</script>\n"),
    "json": _is(lambda: b'{"code": [1, 2, {"a": null}]}\n'),
    "xml with entities": _is(lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>\n'),
    "pdf": _is(lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    "gzip": lambda raw, _: gzip.compress(raw, mtime=0),
    "xlsx": _is(workbook),
    "xlsx with a formula": _is(lambda: _FORMULA),
    "xlsx with merged cells": _is(lambda: _MERGED),
    "xlsx that is a zip bomb": _is(zip_bomb),
    "xlsx that is an entity bomb": _is(entity_bomb),
    "xlsx with an external entity": _is(external_entity),
    "xlsx cut off": _is(lambda: workbook()[:100]),
}
FILES = ("scenario.toml", "counties.csv", "townships.csv", "villages.csv", "contiguity.csv")
OTHERS = ("roads.csv", "facilities.csv", "barriers.csv", "affinity.csv")


def damaged_files() -> Iterator[Case]:
    """Yield each damage to each file that is needed, and every sixth to each other one."""
    for file in (*FILES, *OTHERS):
        every = 1 if file in FILES else 6
        for name, damage in list(DAMAGE.items())[::every]:
            yield Case(f"{file}: {name}", partial(_apply, file, name, damage))


def _apply(file: str, name: str, damage: Damage, folder: object) -> None:
    raw = TABLES[file].encode()
    writes(file, damage(raw, Random(file + name)))(folder)  # type: ignore[arg-type]
