"""case begin, pass, fail and extend GATE: what is entered about gates."""

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


@case_command(entering=True, name="begin")
@click.argument("gate")
@county_option
def begin_command(request: CaseRequest, gate: str, county: str | None) -> None:
    """Enter that GATE has begun; its normal length is counted from the next day on."""
    from optimizer.procedure.steps import begin

    request.enter(lambda book: begin(book, gate, county))


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
def pass_command(
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


@case_command(entering=True, name="fail")
@click.argument("gate")
@click.option("--reason", required=True, help="Why.")
@evidence_option
@county_option
def fail_command(
    request: CaseRequest, gate: str, reason: str, evidence: tuple[Path, ...], county: str | None
) -> None:
    """Enter that GATE was not passed, or no longer stands; all after it is open again."""
    from optimizer.procedure.steps import fail

    request.enter(lambda book: fail(book, gate, reason, evidence, county))


@case_command(entering=True, name="extend")
@click.argument("gate")
@click.option("--months", type=click.IntRange(min=1), required=True, help="By how many months.")
@evidence_option
@county_option
def extend_command(
    request: CaseRequest, gate: str, months: int, evidence: tuple[Path, ...], county: str | None
) -> None:
    """Enter that the approver agreed to a later day for GATE (carrying_out: up to 6 months)."""
    from optimizer.procedure.steps import extend

    request.enter(lambda book: extend(book, gate, months, evidence, county))
