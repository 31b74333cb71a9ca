"""init DATASET."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from optimizer.cli.common import show_faults, show_json
from optimizer.cli.request import with_lang


@click.command(name="init")
@click.argument("dataset", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
              help="Where to write; DATASET/scenario.toml by default.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a scenario that somebody wrote.")
@click.option("--json", "as_json", is_flag=True, help="Print data for programs.")
@with_lang
def command(dataset: Path, output: Path | None, force: bool, as_json: bool, lang: str) -> None:
    """Write a scenario for the tables of DATASET: every rule with what the data say of it.

    Rules whose numbers nobody gave are off, as comments; every number is marked as the
    planner's. The scenario that `import` leaves is replaced, any other only with --force.
    """
    import optimizer as tm

    try:
        written = tm.init_scenario(dataset, output=output, force=force, lang=lang)
    except tm.InputError as error:
        show_faults(error.faults, as_json, lang)
        sys.exit(2)
    if as_json:
        show_json({"file": str(written), "scenario": written.read_text(encoding="utf-8")})
    else:
        click.echo(written)
