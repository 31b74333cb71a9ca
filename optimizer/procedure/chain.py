"""Entries of a record, each sealed by its own hash and by that of the entry before it.

An entry is one line of JSON in one fixed form: keys in order, no spaces, `hash` last.
`hash` is the SHA-256 of the line without it, `prev` the `hash` of the line before. So a
line that was edited does not carry its own hash, and one that was written anew does not
carry the hash that the line after it names.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from optimizer.data.faults import Fault

FIRST = "0" * 64
"""What the first entry names as the hash before it."""
FILE = "record.jsonl"
_TEXTS = ("at", "by", "date", "event", "prev", "hash")
_KEYS = frozenset({*_TEXTS, "n", "data"})


@dataclass(frozen=True)
class Entry:
    """One line of the record.

    Attributes
    ----------
    n
        Number of the line, from 1.
    at
        When it was entered by the clock of the machine, UTC.
    date
        When it happened, as the one who enters it says (ISO).
    event
        What happened, such as `pass`.
    data
        What belongs to it.
    """

    n: int
    at: str
    by: str
    date: str
    event: str
    data: Mapping[str, Any] = field(default_factory=dict)
    prev: str = FIRST
    hash: str = ""

    def line(self) -> str:
        """Return the line that seals the entry, its end included."""
        text = _canonical(self._body())
        return f'{text[:-1]},"hash":"{_digest(text)}"}}\n'

    def sealed(self) -> Entry:
        """Return the entry with its own hash."""
        digest = _digest(_canonical(self._body()))
        return Entry(self.n, self.at, self.by, self.date, self.event, self.data, self.prev, digest)

    def _body(self) -> dict[str, Any]:
        names = ("n", "prev", "at", "by", "date", "event", "data")
        return {name: getattr(self, name) for name in names}


def _canonical(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def parse(line: bytes) -> Entry | None:
    """Return the entry of a line without its end; None where it is not what was written."""
    try:
        found = json.loads(line)
        if not isinstance(found, dict) or set(found) != _KEYS or type(found["n"]) is not int:
            return None
        if not all(isinstance(found[key], str) for key in _TEXTS):
            return None
        if not isinstance(found["data"], dict):
            return None
        entry = Entry(**found)
        return entry if entry.line().encode() == line + b"\n" else None
    except (ValueError, RecursionError):
        return None


def check(lines: Sequence[bytes]) -> tuple[list[Entry], list[Fault]]:
    """Read lines and name each that is not as it was written.

    Returns
    -------
    tuple
        The entries that are whole, and a fault for each line that was edited (E901), is
        missing (E902), stands twice or out of order (E903), or was written anew (E904).

    Notes
    -----
    What nobody can see from the lines alone: that lines are missing at the end, and
    that all lines from one to the end were written anew.
    """
    parsed = [parse(line) for line in lines]
    entries = [entry for entry in parsed if entry is not None]
    faults = [Fault("E901", FILE, row) for row, entry in enumerate(parsed, 1) if entry is None]
    faults += _missing(parsed)
    faults += _out_of_order(parsed)
    faults += _rewritten(entries)
    return entries, sorted(faults, key=lambda fault: fault.row)


def _missing(parsed: Sequence[Entry | None]) -> Iterator[Fault]:
    """Yield the numbers that no line has; a line that was edited may have had one of them."""
    numbers = {entry.n for entry in parsed if entry is not None}
    edited = {row for row, entry in enumerate(parsed, 1) if entry is None}
    for number in sorted(set(range(1, max(numbers, default=0) + 1)) - numbers - edited):
        yield Fault("E902", FILE, number)


def _out_of_order(parsed: Sequence[Entry | None]) -> Iterator[Fault]:
    counted = Counter(entry.n for entry in parsed if entry is not None)
    highest = 0
    for row, entry in enumerate(parsed, 1):
        if entry is None:
            continue
        if counted[entry.n] > 1 or entry.n < highest:
            yield Fault("E903", FILE, row, details={"number": entry.n})
        highest = max(highest, entry.n)


def _rewritten(entries: Sequence[Entry]) -> Iterator[Fault]:
    by_number = {entry.n: entry for entry in entries}
    for entry in entries:
        before = by_number.get(entry.n - 1)
        named = FIRST if entry.n == 1 else before.hash if before else None
        if named is not None and entry.prev != named:
            yield Fault("E904", FILE, max(entry.n - 1, 1), details={"after": entry.n})
