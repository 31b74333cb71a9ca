"""The classical districting problem of instances/districting, from end to end."""

from __future__ import annotations

import csv
import importlib.util
import json
import math
from collections import defaultdict
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner, Result

from optimizer.cli import cli
from tests.support import INSTANCES

FOLDER = INSTANCES / "districting"
TABLES = ("counties.csv", "townships.csv", "villages.csv", "contiguity.csv")


def run(*words: object) -> Result:
    """Run a command."""
    return CliRunner().invoke(cli, [*map(str, words), "--lang", "en"])


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the plan folder that `solve -o` writes."""
    folder = tmp_path_factory.mktemp("districting") / "plan"
    result = run("solve", FOLDER, "-o", folder, "--workers", 1)
    assert result.exit_code == 0, result.output
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_are_made_by_the_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made again they are the same, to the byte."""
    spec = importlib.util.spec_from_file_location("build", FOLDER / "build.py")
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    monkeypatch.setattr(build, "HERE", tmp_path)
    build.main()
    for name in TABLES:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_the_plan_is_one_of_the_classical_problem(plan: Path) -> None:
    """Five connected districts about their seats, within bounds; the moment as in the README."""
    villages = {row["code"]: row for row in rows(FOLDER / "villages.csv")}
    ground = nx.Graph((r["a"], r["b"]) for r in rows(FOLDER / "contiguity.csv"))
    districts: dict[str, list[str]] = defaultdict(list)
    for row in rows(plan / "plan.csv"):
        districts[row["unit"]].append(row["village"])
    assert len(districts) == 5
    moment = 0.0
    for seat, inside in districts.items():
        assert seat in inside and nx.is_connected(ground.subgraph(inside))
        assert 15_225 <= sum(int(villages[v]["population"]) for v in inside) <= 18_607
        moment += sum(
            int(villages[v]["population"]) * km(villages[v], villages[seat]) ** 2 for v in inside
        )
    assert moment == pytest.approx(1_296_347.23, rel=1e-4), "metres and hectares are rounded"


def km(a: dict[str, str], b: dict[str, str]) -> float:
    """Return the distance on a plane that touches the globe here."""
    east = (float(a["lon"]) - float(b["lon"])) * math.cos(math.radians(36))
    return 111.195 * math.hypot(east, float(a["lat"]) - float(b["lat"]))


def test_record_and_check(plan: Path) -> None:
    """Proved; units by the codes of their seats, all founded anew; `check` reads them again."""
    record = json.loads((plan / "plan.json").read_text(encoding="utf-8"))
    assert record["outcome"] == "OPTIMAL"
    assert [(o["value"], o["proved"]) for o in record["objectives"]] == [(129_634_723, True)]
    assert {unit["operation"] for unit in record["units"]} == {"new seat"}
    assert all(unit["code"] == unit["seat"] for unit in record["units"])
    assert all(unit["proposed_name"].endswith("乡") for unit in record["units"])
    assert [u["proposed_code"] for u in record["units"]] == [
        f"9900032{k:02d}" for k in range(7, 12)
    ]
    checked = run("check", FOLDER, plan)
    assert checked.exit_code == 0, checked.output
    assert "moment of inertia: 1,296,347.23 people x km2" in checked.stdout


def test_other_commands_read_the_scenario(plan: Path, tmp_path: Path) -> None:
    """The status quo is that of seven townships; the plan is compared with it."""
    assert run("validate", FOLDER).exit_code == 0
    surveyed = json.loads(run("survey", FOLDER, "--json").stdout)
    assert len(surveyed["townships"]) == 7
    compared = run("compare", FOLDER, plan, "-o", tmp_path / "out")
    assert compared.exit_code == 0, compared.output
    (vacated,) = [line for line in compared.stdout.splitlines() if "seats vacated" in line]
    assert vacated.replace("*", "").split()[-2:] == ["0", "7"]
