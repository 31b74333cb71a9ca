"""export SCENARIO [PLAN] -o DIR."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.common import claim_output, show_files, show_json
from optimizer.cli.request import Request, scenario_command


@scenario_command(output="Folder for the layers.")
@click.argument("plan", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["gpkg", "shp", "geojson"]),
    help="Repeatable; all three by default.",
)
def command(request: Request, plan: Path | None, formats: tuple[str, ...]) -> None:
    """Write the units and villages of PLAN as GeoPackage, Shapefile and GeoJSON.

    Without PLAN the status quo. Borders are real where the dataset has borders.geojson;
    else they are inferred from points, and the column `inferred` says so. A Shapefile
    has short ASCII names, which fields.csv explains. Needs the extra `geo`.
    """
    from optimizer.data.plan_file import recorded_mode
    from optimizer.report.geodata import FORMATS, OUR_FILES, deliver_geodata, plan_of

    with request.ending():
        dataset = request.load(None if plan is None else recorded_mode(plan))
        chosen, warnings = plan_of(plan, dataset)
        if request.output is None:
            raise click.UsageError("name a folder with -o")
        claim_output(request.output, OUR_FILES)
        written = deliver_geodata(
            chosen, dataset, request.output, formats or tuple(FORMATS), request.lang
        )
    for fault in warnings:
        click.echo(fault.line(request.lang), err=True)
    if request.as_json:
        show_json({"files": [str(path) for path in written]})
    else:
        show_files(written)
