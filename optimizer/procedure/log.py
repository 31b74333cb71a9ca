"""The record of a case as a file: lines are added at its end, one writer at a time.

An entry counts once `Writer.append` has returned: it is then on the disk. What a process
that was killed left behind it at the end, without a line end, never counted; it is set
aside the next time that somebody writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from optimizer.data.faults import Fault, InputError
from optimizer.data.limits import TABLE_BYTES, bytes_text
from optimizer.data.output import writing
from optimizer.data.system_errors import reason
from optimizer.procedure.chain import FILE, FIRST, Entry, check, parse
from optimizer.procedure.lock import locked

ASIDE = "torn"
"""Folder inside a case for what was set aside."""
_FLAGS = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Reading:
    """What a record says.

    Attributes
    ----------
    entries
        Those that are whole.
    faults
        Each line that is not as it was written.
    torn
        What stands after the last line end and is no entry.
    unended
        Whether the last entry is whole but for its line end.
    """

    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    torn: bytes = b""
    unended: bool = False

    @property
    def head(self) -> str:
        """The hash of the last entry: it stands for the whole record."""
        return self.entries[-1].hash if self.entries else FIRST

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is odd about the end."""
        if not self.torn:
            return ()
        details = {"bytes": len(self.torn), "folder": ASIDE}
        return (Fault("W901", FILE, len(self.entries) + 1, details=details),)


def reading(text: bytes) -> Reading:
    """Read the bytes of a record."""
    *lines, tail = text.split(b"\n")
    unended = bool(tail) and _follows(lines, tail)
    entries, faults = check([*lines, tail] if unended else lines)
    return Reading(tuple(entries), tuple(faults), b"" if unended else tail, unended)


def _follows(lines: list[bytes], tail: bytes) -> bool:
    """Return whether a last line is whole: an editor may have taken its end away."""
    entry = parse(tail)
    return entry is not None and entry.n == len(lines) + 1


def read_log(folder: Path) -> Reading:
    """Read the record of a case while nobody writes.

    Raises
    ------
    InputError
        When there is none, or it cannot be read.
    """
    descriptor = _opened(folder, os.O_RDONLY)
    try:
        with locked(descriptor, shared=True):
            return reading(_content(descriptor))
    finally:
        os.close(descriptor)


def check_head(found: Reading, head: str) -> list[Fault]:
    """Return a fault when a hash that was kept outside is none of the record's.

    A hash of an earlier entry is as good: entries were added since.
    """
    wanted = head.strip().lower()
    if any(entry.hash == wanted for entry in found.entries):
        return []
    return [Fault("E905", FILE, 0, "--head", head, {"lines": len(found.entries)})]


@dataclass
class Writer:
    """Adds entries to a record that it holds the lock of.

    Attributes
    ----------
    found
        What the record said when the lock was taken.
    """

    descriptor: int
    found: Reading
    added: list[Entry] = field(default_factory=list)

    def append(self, event: str, by: str, date: str, data: Mapping[str, Any]) -> Entry:
        """Add an entry; it is on the disk when this returns.

        Raises
        ------
        InputError
            When it cannot be written; then the record is as it was.
        """
        entries = (*self.found.entries, *self.added)
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        prev = entries[-1].hash if entries else FIRST
        entry = Entry(len(entries) + 1, at, by, date, event, data, prev).sealed()
        start = os.lseek(self.descriptor, 0, os.SEEK_END)
        text = ("\n" if self.found.unended and not self.added else "") + entry.line()
        with writing(Path(FILE)):
            try:
                _write_all(self.descriptor, text.encode())
                os.fsync(self.descriptor)
            except OSError:
                with suppress(OSError):  # what stays without a line end is set aside later
                    os.ftruncate(self.descriptor, start)
                raise
        self.added.append(entry)
        return entry


@contextmanager
def writing_log(folder: Path) -> Iterator[Writer]:
    """Yield a writer of a record that nobody else writes to; set aside what was torn.

    Raises
    ------
    InputError
        When there is no record, it cannot be written, or a line of it was changed.
    """
    descriptor = _opened(folder, os.O_RDWR)
    try:
        with locked(descriptor):
            text = _content(descriptor)
            found = reading(text)
            if found.faults:
                raise InputError(list(found.faults))
            if found.torn:
                _set_aside(folder, descriptor, text, found)
            yield Writer(descriptor, found)
    finally:
        os.close(descriptor)


def _opened(folder: Path, flags: int) -> int:
    path = folder / FILE
    if not path.is_file():
        raise InputError([Fault("E906", str(folder))])
    try:
        return os.open(path, flags | _FLAGS)
    except OSError as error:
        why = {"why": reason(error)}
        code = "E702" if flags & os.O_RDWR else "E102"
        raise InputError([Fault(code, str(path), details=why)]) from error


def _content(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    if size > TABLE_BYTES:
        raise InputError([Fault("E110", FILE, details={"limit": bytes_text(TABLE_BYTES)})])
    os.lseek(descriptor, 0, os.SEEK_SET)
    parts: list[bytes] = []
    while part := os.read(descriptor, max(1, min(size, 1 << 24))):
        parts.append(part)
    return b"".join(parts)


def _write_all(descriptor: int, text: bytes) -> None:
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _set_aside(folder: Path, descriptor: int, text: bytes, found: Reading) -> None:
    """Keep a torn end in a file of its own, then cut it off."""
    aside = folder / ASIDE
    with writing(aside):
        aside.mkdir(exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        with (aside / f"after-line-{len(found.entries)}-{stamp}.txt").open("xb") as file:
            file.write(found.torn)
            file.flush()
            os.fsync(file.fileno())
        os.ftruncate(descriptor, len(text) - len(found.torn))
        os.fsync(descriptor)
