"""compare SCENARIO PLAN..."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.common import claim_output, show_files, show_json, show_plan_warnings
from optimizer.cli.request import Request, scenario_command


@scenario_command(output="Folder for tables and maps.", excel=True)
@click.argument("plans", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="Print the table of measures as CSV.")
def command(request: Request, plans: tuple[Path, ...], as_csv: bool) -> None:
    """Put plans side by side, the status quo first (方案比选表).

    Every PLAN (a plan folder, or a CSV with village,unit) is judged by the rules
    of SCENARIO. No solver takes part. With -o the tables (every village too) and
    maps on one scale are written. Exits 0 whatever it finds.
    """
    from optimizer.data.cells import csv_text
    from optimizer.data.entries import read_plans
    from optimizer.decide.compare import Entry, compare
    from optimizer.report.compare import print_comparison
    from optimizer.report.compare_files import FILES, comparison_record, comparison_rows
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_caveats
    from optimizer.report.words import Words

    with request.ending():
        dataset = request.load()
        read = read_plans(plans, dataset)
        for _, file in read:
            show_plan_warnings(file.warnings, request.lang)
        claim_output(request.output, FILES)
        entries = [
            Entry(name, file.plan, {} if request.mode else file.record) for name, file in read
        ]
        found = compare(dataset.territory, dataset.scenario, entries, dataset.sha256)
        if request.output is not None:
            from optimizer.report.compare_deliver import deliver_comparison

            show_files(
                *deliver_comparison(request.output, dataset, found, request.lang, request.excel)
            )
        if request.as_json:
            show_json(comparison_record(found))
        elif as_csv:
            click.echo(
                csv_text(comparison_rows(Words(request.lang), found), request.excel), nl=False
            )
        else:
            print_caveats(Screen(), Words(request.lang), dataset)
            print_comparison(Screen(), Words(request.lang), found)
