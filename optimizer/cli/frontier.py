"""frontier SCENARIO [PLAN...]."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.common import (
    claim_output,
    pool_options,
    pooled,
    show_cut,
    show_files,
    show_json,
    show_plan_warnings,
)
from optimizer.cli.request import EffortHelp, Request, scenario_command

_ASKED = (
    "units,travel",
    "units,disruption",
    "units,travel,disruption",
    "units,travel,share",
    "units,disruption,share",
    "travel,disruption",
)


@scenario_command(output="Folder; resumed if begun.", excel=True, effort=EffortHelp())
@click.argument("plans", nargs=-1, type=click.Path(path_type=Path))
@click.option("--of", type=click.Choice(_ASKED), default=_ASKED[0], show_default=True)
@click.option("--free", multiple=True, metavar="RULE", help="Lift a rule: rules.count.")
@click.option(
    "--points",
    type=click.IntRange(min=1),
    default=500,
    show_default=True,
    help="Stop at so many values of the whole territory and say what is unexplored.",
)
@pool_options("Counties", processes=1)
def command(
    request: Request,
    plans: tuple[Path, ...],
    of: str,
    free: tuple[str, ...],
    points: int,
    processes: int,
    cluster: str | None,
) -> None:
    """Print every value of two or three objectives that no plan beats, with proof.

    By county and for the whole territory, the status quo and any PLAN beside it.
    With -o a table, a picture and a plan for each value are written, and a run that
    was cut short goes on where it stood.
    """
    from optimizer.data.entries import read_plans
    from optimizer.data.freed import freed
    from optimizer.data.store import FolderStore
    from optimizer.decide.frontier import frontier
    from optimizer.report.frontier import print_frontier
    from optimizer.report.frontier_files import (
        COUNTIES,
        FILES,
        deliver_frontier,
        frontier_record,
    )
    from optimizer.report.marks import marks_of
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_caveats
    from optimizer.report.terms import Terms
    from optimizer.report.words import Words
    from optimizer.solve.interrupt import run_stoppable

    clock = request.clock()
    with request.ending():
        dataset = freed(request.load(), free)
        read = []
        for name, file in read_plans(plans, dataset):
            show_plan_warnings(file.warnings, request.lang)
            read.append((name, file.plan))
        claim_output(request.output, FILES)
        store = None if request.output is None else FolderStore(request.output / COUNTIES)
        question = dataset.territory, dataset.scenario, of.split(",")
        with pooled(processes, cluster, store.folder if store else None) as pool:
            found = run_stoppable(
                lambda: frontier(*question, clock, points, store, dataset.sha256, pool), clock
            )
        clear_progress()
        marks = marks_of(dataset, read, Terms(request.lang))
        show_cut(clock, request.lang)
        if request.output is not None:
            wanted = marks, request.lang, request.excel
            files, warning = deliver_frontier(request.output, dataset, found, *wanted)
            how = Terms(request.lang)("maps_of_plans", folder=request.output)
            show_files(files, "\n".join(filter(None, (warning, how))))
        if request.as_json:
            show_json(frontier_record(dataset, found, marks))
        else:
            print_caveats(Screen(), Words(request.lang), dataset)
            print_frontier(
                Screen(), Words(request.lang, dataset.territory.township_level), found, marks
            )
