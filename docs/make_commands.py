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
warnings and faults to stderr. Scenarios and tables are explained in [formats.md](formats.md), codes
of faults in [faults.md](faults.md). The same from Python: [api.md](api.md).

Every command that takes a scenario takes `--set KEY=VALUE` to try another number without editing
it, `--mode`, and `--json` for programs; those that write CSV tables take `--excel`, which keeps
codes from becoming numbers there. With `seats = "any"`, a fixed number of units, bounds on people
and the objective `inertia`, mode `redraw` is the classical districting problem
(`instances/districting`). `solve --cross-check` solves again by a second model and solver
([cross-check.md](cross-check.md)), `solve --certificate FILE` writes a proof that
`check --certificate FILE` verifies without a solver ([certificate.md](certificate.md)).
`--processes`, `--cluster` and `--resume` are for territories of many counties
([scale.md](scale.md)).

| file of `solve -o` | what it holds |
|---|---|
| `plan.csv` | `village,unit`: the plan itself, one line a village; all that `check` needs |
| `plan.json` | the record: hashes, overrides, objectives with bounds, units, every rule, solver |
| `map.png`, `map.svg` | the territory before and after |

Chinese names on the map need a font with Chinese characters. Windows and macOS have one. On Debian
and Ubuntu install `fonts-noto-cjk`, on Fedora `google-noto-sans-cjk-fonts`. Without one the map
shows codes and English, and the tool says so. Tables and files do not need the font.

| exit code | meaning |
|---|---|
| 0 | done; for `solve`: a plan was found, proved or not (`outcome` says which) |
| 1 | unexpected error |
| 2 | bad usage or bad input; every fault is listed |
| 3 | `solve` proved that no plan keeps the rules; `check` found a broken rule |
| 4 | the time was over before a plan or a proof was found; `alternatives`: fewer than asked |
| 130 | interrupted with nothing to keep |
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
