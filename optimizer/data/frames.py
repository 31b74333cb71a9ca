"""Data frames written as the tables of a dataset or a plan, so that they are read as files are."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from optimizer.data.cells import plain_csv
from optimizer.data.toml_text import toml_text

GEOMETRY = "geometry"
"""The column in which geopandas holds shapes; of villages it becomes borders.geojson."""


def write_frames(folder: Path, tables: Mapping[str, pd.DataFrame], raw: Mapping[str, Any]) -> None:
    """Write tables (by file name) and a scenario's keys into a folder that exists."""
    for name, frame in tables.items():
        write_frame(folder / name, frame)
    if GEOMETRY in tables["villages.csv"]:
        _write_borders(folder / "borders.geojson", with_index(tables["villages.csv"]))
    (folder / "scenario.toml").write_text(toml_text(plain(raw)), encoding="utf-8", newline="\n")


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    """Write a frame as a table: whole floats as whole numbers, what is missing as empty cells."""
    path.write_text(plain_csv(_rows(with_index(frame))), encoding="utf-8", newline="\n")


def with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose index, where it has a name, is a column like the others."""
    names = [name for name in frame.index.names if name is not None and name not in frame.columns]
    return frame.reset_index(level=names) if names else frame


def _rows(frame: pd.DataFrame) -> Iterator[Sequence[object]]:
    columns = [column for column in frame.columns if column != GEOMETRY]
    yield [str(column) for column in columns]
    yield from zip(*(map(cell_text, frame[column].tolist()) for column in columns), strict=True)


def cell_text(value: object) -> str:
    """Return a cell as a table holds it.

    pandas makes floats of whole numbers with gaps: 140406101.0 is the code 140406101.
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, bool | np.bool_):
        return str(int(value))
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, float | np.floating):
        number = float(value)
        if math.isnan(number):
            return ""
        return str(int(number)) if number.is_integer() else repr(number)
    return str(value)


def plain(value: Any) -> Any:
    """Return a value as TOML and JSON hold it: numpy's numbers as Python's, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        ordered = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain(inner) for inner in ordered]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Fraction | Decimal | np.floating):
        return float(value)
    return value


def _write_borders(path: Path, villages: pd.DataFrame) -> None:
    """Write the villages' shapes (anything with `__geo_interface__`), lon and lat in degrees."""
    codes = map(cell_text, villages["code"].tolist())
    shapes = villages[GEOMETRY].tolist()
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": shape.__geo_interface__}
        for code, shape in zip(codes, shapes, strict=True)
        if shape is not None
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8", newline="\n")
