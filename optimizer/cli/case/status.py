"""case status."""

from __future__ import annotations

from datetime import date

import click

from optimizer.cli.case.common import CaseRequest, case_command
from optimizer.cli.common import show_json


@case_command()
@click.option(
    "--head",
    default="",
    metavar="HASH",
    help="Hash that was kept outside the case; says whether lines were cut off or written anew.",
)
def command(request: CaseRequest, head: str) -> None:
    """Print every gate, what was shortened, and whether the plan is executable.

    The whole record is checked first; a line that was edited, dropped or moved
    ends with exit code 2 and its number.
    """
    with request.ending():
        case = request.read(head)
    if request.as_json:
        from optimizer.procedure.summary import case_record

        show_json(case_record(case, date.today()))
        return
    from optimizer.report.case.tables import print_status
    from optimizer.report.screen import Screen
    from optimizer.report.words.case import CaseWords

    print_status(Screen(), CaseWords(request.lang), case)
