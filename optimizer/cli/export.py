"""export SCENARIO [PLAN] -o DIR."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.common import show_files, show_json, show_odd
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
    import optimizer as tm
    from optimizer.api.checking import recorded_mode
    from optimizer.report.geodata import FORMATS

    with request.ending():
        instance = request.read(None if plan is None else recorded_mode(plan))
        chosen = None if plan is None else tm.read_plan(instance, plan, plan.name)
        if request.output is None:
            raise click.UsageError("name a folder with -o")
        written = tm.export(
            instance, chosen, request.output, formats=formats or tuple(FORMATS), lang=request.lang
        )
    show_odd(chosen.odd if chosen is not None else (), request.lang)
    if request.as_json:
        show_json({"files": [str(path) for path in written]})
    else:
        show_files(written)
