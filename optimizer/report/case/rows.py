"""Rows of a case: the same for the screen, the report, the workbook and the dossier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from optimizer.procedure.case import Case
from optimizer.procedure.chain import Entry
from optimizer.procedure.documents import Held, checklist
from optimizer.procedure.gates import Gate
from optimizer.procedure.progress import (
    Next,
    Progress,
    earliest_pass,
    next_steps,
    not_ready,
)
from optimizer.procedure.rules import length_text
from optimizer.procedure.schedule import Schedule, latest_day
from optimizer.procedure.state import Place, approver_part, county_of
from optimizer.report.words.case import CaseWords

Rows = Iterator[Sequence[str]]


def place_name(words: CaseWords, case: Case, county: str) -> str:
    """Return a county's name; the city's where none is meant."""
    return case.state.facts.county_name(county) if county else words("city")


def gate_heads(words: CaseWords) -> list[str]:
    """Return the headings of `gate_rows`."""
    keys = ("key", "gate", "county", "approver", "state", "begun", "day", "earliest", "latest")
    return [words(key) for key in (*keys, "by", "evidence", "number", "remark")]


def gate_rows(words: CaseWords, case: Case) -> Rows:
    """Yield one row for each part of each gate."""
    for gate in case.state.gates:
        for place in case.state.places(gate):
            yield _gate_row(words, case, gate, place)


def _gate_row(words: CaseWords, case: Case, gate: Gate, place: Place) -> Sequence[str]:
    state, part = case.state, case.state.parts[place]
    passed, approver = part.passed, approver_part(place[1])
    earliest = ""
    if passed is None and part.begun is not None:
        day = earliest_pass(state, gate, part.begun)
        earliest = day.isoformat() if day else words("unknown_days")
    latest = latest_day(state, gate, place)
    remark = [words("required")] if gate.required else []
    if passed is not None and passed.shorter:
        remark.append(f"{words.of(length_text(gate))}: {passed.shorter}")
    if passed is not None and latest is not None and passed.day > latest:
        remark.append(words("overdue"))
    if part.failed is not None:
        remark.append(str(part.failed.data["reason"]))
    return (
        gate.key,
        words.of(gate.name),
        place_name(words, case, county_of(place[1])),
        words(approver) if approver else "",
        words("passed" if passed else "failed" if part.failed else "open"),
        part.begun.isoformat() if part.begun else "",
        passed.day.isoformat() if passed else "",
        earliest,
        latest.isoformat() if latest else "",
        passed.entry.by if passed else "",
        words.comma.join(item.name for item in passed.evidence) if passed else "",
        passed.number if passed else "",
        words.semicolon.join(remark),
    )


def next_rows(words: CaseWords, case: Case) -> Rows:
    """Yield what can be done now: gate, county, what it needs."""
    for step in next_steps(case.state):
        county = county_of(step.place[1])
        yield (
            step.gate.key,
            words.of(step.gate.name),
            place_name(words, case, county),
            words.semicolon.join(_needs(words, case, step)),
        )


def next_record(case: Case) -> list[dict[str, object]]:
    """Return what can be done now, for programs."""
    return [
        {
            "gate": step.gate.key,
            "county": county_of(step.place[1]) or None,
            "approver": approver_part(step.place[1]) or None,
            "begun": step.begun.isoformat() if step.begun else None,
            "earliest": step.earliest.isoformat() if step.earliest else None,
            "lacks": list(step.lacks),
        }
        for step in next_steps(case.state)
    ]


def _needs(words: CaseWords, case: Case, step: Next) -> Iterator[str]:
    if "begin" in step.lacks:
        yield words("lacks_begin", gate=step.gate.key)
    elif step.earliest is not None:
        yield words("ready", day=step.earliest)
    else:
        yield words("unknown_days")
    if "number" in step.lacks:
        yield words("lacks_number")
    if "risks" in step.lacks:
        count = sum(1 for _ in not_ready(case.state, county_of(step.place[1])))
        yield words("lacks_risks", n=count)


def task_heads(words: CaseWords) -> list[str]:
    """Return the headings of `task_rows`."""
    keys = ("task", "what", "county", "office", "person", "start", "end", "due", "slack")
    return [words(key) for key in (*keys, "critical", "state", "after")]


def task_rows(
    words: CaseWords, case: Case, planned: Schedule | None, county: str | None = None
) -> Rows:
    """Yield one row for each task."""
    state = case.state
    for task in state.tasks:
        if county is not None and task.county != county:
            continue
        who = state.responsible(task)
        dates = ["", "", "", "", ""]
        late = False
        if planned is not None:
            activity = planned.activities[task.id]
            due, late = planned.deadline(activity), planned.is_overdue(activity)
            dates = [activity.start.isoformat(), activity.end.isoformat()]
            dates += [due.isoformat() if due else "", str(activity.slack)]
            dates += [words("critical") if activity.critical else ""]
        done = state.done.get(task.id)
        said = f"{words('done')} {done[0].date}" if done else ""
        yield (
            task.id,
            words.of(task.name),
            place_name(words, case, task.county),
            who.office if who else words("nobody"),
            who.person if who else words("nobody"),
            *dates,
            said or words("overdue" if late else "waiting"),
            words.comma.join(task.after),
        )


def risk_heads(words: CaseWords) -> list[str]:
    """Return the headings of `risk_rows`."""
    keys = ("risk", "kind", "county", "what", "measure", "owner", "state")
    return [words(key) for key in keys]


def risk_rows(words: CaseWords, case: Case) -> Rows:
    """Yield one row for each point of the register."""
    for risk in case.state.risks.values():
        yield (
            risk.id,
            words(f"kind_{risk.kind}"),
            place_name(words, case, risk.county),
            risk.zh if words.lang == "zh" else risk.en,
            risk.measure,
            risk.owner,
            words(f"risk_{risk.state}"),
        )


def issue_heads(words: CaseWords) -> list[str]:
    """Return the headings of `issue_rows`."""
    keys = ("issue", "what", "county", "raised", "due", "level", "answers", "state")
    return [words(key) for key in keys]


def issue_rows(words: CaseWords, case: Case, as_of: date | None = None) -> Rows:
    """Yield one row for each issue.

    Parameters
    ----------
    as_of
        The day by which an answer is overdue or not; by default today.
    """
    for issue in case.state.issues.values():
        late = issue.due is not None and issue.due < (as_of or date.today())
        said = words("overdue" if late else "waiting")
        steps = [_step(words, entry) for entry in issue.steps]
        yield (
            issue.id,
            issue.text,
            place_name(words, case, issue.county),
            issue.raised.date,
            issue.due.isoformat() if issue.due else "",
            str(issue.level),
            words.semicolon.join(steps),
            f"{words('closed')} {issue.closed.date}" if issue.closed else said,
        )


def _step(words: CaseWords, entry: Entry) -> str:
    """Return a step of a problem: when, what, by whom."""
    said = str(entry.data.get("text") or entry.data.get("to"))
    by = words.bracketed(entry.by)
    return f"{entry.date} {words.event(entry.event)}{words.colon}{said}{by}"


def progress_heads(words: CaseWords) -> list[str]:
    """Return the headings of `progress_rows`."""
    keys = ("county", "at", "gates_done", "tasks_done", "overdue", "issues_open", "risks_open")
    return [words(key) for key in keys]


def progress_rows(words: CaseWords, found: Progress) -> Rows:
    """Yield how far each county is, the city first."""
    for row in found.counties:
        gate = found.case.state.gate(row.at)
        yield (
            row.name or words("city"),
            words.of(gate.name) if gate else "-",
            f"{row.gates_passed}/{row.gates}",
            f"{row.tasks_done}/{row.tasks}",
            str(row.overdue),
            str(row.issues),
            str(row.risks_open),
        )


def log_heads(words: CaseWords) -> list[str]:
    """Return the headings of `log_rows`."""
    return [words(key) for key in ("line", "date", "event", "about", "by", "entered")]


def log_rows(words: CaseWords, entries: Sequence[Entry]) -> Rows:
    """Yield one row for each entry of the record."""
    for entry in entries:
        yield (
            str(entry.n),
            entry.date,
            words.event(entry.event),
            about(entry),
            entry.by,
            entry.at,
        )


_ABOUT = ("gate", "task", "to", "issue", "risk", "document", "text", "reason", "measure", "owner")


def about(entry: Entry) -> str:
    """Return in short what an entry is about."""
    data = entry.data
    parts = [str(data[key]) for key in _ABOUT if data.get(key)]
    parts += [part for part in data.get("parts", ()) if part]
    parts += [str(data[key]) for key in ("shorter", "number", "state") if data.get(key)]
    if entry.event in ("open", "amend"):
        parts += [data["plan"], data["plan_sha256"][:12]]
    return " ".join(parts)


def dossier_heads(words: CaseWords) -> list[str]:
    """Return the headings of `dossier_rows`."""
    return [words(key) for key in ("key", "document", "state", "evidence", "given_by")]


def dossier_rows(words: CaseWords, case: Case) -> Rows:
    """Yield one row for each document of the application file."""
    for held in checklist(case.state):
        yield (
            held.document.key,
            words.of(held.document.name),
            _there(words, case, held),
            words.comma.join(item.name for item in held.evidence),
            words.comma.join(held.by),
        )


def _there(words: CaseWords, case: Case, held: Held) -> str:
    if held.document.source == "map":
        return words("drawn")
    if held.there:
        return words("there")
    places = [place_name(words, case, county_of(part)) for part in held.missing]
    return f"{words.label('missing')}{words.comma.join(places)}"
