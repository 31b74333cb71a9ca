"""case begin GATE."""

from __future__ import annotations

import click

from optimizer.cli.case.common import CaseRequest, case_command, county_option


@case_command(entering=True)
@click.argument("gate")
@county_option
def command(request: CaseRequest, gate: str, county: str | None) -> None:
    """Enter that GATE has begun; its normal length is counted from the next day on."""
    from optimizer.procedure.steps import begin

    request.enter(lambda book: begin(book, gate, county))
