"""case chart -o DIR."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from optimizer.cli.case.common import DATE, CaseRequest, case_command
from optimizer.cli.common import show_files


@case_command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder for the charts."
)
@click.option("--as-of", type=DATE, metavar="DATE", default=date.today, help="By default today.")
def command(request: CaseRequest, output: Path, as_of: date) -> None:
    """Draw the timetable (Gantt), the flow chart and the wall chart (A0), as SVG and PDF.

    The workbook case.xlsx holds the same with all lists, where the extra `office`
    is installed.
    """
    from optimizer.report.case.charts import deliver_charts

    with request.ending():
        show_files(*deliver_charts(output, request.read(), as_of, request.lang))
