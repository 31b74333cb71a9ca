"""case log."""

from __future__ import annotations

import click

from optimizer.cli.case.common import CaseRequest, case_command
from optimizer.cli.common import show_json


@case_command()
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="The last N lines alone.")
def command(request: CaseRequest, last: int | None) -> None:
    """Print the record: what was entered, by whom, when it happened and when it was entered."""
    from optimizer.report.case.tables import print_log
    from optimizer.report.screen import Screen
    from optimizer.report.words.case import CaseWords

    with request.ending():
        case = request.read()
    entries = case.found.entries[-last if last else None :]
    if request.as_json:
        show_json([entry.__dict__ for entry in entries])
        return
    print_log(Screen(), CaseWords(request.lang), entries)
