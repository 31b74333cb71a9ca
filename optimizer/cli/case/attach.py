"""case attach DOCUMENT."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.case.common import CaseRequest, case_command, evidence_option


@case_command(entering=True)
@click.argument("document")
@evidence_option
def command(request: CaseRequest, document: str, evidence: tuple[Path, ...]) -> None:
    """Add files to the application file under DOCUMENT (`case dossier` lists them)."""
    from optimizer.procedure.register import attach

    request.enter(lambda book: attach(book, document, evidence))
