"""case tasks, and what is entered about them: case assign TO, case done TASK."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from optimizer.cli.case.common import (
    DATE,
    CaseRequest,
    case_command,
    county_option,
    evidence_option,
)
from optimizer.cli.common import show_faults, show_json


@case_command()
@county_option
@click.option("--as-of", type=DATE, metavar="DATE", default=date.today, help="By default today.")
def command(request: CaseRequest, county: str | None, as_of: date) -> None:
    """Print the work plan: who does what by when, what is overdue, the critical path.

    Deadlines are counted forward by the lengths of the law and back from the
    target of procedure.toml. Where the working days of a year are not known no
    dates are given, and the exit code is 2.
    """
    from optimizer.procedure.progress import planned_or_why
    from optimizer.procedure.steps import county_code

    with request.ending():
        case = request.read()
        code = None if county is None else county_code(case.state, county)
        planned, faults = planned_or_why(case.state, as_of)
    if request.as_json:
        from optimizer.procedure.summary import case_record

        record = case_record(case, as_of)
        tasks = [t for t in record["tasks"] if code is None or t["county"] == code]
        show_json({"head": case.head, "tasks": tasks, "faults": [f.record("en") for f in faults]})
    else:
        from optimizer.report.case.tables import print_tasks
        from optimizer.report.screen import Screen
        from optimizer.report.words.case import CaseWords

        print_tasks(Screen(), CaseWords(request.lang), case, planned, code)
        if faults:
            show_faults(list(faults), False, request.lang)
    sys.exit(0 if planned else 2)


@case_command(entering=True, name="assign")
@click.argument("to", default="")
@click.option("--office", default="", help="The responsible office.")
@click.option("--person", default="", help="The responsible person.")
@click.option("--due", type=DATE, metavar="DATE", help="A deadline of its own, for a task.")
def assign_command(
    request: CaseRequest, to: str, office: str, person: str, due: date | None
) -> None:
    """Name who is responsible for TO, or a deadline.

    TO is a task, a unit or a county, by its code; without it the city is meant.
    """
    from optimizer.procedure.register import assign

    request.enter(lambda book: assign(book, to, office, person, due))


@case_command(entering=True, name="done")
@click.argument("task")
@evidence_option
def done_command(request: CaseRequest, task: str, evidence: tuple[Path, ...]) -> None:
    """Close TASK (任务销号) with evidence; only tasks that somebody is responsible for."""
    from optimizer.procedure.register import done

    request.enter(lambda book: done(book, task, evidence))
