"""Counties looked at anywhere, in any order: the same frontier, alternatives and backbone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.data.dataset import Dataset
from optimizer.data.generate import generate_city, write_dataset
from optimizer.decide.alternatives import alternatives
from optimizer.decide.apart import each_of
from optimizer.decide.backbone import backbone
from optimizer.decide.frontier import frontier
from optimizer.decide.space import make_space
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.pool import InProcess, Pool
from optimizer.solve.decomposition.pool.cluster import connect
from optimizer.solve.decomposition.source import Listed
from tests.reference.strategies import problems
from tests.reference.tables import Objectives, Rules, Tables
from tests.support import INSTANCES, Away, dataset_of

Run = Callable[..., Result]
RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
PARTS: Any = {"max_townships": 7, "max_counties": 3}
COMMANDS = (
    ("frontier", "--of", "units,travel,disruption", "--free", "rules.count"),
    ("alternatives", "--within", "0.2"),
    ("backbone", "--within", "0.2"),
)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a city of two small counties."""
    folder = tmp_path_factory.mktemp("two") / "data"
    write_dataset(generate_city(2, 8, 16, seed=3), folder)
    return folder


def asked(dataset: Dataset, what: str, pool: Pool) -> Any:
    """Return what a command finds, with one worker, as it can be compared."""
    clock = Clock(Effort(workers=1))
    if what == "frontier":
        names = ["units", "travel", "share"]
        found = frontier(dataset, names, clock, pool=pool)
        points = [
            [(p.values, p.proved, [c.tolist() for c in p.chosen]) for p in some]
            for some in (found.points, *found.counties)
        ]
        return points, found.open_counts, found.proved
    if what == "backbone":
        shown = backbone(dataset, 0.2, clock, pool)
        return shown.pairs, shown.proved
    several = alternatives(dataset, 3, 0.2, 1, "people", clock, pool)
    plans = [(a.plan.unit.tolist(), a.least, a.bound) for a in several.plans]
    return plans, several.next_bound, several.near.proved


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(problems(**PARTS), st.sampled_from(["frontier", "alternatives", "backbone"]))
def test_elsewhere_as_here(problem: tuple[Tables, Rules, Objectives], what: str) -> None:
    """Any rules, ties over several counties too: plans, bounds and proofs are the same."""
    tables, rules, _ = problem
    dataset = dataset_of(tables, rules)
    assert asked(dataset, what, Away()) == asked(dataset, what, InProcess())


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_two_processes_find_what_one_finds(run: Run, two: Path, words: tuple[str, ...]) -> None:
    """Two counties at the same time."""
    name, *rest = words
    one, both = (
        run(name, two, *rest, "--json", "--workers", 1, "--processes", n).stdout for n in (1, 2)
    )
    assert one == both


def test_a_cluster_finds_what_is_found_here(two: Path) -> None:
    """Two workers of a real cluster on this machine."""
    from optimizer.data.dataset import read_dataset

    dataset = read_dataset(two)
    with connect("local:2") as pool:
        for what in ("frontier", "alternatives", "backbone"):
            assert asked(dataset, what, pool) == asked(dataset, what, InProcess())


def test_a_frontier_from_processes_is_resumed(run: Run, two: Path, tmp_path: Path) -> None:
    """Each county is kept as it comes, and the next run in one process takes it from there."""
    words = ("frontier", two, "-o", tmp_path, "--workers", 1)
    first = run(*words, "--processes", 2)
    kept = sorted((tmp_path / "counties").iterdir())
    times = [file.stat().st_mtime_ns for file in kept]
    assert len(kept) == 2
    assert run(*words).stdout == first.stdout
    assert [file.stat().st_mtime_ns for file in kept] == times


def test_each_county_gets_its_share_of_the_time(two: Path) -> None:
    """One after another a county may use half of it; side by side, all."""
    from optimizer.data.dataset import read_dataset

    dataset = read_dataset(two)
    space = make_space(dataset, ["units", "travel"], Clock())
    turns: list[int] = []

    class Noting(InProcess):
        def run(self, task: Any, context: Any, items: Any, clock: Clock) -> Any:
            turns.extend(item.turns for item in items)
            return super().run(task, context, items, clock)

    class Wide(Noting):
        width = 2

    for pool in (Noting(), Wide()):
        counties = Listed.of(space.partitions)
        each_of(space, pool)(counties, space.scenario.objectives, Clock())
    assert turns == [2, 1, 1, 1]


def test_a_bad_cluster_is_said_in_a_line(run: Run) -> None:
    """By all three commands: no traceback, and the word that is wrong."""
    for name, *_ in COMMANDS:
        shown = run(name, INSTANCES / "one-county", "--cluster", "local:many", code=2)
        assert "many" in shown.stderr


def test_without_a_cluster_nothing_of_it_is_loaded() -> None:
    """Its library takes a second to import."""
    words = ["backbone", str(INSTANCES / "three-townships"), "--workers", "1"]
    code = (
        "import sys; from optimizer.cli import cli; "
        f"cli.main({words!r}, standalone_mode=False); "
        "sys.exit('distributed' in sys.modules or 'dask' in sys.modules)"
    )
    root = INSTANCES.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
