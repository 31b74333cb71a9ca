"""case extend GATE."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.case.common import (
    CaseRequest,
    case_command,
    county_option,
    evidence_option,
)


@case_command(entering=True)
@click.argument("gate")
@click.option("--months", type=click.IntRange(min=1), required=True, help="By how many months.")
@evidence_option
@county_option
def command(
    request: CaseRequest, gate: str, months: int, evidence: tuple[Path, ...], county: str | None
) -> None:
    """Enter that the approver agreed to a later day for GATE (carrying_out: up to 6 months)."""
    from optimizer.procedure.steps import extend

    request.enter(lambda book: extend(book, gate, months, evidence, county))
