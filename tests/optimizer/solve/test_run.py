"""From a scenario to a checked solution: refusals, little time, and the same plan again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.plan import Outcome
from optimizer.check import Audit
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.generate import generate_city, write_dataset
from optimizer.solve import run, verdict
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.solution import CheckFailedError
from tests.reference.cases import chain, town
from tests.support import INSTANCES, audit_of, dataset_of, solution_of


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return a city of three counties that keeps at least twelve units."""
    folder = tmp_path_factory.mktemp("city") / "data"
    write_dataset(generate_city(3, 24, 150, seed=5), folder)
    return read_dataset(folder, {"rules.count.city.min": 12})


def test_a_plan_that_breaks_a_rule_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker has the last word."""
    tables = chain(town("A"), town("B"))
    broken = audit_of(tables, {"count": {"city": {"min": 2}}}, {"A": "B"})
    monkeypatch.setattr(verdict, "audit", lambda *_: broken)
    with pytest.raises(CheckFailedError, match=r"P2\.count"):
        solution_of(dataset_of(tables))


@pytest.mark.parametrize("value", [0, 1_000, None])
def test_a_value_that_is_not_the_checkers_is_never_shown(
    monkeypatch: pytest.MonkeyPatch, value: int | None
) -> None:
    """Neither a better one, nor a worse one, nor one that cannot be computed."""
    found = verdict.audit

    def other(*arguments: Any) -> Audit:
        audited = found(*arguments)
        return Audit(audited.findings, {**audited.objectives, "units": value})

    monkeypatch.setattr(verdict, "audit", other)
    with pytest.raises(CheckFailedError, match="units"):
        solution_of(dataset_of(chain(town("A"), town("B"))))


def test_every_plan_carries_its_audit(city: Dataset) -> None:
    """Without a broken rule, and with the values that are shown."""
    solution = solution_of(city)
    assert solution.plan is not None and solution.audit is not None
    assert solution.audit.broken == ()
    for reached in solution.reached:
        assert solution.audit.objectives[reached.name] == reached.value


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.2])
def test_a_plan_however_little_time(city: Dataset, seconds: float) -> None:
    """It keeps every rule, ties over counties too; what is not proved is not claimed."""
    solution = solution_of(city, seconds=seconds)
    assert solution.plan is not None and solution.audit is not None
    assert solution.audit.broken == ()
    assert len(solution.plan.units) >= 12
    best = solution_of(city)
    for reached, optimum in zip(solution.reached, best.reached, strict=True):
        assert not reached.proved or reached.best == optimum.best
    assert solution.outcome in (Outcome.FEASIBLE, Outcome.OPTIMAL)


def test_infeasible_is_proved_and_explained() -> None:
    """No plan, no audit, no objectives, but a reason."""
    solution = solution_of(read_dataset(INSTANCES / "infeasible"))
    assert solution.outcome is Outcome.INFEASIBLE
    assert (solution.plan, solution.audit, solution.reached) == (None, None, ())
    assert len(solution.notes) == 1


def test_interrupted_keeps_a_plan(city: Dataset) -> None:
    """Stopped before it began, it still puts a plan together, and says what it is."""
    clock = Clock(Effort(workers=1))
    clock.stop()
    solution = run.solve(city, clock)
    assert solution.outcome is Outcome.INTERRUPTED
    assert solution.plan is not None
    assert not any(reached.proved for reached in solution.reached)


@pytest.mark.parametrize("seed", [0, 3])
def test_one_worker_gives_the_same_plan_again(city: Dataset, seed: int) -> None:
    """Village by village."""
    first, second = (solution_of(city, seed=seed) for _ in range(2))
    assert first.plan is not None and second.plan is not None
    assert first.plan.unit.tolist() == second.plan.unit.tolist()
    assert first.reached == second.reached


def test_workers_and_seeds_do_not_change_values() -> None:
    """Only the way to them."""
    dataset = read_dataset(INSTANCES / "one-county")
    values = {
        tuple((r.value, r.bound) for r in solution_of(dataset, workers=w, seed=s).reached)
        for w, s in ((1, 0), (1, 5), (8, 1))
    }
    assert len(values) == 1


def test_a_cp_sat_that_fails_its_test_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named among the faults; what is proved rests on other things."""
    monkeypatch.setattr("optimizer.solve.clock.fault", lambda: "wrong about a known model")
    monkeypatch.setattr("optimizer.solve.clock.guarded", None)
    dataset = read_dataset(INSTANCES / "three-townships")
    in_split = dataset.scenario.model_copy(update={"mode": "split"})
    found = run.solve(replace(dataset, scenario=in_split), Clock())
    assert found.outcome is Outcome.OPTIMAL
    assert any("wrong about a known model" in fault for fault in found.faults)
