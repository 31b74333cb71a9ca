"""The counties that the village modes are measured on."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.record import ROOT

OBJECTIVES = [{"name": "units"}, {"name": "travel"}]
"""What every method is asked for: a peer knows no share of towns and subdistricts."""


@dataclass(frozen=True)
class Case:
    """A county and what is aimed at.

    Attributes
    ----------
    seconds
        The usual limit.
    gap
        The largest distance of travel from its bound, relative, that was aimed at.
    spare
        How many units above their bound were aimed at.
    """

    name: str
    mode: str
    seconds: float
    gap: float
    townships: int = 0
    villages: int = 0
    seed: int = 0
    county: int = 0
    spare: int = 0

    def read(self) -> Any:
        """Write the tables to a temporary folder and read them back."""
        from optimizer.data.dataset import read_dataset
        from optimizer.data.generate import generate_county, write_dataset

        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "case"
            if self.townships:
                write_dataset(generate_county(self.townships, self.villages, self.seed), folder)
            else:
                _one_county(self.county, folder)
            return read_dataset(folder, {"mode": self.mode, "objectives": OBJECTIVES})


CHANGZHI = [Case(f"changzhi-{c + 1}", "split", 60, 0.005, county=c) for c in range(12)]
GENERATED = [
    Case(f"{villages}x{townships}-{seed}", mode, limit, gap, townships, villages, seed, 0, spare)
    for villages, townships, mode, limit, gap, spare in (
        (400, 25, "redraw", 60, 0.0, 0),
        (1000, 40, "redraw", 180, 0.005, 0),
        (1500, 60, "split", 300, 0.01, 1),
    )
    for seed in (1, 2, 3)
]
CASES = {case.name: case for case in (*CHANGZHI, *GENERATED)}


def _one_county(county: int, folder: Path) -> None:
    """Copy one county of Changzhi; the city's rules that one county can keep stay."""
    import pandas as pd

    source = ROOT / "instances" / "changzhi"
    folder.mkdir()
    read = {name: _table(pd, source / f"{name}.csv") for name in ("counties", "townships")}
    code = read["counties"]["code"].iloc[county]
    townships = read["townships"][read["townships"]["county"] == code]
    villages = _table(pd, source / "villages.csv")
    villages = villages[villages["township"].isin(townships["code"])]
    inside = set(villages["code"])
    read["counties"][read["counties"]["code"] == code].to_csv(folder / "counties.csv", index=False)
    townships.to_csv(folder / "townships.csv", index=False)
    villages.to_csv(folder / "villages.csv", index=False)
    for name in ("contiguity", "roads"):
        pairs = _table(pd, source / f"{name}.csv")
        kept = pairs["a"].isin(inside) & pairs["b"].isin(inside)
        pairs[kept].to_csv(folder / f"{name}.csv", index=False)
    scenario = (source / "scenario.toml").read_text("utf-8").splitlines(keepends=True)
    lines = [line for line in scenario if not line.startswith("city = ")]
    (folder / "scenario.toml").write_text("".join(lines), "utf-8")


def _table(pd: Any, path: Path) -> Any:
    return pd.read_csv(path, dtype=str, keep_default_na=False)
