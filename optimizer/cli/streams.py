"""Streams that nobody reads: a closed one and a broken pipe take what is said in silence.

What a run finds, writes and ends with does not depend on who listens.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from typing_extensions import Buffer


class _Heard(FileIO):
    """A descriptor that becomes the void once its reader has gone."""

    def write(self, text: Buffer, /) -> int:
        """Write, or pretend to."""
        try:
            return super().write(text) or 0
        except BrokenPipeError:
            void = os.open(os.devnull, os.O_WRONLY)
            os.dup2(void, self.fileno())
            os.close(void)
            return memoryview(text).nbytes


def settle_streams() -> None:
    """Prepare stdout and stderr; characters that their encoding lacks are shown as escapes."""
    _open_closed()
    sys.stdout = _settled(sys.stdout, 1)
    sys.stderr = _settled(sys.stderr, 2)


def _open_closed() -> None:
    """Give closed descriptors to the void: else the next file that is opened takes their place."""
    with suppress(OSError):
        while (taken := os.open(os.devnull, os.O_RDWR)) <= 2:
            os.set_inheritable(taken, True)
        os.close(taken)


def _settled(stream: TextIO | None, descriptor: int) -> TextIO:
    """Return a stream in the place of Python's own; one that is no file's is left alone."""
    if stream is not None and not isinstance(stream, TextIOWrapper):
        return stream
    if stream is not None:
        stream.flush()
    encoding = "utf-8" if stream is None else stream.encoding
    at_once = descriptor == 2 or (stream is not None and stream.line_buffering)
    raw = BufferedWriter(_Heard(descriptor, "w", closefd=False))
    return TextIOWrapper(raw, encoding=encoding, errors="backslashreplace", line_buffering=at_once)
