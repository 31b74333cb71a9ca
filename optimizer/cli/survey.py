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
    from optimizer.data.cells import csv_text
    from optimizer.data.dataset import find_county
    from optimizer.report.screen import Screen
    from optimizer.report.survey import survey
    from optimizer.report.survey_tables import print_survey, survey_record, survey_rows
    from optimizer.report.tables import print_caveats
    from optimizer.report.words import Words

    with request.ending():
        dataset = request.load()
        chosen = None if county is None else find_county(dataset, county)
    found = survey(dataset.territory, dataset.scenario, chosen)
    if request.as_json:
        show_json(survey_record(found))
        return
    screen, words = Screen(), Words(request.lang)
    if as_csv:
        click.echo(csv_text(survey_rows(words, found), request.excel), nl=False)
        return
    print_caveats(screen, words, dataset)
    print_survey(screen, words, found, townships=len(found.baselines) == 1)
