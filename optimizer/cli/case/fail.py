"""case fail GATE."""

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
@click.option("--reason", required=True, help="Why.")
@evidence_option
@county_option
def command(
    request: CaseRequest, gate: str, reason: str, evidence: tuple[Path, ...], county: str | None
) -> None:
    """Enter that GATE was not passed, or no longer stands; all after it is open again."""
    from optimizer.procedure.steps import fail

    request.enter(lambda book: fail(book, gate, reason, evidence, county))
