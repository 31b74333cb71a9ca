"""Writing a dataset folder."""

from pathlib import Path

import pandas as pd
import pytest

from optimizer.data.generate import Dataset, generate_grid, write_dataset


def test_what_is_written_reads_back(county: Dataset, tmp_path: Path) -> None:
    """Tables come back equal, and nothing else is left in the new folder."""
    folder = tmp_path / "new" / "county"
    write_dataset(county, folder)
    assert {path.name for path in folder.iterdir()} == {*county.tables, "scenario.toml"}
    assert (folder / "scenario.toml").read_text(encoding="utf-8") == county.scenario
    for name, table in county.tables.items():
        text = {column: str for column in table.columns if not is_number(table[column])}
        pd.testing.assert_frame_equal(pd.read_csv(folder / name, dtype=text), table)


def is_number(column: pd.Series) -> bool:
    """Return whether the column holds numbers."""
    return pd.api.types.is_numeric_dtype(column)


def test_decimals_are_fixed_and_lines_end_in_lf(tmp_path: Path) -> None:
    """A whole area is written with its two decimals; no CR, no BOM."""
    write_dataset(generate_grid(2), tmp_path)
    data = (tmp_path / "villages.csv").read_bytes()
    assert data.startswith(b"code,name,township,population,area_km2,lon,lat\n900121200200,")
    assert b"\r" not in data and b".00," in data
    assert (tmp_path / "roads.csv").read_text().splitlines()[1].endswith(",7.000")


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    """A folder with any file stays as it is, and the message says what to do."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="not empty; name a new or an empty folder"):
        write_dataset(generate_grid(2), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    """A file in the folder's place is not touched."""
    path = tmp_path / "taken"
    path.write_text("mine")
    with pytest.raises(FileExistsError, match="is a file, not a folder"):
        write_dataset(generate_grid(2), path)
    assert path.read_text() == "mine"
