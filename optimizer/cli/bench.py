"""bench --ladder|--villages|--published|--milp|--dense|--changzhi|--phases|--province|--country."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import optimizer
from optimizer.cli.numbers import FiniteRange

BENCHMARKS = {
    "ladder": "Fewest units on k x k grids, value and bound over time.",
    "villages": "Modes split and redraw, one county at a time.",
    "published": "Published districting problems, the published answer beside the tool's.",
    "milp": "Whole mode of one county beside MILPs, seconds to the proof.",
    "dense": "Whole mode with large units beside MILPs and CP-SAT, seconds to the proof.",
    "changzhi": "The whole command on Changzhi, and the time of --help.",
    "phases": "The phases of the core solver, each alone (pytest-benchmark).",
    "province": "Time and memory from a county to a province.",
    "country": "The same up to a country of 620,000 villages.",
}
MISSING = """\
the benchmarks are not installed with the tool; they are part of its repository. Get that, then, \
in its folder: pip install -e '.[benchmarks]' and python run_optimizer.py bench"""


def _names(_context: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> Any:
    """Split lists at commas."""
    return tuple(name for text in value for name in text.split(",") if name)


def _flags(function: Any) -> Any:
    """Add a flag for each benchmark."""
    for name, text in reversed(BENCHMARKS.items()):
        function = click.option(f"--{name}", is_flag=True, help=text)(function)
    return function


@click.command()
@_flags
@click.option("--cases", multiple=True, metavar="A,B", callback=_names, help="Only these cases.")
@click.option(
    "--methods",
    multiple=True,
    metavar="A,B",
    callback=_names,
    help="tool, flow-highs, flow-cbc, plain-cpsat, gerrychain, maxp, ...; see --list.",
)
@click.option("--time", type=FiniteRange(min=0, min_open=True), help="Seconds for each run.")
@click.option("--runs", type=click.IntRange(min=1), help="Repeats, where a benchmark repeats.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the results instead of benchmarks/results.",
)
@click.option("--list", "only_list", is_flag=True, help="Print cases, methods and usual limits.")
def command(
    cases: tuple[str, ...],
    methods: tuple[str, ...],
    time: float | None,
    runs: int | None,
    output: Path | None,
    only_list: bool,
    **flags: bool,
) -> None:
    """Measure the tool, alone or beside its peers, and record what comes of it.

    Results go to a dated file with machine, versions and command; a run that was
    stopped goes on where it stood. Timings gate nothing: a missed target is printed.
    The peers need the extra `benchmarks`.
    """
    registry = _registry()
    if only_list:
        click.echo("\n".join(registry.listing()))
        return
    asked = [name for name in BENCHMARKS if flags[name]]
    if not asked:
        raise click.UsageError(f"choose what to measure: --{', --'.join(BENCHMARKS)}; or --list")
    try:
        code = registry.run(asked, registry.Choice(cases, methods, time, runs), output)
    except registry.ChoiceError as error:
        raise click.UsageError(str(error)) from error
    sys.exit(code)


def _registry() -> Any:
    """Import the registry from the checkout that the tool runs from."""
    source = Path(optimizer.__file__).resolve().parents[1]
    if not (source / "benchmarks" / "registry.py").exists():
        raise click.UsageError(MISSING)
    if str(source) not in sys.path:
        sys.path.insert(0, str(source))
    return import_module("benchmarks.registry")
