"""survey SCENARIO."""

from __future__ import annotations

import click

from optimizer.cli.common import show_json
from optimizer.cli.request import Request, scenario_command


@scenario_command(excel=True)
@click.option("--csv", "as_csv", is_flag=True, help="Print one line for each township as CSV.")
@click.option("--county", metavar="COUNTY", help="One county alone, by its code or name.")
def command(request: Request, county: str | None, as_csv: bool) -> None:
    """Print the baseline of each county before any plan (摸底).

    Units by kind, areas, people, units over the cap, share of towns and
    subdistricts, distances to the seats, and the villages farthest from theirs.
    Of a single county, also one line for each township, with those that it touches.
    """
    import optimizer as tm
    from optimizer.report.screen import Screen
    from optimizer.report.survey_tables import survey_csv

    with request.ending():
        found = tm.survey(request.read(), county)
    if request.as_json:
        show_json(found.record())
    elif as_csv:
        click.echo(survey_csv(found.found, request.lang, request.excel), nl=False)
    else:
        found.print_on(Screen(), request.lang)
