"""Options and endings that the commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from optimizer.data.dataset import Dataset
    from optimizer.data.faults import Fault
    from optimizer.solve.clock import Clock
    from optimizer.solve.pool import Pool

F = TypeVar("F", bound=Callable[..., Any])

scenario_argument = click.argument("scenario", type=click.Path(path_type=Path))
set_option = click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override a key of the scenario; VALUE is TOML: rules.area_cap.max_km2=280.",
)
mode_option = click.option(
    "--mode",
    type=click.Choice(["whole", "split", "redraw"]),
    default=None,
    help="Override the scenario's mode.",
)
within_option = click.option(
    "--within",
    type=click.FloatRange(min=0),
    default=0.02,
    show_default=True,
    help="How far travel may be above the best, relative: 0.02 is 2 %.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print data for programs.")


def effort_options(function: F) -> F:
    """Add what the user grants a search: --time-limit, --seed, --workers, --candidates."""
    options = (
        click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds for the search."),
        click.option("--seed", type=click.IntRange(min=0, max=2**31 - 1), default=0),
        click.option("--workers", type=click.IntRange(min=1), default=8, show_default=True),
        click.option(
            "--candidates",
            type=click.IntRange(min=1),
            default=1_000_000,
            show_default=True,
            help="Candidate sets of a county held in memory; beyond it nothing is proved.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


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
    from optimizer.solve.pool import MissingExtraError, WorkersLostError, pool_of

    try:
        with pool_of(processes, cluster) as pool:
            yield pool
    except (MissingExtraError, WorkersLostError, OSError, ValueError) as error:
        clear_progress()
        again = f"; run the same command again: it goes on from {kept}" if kept else ""
        raise click.ClickException(f"{error}{again}") from error


def lang_option(function: F) -> F:
    """Add --lang; by default the language of the environment."""
    return click.option(
        "--lang",
        type=click.Choice(["en", "zh"]),
        envvar="TOWNSHIP_MERGE_LANG",
        default=None,
        callback=_language,
        help="Language of reports and messages; the environment's by default.",
    )(function)


def _language(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    from optimizer.report.words import default_language

    return value or default_language()


def load(scenario: Path, sets: tuple[str, ...], mode: str | None) -> Dataset:
    """Read a scenario and its tables, with overrides."""
    from optimizer.data.dataset import read_dataset
    from optimizer.data.faults import Findings
    from optimizer.data.scenario_file import parse_override

    findings = Findings()
    overrides = dict(parse_override(text, findings) for text in sets)
    findings.stop_on_errors()
    return read_dataset(scenario, overrides | ({"mode": mode} if mode else {}))


def load_whole(scenario: Path, sets: tuple[str, ...]) -> Dataset:
    """Read a scenario for a command that lists all units, as only mode `whole` can."""
    from optimizer.data.faults import Findings

    dataset = load(scenario, sets, None)
    if dataset.scenario.mode != "whole":
        findings = Findings()
        findings.add("E520", dataset.path.name, 0, "mode", dataset.scenario.mode)
        findings.stop_on_errors()
    return dataset


def granted(effort: Mapping[str, Any]) -> Clock:
    """Return a clock over what the effort options grant; progress goes to a terminal."""
    from optimizer.report.progress import progress_line
    from optimizer.solve.clock import Clock, Effort

    seconds, workers = effort["time_limit"], effort["workers"]
    limits = Effort(seconds, workers, effort["seed"], effort["candidates"])
    return Clock(limits, report=progress_line())


def load_asked(
    scenario: Path,
    sets: tuple[str, ...],
    mode: str | None,
    asked: Mapping[str, tuple[str, ...]],
) -> Dataset:
    """Read a scenario with what --lock, --keep and --freeze ask for."""
    from optimizer.data.asked import asked_overrides
    from optimizer.data.dataset import read_dataset

    dataset = load(scenario, sets, mode)
    overrides = asked_overrides(dataset, asked["lock"], asked["keep"], asked["freeze"])
    return read_dataset(scenario, {**dataset.overrides, **overrides}) if overrides else dataset


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
def ending(as_json: bool, lang: str) -> Iterator[None]:
    """Turn faults of the input into one report and exit code 2."""
    from optimizer.data.faults import InputError

    try:
        yield
    except InputError as error:
        show_faults(error.faults, as_json, lang)
        sys.exit(2)


@contextmanager
def agreeing(as_json: bool, lang: str) -> Iterator[None]:
    """End with one message and exit code 1 where engine, checker and twin do not agree."""
    from optimizer.report.progress import clear_progress
    from optimizer.solve.answer import CheckFailedError

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
    if as_json:
        show_json({"faults": [fault.record(lang) for fault in faults]})
        return
    from optimizer.data.faults import tally

    for fault in faults:
        click.echo(fault.line(lang), err=True)
    click.echo(tally(faults, lang), err=True)


def show_warnings(dataset: Dataset, lang: str) -> None:
    """Print what is odd but possible on stderr."""
    for fault in dataset.warnings:
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


def show_files(files: Iterable[Path], warning: str = "") -> None:
    """Name the files that were written, and what is wrong with the picture, on stderr."""
    click.echo(" ".join(str(file) for file in files), err=True)
    if warning:
        click.echo(warning, err=True)
