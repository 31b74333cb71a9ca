"""compare SCENARIO PLAN..."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.common import claim_output, show_files, show_json, show_odd
from optimizer.cli.request import Request, scenario_command
from optimizer.endings import finishing


@scenario_command(output="Folder for tables and maps.", excel=True)
@click.argument("plans", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="Print the table of measures as CSV.")
def command(request: Request, plans: tuple[Path, ...], as_csv: bool) -> None:
    """Put plans side by side, the status quo first (方案比选表).

    Every PLAN (a plan folder, or a CSV with village,unit) is judged by the rules
    of SCENARIO. No solver takes part. With -o the tables (every village too) and
    maps on one scale are written. Exits 0 whatever it finds.
    """
    import optimizer as tm
    from optimizer.api.comparing import named_plans
    from optimizer.report.compare_files import FILES, comparison_csv
    from optimizer.report.screen import Screen

    with request.ending():
        instance = request.read()
        given = named_plans(instance, plans)
        for plan in given:
            show_odd(plan.odd, request.lang)
        claim_output(request.output, FILES)
        found = tm.compare(instance, given, one_mode=request.mode is not None)
        with finishing():
            if request.output is not None:
                show_files(*found.deliver(request.output, lang=request.lang, excel=request.excel))
            if request.as_json:
                show_json(found.record())
            elif as_csv:
                click.echo(comparison_csv(found.found, request.lang, request.excel), nl=False)
            else:
                found.print_on(Screen(), request.lang)
