"""The one place that loads what a set is written from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from optimizer.data.cells import first_control
from optimizer.data.dataset import Dataset
from optimizer.data.entries import read_plans
from optimizer.data.faults import Fault, Findings
from optimizer.data.plan_file import hash_file
from optimizer.decide.compare import Entry, compare
from optimizer.procedure.binding import plan_table
from optimizer.procedure.case import read_case
from optimizer.procedure.summary import case_record
from optimizer.report.dossier.marks import Marks, day_text
from optimizer.report.dossier.material import Material, Source

_NUMERALS = "零一二三四五六七八九"
_DAYS = {"data_date": "--data-date", "issued": "--date"}


@dataclass(frozen=True)
class ReportRequest:
    """What the user says of a set.

    Attributes
    ----------
    plans
        Paths of the plans; the first is the one that is proposed.
    titles
        Titles of the first plans; the others are numbered.
    marks
        Numbers and days.
    case
        Folder of a case; None: none.
    head
        A hash that was kept outside the case.
    as_of
        The day by which tasks of the case are overdue or not.
    one_mode
        Judge every plan by the scenario's mode, whatever its record says.
    """

    plans: tuple[Path, ...]
    titles: tuple[str, ...] = ()
    marks: Marks = field(default_factory=Marks)
    case: Path | None = None
    head: str = ""
    as_of: date = date.min
    one_mode: bool = False


def gather(dataset: Dataset, asked: ReportRequest, lang: str) -> Material:
    """Read the plans and the case, and judge every plan.

    Raises
    ------
    InputError
        With the faults of plans, titles, numbers, days and the case.
    """
    findings = Findings()
    read = read_plans(asked.plans, dataset)
    for name, file in read:
        if lost := int((file.plan.unit < 0).sum()):
            findings.add("E825", name, count=lost)
    titles = _titles(asked, lang, findings)
    _check_words(asked, findings)
    findings.stop_on_errors()
    tables = [plan_table(path) for path in asked.plans]
    sources = tuple(
        Source(name, hash_file(table)) for (name, _), table in zip(read, tables, strict=True)
    )
    marks, odd = _with_case(dataset, asked, sources[0])
    entries = [
        Entry(title, file.plan, {} if asked.one_mode else file.record)
        for title, (_, file) in zip(titles, read, strict=True)
    ]
    found = compare(dataset, entries, dataset.sha256)
    warnings = (*(fault for _, file in read for fault in file.warnings), *odd)
    return Material(dataset, found, sources, marks, lang, warnings)


def _titles(asked: ReportRequest, lang: str, findings: Findings) -> list[str]:
    count = len(asked.plans)
    numbered = (plan_title(n, lang) for n in range(len(asked.titles) + 1, count + 1))
    titles = [*asked.titles, *numbered]
    if len(titles) > count:
        findings.add("E710", "--title", value=titles[count], titles=len(titles), plans=count)
    for at, title in enumerate(titles):
        if not title.strip() or title in titles[:at]:
            findings.add("E711", "--title", value=title)
    return titles


def plan_title(number: int, lang: str) -> str:
    """Return the title of a plan by its number.

    >>> plan_title(12, "zh")
    '方案十二'
    """
    if lang != "zh":
        return f"Plan {number}"
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return f"方案{number}"
    head = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return f"方案{head}{_NUMERALS[ones] if ones or not tens else ''}"


def _check_words(asked: ReportRequest, findings: Findings) -> None:
    """Refuse control characters in what people write, and days that are none."""
    marks = asked.marks
    given = [("--title", title) for title in asked.titles]
    given += [("--approval", marks.approval), ("--map-review", marks.map_review)]
    for option, value in [*given, ("--issuer", marks.issuer)]:
        if found := first_control(value):
            findings.add("E111", option, value=value, character=found[1])
    for name, option in _DAYS.items():
        value = getattr(marks, name)
        if value and day_text(value) is None:
            findings.add("E712", option, value=value)


def _with_case(
    dataset: Dataset, asked: ReportRequest, proposed: Source
) -> tuple[Marks, tuple[Fault, ...]]:
    """Return the marks with the state of the case, which must be the proposed plan's."""
    if asked.case is None:
        return asked.marks, ()
    case = read_case(asked.case, asked.head)
    state: dict[str, Any] = case_record(case, asked.as_of)
    findings = Findings()
    if state["plan_sha256"] != proposed.sha256:
        findings.add("E713", str(asked.case), plan=proposed.name)
    elif state["scenario_sha256"] != dataset.sha256:
        findings.add("E714", str(asked.case))
    for option, given, known in (
        ("--approval", asked.marks.approval, state["document_numbers"]),
        ("--map-review", asked.marks.map_review, state["map_numbers"]),
    ):
        if given and known and given not in known:
            findings.add("E715", option, value=given, known=", ".join(known))
    findings.stop_on_errors()
    return replace(asked.marks, state=state), case.warnings
