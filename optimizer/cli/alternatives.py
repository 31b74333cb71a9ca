"""alternatives SCENARIO -k N."""

from __future__ import annotations

import sys
from typing import Literal

import click

from optimizer.cli.common import (
    claim_output,
    pool_options,
    pooled,
    show_cut,
    show_files,
    show_found,
    show_json,
    within_option,
)
from optimizer.cli.request import EffortHelp, Request, scenario_command


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
@pool_options("Counties", processes=1)
def command(
    request: Request,
    wanted: int,
    within: float,
    by: Literal["people", "mergers"],
    least: int,
    processes: int,
    cluster: str | None,
) -> None:
    """Choose K near-optimal plans, each as different as possible from those before.

    The first is the best: the fewest units, least travel. All others have as few
    units and travel within --within of it. Printed with them: how much more a plan
    could differ at all (proved). With fewer found than asked it exits 0 when it is
    proved that there are no more, else 4.
    """
    from optimizer.decide.alternatives import Alternative, alternatives
    from optimizer.report.alternatives import (
        FILES,
        alternative_line,
        alternatives_record,
        compared,
        deliver_alternatives,
        measure_name,
        print_alternatives,
    )
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_caveats
    from optimizer.report.terms import Terms
    from optimizer.report.words import Words
    from optimizer.solve.interrupt import run_stoppable

    clock = request.clock()
    with request.ending():
        dataset = request.load()
        claim_output(request.output, FILES)
        question = dataset.territory, dataset.scenario, wanted, within, least, by
        words = Words(request.lang, dataset.territory.township_level)

        def told(plan: Alternative) -> None:
            measure = measure_name(by, dataset.scenario.mode != "whole")
            show_found(alternative_line(words, plan, measure))

        with pooled(processes, cluster) as pool:
            found = run_stoppable(lambda: alternatives(*question, clock, pool, told), clock)
        clear_progress()
        comparison = compared(dataset, found, Terms(request.lang))
        show_cut(clock, request.lang)
        if request.output is not None and found.plans:
            show_files(
                *deliver_alternatives(
                    request.output, dataset, found, comparison, request.lang, request.excel
                )
            )
        if request.as_json:
            show_json(alternatives_record(dataset, found))
        else:
            print_caveats(Screen(), Words(request.lang), dataset)
            print_alternatives(
                Screen(), Words(request.lang, dataset.territory.township_level), found, comparison
            )
    sys.exit(0 if found.settled else 4)
