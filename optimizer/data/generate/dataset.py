"""A generated dataset in memory, and the one function that writes it to a folder."""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from optimizer.data.faults import Fault, InputError
from optimizer.data.output import replacing
from optimizer.data.system_errors import reason

DECIMALS: Mapping[str, int] = {"area_km2": 2, "border_km": 3, "km": 3, "lon": 6, "lat": 6}
"""Decimals that each column of fractions is written with."""


@dataclass(frozen=True)
class Dataset:
    """A territory and a scenario that its status quo satisfies.

    Attributes
    ----------
    tables : dict of str to pandas.DataFrame
        ``counties.csv``, ``townships.csv``, ``villages.csv``, ``contiguity.csv`` and
        ``roads.csv``. Codes are strings, flags are 0 or 1, people are whole persons, areas have
        2 decimals (km2), lengths 3 (km), lon and lat 6 (degrees).
    scenario : str
        The text of ``scenario.toml``.
    """

    tables: dict[str, pd.DataFrame]
    scenario: str


def write_dataset(dataset: Dataset, folder: str | os.PathLike[str]) -> None:
    """Write the tables and ``scenario.toml`` as UTF-8 with LF, all files or none.

    Parameters
    ----------
    dataset : Dataset
        What to write.
    folder : path
        Created when missing, parents too.

    Raises
    ------
    FileExistsError
        When `folder` holds anything already, or is not a folder.
    InputError
        When the files cannot be written.
    """
    path = Path(folder)
    _claim(path)
    with replacing(path) as draft:
        for name, table in dataset.tables.items():
            _fixed(table).to_csv(draft / name, index=False, encoding="utf-8", lineterminator="\n")
        (draft / "scenario.toml").write_text(dataset.scenario, encoding="utf-8", newline="\n")


def _claim(path: Path) -> None:
    """Create the folder, or refuse one that is in use."""
    if path.exists() and not path.is_dir():
        raise FileExistsError(f"{path} is a file, not a folder; name another folder")
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        details = {"why": reason(error)}
        raise InputError([Fault("E702", str(path), details=details)]) from error
    if any(path.iterdir()):
        raise FileExistsError(f"{path} is not empty; name a new or an empty folder")


def _fixed(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its fractions spelt out in fixed decimals."""
    spelt = {
        name: [f"{value:.{DECIMALS[name]}f}" for value in table[name].tolist()]
        for name in table.columns
        if name in DECIMALS
    }
    return table.assign(**spelt)
