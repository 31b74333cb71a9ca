"""Square grids: the benchmark territory whose optimum is known or closely bounded."""

import random

import numpy as np
import pandas as pd

from optimizer.data.generate.arrays import Ints
from optimizer.data.generate.dataset import Dataset
from optimizer.data.generate.place import to_lon_lat
from optimizer.data.generate.scenario import grid_scenario

CELL_KM = 7.0
"""Centres of neighbouring cells lie 7 km apart (a cell of 50 km2); so long is the road."""

COUNTY = 900121
"""Code of the invented county: no province has 90."""


def generate_grid(k: int) -> Dataset:
    """Generate a county of ``k`` x ``k`` cells, each a 乡 of a single village.

    Parameters
    ----------
    k : int
        Cells along a side, at least 1.

    Returns
    -------
    Dataset
        Cells row by row from the north-west, contiguous with the rook's neighbours, a road of
        `CELL_KM` along each contiguity. With ``r = random.Random(42000 + k)`` first all areas
        are ``r.randint(20, 80)`` km2, then all populations ``r.randint(2000, 15000)``: published
        benchmarks depend on exactly this order. Areas are drawn, so they are not those of the
        equal squares that lon and lat show.

    Raises
    ------
    ValueError
        When `k` is less than 1.

    Notes
    -----
    Every cell is a 乡. Township codes count up from 200; a grid of more than 800 cells begins
    lower, so that up to 999 cells keep codes of nine digits.
    """
    if k < 1:
        raise ValueError(f"a grid needs at least 1 cell along a side, not {k}")
    townships = _township_codes(k * k)
    villages = [f"{code}200" for code in townships]
    pairs = pd.DataFrame(
        {"a": [villages[i] for i in _rook(k)[0]], "b": [villages[i] for i in _rook(k)[1]]}
    )
    return Dataset(
        {
            "counties.csv": pd.DataFrame(
                {"code": [str(COUNTY)], "name": ["方格县"], "is_district": [0]}
            ),
            "townships.csv": _townships(townships, villages, k),
            "villages.csv": _villages(townships, villages, k),
            "contiguity.csv": pairs,
            "roads.csv": pairs.assign(km=CELL_KM),
        },
        grid_scenario(k),
    )


def _township_codes(count: int) -> list[str]:
    """Return codes in order; as text they sort in the same order."""
    first = min(200, max(1, 1000 - count))
    width = max(3, len(str(first + count - 1)))
    return [f"{COUNTY}{first + i:0{width}d}" for i in range(count)]


def _rook(k: int) -> tuple[Ints, Ints]:
    """Return the pairs of cells (a < b) that share a side, ordered by a, then b."""
    cells = np.arange(k * k, dtype=np.int64).reshape(k, k)
    a = np.concatenate([cells[:, :-1].ravel(), cells[:-1].ravel()])
    b = np.concatenate([cells[:, 1:].ravel(), cells[1:].ravel()])
    order = np.lexsort((b, a))
    return a[order], b[order]


def _names(k: int, kind: str) -> list[str]:
    """Return a name for each cell that tells its row and column, from 1."""
    return [f"{row}排{column}列{kind}" for row in range(1, k + 1) for column in range(1, k + 1)]


def _townships(codes: list[str], seats: list[str], k: int) -> pd.DataFrame:
    """Return ``townships.csv``."""
    return pd.DataFrame(
        {"code": codes, "name": _names(k, "乡"), "kind": "乡", "county": str(COUNTY), "seat": seats}
    )


def _villages(townships: list[str], codes: list[str], k: int) -> pd.DataFrame:
    """Return ``villages.csv`` with the numbers that the benchmarks depend on."""
    r = random.Random(42000 + k)
    areas = [r.randint(20, 80) for _ in range(k * k)]
    people = [r.randint(2000, 15000) for _ in range(k * k)]
    row, column = np.divmod(np.arange(k * k), k)
    lon, lat = to_lon_lat(np.column_stack([column - (k - 1) / 2, (k - 1) / 2 - row]) * CELL_KM)
    return pd.DataFrame(
        {
            "code": codes,
            "name": _names(k, "村"),
            "township": townships,
            "population": people,
            "area_km2": np.asarray(areas, dtype=np.float64),
            "lon": lon,
            "lat": lat,
        }
    )
