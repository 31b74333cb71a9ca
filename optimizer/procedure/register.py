"""What people enter of tasks, people, risks, issues, documents and reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from optimizer.procedure.case import Book, Case
from optimizer.procedure.chain import Entry
from optimizer.procedure.state import State
from optimizer.procedure.steps import county_code


def done(book: Book, task: str, evidence: Sequence[Path]) -> tuple[Entry, Case]:
    """Close a task (任务销号): by evidence, a signer and a date, and in no other way."""
    return book.enter("done", lambda _: {"task": task}, evidence)


def assign(
    book: Book, to: str, office: str = "", person: str = "", due: date | None = None
) -> tuple[Entry, Case]:
    """Name who is responsible for a task, a unit, a county or, by "", the city; or a deadline."""
    data = {"to": to, "office": office, "person": person}
    return book.enter("assign", lambda _: {**data, "due": due.isoformat() if due else ""})


def raise_issue(
    book: Book, text: str, county: str | None = None, due: date | None = None
) -> tuple[Entry, Case]:
    """Enter a problem."""

    def build(state: State) -> dict[str, Any]:
        code = "" if county is None else county_code(state, county)
        number = f"I{len(state.issues) + 1}"
        return {
            "issue": number,
            "text": text,
            "county": code,
            "due": due.isoformat() if due else "",
        }

    return book.enter("issue", build)


def escalate(book: Book, issue: str, to: str) -> tuple[Entry, Case]:
    """Pass a problem upward."""
    return book.enter("escalate", lambda _: {"issue": issue, "to": to})


def answer(book: Book, issue: str, text: str) -> tuple[Entry, Case]:
    """Answer a problem."""
    return book.enter("answer", lambda _: {"issue": issue, "text": text})


def close(book: Book, issue: str, text: str) -> tuple[Entry, Case]:
    """Close a problem, saying what came of it."""
    return book.enter("close", lambda _: {"issue": issue, "text": text})


def add_risk(book: Book, text: str, county: str | None = None) -> tuple[Entry, Case]:
    """Enter a point of the risk register."""

    def build(state: State) -> dict[str, Any]:
        code = "" if county is None else county_code(state, county)
        number = sum(not risk.by_machine for risk in state.risks.values()) + 1
        return {"risk": f"R{number}", "text": text, "county": code}

    return book.enter("risk", build)


def set_risk(
    book: Book, risk: str, measure: str = "", owner: str = "", state: str = ""
) -> tuple[Entry, Case]:
    """Give a point a measure, an owner or a state."""
    data = {"risk": risk, "measure": measure, "owner": owner, "state": state}
    return book.enter("measure", lambda _: data)


def attach(book: Book, document: str, evidence: Sequence[Path]) -> tuple[Entry, Case]:
    """Add a document to the application file."""
    return book.enter("attach", lambda _: {"document": document}, evidence)
