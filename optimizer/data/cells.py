"""Values that a spreadsheet or a terminal would act on, and what is done about them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

from optimizer.data.spelling import as_text

FORMULA = "=+-@\t\r＝＋－＠"
"""What a cell begins with that spreadsheets compute instead of showing (full-width too)."""

_FIGURE = re.compile(r"[+-]?[0-9][0-9.,]*%?|[+-]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # of terminals
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # of the direction of writing
    "\xad\u034f\u115f\u1160\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"  # not seen
    "\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U0001d173-\U0001d17a"  # nor these
    "\u2028\u2029\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff"  # line ends that few know, no characters
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"  # tags
)


def first_control(text: str) -> tuple[int, str] | None:
    """Return where the first control character stands, and its name U+XXXX.

    They drive terminals, break XML, turn the order of what is read (U+202A and its like),
    or are not seen at all and make two equal codes differ (U+200B). Tabulators and line
    ends do not count.
    """
    found = _CONTROL.search(text)
    return (found.start(), f"U+{ord(found[0]):04X}") if found else None


def visible(text: str) -> str:
    """Return a text with its control characters spelt out."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def neutral(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text gets an apostrophe.

    Figures such as -3.5 or +2% stay as they are.
    """
    if not isinstance(cell, str) or not cell.startswith(tuple(FORMULA)):
        return cell
    return cell if _FIGURE.fullmatch(cell) else f"'{cell}"


class Code(str):
    """A code in a table for people: text, however much it looks like a number."""

    __slots__ = ()


def csv_text(rows: Iterable[Sequence[object]], excel: bool = False) -> str:
    """Return rows for people as a CSV table without formulas, with a byte order mark.

    Without the mark Excel takes UTF-8 for the code page of the place.

    Parameters
    ----------
    excel
        Write codes as `="140406101000"`, which Excel shows as they are; without it, it
        makes numbers of them. Our own readers take both.
    """
    made = ([_for_excel(cell) if excel else neutral(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8.decode() + plain_csv(made)


def _for_excel(cell: object) -> object:
    return as_text(cell) if isinstance(cell, Code) and '"' not in cell else neutral(cell)


def plain_csv(rows: Iterable[Sequence[object]]) -> str:
    """Return rows for programs as a CSV table, every value as it is."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
