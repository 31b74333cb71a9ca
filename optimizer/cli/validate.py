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

    from optimizer.api.surveying import validated
    from optimizer.report.faults import fault_text

    found = validated(request.load)
    if request.as_json:
        show_json(found.record(request.lang))
    else:
        click.echo(fault_text(found.found, request.lang))
    sys.exit(0 if found.valid else 2)
