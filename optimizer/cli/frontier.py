"""frontier SCENARIO [PLAN...]."""

from __future__ import annotations

import sys
from pathlib import Path

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
    show_odd,
)
from optimizer.cli.request import EffortHelp, Request, scenario_command
from optimizer.endings import finishing

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
@county_option
@pool_options("Counties", processes=1)
def command(
    request: Request,
    plans: tuple[Path, ...],
    of: str,
    free: tuple[str, ...],
    points: int,
    counties: tuple[str, ...],
    processes: int,
    cluster: str | None,
) -> None:
    """Print every value of two or three objectives that no plan beats, with proof.

    By county and for the whole territory, the status quo and any PLAN beside it.
    Each value of a county is told on stderr as it is found.
    With -o a table, a picture and a plan for each value are written, and a run that
    was cut short goes on where it stood.
    """
    import optimizer as tm
    from optimizer.api.comparing import named_plans
    from optimizer.report.frontier import found_line
    from optimizer.report.frontier_files import COUNTIES, FILES
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.words import Words
    from optimizer.report.words.choosing import Terms

    search = request.search()
    with request.ending():
        instance = request.read(counties=counties).free(free)
        given = named_plans(instance, plans)
        for plan in given:
            show_odd(plan.odd, request.lang)
        claim_output(request.output, FILES)
        kept = None if request.output is None else request.output / COUNTIES
        words = Words(request.lang, instance.territory.township_level)
        with pooled(kept):
            found = tm.frontier(
                instance,
                of,
                plans=given,
                points=points,
                processes=processes,
                cluster=cluster,
                resume=kept,
                search=search,
                lang=request.lang,
                told=lambda value: show_found(found_line(words, value)),
            )
        clear_progress()
        show_cut(search, request.lang, found.proved, bool(found.found.points))
        with finishing():
            if request.output is not None:
                files, warning = found.deliver(
                    request.output, lang=request.lang, excel=request.excel
                )
                how = Terms(request.lang)("maps_of_plans", folder=request.output)
                show_files(files, "\n".join(filter(None, (warning, how))))
            if request.as_json:
                show_json(found.record())
            else:
                found.print_on(Screen(), request.lang)
    sys.exit(4 if found.found_none else 0)
