"""The territories of the whole-mode benchmark, generated, written and read like a user's."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.generate import generate_county, generate_grid, write_dataset
from optimizer.data.generate.dataset import Dataset as Tables

_UNITS = {"objectives": [{"name": "units"}]}


@dataclass(frozen=True)
class Case:
    """A territory and what is changed in the scenario that is generated with it.

    Attributes
    ----------
    words
        What it is, for the table of results.
    overrides
        By dotted key, as `--set` takes them.
    """

    words: str
    make: Callable[[], Tables]
    overrides: Mapping[str, Any]

    def read(self) -> Dataset:
        """Write the tables to a temporary folder and read them back."""
        with tempfile.TemporaryDirectory() as folder:
            write_dataset(self.make(), Path(folder) / "case")
            return read_dataset(Path(folder) / "case", {**_UNITS, **self.overrides})


def _county() -> Tables:
    return generate_county(25, 400, seed=1)


CASES = {
    "grid-7": Case("49 cells, cap 300 km2, at least 20,000 people", lambda: generate_grid(7), {}),
    # The smallest township has 3,432 people: 4,000 forbids it to stay alone. From
    # 5,000 on a second one must merge and cannot under the cap: no plan exists.
    "county-25": Case(
        "25 townships, 400 villages, cap 300 km2, at least 4,000 people",
        _county,
        {"rules.population.min": 4_000},
    ),
    # Cases below have no target: they are where few columns and a wide cap suit the peer.
    "grid-4": Case("16 cells, cap 300 km2, at least 20,000 people", lambda: generate_grid(4), {}),
    "county-25-wide": Case(
        "25 townships, 400 villages, cap 600 km2, at least 10,000 people",
        _county,
        {"rules.population.min": 10_000, "rules.area_cap.max_km2": 600},
    ),
}
