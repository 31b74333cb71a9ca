"""Write docs/commands.md from the commands' own --help: `python docs/make_commands.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from optimizer.cli import cli

PROGRAM = "run_optimizer.py"
WIDTH = 96
HEAD = """\
# Commands 命令

Written by `docs/make_commands.py` from the commands' own `--help`; do not edit by hand.

Start them as `python run_optimizer.py COMMAND ...` in the folder of the repository, or as
`township-merge COMMAND ...` where the package is installed. The result goes to stdout, progress,
warnings and faults to stderr. Exit codes are explained in the [README](../README.md#exit-codes),
scenarios and tables in [formats.md](formats.md), codes of faults in [faults.md](faults.md).
"""


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the names that lead to every command below one, itself first."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name))


def help_text(path: tuple[str, ...]) -> str:
    """Return what a command says to --help."""
    settings = {"terminal_width": WIDTH, "max_content_width": WIDTH}
    result = CliRunner().invoke(cli, [*path, "--help"], prog_name=PROGRAM, **settings)
    assert result.exit_code == 0, result.output
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for path in commands(cli):
        title = f"{'#' * (len(path) + 1)} `{' '.join(path)}`" if path else ""
        parts.append(f"{title}\n\n```\n{help_text(path)}\n```\n".lstrip())
    return "\n".join(parts)


if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(page(), encoding="utf-8")
