"""The reform of 2021 as two plans: built again from the facts, 128 units each."""

from __future__ import annotations

import csv
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from models.kinds import Kind
from optimizer.check import Status, audit
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.plan_file import read_plan

CITY = Path(__file__).resolve().parents[2] / "instances" / "changzhi"
PLANS = ("reform-2021", "reform-2021-whole")


def units(name: str) -> dict[str, str]:
    """Read the unit of each village."""
    with (CITY / "plans" / name / "plan.csv").open(encoding="utf-8", newline="") as file:
        return {row["village"]: row["unit"] for row in csv.DictReader(file)}


def facts(name: str) -> list[dict[str, str]]:
    """Read a fact table."""
    with (CITY / "facts" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def city() -> Dataset:
    """Read the scenario with the real cuts."""
    return read_dataset(CITY / "reform-2021.toml")


def test_the_script_writes_the_same_bytes(tmp_path: Path) -> None:
    script = [sys.executable, str(CITY / "build_plans.py"), "-o", str(tmp_path)]
    subprocess.run(script, check=True)
    for name in PLANS:
        for file in ("plan.csv", "plan.json"):
            kept = (CITY / "plans" / name / file).read_bytes()
            assert (tmp_path / name / file).read_bytes() == kept


@pytest.mark.parametrize("name", PLANS)
def test_128_units_and_every_village(name: str) -> None:
    plan = units(name)
    assert len(set(plan.values())) == 128
    assert set(plan) == {row["code"] for row in facts("villages_2019.csv")}
    assert "140430202" in plan.values(), "次村乡 is the seat of 沁州黄镇"


def test_kinds_are_those_of_2021(city: Dataset) -> None:
    """18 街道, 78 镇, 32 乡: three quarters are towns or subdistricts."""
    plan = read_plan(CITY / "plans" / "reform-2021", city.territory).plan
    kinds = [unit.kind for unit in plan.units]
    counted = [kinds.count(kind) for kind in (Kind.SUBDISTRICT, Kind.TOWN, Kind.TOWNSHIP)]
    assert counted == [18, 78, 32]
    assert audit(plan, city.scenario).objectives["share"] == Fraction(3, 4)


def test_followed_villages_are_where_they_were_recorded() -> None:
    """段柳乡: 10 villages to 沁州黄镇, 8 to 定昌镇, 4 to 南里镇, the rest with the most."""
    plan = units("reform-2021")
    followed = {row["code"] for row in facts("village_units_2021.csv")}
    here = [row["code"] for row in facts("villages_2019.csv") if row["township"] == "140430200"]
    counts = {unit: sum(plan[v] == unit for v in here if v in followed) for unit in plan.values()}
    assert (counts["140430202"], counts["140430100"], counts["140430204"]) == (10, 8, 4)
    assert {plan[v] for v in here if v not in followed} == {"140430202"}


def test_the_whole_plan_keeps_all_but_two_rules(city: Dataset) -> None:
    """It keeps every cut; 景凤镇's estimated area breaks the cap, kinds rise without a standard."""
    read = read_plan(CITY / "plans" / "reform-2021-whole", city.territory)
    assert read.warnings == ()
    found = audit(read.plan, city.scenario)
    assert {f.clause for f in found.broken} == {"P3.area", "P4.kind.standard"}
    assert next(f for f in found.findings if f.clause == "P2.count").status is Status.MET
