"""The teaching instances say in their README what a search through every plan finds."""

from __future__ import annotations

import csv
import itertools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import networkx as nx
import pytest

INSTANCES = Path(__file__).resolve().parents[2] / "instances"
ALLOWED_RULES = {
    "area_cap", "population", "access", "count", "protected", "share", "together", "apart",
    "burden", "prudent", "kinds",
}  # fmt: skip
OBJECTIVES = ["units", "share", "travel", "disruption"]
SCENARIOS = sorted(p for p in INSTANCES.glob("*/*.toml") if p.parent.name != "districting")
"""All that merge townships."""


def read(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Small:
    """A small instance with one county, searched by brute force.

    A plan maps every township to the township whose seat its unit keeps.
    """

    folder: Path
    cap_km2: float = 300.0
    least_cut: int | None = None
    floor: bool = True

    @cached_property
    def rules(self) -> dict[str, dict[str, object]]:
        """Return the rules of the scenario."""
        with (self.folder / "scenario.toml").open("rb") as file:
            return dict(tomllib.load(file)["rules"])

    @cached_property
    def townships(self) -> dict[str, dict[str, str]]:
        """Return the townships by code."""
        return {row["code"]: row for row in read(self.folder / "townships.csv")}

    @cached_property
    def villages(self) -> list[dict[str, str]]:
        """Return the villages."""
        return read(self.folder / "villages.csv")

    @cached_property
    def ground(self) -> nx.Graph:
        """Return contiguity."""
        return nx.Graph((r["a"], r["b"]) for r in read(self.folder / "contiguity.csv"))

    @cached_property
    def km(self) -> dict[str, dict[str, float]]:
        """Return road distances."""
        roads = nx.Graph()
        for row in read(self.folder / "roads.csv"):
            roads.add_edge(row["a"], row["b"], km=float(row["km"]))
        return dict(nx.all_pairs_dijkstra_path_length(roads, weight="km"))

    def plans(self) -> Iterator[dict[str, str]]:
        """Yield every plan in which a seat's township stays with its seat."""
        codes = list(self.townships)
        for choice in itertools.product(codes, repeat=len(codes)):
            plan = dict(zip(codes, choice, strict=True))
            if all(plan[unit] == unit for unit in choice):
                yield plan

    def allowed(self, plan: dict[str, str]) -> bool:
        """Judge a plan by every rule."""
        units = set(plan.values())
        kept = all(plan[c] == c for c, t in self.townships.items() if t["county_seat"] == "1")
        cut = len(self.townships) - len(units)
        floor = not self.floor or self.share(units) >= self.share(set(self.townships))
        return kept and floor and cut >= self._cut() and all(self._unit(plan, u) for u in units)

    def _cut(self) -> int:
        if self.least_cut is not None:
            return self.least_cut
        county = self.rules.get("count", {}).get("county", {})
        return int(county.get("min_cut", 0)) if isinstance(county, dict) else 0

    def _unit(self, plan: dict[str, str], unit: str) -> bool:
        inside = [v for v in self.villages if plan[v["township"]] == unit]
        moved = [v for v in inside if v["township"] != unit]
        area = sum(float(v["area_km2"]) for v in inside)
        near = self.rules["access"]["max_km"]
        far = [v for v in moved if self.distance(v, unit) > float(str(near))]
        together = nx.is_connected(self.ground.subgraph([v["code"] for v in inside]))
        return together and not far and (not moved or area <= self.cap_km2)

    def distance(self, village: dict[str, str], unit: str) -> float:
        """Return road km from a village to a unit's seat."""
        return self.km[village["code"]][self.townships[unit]["seat"]]

    def share(self, units: set[str]) -> Fraction:
        """Return the share of towns and subdistricts."""
        return Fraction(sum(self.townships[u]["kind"] != "乡" for u in units), len(units))

    def values(self, plan: dict[str, str]) -> tuple[int, Fraction, float, int]:
        """Return units, minus share, travel in person-km, disruption."""
        people = [(v, int(v["population"]), plan[v["township"]]) for v in self.villages]
        travel = sum(n * self.distance(v, unit) for v, n, unit in people)
        moved = sum(n for v, n, unit in people if unit != v["township"])
        units = set(plan.values())
        return len(units), -self.share(units), travel, moved

    def optima(self) -> list[tuple[int, Fraction, float, int]]:
        """Return the values of every allowed plan, best first."""
        return sorted(self.values(plan) for plan in self.plans() if self.allowed(plan))


def test_three_townships() -> None:
    """Two plans with two units; travel decides; figures as in the README."""
    found = Small(INSTANCES / "three-townships").optima()
    half, third = Fraction(1, 2), Fraction(1, 3)
    assert found == [
        (2, -half, 14_100.0, 1_300),
        (2, -half, 20_600.0, 1_300),
        (3, -third, 8_000.0, 0),
    ]


def test_infeasible() -> None:
    """No plan; each of the ways out in the README gives one."""
    folder = INSTANCES / "infeasible"
    assert Small(folder).optima() == []
    assert Small(folder, cap_km2=320.0).optima() == []
    assert [found[0] for found in Small(folder, least_cut=0).optima()] == [4]
    assert Small(folder, floor=False).optima()[0][:2] == (3, Fraction(-2, 3))
    assert Small(folder, cap_km2=350.0).optima()[0][:2] == (2, Fraction(-1))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_scenarios_use_known_keys(path: Path) -> None:
    """Every scenario parses, names its tables' estimates and keeps to the common rules."""
    with path.open("rb") as file:
        scenario = tomllib.load(file)
    assert set(scenario["rules"]) <= ALLOWED_RULES
    names = [o["name"] for o in scenario["objectives"]]
    assert [name for name in names if name in OBJECTIVES] == OBJECTIVES
    assert names == OBJECTIVES or path.name == "full.toml"
    invented = path.parent.name in ("three-townships", "infeasible")
    assert invented == ("estimated" not in scenario)


def test_reform_scenario_has_the_real_cuts() -> None:
    """18 in all, each county's fixed."""
    with (INSTANCES / "changzhi" / "reform-2021.toml").open("rb") as file:
        counties = tomllib.load(file)["rules"]["count"]["county"]
    assert len(counties) == 12
    assert all(c["min_cut"] == c["max_cut"] for c in counties.values())
    assert sum(c["min_cut"] for c in counties.values()) == 18
