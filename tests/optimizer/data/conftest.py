"""A small sound dataset in a folder, to be broken in one place at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.faults import Fault, InputError

TABLES = {
    "counties.csv": "code,name,is_district\nX,东县,0\nY,西区,1\n",
    "townships.csv": """\
code,name,kind,county,seat,terrain,county_seat
A,甲镇,镇,X,a1,mountain,1
B,乙乡,乡,X,b1,plain,0
C,丙街道,街道,Y,c1,plain,0
""",
    "villages.csv": """\
code,name,township,population,area_km2,lon,lat
a1,甲一,A,1000,10.00,113.00,36.00
a2,甲二,A,500,20.00,113.05,36.00
b1,乙一,B,800,30.00,113.10,36.00
b2,乙二,B,200,5.00,113.15,36.00
c1,丙一,C,3000,8.00,113.20,36.00
c2,丙二,C,100,7.00,113.25,36.00
""",
    "contiguity.csv": "a,b\na1,a2\na2,b1\nb1,b2\nb2,c1\nc1,c2\n",
    "roads.csv": "a,b,km\na1,a2,5.000\na2,b1,6.000\nb1,b2,5.000\nb2,c1,5.000\nc1,c2,5.000\n",
    "scenario.toml": 'name = "small"\n',
}


@dataclass(frozen=True)
class Folder:
    """A dataset folder."""

    path: Path

    def write(self, file: str, text: str | bytes) -> None:
        """Write a file, text as UTF-8."""
        (self.path / file).write_bytes(text.encode() if isinstance(text, str) else text)

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the first `old`, which must be there."""
        text = (self.path / file).read_text(encoding="utf-8")
        assert old in text
        self.write(file, text.replace(old, new, 1))

    def remove(self, file: str) -> None:
        """Remove a file."""
        (self.path / file).unlink()

    def read(self, overrides: Mapping[str, Any] | None = None) -> Dataset:
        """Read the dataset; it must be sound."""
        return read_dataset(self.path, overrides)

    def faults(self, overrides: Mapping[str, Any] | None = None) -> list[Fault]:
        """Return the faults and warnings; never any other exception."""
        try:
            return list(self.read(overrides).warnings)
        except InputError as error:
            return error.faults

    def codes(self, overrides: Mapping[str, Any] | None = None) -> list[str]:
        """Return the codes of faults and warnings."""
        return [fault.code for fault in self.faults(overrides)]

    def only(self, overrides: Mapping[str, Any] | None = None) -> Fault:
        """Return the one fault that there is."""
        (fault,) = self.faults(overrides)
        return fault


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a sound dataset without any warning."""
    made = Folder(tmp_path / "data")
    made.path.mkdir()
    for file, text in TABLES.items():
        made.write(file, text)
    return made
