"""case risk: the risk register."""

from __future__ import annotations

from datetime import date

import click

from optimizer.cli.case.common import CaseRequest, case_command, county_option
from optimizer.cli.common import show_json


@click.group()
def command() -> None:
    """The risk register: list it, add points, give them measures and owners."""


@case_command(name="list")
def listed(request: CaseRequest) -> None:
    """Print the register: what the plan itself points at, and what people entered."""
    from optimizer.procedure.summary import case_record
    from optimizer.report.case.tables import print_risks
    from optimizer.report.screen import Screen
    from optimizer.report.words.case import CaseWords

    with request.ending():
        case = request.read()
    if request.as_json:
        show_json(case_record(case, date.today())["risks"])
        return
    print_risks(Screen(), CaseWords(request.lang), case)


@case_command(entering=True, name="add")
@click.argument("text")
@county_option
def add(request: CaseRequest, text: str, county: str | None) -> None:
    """Enter the point TEXT."""
    from optimizer.procedure.register import add_risk

    request.enter(lambda book: add_risk(book, text, county))


@case_command(entering=True, name="set")
@click.argument("risk")
@click.option("--measure", default="", help="What is done about it.")
@click.option("--owner", default="", help="Who does it.")
@click.option(
    "--state",
    type=click.Choice(["open", "in hand", "settled", "accepted"]),
    help="How it stands.",
)
def change(request: CaseRequest, risk: str, measure: str, owner: str, state: str | None) -> None:
    """Give the point RISK a measure, an owner or a state.

    The gate `risk` is passed only when every point has a measure and an owner.
    """
    from optimizer.procedure.register import set_risk

    request.enter(lambda book: set_risk(book, risk, measure, owner, state or ""))


for _command in (listed, add, change):
    command.add_command(_command)
