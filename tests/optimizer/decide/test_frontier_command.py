"""frontier by the command line: values by hand, files, resuming, faults."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from optimizer.check import audit
from optimizer.data.dataset import read_dataset
from optimizer.data.plan_file import read_plan
from tests.support import INSTANCES

Run = Callable[..., Result]
THREE, ONE = INSTANCES / "three-townships", INSTANCES / "one-county"


def test_three_townships_as_data(run: Run) -> None:
    """The status quo has the least travel; its README's optimum has the fewest units."""
    record = json.loads(run("frontier", THREE, "--json", "--workers", 1).stdout)
    assert record["proved"] is True
    values = [tuple(point["values"]) for point in record["points"]]
    assert values == sorted(values)
    quo = record["given"][0]
    assert tuple(quo["values"]) == values[-1]


def test_files_and_plans(run: Run, tmp_path: Path) -> None:
    """Every value has a plan that breaks nothing and has that value; a second run agrees."""
    first = run("frontier", ONE, "--free", "rules.count", "-o", tmp_path, "--workers", 1)
    names = {p.name for p in tmp_path.iterdir()}
    assert names == {
        "frontier.csv", "frontier.json", "frontier.png", "frontier.svg", "plans", "counties",
    }  # fmt: skip
    with (tmp_path / "frontier.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["county"]]
    dataset = read_dataset(ONE)
    for row in rows:
        plan = read_plan(tmp_path / "plans" / f"{int(row['number']):03d}", dataset.territory).plan
        found = audit(plan, dataset.scenario)
        assert {f.clause for f in found.broken} <= {"P2.count"}
        assert (found.objectives["units"], found.objectives["travel"]) == (
            int(row["units"]),
            int(row["travel"]),
        )
    again = run("frontier", ONE, "--free", "count", "-o", tmp_path, "--workers", 1)
    assert again.stdout == first.stdout


def test_plans_beside_it_in_chinese(run: Run, tmp_path: Path) -> None:
    """A plan of the frontier is on it; the status quo of one-county cuts too little."""
    run("frontier", ONE, "-o", tmp_path, "--workers", 1)
    plan = tmp_path / "plans" / "001"
    shown = run("frontier", ONE, plan, "--lang", "zh", "--workers", 1).stdout
    assert "在前沿上" in shown
    assert "P2.count" in shown
    assert "已证明" in shown


def test_faults(run: Run, tmp_path: Path) -> None:
    """A rule that does not exist, and a folder of something else."""
    assert "E693 --free" in run("frontier", ONE, "--free", "rules.cuont", code=2).stderr
    (tmp_path / "letter.txt").write_text("keep")
    assert "E701" in run("frontier", ONE, "-o", tmp_path, code=2).stderr


def test_nothing_found_in_the_time_given(run: Run) -> None:
    """It is not proved that there is no plan: exit code 4. A quick plan is shown as such."""
    crowded = ("--set", "rules.population.min=10000000")
    shown = run("frontier", ONE, *crowded, "--time-limit", 0, "--lang", "en", code=4).stdout
    assert "values: 0; not proved" in shown
    shown = run("frontier", ONE, "--time-limit", 0, "--lang", "en").stdout
    assert "values: 1; unexplored or not proved" in shown


def test_values_are_told_on_stderr(run: Run) -> None:
    """A line a value of a county, in both languages; the data stay alone on stdout."""
    english = run("frontier", THREE, "--json", "--workers", 1)
    points = json.loads(english.stdout)["points"]
    told = [line for line in english.stderr.splitlines() if "proved" in line and "units" in line]
    assert len(told) >= len(points)
    chinese = run("frontier", THREE, "--json", "--workers", 1, "--lang", "zh")
    assert sum(
        "\uff1b" in line and "已证明" in line for line in chinese.stderr.splitlines()
    ) >= len(points)
