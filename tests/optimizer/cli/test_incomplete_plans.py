"""Plans that lack villages: each command says so, and none takes a part for the whole."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support import INSTANCES

Run = Callable[..., Result]
THREE = INSTANCES / "three-townships"


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """The status quo without its last village."""
    with (THREE / "villages.csv").open(encoding="utf-8-sig") as file:
        rows = [(row["code"], row["township"]) for row in csv.DictReader(file)]
    plan = tmp_path / "part.csv"
    lines = [",".join(row) for row in rows[:-1]]
    plan.write_text("\n".join(["village,unit", *lines]) + "\n", encoding="utf-8")
    return plan


@pytest.mark.parametrize(
    "words", [("compare",), ("frontier",), ("check",), ("repair",), ("solve", "--start")]
)
def test_it_is_counted(run: Run, part: Path, words: tuple[str, ...]) -> None:
    """Whichever command reads it."""
    given = ("solve", THREE, "--start", part) if words[0] == "solve" else (words[0], THREE, part)
    code = 3 if words[0] == "check" else 0
    assert "W130" in run(*given, "--lang", "en", code=code).stderr


def test_its_figures_are_never_the_best(run: Run, part: Path) -> None:
    """It has fewer people farther away for lack of people: no star, and P5.complete is broken."""
    told = json.loads(run("compare", THREE, part, "--json").stdout)
    assert all(value is None for value in told["best"].values())
    rules = {rule["clause"]: rule["status"] for rule in told["plans"][1]["rules"]}
    assert rules["P5.complete"] == "broken"
    table = run("compare", THREE, part, "--lang", "en").stdout
    assert not [line for line in table.splitlines() if line.rstrip().endswith("*")]


def test_no_county_is_held_to_it(run: Run, part: Path) -> None:
    """That is a fault with the number of its villages, not a proof that there is no plan."""
    with (THREE / "counties.csv").open(encoding="utf-8-sig") as file:
        county = next(csv.DictReader(file))["code"]
    failed = run("solve", THREE, "--freeze", f"{county}={part}", "--lang", "en", code=2)
    assert "E633" in failed.stderr and "lacks 1 villages" in failed.stderr
