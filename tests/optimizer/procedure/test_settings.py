"""procedure.toml: what an office may add, and what it may not take away."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.data.faults import Findings
from optimizer.procedure.gates import REQUIRED
from optimizer.procedure.settings import Settings, read_settings

GATE = '[[gate]]\nkey = "{key}"\nen = "x"\nzh = "某"\nafter = [{after}]\nbefore = [{before}]\n'


def read(place: Path, text: str) -> tuple[Settings, list[tuple[str, str]]]:
    """Return settings, and code and key of each fault."""
    path = place / "procedure.toml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    settings = read_settings(path, findings)
    for fault in findings.faults:
        assert fault.line("en")
        assert fault.line("zh")
    return settings, [(fault.code, fault.column) for fault in findings.faults]


def gate(key: str, after: str = "", before: str = "") -> str:
    """Return a gate of one's own."""
    return GATE.format(key=key, after=after, before=before)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("targt = 2026-01-01", [("E911", "targt")]),
        ('[[gate]]\nkey = "x"\nen = "x"', [("E912", "gate.0.zh")]),
        ("target = 5.5", [("E913", "target")]),
        ('[risks]\nlarge_townships = "a"', [("E913", "risks.large_townships")]),
        ("[risks]\nlarge_townships = 1", [("E913", "risks.large_townships")]),
        ("remove = 3", [("E913", "remove")]),
        (gate("Not a key"), [("E913", "gate.0.key")]),
        ('remove = ["consulation"]', [("E941", "remove")]),
        (gate("risk"), [("E915", "gate.0.key")]),
        (gate("own", '"nowhere"'), [("E941", "gate.0.after")]),
        (gate("own", '"legality"', '"experts"'), [("E916", "gate")]),
        (gate("own", '"own"'), [("E916", "gate")]),
        ("x = ", [("E501", "")]),
        ("x =\n[a", [("E501", "4")]),
        (".".join("k" * 60_000) + " = 1", [("E530", "")]),
        (
            '[responsible.county]\n990001 = { office = "x" }',
            [("E912", "responsible.county.990001.person")],
        ),
        ("[length]\nrisk = { days = -1 }", [("E913", "length.risk.days")]),
    ],
)
def test_faults(tmp_path: Path, text: str, wanted: list[tuple[str, str]]) -> None:
    """Each has its place, in both languages."""
    assert read(tmp_path, text)[1] == wanted


@pytest.mark.parametrize("key", REQUIRED)
def test_the_five_cannot_be_removed(tmp_path: Path, key: str) -> None:
    """Nor with others that can."""
    assert read(tmp_path, f'remove = ["survey", "{key}"]')[1] == [("E914", "remove")]


def test_a_gate_that_is_left_out_is_bridged(tmp_path: Path) -> None:
    """What came after it comes after what was before it."""
    settings, faults = read(tmp_path, 'remove = ["departments", "survey", "city"]')
    assert faults == []
    gates = {gate.key: gate.after for gate in settings.gates()}
    assert gates["experts"] == ()
    assert gates["approval"] == ("decision",)


def test_the_law_is_never_shortened(tmp_path: Path) -> None:
    """A length below that of the law is that of the law."""
    text = "[length]\nconsultation = { days = 10 }\nlegality = { working_days = 9 }"
    gates = {gate.key: gate for gate in read(tmp_path, text)[0].gates()}
    assert gates["consultation"].days == 30
    assert gates["legality"].working_days == 9


def test_an_empty_file_adds_nothing(tmp_path: Path) -> None:
    """Nor does one with comments alone."""
    for text in ("", "# nothing\n"):
        assert read(tmp_path, text) == (Settings(), [])
