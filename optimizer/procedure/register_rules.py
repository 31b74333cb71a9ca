"""What may be entered of tasks, people, risks, issues, documents and reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from optimizer.data.faults import Findings, nearest_hint
from optimizer.procedure.chain import Entry
from optimizer.procedure.documents import documents_of
from optimizer.procedure.state import State

RISK_STATES = ("open", "in hand", "settled", "accepted")


def _evidence(entry: Entry, findings: Findings) -> None:
    if not entry.data["evidence"]:
        findings.add("E921", "--evidence")


def _said(entry: Entry, key: str, findings: Findings) -> None:
    """Note a text that is not given."""
    if not str(entry.data[key]).strip():
        findings.add("E945", f"--{key}")


def _done(state: State, entry: Entry, findings: Findings) -> None:
    """Close a task once, with evidence, by one who is responsible, after those before it."""
    key = entry.data["task"]
    task = next((task for task in state.tasks if task.id == key), None)
    _evidence(entry, findings)
    if task is None:
        near = nearest_hint(key, [task.id for task in state.tasks])
        findings.add("E962", "TASK", value=key, near=near)
        return
    if key in state.done:
        findings.add("E963", "TASK", value=key)
    if state.responsible(task) is None:
        findings.add("E964", "TASK", value=key)
    waiting = [before for before in task.after if before not in state.done]
    if waiting:
        findings.add("E965", "TASK", value=key, before=", ".join(waiting))


def _assign(state: State, entry: Entry, findings: Findings) -> None:
    """Name who is responsible for the city, a county, a unit or a task."""
    to = entry.data["to"]
    known = ["", *(c.code for c in state.facts.counties), *(u.code for u in state.facts.units)]
    known += [task.id for task in state.tasks]
    if to not in known:
        findings.add("E962", "TO", value=to, near=nearest_hint(to, known))
    if entry.data.get("due"):
        date.fromisoformat(entry.data["due"])
    if not entry.data.get("due") or entry.data.get("office") or entry.data.get("person"):
        for key in ("office", "person"):
            if not str(entry.data.get(key, "")).strip():
                findings.add("E945", f"--{key}")


def _county(state: State, entry: Entry, findings: Findings) -> None:
    county = entry.data["county"]
    if county and county not in {c.code for c in state.facts.counties}:
        findings.add("E942", "--county", value=county, gate="-")


def _issue(state: State, entry: Entry, findings: Findings) -> None:
    _said(entry, "text", findings)
    _county(state, entry, findings)
    if entry.data["issue"] in state.issues:
        raise ValueError("issue")
    if entry.data.get("due"):
        date.fromisoformat(entry.data["due"])


def _step(state: State, entry: Entry, findings: Findings) -> None:
    """Escalate, answer or close an issue that is open."""
    key = entry.data["issue"]
    issue = state.issues.get(key)
    if issue is None:
        findings.add("E967", "ISSUE", value=key, near=nearest_hint(key, [*state.issues]))
    elif issue.closed is not None:
        findings.add("E968", "ISSUE", value=key, day=issue.closed.date)
    if entry.event == "escalate":
        _said(entry, "to", findings)
    else:
        _said(entry, "text", findings)


def _risk(state: State, entry: Entry, findings: Findings) -> None:
    _said(entry, "text", findings)
    _county(state, entry, findings)
    if entry.data["risk"] in state.risks:
        raise ValueError("risk")


def _measure(state: State, entry: Entry, findings: Findings) -> None:
    key = entry.data["risk"]
    if key not in state.risks:
        findings.add("E966", "RISK", value=key, near=nearest_hint(key, [*state.risks]))
    if not any(str(entry.data.get(k, "")).strip() for k in ("measure", "owner", "state")):
        findings.add("E945", "--measure")
    if entry.data.get("state") and entry.data["state"] not in RISK_STATES:
        raise ValueError("state")


def _attach(state: State, entry: Entry, findings: Findings) -> None:
    key = entry.data["document"]
    _evidence(entry, findings)
    known = [document.key for document in documents_of(state.settings)]
    if key not in known:
        near = nearest_hint(key, known)
        findings.add("E969", "DOCUMENT", value=key, known=", ".join(known), near=near)


def _report(_state: State, entry: Entry, findings: Findings) -> None:
    _said(entry, "to", findings)


JUDGES: dict[str, Callable[[State, Entry, Findings], None]] = {
    "done": _done,
    "assign": _assign,
    "issue": _issue,
    "escalate": _step,
    "answer": _step,
    "close": _step,
    "risk": _risk,
    "measure": _measure,
    "attach": _attach,
    "report": _report,
}
