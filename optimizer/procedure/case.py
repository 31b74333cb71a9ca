"""A case: its folder, its record and what may be entered there.

Every entry is judged by the rules before it is written, under the lock of the record:
two who write at once see one another's entries. What is refused writes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from optimizer.data.cells import first_control
from optimizer.data.faults import Fault, Findings, InputError
from optimizer.data.output import replacing, writing
from optimizer.data.plan_file import claim_results, replace_file
from optimizer.procedure.binding import (
    Binding,
    Bound,
    Source,
    plan_table,
    read_source,
    stale,
    write_copies,
)
from optimizer.procedure.chain import FILE, FIRST, Entry
from optimizer.procedure.evidence import altered, check_files, keep, records
from optimizer.procedure.gates import REQUIRED
from optimizer.procedure.log import Reading, Writer, check_head, read_log, writing_log
from optimizer.procedure.replay import replay
from optimizer.procedure.rules import judge
from optimizer.procedure.state import State, changed_bases

Build = Callable[[State], Mapping[str, Any]]
"""Makes what belongs to an entry, from the state that it is entered in."""


class BrokenPlanError(Exception):
    """A plan that breaks rules cannot be bound; carries what the checker found."""

    def __init__(self, bound: Bound) -> None:
        super().__init__("the plan breaks rules")
        self.bound = bound


@dataclass(frozen=True)
class Case:
    """A case as it was read.

    Attributes
    ----------
    folder
        Where it is.
    found
        Its record.
    state
        What the record comes to.
    """

    folder: Path
    found: Reading
    state: State

    @property
    def head(self) -> str:
        """The hash that stands for the whole record; every document prints it."""
        return self.found.head

    @cached_property
    def stale(self) -> tuple[Fault, ...]:
        """What of plan and scenario is not what was bound, or cannot be compared."""
        return tuple(stale(self.folder, self.state.binding))

    @cached_property
    def altered(self) -> tuple[Fault, ...]:
        """Evidence that is gone or is not what it was."""
        return tuple(altered(self.folder, self.state.evidence()))

    @property
    def executable(self) -> bool:
        """Whether the five gates stand for the very plan and scenario that are there now."""
        return self.state.approved and not self.stale and not self.altered

    @property
    def open_gates(self) -> tuple[str, ...]:
        """Those of the five gates that do not stand."""
        return tuple(key for key in REQUIRED if not self.state.stands(key))

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """All that is odd."""
        return (*self.found.warnings, *self.stale, *self.altered)


def read_case(folder: Path, head: str = "") -> Case:
    """Read a case and judge its whole record.

    Parameters
    ----------
    head
        A hash that was kept outside the case; empty: none is compared.

    Raises
    ------
    InputError
        With every line that is not as it was written; when the head is none of the
        record's; when an entry breaks the rules.
    """
    found = read_log(folder)
    faults = [*found.faults, *(check_head(found, head) if head else [])]
    if faults:
        raise InputError([*faults, *found.warnings])
    return Case(folder, found, replay(folder, found.entries))


def open_case(folder: Path, source: Source, by: str, day: date) -> tuple[Case, Bound]:
    """Open a case for a plan: bind it, keep copies, write the first entry.

    Raises
    ------
    InputError
        With the faults of the scenario, the plan or the settings; when the folder holds
        anything.
    BrokenPlanError
        When the plan breaks a rule of its scenario.
    """
    bound = _sound(source)
    claim_results(folder, frozenset(), Findings())
    _check_words({"by": by})
    with replacing(folder, kept=()) as draft:
        copies, files = write_copies(draft, 1, bound)
        data = _binding_data(folder, bound, copies, files, None, "")
        entry = Entry(1, _now(), by, day.isoformat(), "open", data, FIRST).sealed()
        if faults := judge(State(), entry):
            raise InputError(faults)
        replace_file(draft / FILE, entry.line())
    return read_case(folder), bound


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sound(source: Source) -> Bound:
    bound = read_source(source)
    if bound.audit.broken:
        raise BrokenPlanError(bound)
    return bound


def _binding_data(
    case: Path,
    bound: Bound,
    folder: str,
    files: Mapping[str, str],
    before: Binding | None,
    reason: str,
) -> dict[str, Any]:
    binding = Binding(
        _relative(bound.source.scenario, case),
        _relative(plan_table(bound.source.plan), case),
        dict(bound.source.overrides),
        bound.dataset.sha256,
        bound.plan_sha256,
        folder,
        dict(files),
        reason,
    )
    return {**binding.__dict__, "changed": changed_bases(before, binding)}


def _relative(path: Path, case: Path) -> str:
    """Return a path from a case's folder; the whole path where there is no way (drives)."""
    try:
        return Path(os.path.relpath(path.resolve(), case.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def _check_words(data: Mapping[str, Any]) -> None:
    """Refuse control characters in what people write; they could turn what is read."""
    findings = Findings()
    for key, value in data.items():
        if isinstance(value, str) and (found := first_control(value)):
            findings.add("E111", f"--{key}", value=value, character=found[1])
    findings.stop_on_errors()


@dataclass
class Book:
    """Enters into a case.

    Attributes
    ----------
    folder
        The case.
    by, day
        Who enters, and the day on which it happened.
    """

    folder: Path
    by: str
    day: date

    def enter(
        self,
        event: str,
        build: Build,
        evidence: Sequence[Path] | None = None,
        current: bool = False,
    ) -> tuple[Entry, Case]:
        """Judge and write an entry.

        Parameters
        ----------
        build
            Makes what belongs to it.
        evidence
            Files that are copied into the case; None where the event takes none.
        current
            Whether plan and scenario must be those that are bound.

        Raises
        ------
        InputError
            When it is refused or cannot be written; then nothing is written.
        """
        findings = Findings()
        if evidence is not None:
            check_files(evidence, findings)
        with self._writing() as (writer, state):
            if current:
                changed = stale(self.folder, state.binding)
                findings.faults += [_blocking(fault) for fault in changed]
            data = dict(build(state))
            _check_words({"by": self.by, **data})
            if evidence is not None:
                names = [{"name": path.name} for path in evidence]
                data["evidence"] = names
            faults = judge(state, self._entry(event, data))
            told = {fault.code for fault in findings.faults}
            findings.faults += [f for f in faults if not (f.code == "E921" and "E921" in told)]
            findings.stop_on_errors()
            if evidence is not None:
                data["evidence"] = records(keep(self.folder, evidence))
            entry = writer.append(event, self.by, self.day.isoformat(), data)
        return entry, read_case(self.folder)

    def amend(self, source: Source | None, reason: str) -> tuple[Entry, Case]:
        """Bind a plan and a scenario anew; gates that rest on what changed are open again.

        Parameters
        ----------
        source
            None: what was bound, from where it was, as it is now.

        Raises
        ------
        InputError, BrokenPlanError
            As of `open_case`.
        """
        with self._writing() as (writer, state):
            bound = _sound(source or source_of(self.folder, state.binding))
            number = len(writer.found.entries) + 1
            copies, files = write_copies(self.folder, number, bound)
            data = _binding_data(self.folder, bound, copies, files, state.binding, reason)
            _check_words({"by": self.by, "reason": reason})
            if faults := judge(state, self._entry("amend", data)):
                raise InputError(faults)
            entry = writer.append("amend", self.by, self.day.isoformat(), data)
        return entry, read_case(self.folder)

    def _entry(self, event: str, data: Mapping[str, Any]) -> Entry:
        return Entry(0, _now(), self.by, self.day.isoformat(), event, data)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Writer, State]]:
        with writing_log(self.folder) as writer, writing(self.folder):
            yield writer, replay(self.folder, writer.found.entries)


def source_of(case: Path, binding: Binding) -> Source:
    """Return what is bound as a source, to be read again."""
    folder = case / binding.folder
    settings, calendar = folder / "procedure.toml", folder / "calendar.csv"
    return Source(
        case / binding.scenario,
        case / binding.plan,
        binding.overrides,
        settings if settings.is_file() else None,
        calendar if calendar.is_file() else None,
    )


def amended_source(
    case: Path,
    plan: Path | None,
    scenario: Path | None,
    procedure: Path | None,
    calendar: Path | None,
) -> Source:
    """Return what is bound, with what is named now in its place.

    Raises
    ------
    InputError
        As of `read_case`.
    """
    bound = source_of(case, read_case(case).state.binding)
    return Source(
        scenario or bound.scenario,
        plan or bound.plan,
        bound.overrides,
        procedure or bound.procedure,
        calendar or bound.calendar,
    )


def _blocking(fault: Fault) -> Fault:
    """Return the error that a warning of `stale` is for one who wants to enter something."""
    codes = {"W902": "E971", "W903": "E972", "W904": "E974"}
    return Fault(codes[fault.code], fault.file)
