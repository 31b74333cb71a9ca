"""Counties solved anywhere, in any order, their models dropped: the same plan and bounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan import Outcome
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.generate import generate_city, write_dataset
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition import counties
from optimizer.solve.decomposition.pool import InProcess, Pool, Processes
from optimizer.solve.decomposition.result_cache import ResultCache
from optimizer.solve.run import solve
from optimizer.solve.solution import Solution
from tests.reference.strategies import problems
from tests.reference.tables import Objectives, Rules, Tables
from tests.support import Away, dataset_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
PARTS: Any = {"max_townships": 7, "max_counties": 3, "villages_per_township": (1, 2)}


def solved(dataset: Dataset, pool: Pool | None = None, **more: Any) -> Solution:
    """Solve with one worker."""
    clock = more.pop("clock", None) or Clock(Effort(workers=1))
    return solve(dataset, clock, pool=pool, **more)


def result(solution: Solution) -> Any:
    """Return what must not depend on where counties were solved."""
    plan = solution.plan
    what = None if plan is None else (plan.unit.tolist(), sorted(plan.conversions.items()))
    return solution.outcome, what, solution.reached, solution.notes


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return a city of five counties."""
    folder = tmp_path_factory.mktemp("city") / "data"
    write_dataset(generate_city(5, 40, 200, seed=5), folder)
    return read_dataset(folder)


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(problems(**PARTS), st.sampled_from(["whole", "whole", "split"]))
def test_elsewhere_as_here(problem: tuple[Tables, Rules, Objectives], mode: str) -> None:
    """Any rules, any objectives: a county alone is all that its solve needs."""
    dataset = dataset_of(*problem, mode=mode)
    here, away = solved(dataset), solved(dataset, Away())
    assert (here.outcome, here.notes) == (away.outcome, away.notes)
    # Where the best plan spends a tolerance is not determined; what it may spend is.
    values = [[(r.best, r.bound, r.proved) for r in found.reached] for found in (here, away)]
    assert values[0] == values[1]
    if mode == "whole":
        assert result(here) == result(away)


@pytest.mark.parametrize("least", [0, 16])
def test_models_that_are_not_held(
    city: Dataset, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    """Made again where the city's tie needs them, they give the same plan."""
    rules = {"count": {"city": {"min": least}}} if least else {}
    dataset = read_dataset(city.path, {f"rules.{k}": v for k, v in rules.items()})
    held = solved(dataset)
    assert least == 0 or (held.plan is not None and len(held.plan.units) == least)
    monkeypatch.setattr(counties, "HELD", 0)
    assert result(solved(dataset)) == result(held)
    assert result(solved(dataset, Away())) == result(held)


def test_villages_of_many_counties_are_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each county's model is made for its turn and released; values and bounds are the same."""
    write_dataset(generate_city(3, 12, 60, seed=2), tmp_path / "data")
    dataset = read_dataset(tmp_path / "data", {"mode": "split"})
    held = solved(dataset)
    models, modes = counties.Counties.model, []

    def model(self: counties.Counties, county: int) -> Any:
        modes.append(self.scenario.mode)
        return models(self, county)

    monkeypatch.setattr(counties, "HELD_VILLAGES", 0)
    monkeypatch.setattr(counties.Counties, "model", model)
    released = solved(dataset)
    assert "split" not in modes and held.plan is not None and released.plan is not None
    assert released.reached == held.reached and released.outcome == held.outcome


def budgeted(folder: Path, townships: int, villages: int, moved: int) -> Dataset:
    """Return a city of three counties in mode split, with a budget of people who move."""
    write_dataset(generate_city(3, townships, villages, seed=2), folder / "data")
    rule = {"rules.prudent.max_people": moved}
    return read_dataset(folder / "data", {"mode": "split", **rule})


@pytest.mark.parametrize(("moved", "broken"), [(10**9, False), (30_000, True)])
def test_a_tie_over_many_counties_that_are_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: int, broken: bool
) -> None:
    """Own optima come first, away; models of all are made only where these break the tie."""
    dataset = budgeted(tmp_path, 12, 60, moved)
    held = solved(dataset)
    assert held.outcome is Outcome.OPTIMAL and held.plan is not None
    models, modes = counties.Counties.model, []

    def model(self: counties.Counties, county: int) -> Any:
        modes.append(self.scenario.mode)
        return models(self, county)

    monkeypatch.setattr(counties, "HELD_VILLAGES", 0)
    monkeypatch.setattr(counties.Counties, "model", model)
    for pool in (InProcess(), Away()):
        modes.clear()
        released = solved(dataset, pool)
        assert ("split" in modes) is broken
        assert released.outcome is Outcome.OPTIMAL and released.plan is not None
        values = [[(r.value, r.bound) for r in found.reached] for found in (held, released)]
        assert values[0] == values[1]


