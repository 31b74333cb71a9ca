"""report SCENARIO PLAN... -o DIR."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from optimizer.cli.case.common import DATE
from optimizer.cli.common import show_json, show_odd
from optimizer.cli.numbers import FiniteRange
from optimizer.cli.request import Request, scenario_command


@scenario_command(output="Folder for the set.")
@click.argument("plans", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--title",
    "titles",
    multiple=True,
    metavar="TITLE",
    help="Title of the first plan, the second and so on; by default 方案一, 方案二.",
)
@click.option(
    "--analysis-time",
    type=FiniteRange(min=0),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="Seconds for analysis.json in all; 0: none is made.",
)
@click.option(
    "--case",
    type=click.Path(path_type=Path),
    help="Folder of the first plan's case: its state and the head of its record are shown.",
)
@click.option("--head", default="", metavar="HASH", help="A head of the case kept outside it.")
@click.option("--as-of", type=DATE, metavar="DATE", help="State of the case; by default today's.")
@click.option("--approval", default="", metavar="NUMBER", help="Number of the approval.")
@click.option(
    "--map-review", default="", metavar="NUMBER", help="Number of the map review (审图号)."
)
@click.option(
    "--data-date",
    default="",
    metavar="DATE",
    help="What day the figures are of: 2020, 2020-11 or 2020-11-01.",
)
@click.option("--issuer", default="", metavar="NAME", help="Who issues the documents.")
@click.option("--date", "issued", default="", metavar="DATE", help="The day that documents bear.")
def command(
    request: Request,
    plans: tuple[Path, ...],
    titles: tuple[str, ...],
    analysis_time: float,
    case: Path | None,
    head: str,
    as_of: date | None,
    **marks: Any,
) -> None:
    """Write what an office hands in: tables, documents, maps, geodata and a page.

    The first PLAN is the one that the documents propose; the others and the status quo
    stand beside it. All figures are those that `check` recomputes. Without an approved
    case everything is marked a draft. A folder that holds anything but an earlier set,
    or a set that somebody has edited, is refused.
    """
    from optimizer.api.checking import recorded_mode
    from optimizer.api.delivering import deliver, gathered
    from optimizer.report.dossier.deliver import need_extras
    from optimizer.report.dossier.maps import map_notes
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen

    folder = request.output
    if folder is None:
        raise click.UsageError("name a folder with -o")
    with request.ending():
        need_extras()
        material = gathered(
            request.read(recorded_mode(plans[0])),
            plans,
            lang=request.lang,
            titles=titles,
            case=case,
            head=head,
            as_of=as_of,
            one_mode=request.mode is not None,
            **marks,
        )
        show_odd(material.warnings, request.lang)
        search = request.search(analysis_time, workers=1) if analysis_time else None
        found = deliver(material, folder, analysis_time, search)
        clear_progress()
    for note in map_notes(material):
        click.echo(note, err=True)
    if request.as_json:
        show_json(found.audit)
    else:
        found.print_on(Screen(), request.lang)
