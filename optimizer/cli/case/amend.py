"""case amend."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.case.common import CaseRequest, case_command, show_broken


@case_command(entering=True)
@click.option("--plan", type=click.Path(path_type=Path), help="The plan; by default where it was.")
@click.option(
    "--scenario", type=click.Path(path_type=Path), help="The scenario; by default where it was."
)
@click.option("--procedure", type=click.Path(path_type=Path), help="A new procedure.toml.")
@click.option("--calendar", type=click.Path(path_type=Path), help="A new calendar file.")
@click.option("--reason", required=True, help="Why it changes.")
def command(
    request: CaseRequest,
    plan: Path | None,
    scenario: Path | None,
    procedure: Path | None,
    calendar: Path | None,
    reason: str,
) -> None:
    """Bind the plan or the scenario anew after a change.

    Gates that rest on what changed are open again, and all after them. Where
    nothing changed but the place of the files, everything stands.
    """
    from optimizer.procedure.case import BrokenPlanError, amended_source

    with request.ending():
        source = amended_source(request.folder, plan, scenario, procedure, calendar)
        try:
            request.enter(lambda book: book.amend(source, reason))
        except BrokenPlanError as error:
            show_broken(error, request.as_json, request.lang)
