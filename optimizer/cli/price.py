"""price SCENARIO RULE --range LO:HI:STEP."""

from __future__ import annotations

import click

from optimizer.cli.common import (
    claim_output,
    pool_options,
    pooled,
    show_cut,
    show_files,
    show_found,
    show_json,
)
from optimizer.cli.request import EffortHelp, Request, scenario_command


@scenario_command(output="Folder for table, picture.", excel=True, effort=EffortHelp())
@click.argument("rule")
@click.option("--range", "span", required=True, metavar="LO:HI:STEP", help="Values to look at.")
@pool_options("Values", processes=2)
def command(request: Request, rule: str, span: str, processes: int, cluster: str | None) -> None:
    """Say what a number of a rule costs, and where it starts to bind.

    RULE is a rule's only number (area_cap) or one of its keys (access.max_km,
    count.county.max_cut). The scenario is solved at each value and without the
    number. Exits 0 whatever it finds.
    """
    from optimizer.data.variants import grain_of, is_upper, number_key, reach_of, values_of, variant
    from optimizer.decide.price import Priced, Sweep, price
    from optimizer.report.price import priced_line, print_price
    from optimizer.report.price_files import FILES, deliver_price, price_record
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_caveats
    from optimizer.report.words import Words
    from optimizer.solve.interrupt import run_stoppable

    clock = request.clock()
    with request.ending():
        dataset = request.load()
        key, values = number_key(rule), values_of(span)
        claim_output(request.output, FILES)
        fine = is_upper(key), grain_of(key), reach_of(key)
        sweep = Sweep(key, values, lambda value: variant(dataset, key, value), *fine)
        for value in (*values, None):
            sweep.variant(value)
        words = Words(request.lang, dataset.territory.township_level)

        def told(row: Priced) -> None:
            show_found(priced_line(words, key, row))

        with pooled(processes, cluster) as pool:
            found = run_stoppable(lambda: price(dataset.territory, sweep, pool, clock, told), clock)
        clear_progress()
        show_cut(clock, request.lang)
        if request.output is not None:
            show_files(*deliver_price(request.output, dataset, found, request.lang, request.excel))
        if request.as_json:
            show_json(price_record(dataset, found))
        else:
            print_caveats(Screen(), Words(request.lang), dataset)
            print_price(Screen(), Words(request.lang, dataset.territory.township_level), found)
