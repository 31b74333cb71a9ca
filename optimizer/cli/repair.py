"""repair SCENARIO PLAN."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from optimizer.cli.common import show_cut, show_files, show_json, show_plan_warnings
from optimizer.cli.request import EffortHelp, Request, scenario_command

_EXIT = {"infeasible": 3, "open": 4}


@scenario_command(output="Folder for the plan.", effort=EffortHelp())
@click.argument("plan", type=click.Path(path_type=Path))
def command(request: Request, plan: Path) -> None:
    """Find the plan nearest to PLAN that keeps every rule of SCENARIO.

    Nearest: fewest people of villages whose unit is another, then fewest villages.
    Says which rules PLAN breaks and what had to change. PLAN may be a list of changes:
    villages that it leaves out stay where they are.
    """
    from optimizer.data.faults import Findings
    from optimizer.data.plan_file import claim_folder, completed, read_plan
    from optimizer.decide.repair import repair
    from optimizer.report.progress import clear_progress
    from optimizer.report.repair import deliver_repair, print_repair, repair_record
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_caveats
    from optimizer.report.words import Words
    from optimizer.solve.interrupt import run_stoppable

    clock = request.clock()
    with request.ending():
        dataset = request.load()
        read = read_plan(plan, dataset.territory)
        show_plan_warnings(read.warnings, request.lang)
        given = completed(read.plan)
        if request.output is not None:
            claim_folder(request.output, Findings())
        found = run_stoppable(lambda: repair(given, dataset.scenario, clock), clock)
        clear_progress()
        show_cut(clock, request.lang)
        if request.output is not None and found.plan is not None:
            show_files(*deliver_repair(request.output, dataset, found, request.lang))
        if request.as_json:
            show_json(repair_record(dataset, found))
        else:
            print_caveats(Screen(), Words(request.lang), dataset)
            print_repair(Screen(), Words(request.lang, dataset.territory.township_level), found)
    sys.exit(0 if found.plan is not None else _EXIT[found.verdict.value])
