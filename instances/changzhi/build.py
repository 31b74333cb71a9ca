"""Build the Changzhi instance from the fact tables beside this file.

    python instances/changzhi/build.py                       everything, in place
    python instances/changzhi/build.py --county 140430 -o D  one county, from the facts
    python instances/changzhi/build.py --extract 140430 -o D one county, from the built tables

Nothing is random: two runs give the same bytes. The method and every source are
in SOURCES.md; facts about the reform of 2021 are not read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from building import city, extract, facts, quality, tables
from building.county import Estimate

HERE = Path(__file__).resolve().parent


def build(source: Path, output: Path, county: str | None = None) -> list[Estimate]:
    """Estimate the city, or one county, and write the five tables.

    Parameters
    ----------
    source
        Folder of the fact tables.
    output
        Folder that the tables are written to.
    county
        Code of the only county wanted; roads that leave it are then left out.
    """
    counties = facts.read(source)
    wanted = {county} if county else {c.code for c in counties}
    found = city.estimates(counties, wanted)
    position = {code: point for e in found for code, point in e.position.items()}
    pairs = city.road_pairs(found, city.projection_of(counties))
    tables.write(tables.county_table(found), output / "counties.csv")
    tables.write(tables.township_table(found), output / "townships.csv")
    tables.write(tables.village_table(found), output / "villages.csv")
    tables.write(tables.contiguity_table(found), output / "contiguity.csv")
    tables.write(tables.road_table(pairs, position), output / "roads.csv")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Build the Changzhi instance from its facts.")
    parser.add_argument("--facts", type=Path, default=HERE / "facts", help="folder of facts")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--county", metavar="CODE", help="estimate one county only")
    one.add_argument("--extract", metavar="CODE", help="copy one county out of the built tables")
    chosen = parser.parse_args(arguments)
    if chosen.extract:
        extract.county(HERE, chosen.output, chosen.extract)
        return 0
    found = build(chosen.facts, chosen.output, chosen.county)
    if chosen.county is None:
        quality.write(found, chosen.facts, chosen.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
