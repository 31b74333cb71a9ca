"""The LP that nodes share: its bounds hold below the incumbent, its rows only grow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from models.quantities import NO_LIMIT
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.branch_and_cut.separators import separate
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import NoSolutionError, Program, Relaxation
from tests.optimizer.solve.branch_and_cut.small import LISTED, listed

Ask = Callable[[NodeLp, Program, int], Relaxation]
WAYS: dict[str, Ask] = {"at": NodeLp.at, "beside": NodeLp.beside, "alone": NodeLp.alone}


def begun(seed: int, mode: str = "redraw") -> NodeLp:
    """Return the LP of a small model whose root has been solved."""
    model, _ = listed(seed, mode)
    pool = CutPlanPool(model.size)
    lp = NodeLp(model, pool.program(model, model.guide_cost), pool, Clock())
    lp.root = lp.at_root().bound()
    assert lp.root is not None
    return lp


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", [1, 2])
def test_bounds_of_nodes_hold(seed: int, way: str) -> None:
    """No plan within a node's bounds that beats the incumbent costs less than the node's bound.

    A node that has no point has no such plan.
    """
    lp = begun(seed)
    plans = [lp.model.columns(plan) for plan in listed(seed, "redraw")[1]]
    costs = np.array([int(lp.program.cost[columns].sum()) for columns in plans])
    random, beaten, empty = np.random.default_rng(seed), 0, 0
    for value in (NO_LIMIT, int(np.median(costs)), int(costs.min())):
        for _ in range(5):
            shut = random.choice(lp.model.size, size=3, replace=False)
            program = lp.program.fixed(shut, False)
            inside = [c for columns, c in zip(plans, costs, strict=True)
                      if program.high[columns].all() and c < value]  # fmt: skip
            try:
                bound = WAYS[way](lp, program, value).bound()
            except NoSolutionError:
                assert not inside
                empty += 1
                continue
            assert bound is not None
            assert all(bound.value <= cost for cost in inside)
            beaten += len(inside)
    assert beaten
    assert empty or way != "at"


def test_a_node_needs_the_root() -> None:
    """There is no LP to go on from before."""
    model, _ = listed(1, "redraw")
    pool = CutPlanPool(model.size)
    lp = NodeLp(model, pool.program(model, model.guide_cost), pool, Clock())
    with pytest.raises(AssertionError, match="root"):
        lp.at(lp.program, NO_LIMIT)


@pytest.mark.parametrize(("seed", "mode"), LISTED)
def test_separation_ends_where_nothing_is_broken(seed: int, mode: str) -> None:
    """Rows are added behind those before them, bounds rise, and no plan is cut off."""
    lp = begun(seed, mode)
    relaxed, values = lp.at(lp.program, NO_LIMIT), []
    while True:
        bound = relaxed.bound()
        assert bound is not None
        values.append(bound.value)
        before = lp.rows()
        if not lp.separated(relaxed, bound):
            break
        after = lp.rows()
        assert len(after) > len(before)
        first = after.take(np.arange(len(before)))
        assert (first.matrix != before.matrix).nnz == 0
        assert (first.low == before.low).all() and (first.high == before.high).all()
    assert values == sorted(values)
    assert not len(separate(lp.model, bound.x, Clock()))
    assert all(lp.rows().hold(lp.model.point(plan)) for plan in listed(seed, mode)[1])


def test_cuts_that_others_found_are_taken_up() -> None:
    """What comes into the pool from elsewhere is in the rows of the next node, once."""
    lp = begun(1)
    size = len(lp.rows())
    x = np.random.default_rng(0).random(lp.model.size) / 2
    cuts = separate(lp.model, x, Clock())
    assert len(cuts)
    lp.pool.add_cuts(cuts)
    assert len(lp.rows()) == size + len(cuts)
    assert len(lp.rows()) == size + len(cuts)
    assert len(lp.smaller(lp.program).rows) <= size + len(cuts)
