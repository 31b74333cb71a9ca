"""solve through a pool, killed in mid-run and taken up again, from end to end."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from optimizer.data.generate import generate_city, write_dataset

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset of four counties."""
    folder = tmp_path_factory.mktemp("city") / "data"
    write_dataset(generate_city(4, 24, 48, seed=5), folder)
    return folder


def plan(folder: Path) -> str:
    """Return the plan in a folder."""
    return (folder / "plan.csv").read_text(encoding="utf-8")


def test_killed_and_resumed(run: Run, city: Path, tmp_path: Path) -> None:
    """Kill -9 costs the counties under way; the rest is kept, and the plan is the same."""
    kept, out = tmp_path / "kept", tmp_path / "out"
    words = ["solve", str(city), "--workers", "1", "--resume", str(kept), "-o", str(out)]
    door = subprocess.Popen([sys.executable, str(ROOT / "run_optimizer.py"), *words])
    while not list(kept.glob("*.json")) and door.poll() is None:
        time.sleep(0.02)
    door.kill()
    door.wait()
    assert list(kept.glob("*.json"))
    assert run(*words).exit_code == 0
    assert len(list(kept.glob("*.json"))) == 4, "a folder of the user's choice is not cleared"
    whole = tmp_path / "whole"
    assert run("solve", city, "--workers", "1", "-o", whole).exit_code == 0
    assert plan(out) == plan(whole)


def test_beside_the_plan_when_it_may_be_lost(run: Run, city: Path, tmp_path: Path) -> None:
    """With processes `counties` stands beside the plan until that is proved."""
    out = tmp_path / "out"
    result = run("solve", city, "--processes", "2", "--time-limit", "0", "-o", out)
    assert result.exit_code == 0 and (out / "plan.csv").exists()
    (out / "counties").mkdir()
    assert run("solve", city, "--processes", "2", "-o", out).exit_code == 0
    assert not (out / "counties").exists()


def test_a_bad_cluster_is_said_in_a_line(run: Run, city: Path, tmp_path: Path) -> None:
    """Before anything is solved."""
    words = ["solve", city, "--cluster", "local:many", "-o", tmp_path / "out"]
    result = run(*words, code=2)
    assert "E570" in result.stderr and "many" in result.stderr
