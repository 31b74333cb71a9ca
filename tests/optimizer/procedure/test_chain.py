"""The record: one form, sealed; what is torn, what is not ended, what is not ours."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from optimizer.data.faults import InputError
from optimizer.procedure import steps
from optimizer.procedure.case import Case, read_case
from optimizer.procedure.chain import FIRST, Entry, check, parse
from optimizer.procedure.log import ASIDE, read_log
from tests.optimizer.procedure.made import book, lines, paper, parsed, walk, write_lines


def chain(count: int) -> list[bytes]:
    """Return lines of a record without line ends."""
    made, prev = [], FIRST
    for number in range(1, count + 1):
        entry = Entry(
            number, "2026-03-02T00:00:00Z", "张三", "2026-03-02", "note", {}, prev
        ).sealed()
        made.append(entry.line().encode()[:-1])
        prev = entry.hash
    return made


def codes(found: list[bytes]) -> list[tuple[str, int]]:
    """Return code and line of each fault."""
    return [(fault.code, fault.row) for fault in check(found)[1]]


def test_a_sound_chain_has_no_faults() -> None:
    """What was written is read back."""
    entries, faults = check(chain(5))
    assert [entry.n for entry in entries] == [1, 2, 3, 4, 5]
    assert faults == []


@pytest.mark.parametrize("old", [b'"note"', b'"n":3', "张三".encode(), b"{", b'"data":{}'])
def test_an_edited_line_is_named(old: bytes) -> None:
    """A byte anywhere, the last line too: its own hash does not fit."""
    for at in (2, 4):
        found = chain(5)
        wanted = old.replace(b"3", str(at + 1).encode()) if old == b'"n":3' else old
        found[at] = found[at].replace(wanted, wanted.replace(b'"', b'" ', 1) + b" ", 1)
        assert codes(found) == [("E901", at + 1)]


def test_the_form_is_one() -> None:
    """Other spaces, other orders, keys too many, numbers as text: not what was written."""
    line = chain(1)[0]
    for changed in (
        line.replace(b'":', b'": ', 1),
        line + b"\r",
        line[:-1] + b',"more":1}',
        line.replace(b'"n":1', b'"n":1.0'),
        line.replace(b'"n":1', b'"n":"1"'),
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b"",
    ):
        assert parse(changed) is None
    assert parse(line) is not None


def test_dropped_swapped_repeated() -> None:
    """Each is named by the number of the line that is meant."""
    sound = chain(5)
    assert codes(sound[:1] + sound[2:]) == [("E902", 2)]
    assert codes(sound[1:]) == [("E902", 1)]
    assert codes([sound[0], sound[2], sound[1], *sound[3:]]) == [("E903", 3)]
    assert codes([*sound[:3], sound[2], *sound[3:]]) == [("E903", 3), ("E903", 4)]


def test_a_line_written_anew_is_named_by_the_one_after() -> None:
    """It fits itself, but the next line follows another one."""
    found = chain(5)
    entry = Entry(**{**parsed(found[2]), "by": "李四"}).sealed()
    found[2] = entry.line().encode()[:-1]
    assert codes(found) == [("E904", 3)]
    found = chain(5)
    other = Entry(**{**parsed(found[0]), "prev": "1" * 64}).sealed()
    found[0] = other.line().encode()[:-1]
    assert ("E904", 1) in codes(found)


def test_all_faults_are_reported_together() -> None:
    """Nobody mends one line to hear of the next."""
    found = chain(6)
    found[1] = found[1].replace(b"note", b"nota")
    del found[3]
    assert codes(found) == [("E901", 2), ("E902", 4)]


def test_a_torn_end_is_reported_and_set_aside(case: Case, tmp_path: Path) -> None:
    """Reading names it, the next entry moves it away, and the chain goes on."""
    walk(case, "survey", tmp_path)
    torn = b'{"n":9,"prev":"abc'
    with (case.folder / "record.jsonl").open("ab") as file:
        file.write(torn)
    found = read_case(case.folder)
    assert [(fault.code, fault.row) for fault in found.warnings] == [("W901", 3)]
    assert lines(case)[-1] == torn, "reading changes nothing"
    entry, after = steps.pass_gate(book(case, date(2026, 3, 9)), "departments", [paper(tmp_path)])
    assert (entry.n, after.warnings) == (3, ())
    (aside,) = (case.folder / ASIDE).iterdir()
    assert aside.read_bytes() == torn


def test_a_last_line_without_its_end_is_not_lost(case: Case, tmp_path: Path) -> None:
    """An editor may take the last line end away; the entry counts as before."""
    walk(case, "survey", tmp_path)
    write_lines(case, [b"".join(lines(case))[:-1]])
    assert len(read_case(case.folder).found.entries) == 2
    entry, after = steps.pass_gate(book(case, date(2026, 3, 9)), "departments", [paper(tmp_path)])
    assert entry.n == len(after.found.entries) == 3
    assert not (case.folder / ASIDE).exists()


def test_the_head_tells_of_a_cut_tail(case: Case, tmp_path: Path) -> None:
    """With the hash of the last line kept outside, missing lines at the end show; else not."""
    head = walk(case, "departments", tmp_path).head
    assert read_case(case.folder, head.upper()).head == head
    write_lines(case, lines(case)[:-1])
    assert read_case(case.folder).found.faults == ()
    with pytest.raises(InputError) as raised:
        read_case(case.folder, head)
    assert [fault.code for fault in raised.value.faults] == ["E905"]


def test_an_older_head_is_as_good(case: Case, tmp_path: Path) -> None:
    """Lines that were added since do no harm."""
    assert read_case(walk(case, "survey", tmp_path).folder, case.head)


def test_nothing_is_entered_in_a_changed_record(case: Case, tmp_path: Path) -> None:
    """A record with a changed line takes no entries."""
    walk(case, "survey", tmp_path)
    changed = [lines(case)[0].replace("张三".encode(), "王三".encode()), *lines(case)[1:]]
    write_lines(case, changed)
    with pytest.raises(InputError) as raised:
        steps.pass_gate(book(case, date(2026, 3, 9)), "departments", [paper(tmp_path)])
    assert [(f.code, f.row) for f in raised.value.faults] == [("E901", 1)]
    assert lines(case) == changed


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("pass", {"gate": "approval", "parts": ["990001/province"], "evidence": [1]}),
        ("pass", {"gate": "survey", "parts": ["990001"], "evidence": []}),
        ("pass", {"gate": "survey", "parts": [], "evidence": [1]}),
        ("pass", {}),
        ("open", {}),
        ("conjure", {}),
        ("extend", {"gate": "survey", "parts": ["990001"], "months": -3, "evidence": [1]}),
        ("done", {"task": "leading_group", "evidence": []}),
    ],
)
def test_a_well_sealed_entry_that_no_rule_allows_is_refused(
    case: Case, event: str, data: dict[str, Any]
) -> None:
    """Hashes that fit are not enough: every entry is judged again by the rules."""
    last = read_log(case.folder).entries[-1]
    entry = Entry(2, last.at, "张三", "2026-03-05", event, data, last.hash)
    write_lines(case, [*lines(case), entry.sealed().line().encode()])
    with pytest.raises(InputError) as raised:
        read_case(case.folder)
    fault = raised.value.faults[0]
    assert (fault.code in ("E907", "E908"), fault.row) == (True, 2)


def test_a_copy_that_was_changed_is_named(case: Case) -> None:
    """What the case keeps of the plan is held to the hash in the record."""
    facts = next((case.folder / "bound").rglob("facts.json"))
    facts.write_text(facts.read_text("utf-8").replace("founder", "province"), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_case(case.folder)
    assert [fault.code for fault in raised.value.faults] == ["E926"]


@pytest.mark.parametrize("written", [0, 40])
def test_a_full_disk_leaves_the_record_as_it_was(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """Nothing is acknowledged, and what was half written is cut off."""
    before = lines(case)
    write = os.write
    left = [written] if written else []

    def full(descriptor: int, data: Any) -> int:
        if left:
            return write(descriptor, bytes(data)[: left.pop()])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    evidence = paper(tmp_path)
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(InputError) as raised:
        steps.fail(book(case, date(2026, 3, 9)), "survey", "重做", [evidence])
    monkeypatch.undo()
    assert [fault.code for fault in raised.value.faults] == ["E703"]
    assert lines(case) == before
    assert read_case(case.folder).warnings == ()


def test_a_folder_that_cannot_be_written(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only case can be read; an entry is a fault, not a traceback."""
    opened = os.open

    def read_only(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY) and str(case.folder) in str(path):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opened(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", read_only)
    assert read_case(case.folder).warnings == ()
    with pytest.raises(InputError) as raised:
        steps.pass_gate(book(case, date(2026, 3, 9)), "survey", [paper(tmp_path)])
    assert [fault.code for fault in raised.value.faults] == ["E702"]


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_what_is_no_case(tmp_path: Path, name: str) -> None:
    """A folder without a record is none."""
    with pytest.raises(InputError) as raised:
        read_case(tmp_path / name)
    assert [fault.code for fault in raised.value.faults] == ["E906"]
