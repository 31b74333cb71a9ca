"""Progress reports as files, and their entry in the record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from optimizer.data.faults import Findings
from optimizer.data.output import replacing
from optimizer.data.plan_file import claim_results, replace_file
from optimizer.procedure.case import Book
from optimizer.procedure.progress import Progress
from optimizer.procedure.summary import case_record, mark, shortened
from optimizer.report.case import rows
from optimizer.report.case.tables import end_text, overdue_row, since_text, totals
from optimizer.report.words.case import CaseWords

PAGE, DATA = "report.md", "report.json"
FILES = frozenset({PAGE, DATA})


def deliver_report(folder: Path, found: Progress, lang: str) -> list[Path]:
    """Write report.md for people and report.json for programs."""
    claim_results(folder, FILES, Findings())
    with replacing(folder, kept=()) as draft:
        replace_file(draft / PAGE, "\n".join(report_lines(CaseWords(lang), found)) + "\n")
        record = {
            **case_record(found.case, found.as_of),
            "changes": [entry.n for entry in found.changes],
        }
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        replace_file(draft / DATA, text)
    return [folder / PAGE, folder / DATA]


def report_lines(words: CaseWords, found: Progress) -> Iterator[str]:
    """Yield the report as Markdown."""
    case = found.case
    yield f"# {_plain(case.state.facts.title)} {words('report')}"
    yield ""
    yield f"{words('as_of', day=found.as_of)}. **{words.of(mark(case))}**"
    yield ""
    answer = words("yes" if case.executable else "no")
    yield f"- {words('executable')} = {answer}"
    yield f"- {words.label('plan')}`{case.state.binding.plan_sha256}`"
    yield f"- {words.label('head')}`{case.head}` ({words('lines', n=len(case.found.entries))})"
    yield f"- {totals(words, found)}"
    if found.planned is not None:
        yield f"- {end_text(words, found.planned)}"
    for fault in (*case.warnings, *found.faults):
        yield f"- {_plain(fault.line(words.lang))}"
    for row in shortened(case):
        county = case.state.facts.county_name(row["county"])
        yield f"- {words.label('shortened')}{_plain(county)} {_plain(row[words.lang])}"
    progress = rows.progress_rows(words, found)
    yield from _table(words, words("progress"), rows.progress_heads(words), progress)
    late = [overdue_row(words, found, at) for at in range(len(found.overdue))]
    heads = [words(key) for key in ("key", "what", "county", "due")]
    yield from _table(words, words("overdue"), heads, late)
    issues = rows.issue_rows(words, case, found.as_of)
    yield from _table(words, words("issues"), rows.issue_heads(words), issues)
    changes = rows.log_rows(words, found.changes)
    yield from _table(words, since_text(words, found), rows.log_heads(words), changes)


def _table(
    words: CaseWords, title: str, heads: Sequence[str], found: Iterable[Sequence[str]]
) -> Iterator[str]:
    body = list(found)
    yield ""
    yield f"## {title}"
    yield ""
    if not body:
        yield words("none")
        return
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in body:
        yield f"| {' | '.join(map(_plain, row))} |"


def _plain(text: str) -> str:
    """Return a text that is no markup."""
    for mark_of in "\\`*_[]<>|#":
        text = text.replace(mark_of, f"\\{mark_of}")
    return " ".join(text.split())


def send(folder: Path, by: str, day: date, to: str) -> None:
    """Enter in the record that a report was sent, and to whom."""
    Book(folder, by, day).enter("report", lambda _: {"to": to})
