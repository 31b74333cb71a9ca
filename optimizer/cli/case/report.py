"""case report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from optimizer.cli.case.common import DATE, CaseRequest, case_command
from optimizer.cli.common import show_files, show_json


@case_command()
@click.option("--as-of", type=DATE, metavar="DATE", default=date.today, help="By default today.")
@click.option("--since", type=DATE, metavar="DATE", help="Changes from this day on.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Folder for report.md and report.json."
)
@click.option("--to", default="", help="Enter in the record that the report was sent, and to whom.")
@click.option("--by", default="", metavar="NAME", help="Who sends it; with --to.")
def command(
    request: CaseRequest, as_of: date, since: date | None, output: Path | None, to: str, by: str
) -> None:
    """Print progress by county, what is overdue, open issues and changes since the last report.

    The last report is the last one entered with --to; the next one starts there.
    """
    from optimizer.procedure.progress import progress
    from optimizer.procedure.summary import case_record
    from optimizer.report.case.tables import print_report
    from optimizer.report.case.written import deliver_report, send
    from optimizer.report.screen import Screen
    from optimizer.report.words.case import CaseWords

    with request.ending():
        case = request.read()
        found = progress(case, as_of, since)
        for fault in found.faults:
            click.echo(fault.line(request.lang), err=True)
        if request.as_json:
            changes = [entry.n for entry in found.changes]
            show_json({**case_record(case, as_of), "changes": changes})
        else:
            print_report(Screen(), CaseWords(request.lang), found)
        if output is not None:
            show_files(deliver_report(output, found, request.lang))
        if to or by:
            send(request.folder, by, as_of, to)
