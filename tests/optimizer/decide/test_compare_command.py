"""compare by the command line: tables, files, maps, and what it refuses."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from optimizer.data.dataset import read_dataset
from optimizer.data.plan_file import write_plan
from optimizer.report.record import solution_record
from optimizer.solve.clock import Effort
from tests.support import INSTANCES, solution_of

Run = Callable[..., Result]
ONE = INSTANCES / "one-county"


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return an optimum, and a hand-made plan that merges nothing and forgets a village."""
    folder = tmp_path_factory.mktemp("plans")
    dataset = read_dataset(ONE)
    solution = solution_of(dataset)
    assert solution.plan is not None
    (folder / "best").mkdir()
    record = solution_record(solution, dataset, Effort())
    write_plan(folder / "best", solution.plan, record)
    with (ONE / "villages.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["code"], row["township"]) for row in csv.DictReader(file)]
    hand = folder / "hand.csv"
    hand.write_text("village,unit\n" + "".join(f"{v},{t}\n" for v, t in rows[1:]))
    return [folder / "best", hand]


def test_the_table_for_people(run: Run, plans: list[Path]) -> None:
    """Names of plans, a mark for the best, the proven gap, and who breaks what."""
    shown = run("compare", ONE, *plans, "--lang", "en").stdout
    assert "status quo" in shown and "hand" in shown
    assert "0 (optimal)" in shown
    assert "hand breaks P5.complete" in shown
    assert any(line.split()[:1] == ["units"] and "10 *" in line for line in shown.splitlines())


def test_data_for_programs(run: Run, plans: list[Path]) -> None:
    """Exact values, the best of each row, and every village that is treated differently."""
    record = json.loads(run("compare", ONE, *plans, "--json").stdout)
    names = [plan["name"] for plan in record["plans"]]
    assert names == ["status quo", "best", "hand"]
    assert record["best"]["units"] == 10
    moved = record["plans"][1]["measures"]["villages_moved"]
    assert len(record["villages"]) in (moved, moved + 1), "the forgotten village may be one of them"


def test_files(run: Run, plans: list[Path], tmp_path: Path) -> None:
    """Tables and maps; a second run replaces them, a folder of something else is refused."""
    output = tmp_path / "out"
    for _ in range(2):
        run("compare", ONE, *plans, "-o", output, "--lang", "zh")
    names = {p.name for p in output.iterdir()}
    assert names == {
        "compare.csv", "units.csv", "villages.csv", "alike.csv", "map.png", "map.svg",
    }  # fmt: skip
    with (output / "villages.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 312 + 1
    assert "E701" in run("compare", ONE, *plans, "-o", tmp_path, code=2).stderr


def test_csv_alone(run: Run, plans: list[Path]) -> None:
    """The table of measures as CSV names the best plan of a row."""
    lines = run("compare", ONE, *plans, "--csv", "--lang", "en").stdout.splitlines()
    rows = {row[0]: row[1:] for row in csv.reader(lines)}
    assert rows["units"] == ["13", "10", "13", "best"]


def test_equal_names_are_numbered(run: Run, plans: list[Path]) -> None:
    record = json.loads(run("compare", ONE, plans[0], plans[0], "--json").stdout)
    assert [plan["name"] for plan in record["plans"]] == ["status quo", "best (1)", "best (2)"]
