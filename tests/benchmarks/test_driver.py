"""A benchmark is measured once, recorded in a file of its own, and taken up where it stood."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import journal
from benchmarks.driver import run
from benchmarks.record import Row, Shelf
from benchmarks.spec import Choice, Limits, Spec

Asked = list[tuple[str, str]]


def toy(asked: Asked, stop_at: str = "", value: int = 9) -> Spec:
    """Return a benchmark that only counts what it is asked."""

    def measure(case: str, method: str, effort: Limits) -> list[Row]:
        if case == stop_at:
            raise KeyboardInterrupt
        asked.append((case, method))
        return [{"case": case, "method": method, "at": effort.seconds, "value": value, "bound": 5}]

    return Spec(
        name="toy", words="a toy", cases=("grid-2", "grid-10"), methods=("tool", "peer"),
        measure=measure, shown=("case", "value"), effort=Limits(2, 1), ranked=True,
    )  # fmt: skip


@pytest.fixture
def say() -> Callable[[str], None]:
    return lambda _line: None


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file differ from the revision."""
    monkeypatch.setattr(journal, "revision", lambda: "abc")


def test_the_record(tmp_path: Path, say: Callable[[str], None]) -> None:
    """Machine, versions, command, limits and every row; the best known beside it."""
    assert run(toy([]), Choice(seconds=3), Shelf.at(tmp_path), say) == 0
    (file,) = tmp_path.glob("*-toy.json")
    found = json.loads(file.read_text("utf-8"))
    assert {"benchmark", "date", "command", "revision", "machine", "versions"} <= set(found)
    assert found["notes"]["limit_s"] == 3
    assert [(r["case"], r["method"]) for r in found["rows"]] == [
        ("grid-2", "tool"), ("grid-2", "peer"), ("grid-10", "tool"), ("grid-10", "peer"),
    ]  # fmt: skip
    known = json.loads((tmp_path / "best_known.json").read_text("utf-8"))
    assert list(known) == ["grid-2", "grid-10"]
    assert known["grid-2"]["value"] == 9 and known["grid-2"]["value_found"]["by"] == "tool"


def test_a_worse_run_replaces_nothing(tmp_path: Path, say: Callable[[str], None]) -> None:
    """It has a file of its own and says how far it is behind."""
    for value in (9, 11):
        run(toy([], value=value), Choice(), Shelf.at(tmp_path), say)
    later = next(tmp_path.glob("*-toy-2.json"))
    rows = json.loads(later.read_text("utf-8"))["rows"]
    assert {(row["value"], row["best_known"], row["behind"]) for row in rows} == {(11, 9, 2)}
    assert json.loads((tmp_path / "best_known.json").read_text("utf-8"))["grid-2"]["value"] == 9


@pytest.mark.usefixtures("clean")
def test_a_run_that_was_stopped_goes_on(tmp_path: Path, say: Callable[[str], None]) -> None:
    """What was measured is not measured again, but for other limits."""
    asked: Asked = []
    with pytest.raises(KeyboardInterrupt):
        run(toy(asked, stop_at="grid-10"), Choice(), Shelf.at(tmp_path), say)
    assert asked == [("grid-2", "tool"), ("grid-2", "peer")]
    run(toy(asked), Choice(methods=("tool",)), Shelf.at(tmp_path), say)
    assert asked[2:] == [("grid-10", "tool")]
    run(toy(asked), Choice(methods=("tool",)), Shelf.at(tmp_path), say)
    assert len(asked) == 5


def test_changed_files_are_measured_again(
    tmp_path: Path, say: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "revision", lambda: "abc+changes")
    asked: Asked = []
    with pytest.raises(KeyboardInterrupt):
        run(toy(asked, stop_at="grid-10"), Choice(), Shelf.at(tmp_path), say)
    run(toy(asked), Choice(), Shelf.at(tmp_path), say)
    assert len(asked) == 6
