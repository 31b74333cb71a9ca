"""Counties with large units."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.generate import generate_county, write_dataset


def county(townships: int, size: int, seed: int = 1, objectives: tuple[str, ...] = ()) -> Dataset:
    """Return a generated county with a cap that so many townships of mean area fit under."""
    tables = generate_county(townships, 3 * townships, seed)
    area = float(tables.tables["villages.csv"]["area_km2"].sum())
    cap = {"max_km2": round(area * size / townships, 1), "kinds": ["乡", "镇", "街道"]}
    wanted = [{"name": name} for name in objectives or ("units", "travel")]
    with tempfile.TemporaryDirectory() as name:
        write_dataset(tables, Path(name) / "county")
        overrides = {"rules": {"area_cap": cap}, "objectives": wanted}
        return read_dataset(Path(name) / "county", overrides)


@pytest.fixture(scope="session")
def large() -> Dataset:
    """Thirty townships, units of about twelve."""
    return county(30, 12)


@pytest.fixture(scope="session")
def counted() -> Dataset:
    """The same, asked for the fewest units alone."""
    return county(30, 12, objectives=("units",))
