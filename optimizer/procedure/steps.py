"""What people do with the gates of a case: begin, pass, fail, put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from optimizer.data.faults import Fault, Findings, InputError, nearest_hint
from optimizer.procedure.case import Book, Case
from optimizer.procedure.chain import Entry
from optimizer.procedure.gates import Gate
from optimizer.procedure.state import State, approver_part, county_of
from optimizer.text import Text


def begin(book: Book, gate: str, county: str | None = None) -> tuple[Entry, Case]:
    """Enter that a gate has begun: its normal length is counted from here."""

    def build(state: State) -> dict[str, Any]:
        return {"gate": gate, "parts": _parts(state, gate, county, None)}

    return book.enter("begin", build, current=True)


def pass_gate(
    book: Book,
    gate: str,
    evidence: Sequence[Path],
    *,
    county: str | None = None,
    approver: str | None = None,
    begun: date | None = None,
    shorter: str = "",
    number: str = "",
) -> tuple[Entry, Case]:
    """Enter that a gate is passed.

    Parameters
    ----------
    county
        By code or name; None: every county that has not passed it.
    approver
        `province` or `founder`; may be left out where only one has to approve.
    begun
        When it began, where that was not entered before.
    shorter
        Why it is passed before its normal length has gone by.
    number
        审图号 or 批准文号.

    Raises
    ------
    InputError
        When the rules forbid it; nothing is written then.
    """

    def build(state: State) -> dict[str, Any]:
        parts = _parts(state, gate, county, approver)
        data: dict[str, Any] = {"gate": gate, "parts": parts, "shorter": "", "number": number}
        found = state.gate(gate)
        if found is not None and found.has_length:
            _count(state, found, parts, begun, data)
            early = "earliest" in data and book.day.isoformat() < data["earliest"]
            data["shorter"] = shorter if early else ""
        return data

    return book.enter("pass", build, evidence, current=True)


def _count(
    state: State, gate: Gate, parts: Sequence[str], begun: date | None, data: dict[str, Any]
) -> None:
    """Put in when a gate began and the first day that its length allows, of all its parts."""
    known = [state.parts[gate.key, p].begun for p in parts if (gate.key, p) in state.parts]
    days = [day for day in known if day is not None]
    if begun is not None and days:
        raise InputError([Fault("E956", gate.key, details={"day": max(days).isoformat()})])
    if begun is None and (not days or len(days) < len(parts)):
        return
    start = begun or max(days)
    earliest = state.calendar.after(start, gate.days, gate.working_days)
    data["earliest"] = earliest.isoformat()
    if begun is not None:
        data["begun"] = begun.isoformat()


def fail(
    book: Book,
    gate: str,
    reason: str,
    evidence: Sequence[Path] = (),
    county: str | None = None,
    approver: str | None = None,
) -> tuple[Entry, Case]:
    """Enter that a gate was not passed, or no longer stands; all after it is open again."""

    def build(state: State) -> dict[str, Any]:
        parts = _parts(state, gate, county, approver, all_parts=True)
        return {"gate": gate, "parts": parts, "reason": reason}

    return book.enter("fail", build, evidence or None)


def extend(
    book: Book, gate: str, months: int, evidence: Sequence[Path], county: str | None = None
) -> tuple[Entry, Case]:
    """Enter that the approver agreed to a later day."""

    def build(state: State) -> dict[str, Any]:
        parts = _parts(state, gate, county, None)
        return {"gate": gate, "parts": parts, "months": months}

    return book.enter("extend", build, evidence)


def _parts(
    state: State, key: str, county: str | None, approver: str | None, all_parts: bool = False
) -> list[str]:
    """Return the parts of a gate that are meant.

    Raises
    ------
    InputError
        When the county is none, or several have to approve and it is not said who does.
    """
    gate = state.gate(key)
    if gate is None:
        return [""]
    places = state.places(gate)
    if county is not None:
        code = county_code(state, county)
        places = [place for place in places if county_of(place[1]) == code]
        if gate.scope == "city":
            places = []
    who = {approver_part(part) for _, part in places}
    if approver is not None:
        places = [place for place in places if approver_part(place[1]) == approver]
        if not places:
            known = ", ".join(sorted(who - {""})) or "-"
            raise InputError(
                [Fault("E960", "--approver", value=approver, details={"known": known})]
            )
    elif len(who) > 1 and not all_parts:
        known = ", ".join(sorted(who))
        raise InputError([Fault("E975", "--approver", details={"known": known})])
    left = [part for _, part in places if not state.stands_at((key, part))]
    everything = [part for _, part in places]
    return everything if all_parts or not left else left


def county_code(state: State, word: str) -> str:
    """Return the code of a county by code or name.

    Raises
    ------
    InputError
        When there is none.
    """
    counties = state.facts.counties
    found = [c.code for c in counties if word in (c.code, c.name)]
    if len(found) != 1:
        findings = Findings()
        known = [text for c in counties for text in (c.code, c.name)]
        what, where = Text("county", "县（区）"), "facts.json"
        near = nearest_hint(word, known)
        findings.add("E301", "--county", 0, "", word, what=what, where=where, near=near)
        findings.stop_on_errors()
    return found[0]
