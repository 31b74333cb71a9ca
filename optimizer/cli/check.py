"""check SCENARIO PLAN."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from optimizer.cli.common import show_json, show_plan_warnings
from optimizer.cli.request import Request, scenario_command


@scenario_command()
@click.argument("plan", type=click.Path(path_type=Path))
def command(request: Request, plan: Path) -> None:
    """Audit PLAN (a plan folder, or a CSV with village,unit) by the rules of SCENARIO.

    A CSV may name places instead of giving their codes, have Chinese headers, and say
    township,unit where townships go whole.

    The mode is that of --mode, else of plan.json beside the plan, else of SCENARIO.

    One line a rule: clause, met / excepted / broken / not checked, and by how
    much. No solver takes part. Exits 3 when a rule is broken.
    """
    from optimizer.check import audit
    from optimizer.data.plan_file import read_plan, recorded_mode
    from optimizer.report.record import audit_record
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_audit
    from optimizer.report.words import Words

    with request.ending():
        dataset = request.load(recorded_mode(plan))
        read = read_plan(plan, dataset.territory, dataset.sha256)
        show_plan_warnings(read.warnings, request.lang)
        found = audit(read.plan, dataset.scenario)
    if request.as_json:
        show_json(audit_record(found, dataset, read.plan))
    else:
        print_audit(Screen(), Words(request.lang), dataset, found)
    sys.exit(3 if found.broken else 0)
