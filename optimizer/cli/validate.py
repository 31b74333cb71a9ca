"""validate SCENARIO."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.common import (
    json_option,
    lang_option,
    load,
    mode_option,
    scenario_argument,
    set_option,
    show_json,
)


@click.command()
@scenario_argument
@set_option
@mode_option
@json_option
@lang_option
def command(
    scenario: Path, sets: tuple[str, ...], mode: str | None, as_json: bool, lang: str
) -> None:
    """Check SCENARIO and its tables; list every fault and warning at once.

    Each line: code, file, row, column, value, what is wrong, what to do. Exits 2
    when there is a fault; warnings alone exit 0.
    """
    import sys

    from optimizer.data.faults import InputError, tally

    try:
        faults = list(load(scenario, sets, mode).warnings)
    except InputError as error:
        faults = error.faults
    errors = sum(fault.is_error for fault in faults)
    if as_json:
        show_json({"valid": not errors, "faults": [fault.record(lang) for fault in faults]})
    else:
        for fault in faults:
            click.echo(fault.line(lang))
        click.echo(tally(faults, lang))
    sys.exit(2 if errors else 0)
