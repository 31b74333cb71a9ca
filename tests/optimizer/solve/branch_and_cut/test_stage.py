"""A stage in parts: what was broken off goes on, and ends where one go does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.merge.expressions import RURAL, UNITS, LinearExpression, cost_of
from optimizer.solve.branch_and_cut.problem import VillageProblem, VillageState
from optimizer.solve.branch_and_cut.stage import VillageStage
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.county import VillageCounty, county_model
from optimizer.solve.results import Verdict
from tests.optimizer.solve.branch_and_cut.small import every_plan, small_model
from tests.reference.cases import chain, town
from tests.support import dataset_of


@pytest.mark.parametrize("engine", ["auto", "milp"])
@pytest.mark.parametrize("sum_", [UNITS, cost_of("travel")], ids=["units", "travel"])
@pytest.mark.parametrize("seed", range(2))
def test_with_more_patience_it_goes_on(
    tmp_path: Path, seed: int, sum_: LinearExpression, engine: str
) -> None:
    """Bounds rise to the optimum of brute force; a search that is open is kept, no other."""
    model = small_model(tmp_path / "made", seed, "redraw")
    best = min(model.measure(sum_, plan) for plan in every_plan(model))
    clock = Clock(Effort(workers=1, engine=engine))  # type: ignore[arg-type]
    state, kept = VillageState.of(VillageProblem.of(model), None), None
    for patience in range(2, 200):
        stage = state.minimise(sum_, clock.patient(patience))
        assert stage.bound <= best
        if stage.verdict is not Verdict.OPEN:
            break
        assert kept is None or state.begun[sum_] is kept
        kept = state.begun[sum_]
    assert stage.verdict is Verdict.SOLVED
    assert stage.value == stage.bound == best
    assert not state.begun


def test_a_state_made_of_it_starts_its_own(tmp_path: Path) -> None:
    """What is open of a state says nothing of its part that keeps a row."""
    model = small_model(tmp_path / "made", 0, "redraw")
    state = VillageState.of(VillageProblem.of(model), None)
    state.begun[UNITS] = object()  # type: ignore[assignment]
    assert not state.bounded().begun


def test_a_sum_that_only_seats_bear_is_no_count() -> None:
    """All villages are kept together, so travel is a cost of the seat: 3 or 1 million.

    Looked at one by one, as numbers of units are, the values between would take days where
    the cheaper seat is out of the question but the LP does not see it.
    """
    together = {"together": {"pairs": [["A", "B"]]}}
    dataset = dataset_of(chain(town("A", 100), town("B", 300)), together, mode="redraw")
    model = county_model(dataset, 0, (), Clock())
    assert isinstance(model, VillageCounty)
    village = model.choices.model
    none = np.zeros(village.size, dtype=bool)
    stages = [
        VillageStage(village, sum_, model.choices.pool, Clock(), none)
        for sum_ in (UNITS, RURAL, cost_of("travel"))
    ]
    assert sorted(stages[2].cost.tolist()) == [1_000_000, 3_000_000]
    assert [stage.is_coarse for stage in stages] == [True, True, False]
    assert stages[2].fine().value == 1_000_000


@pytest.mark.parametrize("refuted", [True, False])
def test_without_a_plan_the_loosest_number_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refuted: bool
) -> None:
    """Refuted, there is no plan at all; left open, no smaller number is tried by itself."""
    model, tried = small_model(tmp_path / "made", 0, "redraw"), []

    def attempt(_stage: VillageStage, target: int, _nodes: int) -> tuple[bool, bool]:
        tried.append(target)
        return False, refuted

    monkeypatch.setattr(VillageStage, "_attempt", attempt)
    monkeypatch.setattr(VillageStage, "_asks_logic", lambda _stage, _effort: False)
    pool, clock = VillageProblem.of(model).pool, Clock(Effort(workers=1)).patient(3)
    excluded = np.zeros(model.size, dtype=bool)
    stage = VillageStage(model, UNITS, pool, clock, excluded).coarse()
    assert stage.verdict is (Verdict.INFEASIBLE if refuted else Verdict.OPEN)
    assert tried == [int(np.maximum(model.coefficients(UNITS), 0).sum())]


def test_only_units_are_looked_for_another_way(tmp_path: Path) -> None:
    """Other counts keep the heuristics: who knows of plans of fewer units knows nothing of them."""
    model = small_model(tmp_path / "made", 0, "redraw")
    pool, none = VillageProblem.of(model).pool, np.zeros(model.size, dtype=bool)
    pool.fewer_units = lambda _fewest, _over: every_plan(model)
    for sum_, told in ((UNITS, True), (RURAL, False)):
        stage = VillageStage(model, sum_, pool, Clock(), none)
        before = stage.best
        stage._look_for_fewer_units(0)
        if told:
            assert stage.best is not None
            best = min(model.measure(UNITS, plan) for plan in every_plan(model))
            assert model.measure(UNITS, stage.best) == best
        else:
            assert stage.best is before
            assert stage._fewer_units is None
        pool.plans.clear()
        pool._known.clear()
