"""case tasks."""

from __future__ import annotations

import sys
from datetime import date

import click

from optimizer.cli.case.common import DATE, CaseRequest, case_command, county_option
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
