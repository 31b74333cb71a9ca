"""survey from end to end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from click.testing import Result

from tests.support import INSTANCES

Run = Callable[..., Result]
THREE = INSTANCES / "three-townships"


def test_tables_for_people(run: Run) -> None:
    """Kinds, share, distances, areas, and the farthest village first."""
    shown = run("survey", THREE, "--lang", "en").stdout
    (county,) = [line for line in shown.splitlines() if "1/3 = 33.3%" in line]
    assert county.split()[0] == "示例县"
    assert "4.000" in county
    assert "140.00" in shown and "120.00" in shown, "mean and median area"
    assert "石窑村" in shown and "990001201202" in shown


def test_data_for_programs(run: Run) -> None:
    """The baseline of the hand-worked instance."""
    record = json.loads(run("survey", THREE, "--json").stdout)
    (county,) = record["counties"]
    assert (county["units"], county["urban_share"], county["over_cap"]) == (3, "1/3", 0)
    assert county["area_km2"] == {"mean": 140, "median": 120, "min": 110, "max": 190}
    assert county["population"] == {"mean": 2600, "median": 1800, "min": 1300, "max": 4700}
    assert (county["p95_km"], county["worst_km"]) == (4, 4)
    assert record["worst_villages"][0] == {"village": "990001201202", "km": 4}


def test_of_a_city_the_total_comes_last(run: Run) -> None:
    """Twelve counties, 146 units, three kinds."""
    record = json.loads(run("survey", INSTANCES / "changzhi", "--json").stdout)
    assert len(record["counties"]) == 12
    assert record["total"]["units"] == sum(c["units"] for c in record["counties"]) == 146
    assert sum(record["total"]["kinds"].values()) == 146


def test_the_cap_of_the_survey_may_be_set(run: Run) -> None:
    """Units over a cap of 150 km2: one."""
    words = ("survey", THREE, "--set", "rules.area_cap.max_km2=150", "--json")
    assert json.loads(run(*words).stdout)["total"]["over_cap"] == 1


def test_where_nobody_lives_no_distance_is_that_of_the_people(run: Run, tmp_path: Path) -> None:
    """0/0 is no mean and no P95; how far the farthest village is is known all the same."""
    folder = tmp_path / "nobody"
    shutil.copytree(THREE, folder)
    table = pd.read_csv(folder / "villages.csv", dtype=str).assign(population="0")
    table.to_csv(folder / "villages.csv", index=False)
    record = json.loads(run("survey", folder, "--json").stdout)
    (county,) = record["counties"]
    assert (county["mean_km"], county["p95_km"], county["worst_km"]) == (None, None, 4)
    assert {t["mean_km"] for t in record["townships"]} <= {None}
    plan = table[["code", "township"]].set_axis(["village", "unit"], axis=1)
    plan.to_csv(tmp_path / "plan.csv", index=False)
    shown = run("compare", folder, tmp_path / "plan.csv", "--csv", "--lang", "en").stdout
    (mean,) = [line for line in shown.splitlines() if "seat, mean" in line]
    (worst,) = [line for line in shown.splitlines() if "seat, worst" in line]
    assert not any(figure in mean for figure in "0123456789") and "4" in worst
