"""In the village modes too alternatives are as different as brute force finds possible."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.plan_file import read_plan
from optimizer.decide.alternatives import Alternatives, alternatives
from optimizer.solve.clock import Clock, Effort
from tests.reference import choosing
from tests.reference.cases import add_village, chain, detour, town
from tests.reference.figures import Figures, read
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, codes_of, dataset_of, write_folder

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
SMALL: Any = {"max_townships": 5, "villages_per_township": (1, 2)}
By = Literal["people", "mergers"]


def found(dataset: Dataset, by: By, within: float, **effort: Any) -> Alternatives:
    """Return at most three plans, found with one worker."""
    clock = Clock(Effort(**{"workers": 1, **effort}))
    return alternatives(dataset, 3, within, 1, by, clock)


def difference(figures: Figures, by: By, a: choosing.Plan, b: choosing.Plan) -> int:
    """Return how much two plans differ, by the definition."""
    if by == "people":
        return choosing.differing(figures, a, b)[0]
    return len(mergers(figures, a) ^ mergers(figures, b))


def mergers(figures: Figures, plan: choosing.Plan) -> set[tuple[str, str]]:
    """Return each village beside its unit, where that is not its own township's."""
    return {(v, unit) for v, unit in plan.items() if unit != figures.township_of[v]}


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(max_examples=8, deadline=None, suppress_health_check=RELAXED)
@given(
    problems(**SMALL),
    st.sampled_from(["people", "mergers"]),
    st.sampled_from([0.0, 0.1, 0.5]),
)
def test_equals_brute_force(
    mode: str, problem: tuple[Tables, dict[str, Any], list[Any]], by: By, within: float
) -> None:
    """Each plan is near-optimal and differs as much from those before as any does; then none."""
    tables, rules, _ = problem
    dataset, figures = dataset_of(tables, rules, mode=mode), read(tables)
    plans = list(choosing.every_plan(tables, rules, mode))
    got = found(dataset, by, within)
    if not plans:
        assert got.plans == ()
        assert got.exhausted
        return
    near = [judged.plan for judged in choosing.near(plans, within)]
    chosen = [codes_of(a.plan) for a in got.plans]
    assert all(plan in near for plan in chosen)
    for k, alternative in enumerate(got.plans[1:], 1):
        most = max(min(difference(figures, by, p, b) for b in chosen[:k]) for p in near)
        assert (alternative.least, alternative.bound) == (most, most)
    if len(chosen) < 3:
        left = max(min(difference(figures, by, p, b) for b in chosen) for p in near)
        assert (left, got.next_bound) == (0, 0)


def test_a_divided_township_by_hand() -> None:
    """D is dissolved: p and v to A, d to C at best; next v to C (100 people), then d to A (70)."""
    dataset = dataset_of(detour(), {"count": {"city": {"min": 2}}}, mode="split")
    got = found(dataset, "people", 0.53)
    assert [a.least for a in got.plans] == [0, 100, 70]
    assert [a.bound for a in got.plans[1:]] == [100, 70]
    assert [a.audit.objectives["travel"] for a in got.plans] == [960_000, 1_460_000, 1_450_000]
    changed = found(dataset, "mergers", 0.53)
    assert [a.least for a in changed.plans] == [0, 2, 2], "one merger less, another one more"
    (only,) = found(dataset, "people", 0.5).plans
    assert codes_of(only.plan) == {"a": "A", "p": "A", "v": "A", "d": "C", "c": "C"}


def test_the_command(run: Callable[..., Result], tmp_path: Path) -> None:
    """Plans in folders keep the rules of the mode, and it is named in their records."""
    words = ("alternatives", INSTANCES / "three-townships", "--within", 0.2, "--mode", "split")
    run(*words, "-o", tmp_path, "--workers", 1)
    record = json.loads((tmp_path / "alternatives.json").read_text("utf-8"))
    assert all(plan["proved"] or not k for k, plan in enumerate(record["plans"]))
    dataset = read_dataset(INSTANCES / "three-townships", {"mode": "split"})
    for n in range(1, len(record["plans"]) + 1):
        folder = tmp_path / "plans" / f"{n:02d}"
        assert json.loads((folder / "plan.json").read_text("utf-8"))["mode"] == "split"
        assert len(read_plan(folder, dataset.territory).plan.kept) == record["near"]["units"]


def test_without_time_nothing_is_claimed() -> None:
    """Mode whole's plan may stand, but no bound and no end of the list."""
    dataset = dataset_of(detour(), {"count": {"city": {"min": 2}}}, mode="split")
    got = found(dataset, "people", 1.0, seconds=0)
    assert not got.exhausted
    assert all(a.bound is None for a in got.plans[1:])
    assert not got.settled


def test_one_county_of_several(run: Callable[..., Result], tmp_path: Path) -> None:
    """With --county all four commands look at that county alone."""
    other = town("C", 110, county="Y"), town("D", 200, county="Y")
    tables = chain(town("A", 100), town("B", 300), *other)
    add_village(tables, "b2", "B", km=3)
    folder = tmp_path / "data"
    folder.mkdir()
    write_folder(folder, tables, mode="split")
    hand = tmp_path / "hand.csv"
    hand.write_text("village,unit\na,B\n", encoding="utf-8")
    words = (folder, "--county", "X", "--json", "--workers", 1)
    near = [json.loads(run(n, *words).stdout)["near"] for n in ("alternatives", "backbone")]
    assert [n["units"] for n in near] == [1, 1]
    assert list(json.loads(run("frontier", *words).stdout)["counties"]) == ["X"]
    repaired = json.loads(run("repair", folder, hand, *words[1:]).stdout)
    assert (repaired["found"], repaired["people"]) == (True, 0)
