"""alternatives SCENARIO -k N."""

from __future__ import annotations

import sys
from typing import Literal

import click

from optimizer.cli.common import (
    claim_output,
    county_option,
    pool_options,
    pooled,
    show_cut,
    show_files,
    show_found,
    show_json,
    within_option,
)
from optimizer.cli.request import EffortHelp, Request, scenario_command
from optimizer.endings import finishing


@scenario_command(output="Folder for the plans.", excel=True, effort=EffortHelp())
@click.option("-k", "wanted", type=click.IntRange(min=2), default=3, show_default=True)
@within_option
@click.option(
    "--by",
    type=click.Choice(["people", "mergers"]),
    default="people",
    show_default=True,
    help="What a difference counts: people whose unit is another, or mergers: pairs of townships "
    "in one unit (modes split and redraw: a village in the unit of another township).",
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Plans that differ by less from one before are not wanted.",
)
@county_option
@pool_options("Counties", processes=1)
def command(
    request: Request,
    wanted: int,
    within: float,
    by: Literal["people", "mergers"],
    least: int,
    counties: tuple[str, ...],
    processes: int,
    cluster: str | None,
) -> None:
    """Choose K near-optimal plans, each as different as possible from those before.

    The first is the best: the fewest units, least travel. All others have as few
    units and travel within --within of it. Printed with them: how much more a plan
    could differ at all (proved). With fewer found than asked it exits 0 when it is
    proved that there are no more, else 4.
    """
    import optimizer as tm
    from optimizer.report.alternatives import FILES, alternative_line, measure_name
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.words import Words

    search = request.search()
    with request.ending():
        instance = request.read(counties=counties)
        claim_output(request.output, FILES)
        words = Words(request.lang, instance.territory.township_level)
        measure = measure_name(by, instance.scenario.mode != "whole")
        with pooled():
            found = tm.alternatives(
                instance,
                wanted,
                within=within,
                by=by,
                least=least,
                processes=processes,
                cluster=cluster,
                search=search,
                told=lambda plan: show_found(alternative_line(words, plan, measure)),
            )
        clear_progress()
        show_cut(search, request.lang)
        with finishing():
            if request.output is not None and found.plans:
                show_files(*found.deliver(request.output, lang=request.lang, excel=request.excel))
            if request.as_json:
                show_json(found.record())
            else:
                found.print_on(Screen(), request.lang)
    sys.exit(0 if found.settled else 4)
