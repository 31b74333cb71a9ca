"""Options of several commands, endings and printing that they share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from optimizer.cli.numbers import FiniteRange

if TYPE_CHECKING:
    from optimizer import Fault, Instance, Search

F = TypeVar("F", bound=Callable[..., Any])

county_option = click.option(
    "--county",
    "counties",
    multiple=True,
    metavar="COUNTY",
    help="These counties alone, by code or name; numbers for the whole city are left out.",
)
within_option = click.option(
    "--within",
    type=FiniteRange(min=0),
    default=0.02,
    show_default=True,
    help="How far travel may be above the best, relative: 0.02 is 2 %.",
)


def pool_options(what: str, processes: int) -> Callable[[F], F]:
    """Add where tasks are done: --processes (a default), --cluster.

    Parameters
    ----------
    what
        What is done at the same time.
    """

    def add(function: F) -> F:
        here = click.option(
            "--processes",
            type=click.IntRange(min=1),
            default=processes,
            show_default=True,
            help=f"{what} solved at the same time.",
        )
        there = click.option(
            "--cluster",
            metavar="ADDRESS",
            help="Solve on a Dask cluster: local:4, or a scheduler's tcp://host:8786 "
            "(extra `cluster`).",
        )
        return here(there(function))

    return add


@contextmanager
def pooled(kept: Path | None = None) -> Iterator[None]:
    """End with a fault where the pool that was asked for fails, below the last line of progress.

    Parameters
    ----------
    kept
        Where results are kept that a later run finds again.
    """
    from optimizer import InputError
    from optimizer.api.search import workers_lost_as_fault
    from optimizer.report.progress import clear_progress

    try:
        with workers_lost_as_fault(kept):
            yield
    except InputError:
        clear_progress()
        raise


def asked_options(function: F) -> F:
    """Add --lock, --keep and --freeze."""
    for name, metavar, text in (
        ("freeze", "COUNTY=PLAN", "Hold a county to a plan while the rest is solved."),
        ("keep", "A", "Do not dissolve township A."),
        ("lock", "A+B", "Merge townships A and B."),
    ):
        function = click.option(f"--{name}", multiple=True, metavar=metavar, help=text)(function)
    return function


@contextmanager
def agreeing(as_json: bool, lang: str) -> Iterator[None]:
    """End with one message and exit code 1 where engine, checker and twin do not agree."""
    from optimizer import CheckFailedError
    from optimizer.report.progress import clear_progress

    try:
        yield
    except CheckFailedError as error:
        clear_progress()
        click.echo(error.in_lang(lang), err=True)
        if as_json:
            show_json({"disagreement": error.in_lang(lang)})
        sys.exit(1)


def show_faults(faults: list[Fault], as_json: bool, lang: str) -> None:
    """Print every fault: as data on stdout, or as lines on stderr."""
    from optimizer.report.faults import fault_records, fault_text

    if as_json:
        show_json({"faults": fault_records(faults, lang)})
        return
    click.echo(fault_text(faults, lang), err=True)


def show_warnings(instance: Instance, lang: str) -> None:
    """Print what is odd but possible on stderr; notes are for `validate` alone."""
    from optimizer.report.faults import warning_lines

    for line in warning_lines(instance.dataset.warnings, lang):
        click.echo(line, err=True)


def show_odd(warnings: Iterable[Fault], lang: str) -> None:
    """Print what is odd about a plan, or about the values asked for, on stderr."""
    for fault in warnings:
        click.echo(fault.line(lang), err=True)


def show_json(record: Any) -> None:
    """Print data for programs."""
    import json

    click.echo(json.dumps(record, ensure_ascii=False, indent=1))


def claim_output(output: Path | None, known: frozenset[str]) -> None:
    """Refuse an output folder that holds anything but earlier results, before the work."""
    if output is not None:
        from optimizer.api.results import claim_files

        claim_files(output, known)


def show_found(line: str) -> None:
    """Say on stderr what was found, while the rest is still looked for."""
    from optimizer.report.progress import clear_progress

    clear_progress()
    click.echo(line, err=True)


def show_cut(search: Search, lang: str, proved: bool = False, plan: bool = True) -> None:
    """Say on stderr that a limit of time ended a search, where one did."""
    from optimizer.report.progress import cut_text

    if search.cut and not search.stopped:
        click.echo(cut_text(search.seconds, search.open, proved, plan).in_lang(lang), err=True)


def show_files(files: Iterable[Path], warning: str = "") -> None:
    """Name the files that were written, and what is wrong with the picture, on stderr."""
    click.echo(" ".join(str(file) for file in files), err=True)
    if warning:
        click.echo(warning, err=True)
