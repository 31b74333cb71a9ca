"""case open SCENARIO PLAN -o CASE."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from optimizer.cli.case.common import entering_options, show_broken
from optimizer.cli.common import show_json
from optimizer.cli.request import Request, scenario_command


def _entering(command: click.Command) -> click.Command:
    command.params += entering_options()
    return command


@_entering
@scenario_command(output="Folder of the new case.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--procedure",
    type=click.Path(path_type=Path),
    help="procedure.toml: gates, people, target, limits; by default that beside SCENARIO.",
)
@click.option(
    "--calendar",
    type=click.Path(path_type=Path),
    help="Calendar file with the columns date and day, for years that are not known.",
)
def command(
    request: Request,
    plan: Path,
    procedure: Path | None,
    calendar: Path | None,
    by: str,
    day: date,
) -> None:
    """Open a case for PLAN (a plan folder, or a CSV with village,unit) under SCENARIO.

    The plan and the scenario are bound by their hashes, and copies are kept. The
    checker judges the plan first: one that breaks a rule ends with exit code 3.
    """
    from optimizer.procedure.binding import Source, beside
    from optimizer.procedure.case import BrokenPlanError, open_case

    folder = request.output
    if folder is None:
        raise click.UsageError("-o CASE is missing / 缺少 -o CASE")
    with request.ending():
        source = Source(
            request.scenario,
            plan,
            request.overrides(),
            procedure or beside(request.scenario),
            calendar,
        )
        try:
            case, bound = open_case(folder, source, by, day)
        except BrokenPlanError as error:
            show_broken(error, request.as_json, request.lang)
    for fault in bound.warnings:
        click.echo(fault.line(request.lang), err=True)
    if request.as_json:
        show_json({"case": str(folder), "head": case.head, "executable": case.executable})
        return
    from optimizer.report.case.tables import print_opened
    from optimizer.report.screen import Screen
    from optimizer.report.words.case import CaseWords

    print_opened(Screen(), CaseWords(request.lang), case)
