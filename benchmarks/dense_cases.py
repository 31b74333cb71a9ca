"""Counties whose townships are many and whose units are large."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OBJECTIVES = [{"name": "units"}, {"name": "travel"}]
VILLAGES = 4
"""Villages of a township: in mode `whole` they only weigh."""


@dataclass(frozen=True)
class Case:
    """A generated county and the size of its units.

    Attributes
    ----------
    size
        Townships of mean area that fit under the cap. A unit has at least a quarter of the
        people of as many townships.
    """

    townships: int
    size: int
    seed: int

    @property
    def name(self) -> str:
        """Return what the case is called."""
        return f"dense-{self.townships}-{self.size}-{self.seed}"

    def read(self, objectives: list[dict[str, str]] = OBJECTIVES) -> Any:
        """Write the tables to a temporary folder and read them back."""
        from optimizer.data.dataset import read_dataset
        from optimizer.data.generate import generate_county, write_dataset

        tables = generate_county(self.townships, VILLAGES * self.townships, self.seed)
        villages = tables.tables["villages.csv"]
        share = self.size / self.townships
        rules = {
            "area_cap": {
                "max_km2": round(share * float(villages["area_km2"].sum()), 1),
                "kinds": ["乡", "镇", "街道"],
            },
            "population": {"min": int(share * int(villages["population"].sum()) / 4)},
        }
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "case"
            write_dataset(tables, folder)
            return read_dataset(folder, {"rules": rules, "objectives": objectives})


CASES = {
    case.name: case
    for townships in (20, 30, 43, 60)
    for size in (4, 8, 15)
    for case in (Case(townships, size, seed) for seed in (1, 2, 3))
}
