"""repair SCENARIO PLAN."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from optimizer.cli.common import (
    effort_options,
    ending,
    granted,
    json_option,
    lang_option,
    load_whole,
    scenario_argument,
    set_option,
    show_files,
    show_json,
)

_EXIT = {"infeasible": 3, "open": 4}


@click.command()
@scenario_argument
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the plan.")
@set_option
@effort_options
@json_option
@lang_option
def command(
    scenario: Path,
    plan: Path,
    output: Path | None,
    sets: tuple[str, ...],
    as_json: bool,
    lang: str,
    **effort: Any,
) -> None:
    """Find the plan nearest to PLAN that keeps every rule of SCENARIO.

    Nearest: fewest people of villages whose unit is another, then fewest villages.
    Says which rules PLAN breaks and what had to change.
    """
    from optimizer.data.faults import Findings
    from optimizer.data.plan_file import claim_folder, read_plan
    from optimizer.decide.repair import repair
    from optimizer.report.progress import clear_progress
    from optimizer.report.repair import deliver_repair, print_repair, repair_record
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_caveats
    from optimizer.report.words import Words
    from optimizer.solve.interrupt import run_stoppable

    clock = granted(effort)
    with ending(as_json, lang):
        dataset = load_whole(scenario, sets)
        given = read_plan(plan, dataset.territory).plan
        if output is not None:
            claim_folder(output, Findings())
        found = run_stoppable(lambda: repair(given, dataset.scenario, clock), clock)
        clear_progress()
        if as_json:
            show_json(repair_record(dataset, found))
        else:
            print_caveats(Screen(), Words(lang), dataset)
            print_repair(Screen(), Words(lang), found)
        if output is not None and found.plan is not None:
            show_files(deliver_repair(output, dataset, found))
    sys.exit(0 if found.plan is not None else _EXIT[found.verdict.value])
