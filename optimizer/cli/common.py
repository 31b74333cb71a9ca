"""Options of several commands, endings and printing that they share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from optimizer.data.dataset import Dataset
    from optimizer.data.faults import Fault
    from optimizer.solve.clock import Clock
    from optimizer.solve.decomposition.pool import Pool

F = TypeVar("F", bound=Callable[..., Any])

within_option = click.option(
    "--within",
    type=click.FloatRange(min=0),
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
def pooled(processes: int, cluster: str | None, kept: Path | None = None) -> Iterator[Pool]:
    """Give the pool that was asked for; say in a line where it fails.

    Parameters
    ----------
    kept
        Where results are kept that a later run finds again.
    """
    from optimizer.report.progress import clear_progress
    from optimizer.solve.decomposition.pool import (
        MissingExtraError,
        UnreachableError,
        WorkersLostError,
        pool_of,
    )

    try:
        with pool_of(processes, cluster) as pool:
            yield pool
    except (MissingExtraError, UnreachableError, WorkersLostError) as error:
        clear_progress()
        again = f"; run the same command again: it goes on from {kept}" if kept else ""
        raise click.ClickException(f"{error}{again}") from error


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
    from optimizer.report.progress import clear_progress
    from optimizer.solve.solution import CheckFailedError

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
    from optimizer.data.faults import tally
    from optimizer.data.floods import folded

    if as_json:
        show_json({"faults": [fault.record(lang) for fault in folded(faults)]})
        return
    for fault in folded(faults):
        click.echo(fault.line(lang), err=True)
    click.echo(tally(faults, lang), err=True)


def show_warnings(dataset: Dataset, lang: str) -> None:
    """Print what is odd but possible on stderr; notes are for `validate` alone."""
    from optimizer.data.floods import folded

    for fault in folded([fault for fault in dataset.warnings if not fault.is_note]):
        click.echo(fault.line(lang), err=True)


def show_plan_warnings(warnings: Iterable[Fault], lang: str) -> None:
    """Print what is odd about a plan on stderr."""
    for fault in warnings:
        click.echo(fault.line(lang), err=True)


def show_json(record: Any) -> None:
    """Print data for programs."""
    import json

    click.echo(json.dumps(record, ensure_ascii=False, indent=1))


def claim_output(output: Path | None, known: frozenset[str]) -> None:
    """Refuse an output folder that holds anything but earlier results, before the work."""
    if output is not None:
        from optimizer.data.faults import Findings
        from optimizer.data.plan_file import claim_results

        claim_results(output, known, Findings())


def show_found(line: str) -> None:
    """Say on stderr what was found, while the rest is still looked for."""
    from optimizer.report.progress import clear_progress

    clear_progress()
    click.echo(line, err=True)


def show_cut(clock: Clock, lang: str) -> None:
    """Say on stderr that a limit of time ended a search, where one did."""
    from optimizer.report.progress import cut_text

    if clock.cut and not clock.stopped:
        click.echo(cut_text(clock.effort.seconds, clock.standing.open()).in_lang(lang), err=True)


def show_files(files: Iterable[Path], warning: str = "") -> None:
    """Name the files that were written, and what is wrong with the picture, on stderr."""
    click.echo(" ".join(str(file) for file in files), err=True)
    if warning:
        click.echo(warning, err=True)
