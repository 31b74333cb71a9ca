"""What the commands of a case print for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from optimizer.procedure.binding import Bound
from optimizer.procedure.case import Case
from optimizer.procedure.chain import Entry
from optimizer.procedure.progress import Progress
from optimizer.procedure.schedule import Schedule
from optimizer.procedure.summary import mark, shortened
from optimizer.report.case import rows
from optimizer.report.screen import Column, Screen
from optimizer.report.words.case import CaseWords
from optimizer.report.words.plans import clause_text
from optimizer.text import Text

_WHOLE = {"key", "risk", "task", "issue", "line", "date", "begun", "day", "earliest", "latest"}


def _table(
    screen: Screen,
    words: CaseWords,
    title: str,
    heads: Sequence[str],
    found: Iterable[Sequence[str]],
) -> None:
    """Print a table without the columns that are empty; a line where there is nothing."""
    body = [list(row) for row in found]
    if not body:
        screen.line(f"{title}: {words('none')}")
        return
    kept = [at for at in range(len(heads)) if any(row[at] for row in body)]
    whole = {words(key) for key in _WHOLE}
    columns = [Column(heads[at], whole=heads[at] in whole) for at in kept]
    screen.table(title, columns, [[row[at] for at in kept] for row in body])


def print_head(screen: Screen, words: CaseWords, case: Case) -> None:
    """Print what the case is about, its state and the head of its record."""
    state = case.state
    screen.line(state.facts.title, "bold")
    bound = words("bound", day=state.bound_on)
    screen.line(f"{words.label('plan')}{state.binding.plan_sha256}{words.bracketed(bound)}")
    screen.line(f"{words.label('scenario')}{state.binding.scenario_sha256}")
    lines = words("lines", n=len(case.found.entries))
    screen.line(f"{words.label('head')}{case.head}{words.bracketed(lines)}")
    screen.line(words.of(mark(case)), "yellow")


def print_status(screen: Screen, words: CaseWords, case: Case) -> None:
    """Print every gate, what was shortened, and whether the plan is executable."""
    print_head(screen, words, case)
    _table(screen, words, words("gates"), rows.gate_heads(words), rows.gate_rows(words, case))
    print_shortened(screen, words, case)
    answer = words("yes" if case.executable else "no")
    names = [case.state.gate(key) for key in case.open_gates]
    lacking = words.comma.join(words.of(gate.name) for gate in names if gate is not None)
    more = f" ({words('lacking', what=lacking)})" if lacking else ""
    screen.line(
        f"{words('executable')} = {answer}{more}", "bold" if case.executable else "bold yellow"
    )


def print_shortened(screen: Screen, words: CaseWords, case: Case) -> None:
    """Print the gates that were passed early, with the reasons."""
    for found in shortened(case):
        county = found["county"]
        place = f" ({case.state.facts.county_name(county)})" if county else ""
        screen.line(f"{words('shortened')}{place}: {found[words.lang]}", "yellow")


def print_next(screen: Screen, words: CaseWords, case: Case) -> None:
    """Print what can be done now."""
    found = list(rows.next_rows(words, case))
    if not found:
        screen.line(words("nothing_left"), "bold")
        return
    heads = [words(key) for key in ("key", "gate", "county", "remark")]
    _table(screen, words, words("next"), heads, found)


def print_tasks(
    screen: Screen,
    words: CaseWords,
    case: Case,
    planned: Schedule | None,
    county: str | None,
) -> None:
    """Print the work plan, its end and the critical path."""
    found = rows.task_rows(words, case, planned, county)
    _table(screen, words, words("tasks"), rows.task_heads(words), found)
    if planned is not None:
        screen.line(end_text(words, planned), "bold")
        screen.line(path_text(words, planned))


def end_text(words: CaseWords, planned: Schedule) -> str:
    """Return the target and the earliest end."""
    if planned.target is None:
        return words("no_target", end=planned.end)
    return words("target", target=planned.target, end=planned.end)


def path_text(words: CaseWords, planned: Schedule) -> str:
    """Return the gates of the critical path, each once."""
    gates = [a for a in planned.critical_path() if a.kind == "gate"]
    names = dict.fromkeys(words.of(activity.name) for activity in gates)
    return words("path", path=" > ".join(names) or "-")


def print_risks(screen: Screen, words: CaseWords, case: Case) -> None:
    """Print the risk register."""
    _table(screen, words, words("risks"), rows.risk_heads(words), rows.risk_rows(words, case))


def print_issues(screen: Screen, words: CaseWords, case: Case, as_of: date | None = None) -> None:
    """Print the issues."""
    _table(
        screen, words, words("issues"), rows.issue_heads(words), rows.issue_rows(words, case, as_of)
    )


def print_dossier(screen: Screen, words: CaseWords, case: Case) -> None:
    """Print the application file as a checklist."""
    heads = rows.dossier_heads(words)
    _table(screen, words, words("dossier"), heads, rows.dossier_rows(words, case))


def print_log(screen: Screen, words: CaseWords, entries: Sequence[Entry]) -> None:
    """Print the record."""
    _table(screen, words, words("log"), rows.log_heads(words), rows.log_rows(words, entries))


def print_report(screen: Screen, words: CaseWords, found: Progress) -> None:
    """Print progress by county, what is overdue, open issues and changes."""
    print_head(screen, words, found.case)
    screen.line(words("as_of", day=found.as_of))
    title, heads = words("progress"), rows.progress_heads(words)
    _table(screen, words, title, heads, rows.progress_rows(words, found))
    screen.line(totals(words, found))
    if found.planned is not None:
        screen.line(end_text(words, found.planned))
    late = [overdue_row(words, found, at) for at in range(len(found.overdue))]
    heads = [words(key) for key in ("key", "what", "county", "due")]
    _table(screen, words, words("overdue"), heads, late)
    print_issues(screen, words, found.case, found.as_of)
    print_shortened(screen, words, found.case)
    changes = rows.log_rows(words, found.changes)
    _table(screen, words, since_text(words, found), rows.log_heads(words), changes)


def since_text(words: CaseWords, found: Progress) -> str:
    """Return since when changes are listed."""
    since = words("the_report", day=found.since.date) if found.since else words("the_opening")
    return words("changes", since=since)


def overdue_row(words: CaseWords, found: Progress, at: int) -> Sequence[str]:
    """Return the row of something that is overdue."""
    activity = found.overdue[at]
    assert found.planned is not None
    place = rows.place_name(words, found.case, activity.county)
    return activity.id, words.of(activity.name), place, str(found.planned.deadline(activity))


def totals(words: CaseWords, found: Progress) -> str:
    """Return the sums over all counties."""
    return words(
        "totals",
        gates=sum(row.gates_passed for row in found.counties),
        all=sum(row.gates for row in found.counties),
        done=sum(row.tasks_done for row in found.counties),
        tasks=sum(row.tasks for row in found.counties),
        overdue=len(found.overdue),
        issues=len(found.issues),
    )


def print_opened(screen: Screen, words: CaseWords, case: Case) -> None:
    """Print what a new case is about."""
    print_head(screen, words, case)
    facts = case.state.facts
    said = words(
        "opened", units=len(facts.units), counties=len(facts.changed), risks=len(facts.risks)
    )
    screen.line(said, "bold")


def broken_lines(bound: Bound, lang: str) -> list[str]:
    """Return which rules a plan breaks, in lines."""
    words = CaseWords(lang)
    colon = words.of(Text(": ", "："))
    found = [
        f"{words.of(clause_text(f.clause))} {words.of(f.title)}{colon}{words.of(f.detail)}"
        for f in bound.audit.broken
    ]
    return [words("broken"), *found]


def print_entered(screen: Screen, words: CaseWords, entry: Entry, case: Case) -> None:
    """Print the line that was written and the new head."""
    said = f"{words.event(entry.event)} {about}" if (about := rows.about(entry)) else ""
    screen.line(words("entered_line", n=entry.n, event=said or words.event(entry.event)))
    screen.line(f"{words.label('head')}{case.head}")