@pytest.mark.parametrize("moved", [30_000, 15_000])
def test_stopped_before_models_are_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    """Own optima that break the tie give way to mode whole's plan of some counties."""
    dataset = budgeted(tmp_path, 12, 60, moved)
    best = solved(dataset)
    each = counties.Counties.each

    def stopping(self: counties.Counties, *asked: Any) -> Any:
        answers = each(self, *asked)
        if self.scenario.mode == "split":
            self.clock.stop()
        return answers

    def model(_self: counties.Counties, county: int) -> Any:
        raise AssertionError(f"model {county} made after the end")

    monkeypatch.setattr(counties, "HELD_VILLAGES", 0)
    monkeypatch.setattr(counties.Counties, "each", stopping)
    monkeypatch.setattr(counties.Counties, "_village_county", model)
    found = solved(dataset, Away())
    assert found.outcome is Outcome.INTERRUPTED and found.audit is not None
    assert not found.audit.broken and found.audit.objectives["disruption"] <= moved
    assert found.reached[0].value >= best.reached[0].value


def test_open_counties_of_a_city_rule_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that the best choice so far needs, each with what its plan is above its bound."""
    dataset = budgeted(tmp_path, 24, 240, 30_000)
    asked: list[set[str]] = []
    looked_into = counties.Counties.looked_into

    def told(self: counties.Counties, found: Any) -> None:
        looked_into(self, found)
        asked.append({county.name for county in self.open()})
        if len(asked) == 3:
            self.clock.stop()

    monkeypatch.setattr(counties.Counties, "looked_into", told)
    found = solved(dataset)
    names = {county.name for county in dataset.territory.counties}
    assert found.outcome is Outcome.INTERRUPTED and found.open
    assert all(each and each <= names for each in asked)
    assert {county.name for county in found.open} == asked[-1]
    gaps = [county.first for county in found.open if county.first is not None]
    assert gaps and all(first.bound is not None and first.value > first.bound for first in gaps)


def test_processes_give_the_same_plan(city: Dataset) -> None:
    """Two processes, one worker each."""
    assert result(solved(city, Processes(2))) == result(solved(city))


def test_candidates_made_on_demand_elsewhere(city: Dataset) -> None:
    """Their plan is known although the columns are not, and the note tells of them."""
    clocks = [Clock(Effort(workers=1, candidates=30)) for _ in range(2)]
    here, away = (
        solved(city, p, clock=c) for p, c in zip((InProcess(), Away()), clocks, strict=True)
    )
    assert any("on demand" in note.en for note in here.notes)
    assert result(here) == result(away)


@pytest.mark.parametrize("pool", [InProcess(), Away()])
@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_a_plan_however_little_time(
    city: Dataset, monkeypatch: pytest.MonkeyPatch, pool: Pool, seconds: float
) -> None:
    """Every county has one, and nothing is proved that is not."""
    monkeypatch.setattr(counties, "HELD", 0)
    found = solved(city, pool, clock=Clock(Effort(seconds=seconds, workers=1)))
    best = solved(city)
    assert found.plan is not None and found.audit is not None and not found.audit.broken
    for reached, optimum in zip(found.reached, best.reached, strict=True):
        assert not reached.proved or reached.best == optimum.best
        assert reached.bound is None or reached.name != "units" or reached.bound <= optimum.best


def test_a_county_gets_its_share_and_what_others_leave(city: Dataset) -> None:
    """The first may use a fifth of the time, the last all that is left."""
    clock = Clock(Effort(seconds=100))
    errands = counties.Counties(city, [], clock)._tasks(range(5))
    assert [errand.turns for errand in errands] == [5, 4, 3, 2, 1]


def test_a_run_goes_on_from_what_is_kept(city: Dataset, tmp_path: Path) -> None:
    """Stopped after two counties, it solves the other three and gives the same."""
    kept = ResultCache(tmp_path / "kept", "question")

    class Stopping(InProcess):
        def run(self, *words: Any) -> Iterator[tuple[int, Any]]:
            for count, found in enumerate(super().run(*words)):
                if count == 2:
                    raise KeyboardInterrupt
                yield found

    class Counting(InProcess):
        count = 0

        def run(self, *words: Any) -> Iterator[tuple[int, Any]]:
            for found in super().run(*words):
                self.count += 1
                yield found

    with pytest.raises(KeyboardInterrupt):
        solved(city, Stopping(), cache=kept)
    rest = Counting()
    assert result(solved(city, rest, cache=kept)) == result(solved(city))
    assert rest.count == 3
    kept.clear()
    assert not kept.folder.exists()


def test_a_county_without_a_plan_is_named_from_elsewhere(city: Dataset) -> None:
    """The proof comes back too."""
    code = city.territory.counties[2].code
    dataset = read_dataset(city.path, {f"rules.count.county.{code}.min": 40})
    found = solved(dataset, Away())
    assert found.outcome is Outcome.INFEASIBLE
    assert city.territory.counties[2].name in found.notes[0].en
