"""Sets of seats that plans are looked for at."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from models.quantities import IntArray
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.heuristics import seat_sets
from optimizer.solve.branch_and_cut.heuristics.default import search_within
from optimizer.solve.branch_and_cut.heuristics.region_search import RegionSearch
from optimizer.solve.branch_and_cut.heuristics.seat_interchange import neighbours, with_seats
from optimizer.solve.branch_and_cut.heuristics.seat_sets import SeatSetHeuristic
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.lp.program import NoSolutionError, Relaxation
from tests.optimizer.solve.branch_and_cut.small import every_plan, small_model

SEEDS = range(8)


def _search(folder: Path, seed: int) -> tuple[Incumbent, NodeLp, SeatSetHeuristic]:
    model = small_model(folder / "made", seed, "redraw")
    pool = CutPlanPool(model.size)
    clock = Clock(Effort(workers=1, engine="milp"))
    program = pool.program(model, model.guide_cost).propagated()
    regions = RegionSearch(np.random.default_rng(0), search_within)
    incumbent = Incumbent(model, program.cost, pool)
    return incumbent, NodeLp(model, program, pool, clock), SeatSetHeuristic(regions)


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_of_sets_hold(tmp_path: Path, seed: int) -> None:
    """No plan with just the seats of a set is cheaper than both its bound and the best plan."""
    best, lp, heuristic = _search(tmp_path, seed)
    bound = Relaxation(lp.program, Clock()).bound()
    assert bound is not None
    heuristic.at_root(best, lp, lp.program, bound)
    for _ in range(3):
        heuristic.at_node(best, lp, lp.program, bound)
    sets = {one.seats.tobytes(): one.bound for one in heuristic.sets.values()}
    assert sets
    for plan in every_plan(lp.model):
        assert best.cost_of(plan) >= min(sets.get(_name(lp, plan), best.value), best.value)


def test_neighbours_differ_in_one_seat(tmp_path: Path) -> None:
    """One seat goes, another one comes; where that leaves nothing, no plan has these seats."""
    kept = sum(_kept_neighbours(_search(tmp_path / str(seed), seed)[1]) for seed in SEEDS[:4])
    assert kept


def _kept_neighbours(lp: NodeLp) -> int:
    """Check every neighbour of every plan's seats; return how many may hold a plan."""
    plans = {_name(lp, plan) for plan in every_plan(lp.model)}
    columns, found = lp.model.seat_column[lp.model.seat_column >= 0], 0
    for name in plans:
        seats = np.frombuffer(name, dtype=np.int64)
        for other in neighbours(lp, seats):
            assert len(np.setdiff1d(other, seats)) == len(np.setdiff1d(seats, other)) == 1
            try:
                program = with_seats(lp, other)
            except NoSolutionError:
                assert other.tobytes() not in plans
                continue
            found += 1
            assert (program.low[columns] == np.isin(columns, lp.model.seat_column[other])).all()
    return found


def _name(lp: NodeLp, plan: IntArray) -> bytes:
    return np.unique(lp.model.seats_of(plan)).tobytes()


@pytest.mark.parametrize("seed", SEEDS)
def test_an_improved_plan_is_a_plan_and_no_worse(tmp_path: Path, seed: int) -> None:
    """Regions of a plan solved again leave a plan with the same seats."""
    best, lp, heuristic = _search(tmp_path, seed)
    plans = list(every_plan(lp.model))
    for plan in plans[:: max(1, len(plans) // 5)]:
        seats = np.unique(lp.model.seats_of(plan))
        small = NodeLp(lp.model, lp.smaller(with_seats(lp, seats)), lp.pool, lp.clock)
        better = heuristic.regions.polished(lp, plan, small)
        assert lp.model.accepts(better)
        assert best.cost_of(better) <= best.cost_of(plan)
        assert np.array_equal(np.unique(lp.model.seats_of(better)), seats)


def test_rests_longer_where_nothing_is_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new set of seats that leads to no better plan is no reason to look on at once."""
    best, lp, heuristic = _search(tmp_path, 1)
    bound = Relaxation(lp.program, Clock()).bound()
    assert bound is not None
    dived: list[bool] = []

    def dive(*_: object) -> bool:
        dived[-1] = True
        return True

    monkeypatch.setattr(seat_sets, "_whole", lambda *_: False)
    monkeypatch.setattr(SeatSetHeuristic, "_dive", dive)
    for _ in range(100):
        dived.append(False)
        heuristic.at_node(best, lp, lp.program, bound)
    at = [k for k, one in enumerate(dived) if one]
    pauses = [b - a - 1 for a, b in itertools.pairwise(at)]
    assert at[0] == 0 and pauses == [1, 3, 7, 15, 31, seat_sets.LONGEST_PAUSE]
