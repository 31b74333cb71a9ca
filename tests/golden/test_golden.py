"""Scenarios whose optimum is known: values and bounds must never get worse."""

from __future__ import annotations

import shutil
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from models.plan import Outcome
from optimizer.data import generate
from optimizer.data.asked import asked_overrides
from optimizer.data.dataset import Dataset, read_dataset
from tests.support import INSTANCES, solution_of

FILE = Path(__file__).with_name("values.toml")
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))


def dataset_of_case(case: dict[str, Any], folder: Path) -> Dataset:
    """Read the instance of a case, or make it, with its own tables and with what is asked for."""
    path = INSTANCES / case.get("instance", "")
    if "make" in case:
        kind, *sizes = case["make"]
        path = folder / "made"
        generate.write_dataset(getattr(generate, f"generate_{kind}")(*sizes), path)
    elif "files" in case:
        path = shutil.copytree(path, folder / "copy")
    for name, lines in case.get("files", {}).items():
        (path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    dataset = read_dataset(path, case.get("set"))
    base = path if path.is_dir() else path.parent
    freezes = [f"{county}={base / plan}" for county, plan in case.get("freeze", {}).items()]
    asked = asked_overrides(dataset, case.get("lock", []), case.get("keep", []), freezes)
    return read_dataset(path, {**dataset.overrides, **asked}) if asked else dataset


@pytest.mark.parametrize("name", CASES)
def test_proved_optimum(name: str, tmp_path: Path) -> None:
    """Each objective reaches its value, the bound proves it, and the checker agrees."""
    case = CASES[name]
    values = {key: Fraction(value) for key, value in case["values"].items()}
    solution = solution_of(dataset_of_case(case, tmp_path))
    if not values:
        assert solution.outcome is Outcome.INFEASIBLE
        return
    assert {r.name: Fraction(r.best) for r in solution.reached} == values
    assert {r.name: r.bound for r in solution.reached} == values
    assert solution.outcome is Outcome.OPTIMAL
    assert solution.audit is not None and solution.audit.broken == ()
