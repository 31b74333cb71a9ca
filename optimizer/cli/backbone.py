"""backbone SCENARIO."""

from __future__ import annotations

import sys

import click

from optimizer.cli.common import (
    county_option,
    pool_options,
    pooled,
    show_cut,
    show_json,
    within_option,
)
from optimizer.cli.request import EffortHelp, Request, scenario_command
from optimizer.endings import finishing


@scenario_command(excel=True, effort=EffortHelp())
@within_option
@click.option("--csv", "as_csv", is_flag=True, help="Print the pairs as CSV.")
@county_option
@pool_options("Counties", processes=1)
def command(
    request: Request,
    within: float,
    as_csv: bool,
    counties: tuple[str, ...],
    processes: int,
    cluster: str | None,
) -> None:
    """Say which townships are in one unit in every, in some, in no near-optimal plan.

    Near-optimal: the fewest units, and travel within --within of the best at that
    number. What stands in every plan is settled; what stands in some is for people
    to judge. Every entry is proved, or said not to be. In the modes split and redraw:
    which townships go to which unit with all of their villages, and which villages.
    """
    import optimizer as tm
    from optimizer.report.backbone import backbone_csv
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen

    search = request.search()
    with request.ending():
        instance = request.read(counties=counties)
        with pooled():
            found = tm.backbone(
                instance, within=within, processes=processes, cluster=cluster, search=search
            )
        clear_progress()
        show_cut(search, request.lang, found.found.settled, not found.found.near.none)
        with finishing():
            if request.as_json:
                show_json(found.record())
            elif as_csv:
                click.echo(backbone_csv(found.found, request.excel), nl=False)
            else:
                found.print_on(Screen(), request.lang)
    sys.exit(4 if found.found_none else 0)
