"""validate SCENARIO."""

from __future__ import annotations

import click

from optimizer.cli.common import show_json
from optimizer.cli.request import Request, scenario_command


@scenario_command()
def command(request: Request) -> None:
    """Check SCENARIO and its tables; list every fault and warning at once.

    Each line: code, file, row, column, value, what is wrong, what to do. Many faults
    of one cause are one line with their number and three examples; --json holds all.
    Exits 2 when there is a fault; warnings and notes alone exit 0.
    """
    import sys

    from optimizer.data.faults import InputError, tally
    from optimizer.data.floods import folded

    try:
        faults = list(request.load().warnings)
    except InputError as error:
        faults = error.faults
    errors = sum(fault.is_error for fault in faults)
    if request.as_json:
        records = [fault.record(request.lang) for fault in folded(faults)]
        show_json({"valid": not errors, "faults": records})
    else:
        for fault in folded(faults):
            click.echo(fault.line(request.lang))
        click.echo(tally(faults, request.lang))
    sys.exit(2 if errors else 0)
