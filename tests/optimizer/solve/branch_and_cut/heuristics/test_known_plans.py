"""solve --start: from a good plan, from one that breaks rules, from one that is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

from models.merge.restricted import all_ties
from models.plan import Outcome, Plan
from optimizer.data.dataset import Dataset
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.county import VillageCounty, county_model
from optimizer.solve.run import solve
from optimizer.solve.solution import Solution
from tests.reference.cases import detour
from tests.reference.choosing import every_plan
from tests.support import codes_of, dataset_of, plan_of, solution_of

Read = Callable[..., Dataset]
Run = Callable[..., Result]
MODES = ["split", "redraw"]
OBJECTIVES = [{"name": "units"}, {"name": "travel"}]
KEPT = {"protected": {"townships": ["A", "C"]}}


def begun(dataset: Dataset, start: Plan, seconds: float | None = None) -> Solution:
    """Solve from a plan."""
    clock = Clock(Effort(seconds=seconds, workers=1))
    return solve(dataset, clock, start)


def values(solution: Solution) -> list[object]:
    """Return the values of the objectives, which these scenarios all minimise."""
    return [reached.value for reached in solution.reached]


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.1])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["county", "city", "tied"])
def test_the_result_is_as_good_as_the_start(
    read: Read, name: str, mode: str, seconds: float
) -> None:
    """However little time; here the start is the optimum, ties over counties included."""
    dataset = read(name, mode)
    best = solution_of(dataset)
    assert best.plan is not None
    solution = begun(dataset, best.plan, seconds)
    assert values(solution) == values(best)
    for reached in solution.reached:
        assert reached.bound is None or reached.bound <= reached.value


@pytest.mark.parametrize("mode", MODES)
def test_a_start_worse_than_whole_mergers_does_no_harm(read: Read, mode: str) -> None:
    """The status quo as start: mode whole's plan is better, and is kept."""
    dataset = read("county", mode)
    solution = begun(dataset, plan_of(dataset.territory, {}), seconds=0)
    assert values(solution) == values(solution_of(dataset, seconds=0))


@pytest.mark.parametrize("seconds", [0.0, None])
@pytest.mark.parametrize("mode", MODES)
def test_a_start_that_breaks_rules_does_no_harm(
    read: Read, mode: str, seconds: float | None
) -> None:
    """A unit in pieces, or villages left out: without time a plan, with time the optimum."""
    dataset = read("county", mode)
    codes = [township.code for township in dataset.territory.townships]
    seats = dict.fromkeys(codes, codes[0])
    for into in (seats, dict.fromkeys(dataset.territory.villages.codes[::2], "")):
        solution = begun(dataset, plan_of(dataset.territory, into), seconds)
        assert solution.audit is not None and solution.audit.broken == ()
        if seconds is None:
            assert solution.outcome is Outcome.OPTIMAL
            assert values(solution) == values(solution_of(dataset))


@pytest.mark.parametrize(
    "into",
    [
        {"p": "C", "v": "A", "d": "C"},
        {"p": "C", "v": "C", "d": "A"},
        {"a": "C"},
        {"a": "D", "c": "D"},
        {"p": "", "v": "", "d": "C"},
    ],
)
def test_the_nearest_plan_that_keeps_the_rules_is_looked_for(into: Mapping[str, str]) -> None:
    """A unit in pieces, a protected seat moved, villages left out: fewest villages differ."""
    dataset = dataset_of(detour(), KEPT, OBJECTIVES, "redraw")
    ties = all_ties(dataset)
    clock = Clock(Effort(workers=1))
    county = county_model(dataset, 0, ties, clock)
    assert isinstance(county, VillageCounty)
    wanted = plan_of(dataset.territory, into)
    chosen = county.nearest(wanted, clock)
    assert chosen is not None and county.choices.model.accepts(chosen)
    found = county.problem.townships[county.problem.options.seat[chosen]]
    codes, asked = dataset.territory.villages.codes, codes_or_none(wanted)
    near = min(
        sum(plan[village] != asked[village] for village in codes)
        for _, plan in every_plan(detour(), KEPT, "redraw")
    )
    assert (found != wanted.unit).sum() == near > 0


def codes_or_none(plan: Plan) -> dict[str, str | None]:
    """Return a plan in codes, None for villages that it leaves out."""
    kept = codes_of(plan)
    left_out = plan.unit < 0
    return {v: None if out else kept[v] for v, out in zip(kept, left_out, strict=True)}


def test_from_a_folder_with_hardly_any_time(
    run: Run, folders: dict[str, Path], tmp_path: Path
) -> None:
    """The plan of an earlier run is not lost."""
    words = ("solve", folders["county"], "--mode", "redraw", "--workers", 1, "--json")
    first = json.loads(run(*words, "-o", tmp_path / "first").stdout)
    again = json.loads(run(*words, "--start", tmp_path / "first", "--time-limit", 0).stdout)
    assert [o["value"] for o in again["objectives"]] == [o["value"] for o in first["objectives"]]


def test_a_start_with_unknown_codes_is_refused(
    run: Run, folders: dict[str, Path], tmp_path: Path
) -> None:
    """Villages and units that are not in the territory, each a fault in its row; exit code 2."""
    (tmp_path / "plan.csv").write_text("village,unit\nnowhere,140401100\n", encoding="utf-8")
    words = ("solve", folders["county"], "--mode", "split", "--start", tmp_path / "plan.csv")
    faults = json.loads(run(*words, "--json", code=2).stdout)["faults"]
    assert {(f["code"], f["row"], f["column"]) for f in faults} >= {("E301", 2, "village")}
    assert "nowhere" in run(*words, "--lang", "en", code=2).stderr


def test_a_start_that_is_not_there_is_refused(
    run: Run, folders: dict[str, Path], tmp_path: Path
) -> None:
    """Before the solve."""
    words = ("solve", folders["county"], "--mode", "split", "--start", tmp_path / "none")
    assert "none" in run(*words, "--lang", "en", code=2).stderr
