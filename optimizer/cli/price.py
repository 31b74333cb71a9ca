"""price SCENARIO RULE --range LO:HI:STEP."""

from __future__ import annotations

import sys

import click

from optimizer.cli.common import (
    claim_output,
    pool_options,
    pooled,
    show_cut,
    show_files,
    show_found,
    show_json,
    show_odd,
)
from optimizer.cli.request import EffortHelp, Request, scenario_command
from optimizer.endings import finishing


@scenario_command(output="Folder for table, picture.", excel=True, effort=EffortHelp())
@click.argument("rule")
@click.option("--range", "span", required=True, metavar="LO:HI:STEP", help="Values to look at.")
@pool_options("Values", processes=2)
def command(request: Request, rule: str, span: str, processes: int, cluster: str | None) -> None:
    """Say what a number of a rule costs, and where it starts to bind.

    RULE is a rule's only number (area_cap) or one of its keys (access.max_km,
    count.county.max_cut). The scenario is solved at each value and without the
    number. Exits 0 whatever it finds, and 4 where the time was over before it found
    anything.
    """
    from optimizer.api.pricing import sweep_of, swept
    from optimizer.report.price import priced_line
    from optimizer.report.price_files import FILES
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.words import Words

    search = request.search()
    with request.ending():
        instance = request.read()
        sweep = sweep_of(instance, rule, span)
        show_odd(sweep.odd, request.lang)
        claim_output(request.output, FILES)
        words = Words(request.lang, instance.territory.township_level)
        with pooled():
            found = swept(
                instance,
                sweep,
                search,
                processes,
                cluster,
                told=lambda row: show_found(priced_line(words, sweep.key, row)),
            )
        clear_progress()
        show_cut(search, request.lang, found.proved)
        with finishing():
            if request.output is not None:
                show_files(*found.deliver(request.output, lang=request.lang, excel=request.excel))
            if request.as_json:
                show_json(found.record())
            else:
                found.print_on(Screen(), request.lang)
    sys.exit(4 if found.found_none else 0)
