"""validate SCENARIO."""

from __future__ import annotations

import click

from optimizer.cli.common import show_json
from optimizer.cli.request import Request, scenario_command


@scenario_command()
def command(request: Request) -> None:
    """Check SCENARIO and its tables; list every fault and warning at once.

    Each line: code, file, row, column, value, what is wrong, what to do. Exits 2
    when there is a fault; warnings alone exit 0.
    """
    import sys

    from optimizer.data.faults import InputError, tally

    try:
        faults = list(request.load().warnings)
    except InputError as error:
        faults = error.faults
    errors = sum(fault.is_error for fault in faults)
    if request.as_json:
        show_json({"valid": not errors, "faults": [fault.record(request.lang) for fault in faults]})
    else:
        for fault in faults:
            click.echo(fault.line(request.lang))
        click.echo(tally(faults, request.lang))
    sys.exit(2 if errors else 0)
