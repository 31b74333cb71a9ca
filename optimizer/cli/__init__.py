"""The command line: one file a command, no logic; heavy imports wait until they are needed."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from optimizer.cli.streams import settle_streams
from optimizer.cli.usage import show_usage
from optimizer.endings import hear_no_more, hear_nothing_to_keep, leave_if_torn, remove_unfinished
from optimizer.memory_limit import lacks_memory, too_little

COMMANDS = {
    "alternatives": "Choose near-optimal plans that differ as much as possible.",
    "backbone": "Say which mergers are settled and which are to be judged.",
    "bench": "Measure the tool beside its peers (from a checkout).",
    "case": "Keep the book of a plan's procedure: gates, tasks, risks, reports.",
    "check": "Audit a plan, anyone's, rule by rule.",
    "compare": "Put plans side by side, the status quo first.",
    "explain": "Say why there is no plan.",
    "export": "Write a plan as geodata: GeoPackage, Shapefile, GeoJSON.",
    "frontier": "Print every value that no plan beats, with plans.",
    "generate": "Make realistic territories, or the benchmark's grids.",
    "import": "Make a dataset of what an office has: layers, tables.",
    "init": "Write a commented scenario from what a dataset has.",
    "price": "Say what a number of a rule costs, and where it binds.",
    "repair": "Find the plan nearest to yours that keeps every rule.",
    "report": "Write what an office hands in: tables, documents, maps, a page.",
    "rules": "Print the rules clause by clause.",
    "solve": "Find the best plan and prove it.",
    "survey": "Print the baseline of each county (摸底).",
    "validate": "Check a dataset and list every fault.",
}

MODULES = {"import": "import_"}
"""Files of commands whose names are words of Python."""


class _Lazy(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"optimizer.cli.{MODULES.get(name, name)}").command
        command.short_help = COMMANDS[name]
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="township-merge")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="As after the command.")
def cli(lang: str | None) -> None:
    """Plan the merging of townships (乡镇撤并): fewest units under the rules, with proof.

    SCENARIO is a scenario.toml or its folder. Exit codes: 0 done, 1 unexpected,
    2 bad usage or input, 3 proved infeasible or a rule is broken, 4 no plan in the
    time given, 130 interrupted with nothing to keep.
    """
    del lang  # commands look it up where they are given none
    if too_little():
        raise MemoryError


def asked_language() -> str:
    """Return the language that the command line asks for, where no command can say it any more."""
    from optimizer.text import language

    words = [part for word in sys.argv for part in word.split("=", 1)]
    after = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "--lang"]
    with suppress(ValueError):
        return language(after[-1] if after else None)
    return language("en")


def leave_unwritable(error: OSError) -> NoReturn:
    """End with code 2 where stdout cannot be written: what it still holds is given up."""
    import os

    from optimizer.cli.common import show_faults
    from optimizer.report.faults import no_output

    with suppress(OSError):
        show_faults(no_output(error), False, asked_language())
    os._exit(2)


NO_MEMORY = "E704: not enough memory; what was written stays 内存不足；已写入的文件保留\n".encode()
"""Said where there is no memory left for the words of the table of faults."""


def leave_without_memory() -> NoReturn:
    """End with code 2 where the memory does not suffice; what was written stays."""
    import os

    try:
        from optimizer.cli.common import show_faults
        from optimizer.report.faults import no_memory

        show_faults(no_memory(), False, asked_language())
        sys.stdout.flush()
    except BaseException:  # whatever fails for want of memory, a word is said
        with suppress(OSError):
            os.write(2, NO_MEMORY)
    os._exit(2)


def main() -> None:
    """Run the command line; no result of the tool ends in a traceback."""
    hear_nothing_to_keep()
    settle_streams()
    try:
        cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        show_usage(error, asked_language())
        sys.exit(error.exit_code)
    except SystemExit as end:
        leave_if_torn(int(end.code or 0))
        raise
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (MemoryError, ImportError, RuntimeError, OSError) as error:
        if lacks_memory(error):
            leave_without_memory()
        if isinstance(error, OSError):
            leave_unwritable(error)
        raise
    finally:
        hear_no_more()
        remove_unfinished()
    leave_if_torn(0)
