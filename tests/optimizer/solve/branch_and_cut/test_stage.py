"""A stage in parts: what was broken off goes on, and ends where one go does."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.merge.expressions import UNITS, LinearExpression, cost_of
from optimizer.solve.branch_and_cut.problem import VillageProblem, VillageState
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.results import Verdict
from tests.optimizer.solve.branch_and_cut.small import every_plan, small_model


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
