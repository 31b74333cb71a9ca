"""Published districting problems of counties of the United States, and what was published of them.

The tables are under instances/us-counties; its README says where each figure is from.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.record import ROOT

FOLDER = ROOT / "instances" / "us-counties"
GUROBI = "Gurobi {}, 8 threads"
PAPER = "Validi, Buchanan, Lykhovyd 2022, Operations Research 70(2), results of github.com/{}"


@dataclass(frozen=True)
class Case:
    """A problem and its published answer.

    Attributes
    ----------
    scenario
        Below `FOLDER`.
    source
        Where the answer was published.
    square_miles
        Published optimum, people x squared miles; None where it was published that no plan exists.
    plan
        File of the published plan, beside the scenario; empty where there is none.
    by, their_seconds
        Who computed it in what time, as far as that was published with it.
    seconds
        The usual limit.
    """

    name: str
    scenario: str
    source: str
    square_miles: float | None = None
    plan: str = ""
    by: str = ""
    their_seconds: float | None = None
    seconds: float = 300

    def read(self) -> Any:
        """Read scenario and tables."""
        from optimizer.data.dataset import read_dataset

        return read_dataset(FOLDER / self.scenario)

    @property
    def plan_file(self) -> Path:
        """Where the published plan is."""
        return (FOLDER / self.scenario).parent / self.plan


ALL = (
    Case(
        "oklahoma-2010", "oklahoma/scenario.toml",
        "github.com/AustinLBuchanan/Districting-Examples, D7", 8402531933.751296,
        "published.csv", GUROBI.format("9.1.1"), 18.69,
    ),
    Case(
        "oklahoma-2020", "oklahoma/census-2020.toml",
        "github.com/AustinLBuchanan/Districting-Examples-2020, D6", 8408524436.390146,
        "published-2020.csv", GUROBI.format("10.0.1"), 2.78,
    ),
    Case(
        "idaho-2010", "idaho/scenario.toml",
        "github.com/KyleHumphreys/IEM-4013-Idaho-Districting", 23580384795.87092,
        "published.csv", GUROBI.format("9.1.1"), 1.44,
    ),
    Case(
        "alabama-2010", "alabama/scenario.toml",
        "github.com/livey2021/LEWVEYZAL-IEM4013-Group-Project", 6409755608.475345,
        "published.csv", GUROBI.format("9.1.1"), 130.86,
    ),
    Case(
        "colorado-2010", "colorado/scenario.toml", PAPER.format("zhelih/districting"),
        by="their model LCUT, Gurobi", their_seconds=1.94,
    ),
    Case(
        "oregon-2010", "oregon/scenario.toml", PAPER.format("zhelih/districting"),
        by="their model LCUT, Gurobi", their_seconds=0.32,
    ),
    Case(
        "south-carolina-2010", "south-carolina/scenario.toml",
        "github.com/AustinLBuchanan/county-level-districting",
    ),
)  # fmt: skip
CASES = {case.name: case for case in ALL}
