"""Make the invented grid of this folder: `python instances/districting/build.py`.

A plain of 7 x 7 villages, 3 km apart, in seven townships, one a row. People are drawn
once, by a fixed seed, and skewed as they are in life; nothing is tuned to a plan.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

SIDE, STEP_KM, SEED = 7, 3.0, 1965
LON, LAT, KM_PER_DEGREE = 113.0, 36.0, 111.195
COUNTY = "990003"
HERE = Path(__file__).resolve().parent
NAMES = "一二三四五六七"


def township(row: int) -> str:
    """Return the code of a row's township."""
    return f"{COUNTY}{200 + row}"


def village(row: int, column: int) -> str:
    """Return the code of a cell's village."""
    return f"{township(row)}{200 + column}"


def cells() -> Iterator[tuple[int, int]]:
    """Yield (row from the north, column from the west)."""
    yield from ((row, column) for row in range(SIDE) for column in range(SIDE))


def villages() -> Iterator[Sequence[object]]:
    """Yield villages.csv."""
    chance, middle = random.Random(SEED), (SIDE - 1) / 2
    for row, column in cells():
        people = round(chance.lognormvariate(math.log(1500), 0.6))
        east, north = (column - middle) * STEP_KM, (middle - row) * STEP_KM
        lon = LON + east / KM_PER_DEGREE / math.cos(math.radians(LAT))
        lat = LAT + north / KM_PER_DEGREE
        name = f"{NAMES[row]}排{NAMES[column]}村"
        place = f"{lon:.6f}", f"{lat:.6f}"
        yield village(row, column), name, township(row), people, STEP_KM**2, *place


def pairs() -> Iterator[Sequence[object]]:
    """Yield contiguity.csv: cells that share a side."""
    for row, column in cells():
        for other in ((row, column + 1), (row + 1, column)):
            if max(other) < SIDE:
                yield village(row, column), village(*other)


def write(name: str, heads: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    """Write one table."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


def main() -> None:
    """Write all tables."""
    write("counties.csv", ("code", "name", "is_district"), iter([(COUNTY, "方格县", 0)]))
    rows = range(SIDE)
    townships = (
        (township(r), f"{NAMES[r]}排乡", "乡", COUNTY, village(r, SIDE // 2)) for r in rows
    )
    write("townships.csv", ("code", "name", "kind", "county", "seat"), townships)
    heads = ("code", "name", "township", "population", "area_km2", "lon", "lat")
    write("villages.csv", heads, villages())
    write("contiguity.csv", ("a", "b"), pairs())


if __name__ == "__main__":
    main()
