"""check SCENARIO PLAN."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from optimizer.cli.common import show_json, show_odd
from optimizer.cli.request import Request, scenario_command


@scenario_command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    help="Verify the bounds too, from this file that solve --certificate wrote.",
)
def command(request: Request, plan: Path, certificate: Path | None) -> None:
    """Audit PLAN (a plan folder, or a CSV with village,unit) by the rules of SCENARIO.

    A CSV may name places instead of giving their codes, have Chinese headers, and say
    township,unit where townships go whole.

    The mode is that of --mode, else of plan.json beside the plan, else of SCENARIO.

    One line a rule: clause, met / excepted / broken / not checked, and by how
    much. No solver takes part. Exits 3 when a rule is broken, or when the certificate
    does not verify.
    """
    import optimizer as tm
    from optimizer.api.checking import recorded_mode
    from optimizer.report.screen import Screen

    with request.ending():
        instance = request.read(recorded_mode(plan))
        given = tm.read_plan(instance, plan)
        show_odd(given.odd, request.lang)
        found = tm.check(instance, given, certificate=certificate)
    if request.as_json:
        show_json(found.record())
    else:
        found.print_on(Screen(), request.lang)
    sys.exit(0 if found.passed else 3)
