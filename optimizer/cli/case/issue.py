"""case issue: problems."""

from __future__ import annotations

from datetime import date

import click

from optimizer.cli.case.common import DATE, CaseRequest, case_command, county_option
from optimizer.cli.common import show_json


@click.group()
def command() -> None:
    """Problems: raise, pass upward, answer, close, list."""


@case_command(entering=True, name="add")
@click.argument("text")
@county_option
@click.option("--due", type=DATE, metavar="DATE", help="By when it is to be answered.")
def add(request: CaseRequest, text: str, county: str | None, due: date | None) -> None:
    """Enter the problem TEXT."""
    from optimizer.procedure.register import raise_issue

    request.enter(lambda book: raise_issue(book, text, county, due))


@case_command(entering=True, name="escalate")
@click.argument("issue")
@click.option("--to", required=True, help="To whom.")
def escalate(request: CaseRequest, issue: str, to: str) -> None:
    """Pass ISSUE upward."""
    from optimizer.procedure import register

    request.enter(lambda book: register.escalate(book, issue, to))


@case_command(entering=True, name="answer")
@click.argument("issue")
@click.argument("text")
def answer(request: CaseRequest, issue: str, text: str) -> None:
    """Answer ISSUE by TEXT."""
    from optimizer.procedure import register

    request.enter(lambda book: register.answer(book, issue, text))


@case_command(entering=True, name="close")
@click.argument("issue")
@click.argument("text")
def close(request: CaseRequest, issue: str, text: str) -> None:
    """Close ISSUE; TEXT says what came of it."""
    from optimizer.procedure import register

    request.enter(lambda book: register.close(book, issue, text))


@case_command(name="list")
def listed(request: CaseRequest) -> None:
    """Print all problems."""
    from optimizer.procedure.summary import case_record
    from optimizer.report.case.tables import print_issues
    from optimizer.report.screen import Screen
    from optimizer.report.words.case import CaseWords

    with request.ending():
        case = request.read()
    if request.as_json:
        show_json(case_record(case, date.today())["issues"])
        return
    print_issues(Screen(), CaseWords(request.lang), case)


for _command in (add, escalate, answer, close, listed):
    command.add_command(_command)
