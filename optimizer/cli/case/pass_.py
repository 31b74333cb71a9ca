"""case pass GATE."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from optimizer.cli.case.common import (
    DATE,
    CaseRequest,
    case_command,
    county_option,
    evidence_option,
)


@case_command(entering=True, name="pass")
@click.argument("gate")
@evidence_option
@county_option
@click.option(
    "--approver",
    type=click.Choice(["province", "founder"]),
    help="Whose approval it is: the province's, or that of the government that approved the "
    "founding of the subdistrict.",
)
@click.option("--begun", type=DATE, metavar="DATE", help="When it began, if not entered before.")
@click.option(
    "--shorter",
    default="",
    metavar="REASON",
    help="Why it is passed before its normal length; stands in every report.",
)
@click.option("--number", default="", help="审图号 of the review of maps, 批准文号 of an approval.")
def command(
    request: CaseRequest,
    gate: str,
    evidence: tuple[Path, ...],
    county: str | None,
    approver: str | None,
    begun: date | None,
    shorter: str,
    number: str,
) -> None:
    """Enter that GATE is passed, with evidence; without --county by every county."""
    from optimizer.procedure.steps import pass_gate

    request.enter(
        lambda book: pass_gate(
            book,
            gate,
            evidence,
            county=county,
            approver=approver,
            begun=begun,
            shorter=shorter,
            number=number,
        )
    )
