"""Sets of seats that plans are looked for at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.quantities import IntArray
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.heuristics.seat_interchange import neighbours, with_seats
from optimizer.solve.branch_and_cut.tree import Tree
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.lp.program import NoSolutionError, Relaxation
from tests.optimizer.solve.branch_and_cut.small import every_plan, small_model

SEEDS = range(8)


def _tree(folder: Path, seed: int) -> Tree:
    model = small_model(folder / "made", seed, "redraw")
    pool = CutPlanPool(model.size)
    clock = Clock(Effort(workers=1, engine="milp"))
    program = pool.program(model, model.guide).propagated()
    return Tree(model, program, pool, clock, plans=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_of_sets_hold(tmp_path: Path, seed: int) -> None:
    """No plan with just the seats of a set is cheaper than both its bound and the best plan."""
    tree = _tree(tmp_path, seed)
    bound = Relaxation(tree.program, Clock()).bound()
    assert bound is not None
    tree._seeker.first(tree, tree.program, bound)
    for _ in range(3):
        tree._seeker.seek(tree, tree.program, bound)
    sets = {one.seats.tobytes(): one.bound for one in tree._seeker.sets.values()}
    assert sets
    for plan in every_plan(tree.model):
        assert tree.cost(plan) >= min(sets.get(_name(tree, plan), tree.value), tree.value)


def test_neighbours_differ_in_one_seat(tmp_path: Path) -> None:
    """One seat goes, another one comes; where that leaves nothing, no plan has these seats."""
    kept = sum(_kept_neighbours(_tree(tmp_path / str(seed), seed)) for seed in SEEDS)
    assert kept


def _kept_neighbours(tree: Tree) -> int:
    """Check every neighbour of every plan's seats; return how many may hold a plan."""
    plans = {_name(tree, plan) for plan in every_plan(tree.model)}
    columns, found = tree.model.kept[tree.model.kept >= 0], 0
    for name in plans:
        seats = np.frombuffer(name, dtype=np.int64)
        for other in neighbours(tree, seats):
            assert len(np.setdiff1d(other, seats)) == len(np.setdiff1d(seats, other)) == 1
            try:
                program = with_seats(tree, other)
            except NoSolutionError:
                assert other.tobytes() not in plans
                continue
            found += 1
            assert (program.low[columns] == np.isin(columns, tree.model.kept[other])).all()
    return found


def _name(tree: Tree, plan: IntArray) -> bytes:
    return np.unique(tree.model.seats_of(plan)).tobytes()


@pytest.mark.parametrize("seed", SEEDS)
def test_an_improved_plan_is_a_plan_and_no_worse(tmp_path: Path, seed: int) -> None:
    """Regions of a plan solved again leave a plan with the same seats."""
    tree = _tree(tmp_path, seed)
    plans = list(every_plan(tree.model))
    for plan in plans[:: max(1, len(plans) // 5)]:
        seats = np.unique(tree.model.seats_of(plan))
        better = tree.improved(with_seats(tree, seats), plan)
        assert tree.model.accepts(better)
        assert tree.cost(better) <= tree.cost(plan)
        assert np.array_equal(np.unique(tree.model.seats_of(better)), seats)
