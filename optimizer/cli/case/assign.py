"""case assign TO."""

from __future__ import annotations

from datetime import date

import click

from optimizer.cli.case.common import DATE, CaseRequest, case_command


@case_command(entering=True)
@click.argument("to", default="")
@click.option("--office", default="", help="The responsible office.")
@click.option("--person", default="", help="The responsible person.")
@click.option("--due", type=DATE, metavar="DATE", help="A deadline of its own, for a task.")
def command(request: CaseRequest, to: str, office: str, person: str, due: date | None) -> None:
    """Name who is responsible for TO, or a deadline.

    TO is a task, a unit or a county, by its code; without it the city is meant.
    """
    from optimizer.procedure.register import assign

    request.enter(lambda book: assign(book, to, office, person, due))
