"""What the commands of a case take, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from optimizer.cli.common import show_faults, show_json
from optimizer.cli.request import json_option, lang_option

if TYPE_CHECKING:
    from optimizer.procedure.case import Book, BrokenPlanError, Case
    from optimizer.procedure.chain import Entry

county_option = click.option("--county", metavar="COUNTY", help="One county, by code or name.")
evidence_option = click.option(
    "--evidence",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File that proves it; copied into the case. Repeatable.",
)


@dataclass(frozen=True)
class CaseRequest:
    """What the options that the commands of a case share were given as."""

    folder: Path
    as_json: bool
    lang: str
    by: str = ""
    day: date = date.min

    @contextmanager
    def ending(self) -> Iterator[None]:
        """Turn faults into one report and exit code 2."""
        from optimizer import InputError

        try:
            yield
        except InputError as error:
            show_faults(error.faults, self.as_json, self.lang)
            sys.exit(2)

    def book(self) -> Book:
        """Return what enters into the case."""
        from optimizer.procedure.case import Book

        return Book(self.folder, self.by, self.day)

    def read(self, head: str = "") -> Case:
        """Read the case; what is odd goes to stderr."""
        from optimizer.procedure.case import read_case

        case = read_case(self.folder, head)
        self.warn(case)
        return case

    def warn(self, case: Case) -> None:
        """Print what is odd about a case."""
        for fault in case.warnings:
            click.echo(fault.line(self.lang), err=True)

    def enter(self, make: Callable[[Book], tuple[Entry, Case]]) -> None:
        """Enter something, and print the line and the new head."""
        with self.ending():
            entry, case = make(self.book())
            self.warn(case)
        if self.as_json:
            show_json(
                {
                    "line": entry.n,
                    "event": entry.event,
                    "hash": entry.hash,
                    "head": case.head,
                    "executable": case.executable,
                }
            )
            return
        from optimizer.report.case.tables import print_entered
        from optimizer.report.case.words import CaseWords
        from optimizer.report.screen import Screen

        print_entered(Screen(), CaseWords(self.lang), entry, case)


def show_broken(error: BrokenPlanError, as_json: bool, lang: str) -> NoReturn:
    """Print which rules a plan breaks, and end with exit code 3."""
    from optimizer.report.case.tables import broken_lines

    for line in broken_lines(error.bound, lang):
        click.echo(line, err=True)
    if as_json:
        show_json({"broken": [finding.clause for finding in error.bound.audit.broken]})
    sys.exit(3)


if TYPE_CHECKING:
    _DayType = click.ParamType[date]
else:
    _DayType = click.ParamType


class DateType(_DayType):
    """A day such as 2026-11-29."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value).strip(), "%Y-%m-%d").date()
        except ValueError:
            self.fail(
                f"{value!r} is no day such as 2026-11-29 / 应为 2026-11-29 的形式", param, ctx
            )


DATE = DateType()


def case_option() -> click.Option:
    """Return --case."""
    return click.Option(
        ["--case", "folder"],
        type=click.Path(path_type=Path),
        default=Path(),
        envvar="TOWNSHIP_MERGE_CASE",
        help="Folder of the case; by default the current one.",
    )


def entering_options() -> list[click.Option]:
    """Return --by and --date."""
    return [
        click.Option(["--by"], required=True, metavar="NAME", help="Who enters it."),
        click.Option(
            ["--date", "day"],
            type=DATE,
            metavar="DATE",
            default=date.today,
            help="When it happened, as 2026-11-29; by default today.",
        ),
    ]


def case_command(
    *, entering: bool = False, name: str | None = None
) -> Callable[[Callable[..., None]], click.Command]:
    """Make a command on a case of a function of a `CaseRequest` and options of its own.

    Parameters
    ----------
    entering
        Whether it takes --by and --date.
    """
    shared = [
        case_option(),
        *(entering_options() if entering else []),
        json_option(),
        lang_option(),
    ]

    def make(function: Callable[..., None]) -> click.Command:
        @wraps(function)
        def run(**given: Any) -> None:
            common = {str(o.name): given.pop(str(o.name)) for o in shared}
            function(CaseRequest(**common), **given)

        command = click.command(name)(run)
        command.params = [*command.params, *shared]
        return command

    return make
