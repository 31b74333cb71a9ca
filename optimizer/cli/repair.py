"""repair SCENARIO PLAN."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from optimizer.cli.common import county_option, show_cut, show_files, show_json, show_odd
from optimizer.cli.request import EffortHelp, Request, scenario_command
from optimizer.endings import finishing

_EXIT = {"INFEASIBLE": 3, "OPEN": 4}


@scenario_command(output="Folder for the plan.", effort=EffortHelp())
@click.argument("plan", type=click.Path(path_type=Path))
@county_option
def command(request: Request, plan: Path, counties: tuple[str, ...]) -> None:
    """Find the plan nearest to PLAN that keeps every rule of SCENARIO.

    Nearest: fewest people of villages whose unit is another, then fewest villages.
    Says which rules PLAN breaks and what had to change. PLAN may be a list of changes:
    villages that it leaves out stay where they are.
    """
    import optimizer as tm
    from optimizer.api.solving import claim
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen

    search = request.search()
    with request.ending():
        instance = request.read(counties=counties)
        given = tm.read_plan(instance, plan, judged=False)
        show_odd(given.odd, request.lang)
        if request.output is not None:
            claim(request.output)
        found = tm.repair(instance, given, search=search)
        clear_progress()
        show_cut(search, request.lang, found.verdict != "OPEN", found.plan is not None)
        with finishing():
            if request.output is not None and found.plan is not None:
                show_files(*found.deliver(request.output, lang=request.lang))
            if request.as_json:
                show_json(found.record())
            else:
                found.print_on(Screen(), request.lang)
    sys.exit(0 if found.plan is not None else _EXIT[found.verdict])
