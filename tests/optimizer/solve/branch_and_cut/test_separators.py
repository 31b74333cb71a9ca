"""Node separators hold for every plan, and cut off the point that they were made for."""

from __future__ import annotations

import numpy as np
import pytest

from models.merge.rows import RowMaker
from models.merge.villages import VillageModel
from models.quantities import IntArray
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.separators import (
    LEAST,
    add_separator,
    borders,
    separate,
    separate_plan,
)
from optimizer.solve.clock import Clock, Effort
from tests.optimizer.solve.branch_and_cut.small import LISTED, listed

ROUNDING = 1e-3
"""What flows in whole numbers may miss of a violation."""


def some_model(seed: int, mode: str = "redraw") -> tuple[VillageModel, list[IntArray]]:
    """Return a small model and the 0/1 points of all its plans."""
    model, plans = listed(seed, mode)
    return model, [model.point(plan) for plan in plans]


def torn(model: VillageModel, random: np.random.Generator) -> IntArray:
    """Return options drawn until some unit is in pieces; groups stay whole, kept seats at home."""
    group_of = np.unique(model.column, axis=0, return_inverse=True)[1].ravel()
    options = [np.nonzero(row[model.option_seat] >= 0)[0] for row in model.column]
    while True:
        drawn = {g: random.choice(options[np.argmax(group_of == g)]) for g in set(group_of)}
        chosen = np.array([drawn[g] for g in group_of])
        for s in np.unique(model.option_seat[chosen]):
            chosen[group_of == group_of[model.contiguity.seat[s]]] = np.argmax(
                model.option_seat == s
            )
        if not model.contiguity.connected(model.seats_of(chosen)):
            return chosen


@pytest.mark.parametrize(("seed", "mode"), LISTED)
def test_fractional_points(seed: int, mode: str) -> None:
    """At random points: each row is broken there by more than asked for, and by no plan."""
    model, plans = some_model(seed, mode)
    random, found = np.random.default_rng(seed), 0
    for _ in range(20):
        x = random.random(model.size) * (random.random(model.size) < 0.7)
        rows = separate(model, x, Clock())
        found += len(rows)
        assert (rows.matrix @ x > rows.high + LEAST - ROUNDING).all()
        assert all(rows.hold(point) for point in plans)
    assert found


def test_seats_that_are_not_asked_about() -> None:
    """Only rows of the given seats come, and with no time none at all."""
    model, _ = some_model(1)
    x = np.random.default_rng(0).random(model.size) / 2
    every = separate(model, x, Clock())
    some = separate(model, x, Clock(), seats=np.array([1]))
    of_seat = np.unique(model.column[model.column[:, 1] >= 0, 1])
    assert 0 < len(some) < len(every)
    assert np.isin(some.matrix.indices, of_seat).all()
    assert not len(separate(model, x, Clock(Effort(seconds=0))))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_plan_in_pieces_is_cut_off(seed: int) -> None:
    """The plan breaks a row for each village that is cut off; no connected plan breaks any."""
    model, plans = some_model(seed)
    random = np.random.default_rng(seed)
    for _ in range(5):
        chosen = torn(model, random)
        rows = separate_plan(model, chosen)
        assert len(rows)
        assert (rows.matrix @ model.point(chosen) > rows.high).all()
        assert all(rows.hold(point) for point in plans)
    whole = listed(seed, "redraw")[1][0]
    assert not len(separate_plan(model, whole))


@pytest.mark.parametrize("seed", [1, 2])
def test_borders_hold_within_the_bounds_of_a_program(seed: int) -> None:
    """With some columns fixed at 0, borders are of what is left, and hold for plans in it."""
    model, plans = some_model(seed)
    random = np.random.default_rng(seed)
    whole = CutPlanPool(model.size).program(model, model.guide_cost)
    kept = 0
    for _ in range(4):
        shut = random.choice(model.size, size=model.size // 6, replace=False)
        program = whole.fixed(shut, False)
        rows = borders(model, program)
        inside = [point for point in plans if not point[shut].any()]
        kept += len(inside)
        assert all(rows.hold(point) for point in inside)
    assert kept


def test_a_separator_that_is_void() -> None:
    """Where a village shares its column with one of the separator the row says nothing."""
    model, _ = some_model(1, "split")
    table = np.array([row.tolist() for row in model.column])
    maker, s = RowMaker(), int(np.argmax((table >= 0).sum(axis=0)))
    inside = np.nonzero(table[:, s] >= 0)[0]
    first = int(inside[0])
    add_separator(maker, model, first, s, (first,))
    assert not len(maker.rows(model.size))
    other = next(int(v) for v in inside if table[v, s] != table[first, s])
    add_separator(maker, model, first, s, (other, other))
    row = maker.rows(model.size)
    assert row.matrix.nnz == 2
    assert row.matrix[0, table[first, s]] == 1
    assert row.matrix[0, table[other, s]] == -1
