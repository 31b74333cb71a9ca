"""case done TASK."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.case.common import CaseRequest, case_command, evidence_option


@case_command(entering=True)
@click.argument("task")
@evidence_option
def command(request: CaseRequest, task: str, evidence: tuple[Path, ...]) -> None:
    """Close TASK (任务销号) with evidence; only tasks that somebody is responsible for."""
    from optimizer.procedure.register import done

    request.enter(lambda book: done(book, task, evidence))
