"""backbone SCENARIO."""

from __future__ import annotations

import click

from optimizer.cli.common import pool_options, pooled, show_cut, show_json, within_option
from optimizer.cli.request import EffortHelp, Request, scenario_command


@scenario_command(excel=True, effort=EffortHelp())
@within_option
@click.option("--csv", "as_csv", is_flag=True, help="Print the pairs as CSV.")
@pool_options("Counties", processes=1)
def command(
    request: Request, within: float, as_csv: bool, processes: int, cluster: str | None
) -> None:
    """Say which townships are in one unit in every, in some, in no near-optimal plan.

    Near-optimal: the fewest units, and travel within --within of the best at that
    number. What stands in every plan is settled; what stands in some is for people
    to judge. Every entry is proved, or said not to be. In the modes split and redraw:
    which townships go to which unit with all of their villages, and which villages.
    """
    from optimizer.data.cells import csv_text
    from optimizer.decide.backbone import backbone
    from optimizer.report.backbone import backbone_record, backbone_rows, print_backbone
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_caveats
    from optimizer.report.words import Words
    from optimizer.solve.interrupt import run_stoppable

    clock = request.clock()
    with request.ending():
        dataset = request.load()
        question = dataset.territory, dataset.scenario, within
        with pooled(processes, cluster) as pool:
            found = run_stoppable(lambda: backbone(*question, clock, pool), clock)
        clear_progress()
        show_cut(clock, request.lang)
        if request.as_json:
            show_json(backbone_record(dataset, found))
        elif as_csv:
            click.echo(csv_text(backbone_rows(found), request.excel), nl=False)
        else:
            print_caveats(Screen(), Words(request.lang), dataset)
            print_backbone(Screen(), Words(request.lang), found)
