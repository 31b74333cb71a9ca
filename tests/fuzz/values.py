"""Wrong values in the cells of tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from tests.fuzz.base import TABLES, Case, writes

VALUES = (
    *("", " ", "-1", "-0", "+5", "0", "1e3", "1E+999", "1e-999", "1e400", "nan", "inf", "-inf"),
    *("NaN", "0x10", "1_000", "１２", "1,000", "1" * 70, "9" * 4301, ".", "1.2.3", "٣", "½"),
    *("1.0000000000000000000000000001", "99999999999999999999", "1000000000000000000000000000"),
    *("=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-2+3", "\t=1", "＝1", "'", '"', '""""'),
    *(
        "<script>alert(1)</script>",
        "</svg>",
        "&amp;",
        "]]>",
        "$\\frac$",
        "$x^",
        "\\",
        "%s%n",
        "{0}",
    ),
    *("{0.__class__}", "[red]", "[/]", "[link=x]", "../x", "/dev/zero", "http://x/", "None"),
    *(
        "true",
        "A",
        "a1",
        "X",
        "zz",
        "甲" * 300,
        "e\u0301",
        "\u200b",
        "\ufeff",
        "\U0001f600",
        "\ue000",
    ),
    *("a\nb", "a\r\nb", "a,b", "\x1b[2J", "\u202e", "\ufffd", "\uffff"),
)
PER_COLUMN = 8


def wrong_values() -> Iterator[Case]:
    """Yield, for each column, some values in one row and one in all rows."""
    values = cycle(VALUES)
    for file, text in TABLES.items():
        if not file.endswith(".csv"):
            continue
        header, *rows = [line.split(",") for line in text.splitlines()]
        for at, column in enumerate(header):
            for value in islice(values, PER_COLUMN):
                yield _case(f"{column} is {value[:20]!a}", file, header, rows, at, value, 1)
            value = next(values)
            name = f"every {column} is {value[:20]!a}"
            yield _case(name, file, header, rows, at, value, len(rows))


def _case(
    name: str, file: str, header: list[str], rows: list[list[str]], at: int, value: str, count: int
) -> Case:
    changed = [
        [*row[:at], value, *row[at + 1 :]] if number < count else row
        for number, row in enumerate(rows)
    ]
    quoted = [",".join(map(_quoted, row)) for row in [header, *changed]]
    return Case(f"{file}: {name}", writes(file, "\n".join(quoted) + "\n"))


def _quoted(value: str) -> str:
    special = set(value) & set(',"\n\r')
    return '"' + value.replace('"', '""') + '"' if special else value
