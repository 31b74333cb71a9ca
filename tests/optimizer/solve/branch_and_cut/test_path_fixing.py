"""What is too dear on every way is in no plan that is cheap enough."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.path_fixing import PathFixing
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Relaxation
from tests.optimizer.solve.branch_and_cut.small import every_plan, small_model


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_no_cheap_plan_uses_them(tmp_path: Path, seed: int, mode: str) -> None:
    """For every cost that a plan has, and with columns fixed at random."""
    model = small_model(tmp_path / "made", seed, mode)
    cost, random = model.guide_cost, np.random.default_rng(seed)
    plans = [model.columns(plan) for plan in every_plan(model)]
    whole = CutPlanPool(model.size).program(model, cost).propagated()
    found = 0
    for _ in range(6):
        shut = random.choice(whole.free, size=min(3, len(whole.free)), replace=False)
        program = whole.fixed(shut[random.random(len(shut)) < 0.3], False)
        bound = Relaxation(program, Clock()).bound()
        if bound is None:
            continue
        ways = PathFixing(model)
        inside = [columns for columns in plans if program.high[columns].all()]
        for most in {int(cost[columns].sum()) for columns in inside}:
            dear = ways.beyond_gap(program, bound, most)
            found += len(dear)
            kept = ways.fix_by_reduced_cost(program, bound, most)
            for columns in inside:
                if cost[columns].sum() <= most:
                    assert not np.isin(columns, dear).any()
                    assert kept.high[columns].all()
    assert found or not plans


def test_the_way_counts(tmp_path: Path) -> None:
    """A village behind others is too dear although it costs nothing itself."""
    model = small_model(tmp_path / "made", 1, "redraw")
    program = CutPlanPool(model.size).program(model, model.guide_cost)
    bound = Relaxation(program.propagated(), Clock()).bound()
    assert bound is not None
    s = int(np.argmax(model.seat_column))
    far = int(np.argmax(np.where(model.column[:, s] >= 0, model.nearness[:, s], -1)))
    reduced = np.full(model.size, 5)
    reduced[model.column[far, s]] = 0
    rest = np.zeros(model.size, dtype=bool)
    plain = type(bound)(1, 0, rest, reduced, bound.x)
    assert not (program.high & ~program.fix_by_reduced_cost(plain, 4).high)[model.column[far, s]]
    assert model.column[far, s] in PathFixing(model).beyond_gap(program, plain, 4)
