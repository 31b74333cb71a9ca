"""generate grid|county|city|province -o DIR."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from optimizer.cli.common import show_faults
from optimizer.cli.request import with_lang

if TYPE_CHECKING:
    from optimizer.api.making import What

F = TypeVar("F", bound=Callable[..., Any])

_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="New folder."
)
_whole = click.IntRange(min=1)


@click.group(name="generate")
def command() -> None:
    """Make a territory with all its tables and a scenario, in a new folder."""


def _sizes(*names: str) -> Callable[[F], F]:
    """Add the sizes, the seed and the output folder as options."""

    def add(function: F) -> F:
        seed = click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
        function = seed(_output(cast(F, with_lang(function))))
        for name in reversed(names):
            function = click.option(f"--{name}", type=_whole, required=True)(function)
        return function

    return add


def _write(what: What, output: Path, lang: str, **sizes: int) -> None:
    from optimizer import InputError
    from optimizer.api.making import generated, write

    try:
        write(generated(what, **sizes), output)
    except InputError as error:
        show_faults(error.faults, False, lang)
        sys.exit(2)
    except (ValueError, OSError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(output / "scenario.toml")


@command.command()
@click.option("--k", type=click.IntRange(min=2, max=60), required=True, help="Cells a side.")
@_output
@with_lang
def grid(k: int, output: Path, lang: str) -> None:
    """Make the benchmark's grid of K x K townships, one village each."""
    _write("grid", output, lang, k=k)


@command.command()
@_sizes("townships", "villages")
def county(townships: int, villages: int, seed: int, output: Path, lang: str) -> None:
    """Make one county."""
    _write("county", output, lang, townships=townships, villages=villages, seed=seed)


@command.command()
@_sizes("counties", "townships", "villages")
def city(counties: int, townships: int, villages: int, seed: int, output: Path, lang: str) -> None:
    """Make a city of some counties; TOWNSHIPS and VILLAGES are totals."""
    sizes = {"counties": counties, "townships": townships, "villages": villages}
    _write("city", output, lang, seed=seed, **sizes)


@command.command()
@_sizes("counties", "townships", "villages")
def province(
    counties: int, townships: int, villages: int, seed: int, output: Path, lang: str
) -> None:
    """Make a province of many counties; TOWNSHIPS and VILLAGES are totals."""
    sizes = {"counties": counties, "townships": townships, "villages": villages}
    _write("province", output, lang, seed=seed, **sizes)
