"""The search in parts: cuts hold for every plan, and stopping and going on loses nothing."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.merge.expressions import UNITS, Row
from models.merge.villages import VillageModel
from optimizer.solve.branch_and_cut import cp_sat
from optimizer.solve.branch_and_cut.cp_sat import CpSatResult
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.heuristics.default import default_heuristics
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.separators import borders
from optimizer.solve.branch_and_cut.tree import BranchAndCut
from optimizer.solve.clock import Clock, Effort
from tests.optimizer.solve.branch_and_cut.small import every_plan, small_model

SEEDS = range(2)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_borders_hold_within_bounds(tmp_path: Path, seed: int, mode: str) -> None:
    """For every plan that keeps the bounds they are made of."""
    model, random = small_model(tmp_path / "made", seed, mode), np.random.default_rng(seed)
    plans = [model.point(plan) for plan in every_plan(model)]
    whole = CutPlanPool(model.size).program(model, model.guide_cost).propagated()
    for _ in range(5):
        shut = whole.free[random.random(len(whole.free)) < 0.3]
        program = whole.fixed(shut, False)
        rows = borders(model, program)
        inside = [point for point in plans if (program.high | (point == 0)).all()]
        assert all(rows.hold(point) for point in inside)


@pytest.mark.parametrize("engine", ["auto", "milp"])
@pytest.mark.parametrize("seed", SEEDS)
def test_node_by_node_is_as_good(tmp_path: Path, seed: int, engine: str) -> None:
    """The optimum of brute force, whether searched at once or one node at a time."""
    model = small_model(tmp_path / "made", seed, "redraw")
    cost = model.guide_cost
    best = min(int(cost[model.columns(plan)].sum()) for plan in every_plan(model))
    clock = Clock(Effort(workers=1, engine=engine))  # type: ignore[arg-type]
    for turn in (10**9, 1):
        pool = CutPlanPool(model.size)
        incumbent = Incumbent(model, cost, pool)
        program = pool.program(model, cost).propagated()
        tree = BranchAndCut(incumbent, program, clock, default_heuristics(0))
        for _ in range(2000):
            tree.nodes = turn
            tree.run()
            assert incumbent.bound <= best <= incumbent.value
            if incumbent.optimal:
                break
        assert incumbent.optimal
        assert incumbent.value == best
        assert all(pool.cuts.hold(model.point(plan)) for plan in every_plan(model))


def refuses(*asked: Any) -> CpSatResult:
    """Bear nothing out."""
    result: CpSatResult = asked[3]
    return result


def dawdles(*asked: Any) -> CpSatResult:
    """Bear out what is true, later than the search would like."""
    time.sleep(0.02)
    return HONEST(*asked)


HONEST = cp_sat._confirmed


@pytest.mark.parametrize("witness", [refuses, dawdles])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_claim_counts_before_it_is_borne_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, witness: Any
) -> None:
    """With a witness beside the search the bound stays below the optimum of branching alone."""
    made = small_model(tmp_path / "made", seed, "redraw", townships=5, villages=20)
    model = made.bounded(Row(UNITS, high=2))
    alone = searched(model, Clock(Effort(workers=1, engine="milp")))
    alone.run()
    assert alone.incumbent.optimal
    best, at, here = alone.incumbent.value, [], threading.get_ident()

    def ask(*asked: Any) -> CpSatResult:
        at.append(threading.get_ident() != here)
        return witness(*asked)  # type: ignore[no-any-return]

    monkeypatch.setattr(cp_sat, "_confirmed", ask)
    tree = searched(model, Clock(Effort(workers=2)))
    for _ in range(2000):
        tree.nodes = 1
        tree.run()
        assert tree.incumbent.bound <= best <= tree.incumbent.value
        if tree.incumbent.optimal:
            break
    assert tree.incumbent.optimal
    assert tree.incumbent.value == best
    assert any(at)


def searched(model: VillageModel, clock: Clock) -> BranchAndCut:
    """Return the search for the cheapest plan, not begun."""
    pool = CutPlanPool(model.size)
    incumbent = Incumbent(model, model.guide_cost, pool)
    program = pool.program(model, model.guide_cost).propagated()
    return BranchAndCut(incumbent, program, clock, default_heuristics(0))


def test_a_stop_reaches_witnesses() -> None:
    """`stop` ends what works beside the search; what is dismissed ends alone."""
    clock = Clock(Effort(seconds=None))
    one, other = clock.apart(), clock.apart()
    with clock.stoppable(one.stop), clock.stoppable(other.stop):
        one.stop()
        assert (one.over, other.over, clock.over) == (True, False, False)
        clock.stop()
        assert other.over
