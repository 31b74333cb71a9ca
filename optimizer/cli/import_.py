"""import SOURCE... -o DATASET."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from optimizer.cli.common import show_faults, show_json
from optimizer.cli.numbers import FiniteRange
from optimizer.cli.request import with_lang

_path = click.Path(path_type=Path)


@click.command(name="import")
@click.argument("sources", nargs=-1, required=True, type=_path)
@click.option("-o", "--output", type=_path, required=True, help="Folder of the dataset.")
@click.option("--columns", type=_path, metavar="FILE", help="What each layer and column is.")
@click.option("--population", type=_path, metavar="FILE", help="People; counts before others.")
@click.option("--seats", type=_path, metavar="FILE", help="Points of the seats.")
@click.option("--facilities", type=_path, metavar="FILE", help="Points of hospitals, schools.")
@click.option("--roads", type=_path, multiple=True, metavar="FILE", help="Lines, or .osm.pbf.")
@click.option("--counties", type=_path, metavar="FILE", help="Counties: codes, names, polygons.")
@click.option("--outline", type=_path, metavar="FILE", help="Polygons that you trust, to compare.")
@click.option(
    "--assume", multiple=True, metavar="KEY=VALUE", help="Fill what is missing: population, kind."
)
@click.option("--link", "links", multiple=True, metavar="A,B", help="A bridge or ferry joins A, B.")
@click.option("--links", "links_file", type=_path, metavar="FILE", help="Many of them: a, b.")
@click.option("--accept-links", is_flag=True, help="Accept every link that is suggested.")
@click.option("--merge", "merges", multiple=True, metavar="OLD=NEW", help="OLD is in NEW since.")
@click.option("--crs", multiple=True, metavar="[FILE=]CRS", help="Coordinate system of a source.")
@click.option(
    "--shift", multiple=True, metavar="[FILE=]SHIFT", help="gcj02 or bd09: coordinates of web maps."
)
@click.option("--transform", default="", metavar="PIPELINE", help="PROJ pipeline to degrees.")
@click.option("--tolerance", type=FiniteRange(min=0, min_open=True), metavar="M",
              help="Corners are moved by up to M metres; measured by default.")  # fmt: skip
@click.option("--min-border", type=FiniteRange(min=0), default=1.0, show_default=True,
              metavar="M", help="Least border of neighbours, metres.")  # fmt: skip
@click.option("--area", type=click.Choice(["column", "polygons"]), default="column",
              show_default=True, help="Which areas count where both are there.")  # fmt: skip
@click.option("--detour", type=FiniteRange(min=1, max=100), default=1.0, show_default=True,
              help="Factor on straight lines where there are no roads.")  # fmt: skip
@click.option("--name", default="", help="Name of the dataset; the folder's by default.")
@click.option("--json", "as_json", is_flag=True, help="Print data for programs.")
@with_lang
def command(output: Path, as_json: bool, lang: str, **given: Any) -> None:
    """Make a dataset of SOURCES: layers and tables at village, township and county level.

    GeoPackage, Shapefile, FileGDB, GeoJSON (zipped too), xlsx, xls, csv; folders of them.
    What was found, mended and assumed is listed, a line a kind; import.json has all of it.
    Exits 2 when something is wrong or missing; what could be made is written all the same.
    """
    import optimizer as tm
    from optimizer.report.imported import print_imported

    try:
        found = tm.import_data(output=output, **given)
    except tm.InputError as error:
        show_faults(error.faults, as_json, lang)
        sys.exit(2)
    if as_json:
        show_json(found.record(lang))
    else:
        print_imported(found.found, lang)
        show_faults(found.all_faults, False, lang)
        for path in found.files:
            click.echo(path, err=True)
    sys.exit(0 if found.complete else 2)
