"""Progress: one line on a terminal, nothing elsewhere."""

from __future__ import annotations

import io

import pytest

from optimizer.report.progress import clear_progress, progress_line


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to a file."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    assert progress_line() is None
    clear_progress()
    assert stream.getvalue() == ""


def test_one_line_that_is_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never wider than a terminal, and cleared in the end."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    report = progress_line()
    assert report is not None
    report("county 1/12 best 5 bound 4 gap 20.00%")
    report("x" * 200)
    clear_progress()
    written = stream.getvalue()
    assert "\n" not in written
    assert "best 5 bound 4" in written
    assert max(map(len, written.split("\r"))) <= 79
    assert written.split("\r")[-2].strip() == ""
