"""analysis.json is used again for the very same question, and for no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from optimizer.report.dossier import analysis as module
from optimizer.report.dossier.analysis import analysis_of, analysis_text
from optimizer.solve.clock import Clock, Effort
from tests.optimizer.report.page.conftest import Made


@pytest.fixture
def kept(small: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with an analysis, made once; a second making is noted in `made`."""
    monkeypatch.setattr(module, "analyse", lambda *_: dict(small.analysis))
    first = analysis_of(tmp_path, small.material, clock())
    (tmp_path / "analysis.json").write_text(analysis_text(first), "utf-8")
    return tmp_path


def clock(seconds: float | None = None) -> Clock:
    """Return a clock with one worker."""
    return Clock(Effort(seconds, workers=1))


def again(kept: Path, small: Made, monkeypatch: pytest.MonkeyPatch, **effort: Any) -> bool:
    """Return whether an analysis is made again."""
    made: list[Any] = []
    monkeypatch.setattr(module, "analyse", lambda *a: made.append(a) or dict(small.analysis))
    found = analysis_of(kept, small.material, clock(**effort))
    assert found["why_not"] == small.analysis["why_not"]
    return bool(made)


def test_the_same_question_is_answered_by_the_file(
    kept: Path, small: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked of a solver a second time, and the text comes back to the byte."""
    before = (kept / "analysis.json").read_bytes()
    assert not again(kept, small, monkeypatch)
    assert analysis_text(analysis_of(kept, small.material, clock())).encode() == before


@pytest.mark.parametrize("key", ["scenario", "plan", "version", "format", "sha256"])
def test_another_question_or_a_changed_file_is_not_used(
    key: str, kept: Path, small: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where somebody wrote another value into the file without its hash."""
    file = kept / "analysis.json"
    record = json.loads(file.read_text("utf-8"))
    record[key] = "other"
    file.write_text(analysis_text(record), "utf-8")
    assert again(kept, small, monkeypatch)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"sha256": 1}', "[" * 100_000])
def test_a_file_that_is_none_is_made_anew(
    text: str, kept: Path, small: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever lies there, there is no traceback."""
    (kept / "analysis.json").write_text(text, "utf-8")
    assert again(kept, small, monkeypatch)


def test_what_was_cut_short_is_made_again_with_more_time(
    small: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With as much time as before it is used."""
    cut = {**small.analysis, "cut": True, "effort": {"seconds": 10, "workers": 1, "seed": 0}}
    monkeypatch.setattr(module, "analyse", lambda *_: dict(cut))
    first = analysis_of(tmp_path, small.material, clock(10))
    (tmp_path / "analysis.json").write_text(analysis_text(first), "utf-8")
    assert not again(tmp_path, small, monkeypatch, seconds=10)
    assert again(tmp_path, small, monkeypatch, seconds=20)
