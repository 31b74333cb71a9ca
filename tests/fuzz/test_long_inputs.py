"""A sample of the long test of inputs: processes of their own, time, memory, and places."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from tests.fuzz.base import Case, writes
from tests.long.inputs import cases, complaints, placeless, tried


def test_a_sample_of_all_inputs() -> None:
    """Each ends in words, says where its faults are, and keeps its time and memory."""
    wrong = {case.name: said for case, said in tried(islice(cases(), 7, 1500, 60)) if said}
    assert wrong == {}


def test_what_should_not_be_is_seen(tmp_path: Path) -> None:
    """A fault without a place, a traceback and another exit code are complaints."""
    fault = '{"faults": [{"code": "E202", "file": "a.csv", "row": null, "column": "x", '
    assert list(placeless(fault + '"what": "w", "action": "a"}]}'))
    assert list(placeless("\n")) == ["exit code 2 without a word"]
    version = Case("version", writes("x", ""), ("--no-such-option",))
    assert list(complaints(version, tmp_path / "case")) == []
