"""Frontiers of the village modes equal brute force, and say where they were cut short."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.check import audit
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.plan_file import read_plan
from optimizer.decide.explore import Exploration
from optimizer.decide.frontier import Frontier, _fingerprint, frontier
from optimizer.decide.space import make_space
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.options import Option
from tests.reference import choosing
from tests.reference.cases import detour
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, dataset_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
SMALL: Any = {"max_townships": 5, "villages_per_township": (1, 2)}
ASKED = ("units,travel", "units,travel,disruption", "units,travel,share", "travel,disruption")


def found(dataset: Dataset, names: str, seconds: float | None = None, **more: Any) -> Frontier:
    """Return a dataset's frontier, found with one worker."""
    clock = Clock(Effort(seconds, workers=1))
    return frontier(dataset, names.split(","), clock, **more)


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(max_examples=6, deadline=None, suppress_health_check=RELAXED)
@given(problems(**SMALL), st.sampled_from(ASKED))
def test_equals_brute_force(
    mode: str, problem: tuple[Tables, dict[str, Any], list[Any]], names: str
) -> None:
    """Rules of all kinds, counties tied together or not, infeasible alike."""
    tables, rules, _ = problem
    plans = list(choosing.every_plan(tables, rules, mode))
    got = found(dataset_of(tables, rules, mode=mode), names)
    assert got.proved
    assert {p.values for p in got.points} == choosing.frontier(plans, names.split(","))
    for point in got.points:
        assert point.proved
        got.plan(point)


def test_a_divided_township_by_hand() -> None:
    """Dividing D costs 0.96 against 1.45 million person-metres in mode whole, as many as now."""
    divided, whole = (
        [p.values for p in found(dataset_of(detour(), mode=mode), "units,travel").points]
        for mode in ("split", "whole")
    )
    assert divided == [(1, 7_950_000), (2, 960_000)]
    assert whole == [(1, 7_950_000), (2, 1_450_000)]


def option(units: int, travel: int, proved: bool = True) -> Option:
    """Return a county's plan."""
    return Option(units, 0, np.array([units]), {"travel": travel}, proved)


def test_what_was_left_is_looked_at_again() -> None:
    """A number that is settled loses its old plans, one that is not keeps them."""
    first = Exploration([option(2, 9, proved=False), option(3, 5), option(4, 4, proved=False)], [5])
    assert first.left == [2, 4, 5]
    again = Exploration([option(2, 8), option(4, 3, proved=False)], [4])
    found = first.retried(again)
    assert sorted((o.units, o.costs["travel"]) for o in found.options) == [
        (2, 8),
        (3, 5),
        (4, 3),
        (4, 4),
    ]
    assert found.left == [4]


def test_a_county_is_known_again_by_all_that_tells_it_apart() -> None:
    """Not under another rule, in the other mode, with other distances or another question."""
    longer = detour()
    longer.roads[0]["km"] = 8
    asked: list[tuple[Tables, dict[str, Any], str]] = [
        (detour(), {}, "split"),
        (detour(), {"area_cap": {"max_km2": 30}}, "split"),
        (detour(), {}, "redraw"),
        (longer, {}, "split"),
    ]
    keys = []
    for tables, rules, mode in [*asked, asked[0]]:
        dataset = dataset_of(tables, rules, mode=mode)
        names = ("units", "travel")
        space = make_space(dataset, names, Clock(Effort(workers=1)))
        keys.append(_fingerprint(space.choices[0], ["travel"]))
    assert keys[0] == keys[-1]
    assert len(set(keys)) == len(asked)
    assert _fingerprint(space.choices[0], ["disruption"]) not in keys


def test_without_time_nothing_is_proved() -> None:
    """Plans that are known stand as found; no value is called proved."""
    got = found(dataset_of(detour(), mode="split"), "units,travel", seconds=0)
    assert not got.proved
    assert got.open_counts
    assert not any(point.proved for point in got.points)


def test_files_and_plans(run: Callable[..., Result], tmp_path: Path) -> None:
    """Every value has a plan of the mode; a second run takes its counties from the folder."""
    three = INSTANCES / "three-townships"
    words = ("frontier", three, "--mode", "split", "-o", tmp_path, "--workers", 1)
    first = run(*words)
    record = json.loads((tmp_path / "frontier.json").read_text("utf-8"))
    assert record["proved"]
    dataset = read_dataset(three, {"mode": "split"})
    for n, point in enumerate(record["points"], 1):
        plan = read_plan(tmp_path / "plans" / f"{n:03d}", dataset.territory).plan
        judged = audit(plan, dataset.scenario)
        assert not judged.broken
        assert [judged.objectives[name] for name in ("units", "travel")] == point["values"]
    times = [file.stat().st_mtime_ns for file in (tmp_path / "counties").iterdir()]
    assert run(*words).stdout == first.stdout
    assert [file.stat().st_mtime_ns for file in (tmp_path / "counties").iterdir()] == times
