"""Territories that the village modes are tried on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.data import generate
from optimizer.data.dataset import Dataset, read_dataset
from tests.reference.tables import scenario_text

Read = Callable[..., Dataset]
UNITS, TRAVEL = {"name": "units"}, {"name": "travel"}


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a county of 5 townships, in which each mode has another optimum, and a city of 9."""
    base = tmp_path_factory.mktemp("made")
    generate.write_dataset(generate.generate_county(5, 25, 1), base / "county")
    generate.write_dataset(generate.generate_city(2, 9, 45, 2), base / "city")
    tied = {"area_cap": {"max_km2": 300}, "count": {"city": {"min": 5}}}
    text = scenario_text(tied, [UNITS, TRAVEL])
    (base / "city" / "tied.toml").write_text(text, encoding="utf-8")
    return {
        "county": base / "county",
        "city": base / "city",
        "tied": base / "city" / "tied.toml",
    }


@pytest.fixture
def read(folders: dict[str, Path]) -> Read:
    """Return what reads one of them in a mode: the tied city keeps at least five units."""
    return lambda name, mode: read_dataset(folders[name], {"mode": mode})
