"""case dossier, the application file, and case attach DOCUMENT, what is added to it."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.case.common import CaseRequest, case_command, evidence_option
from optimizer.cli.common import show_files, show_json


@case_command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Folder to collect the file in."
)
def command(request: CaseRequest, output: Path | None) -> None:
    """Print the application file (条例 art 13) as a checklist; with -o collect it.

    The folder holds the documents, the maps, the evidence, the plan and the
    record, with an index and the hash of each file.
    """
    from optimizer.report.case.dossier import deliver_dossier, dossier_record
    from optimizer.report.case.tables import print_dossier
    from optimizer.report.screen import Screen
    from optimizer.report.words.case import CaseWords

    with request.ending():
        case = request.read()
        if request.as_json:
            show_json(dossier_record(case))
        else:
            print_dossier(Screen(), CaseWords(request.lang), case)
        if output is not None:
            show_files(*deliver_dossier(output, case, request.lang))


@case_command(entering=True, name="attach")
@click.argument("document")
@evidence_option
def attach_command(request: CaseRequest, document: str, evidence: tuple[Path, ...]) -> None:
    """Add files to the application file under DOCUMENT (`case dossier` lists them)."""
    from optimizer.procedure.register import attach

    request.enter(lambda book: attach(book, document, evidence))
