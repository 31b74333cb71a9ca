"""Bounds stay sound where the LP falls back on its artificial columns and duals are huge."""

from __future__ import annotations

import numpy as np
import pytest

from models.merge.bits import sparse
from models.merge.expressions import UNITS, Row, cost_of
from models.merge.partition import Partition
from optimizer.solve.clock import Clock
from optimizer.solve.lp.partition_bound import Bound, lp_bound


def ring(parts: int, *rows: Row) -> Partition:
    """Return a ring of parts whose columns are the parts and the pairs of neighbours."""
    alone = np.eye(parts, dtype=bool)
    members = np.vstack([alone, alone | np.roll(alone, 1, axis=1)])
    ones, zeros = np.ones(len(members), dtype=np.int64), np.zeros(len(members), dtype=np.int64)
    return Partition(sparse(members), ones, zeros, zeros, {"units": ones}, rows)


@pytest.mark.parametrize("parts", [10, 40, 200])
def test_prices_of_a_contradiction_add_up_without_overflow(parts: int) -> None:
    """One unit more than there are parts: the bound is what exact sums of its prices give."""
    bound = lp_bound(ring(parts, Row(UNITS, low=parts + 1)), cost_of("units"), Clock())
    assert bound is not None
    rows = sum(price * limit for _, price, limit in bound.prices.rows)
    exact = sum(bound.prices.parts.tolist()) + rows
    assert bound.base == exact + parts * min(0, _least(bound, parts))


def _least(bound: Bound, parts: int) -> int:
    """Return the least reduced cost, in exact whole numbers."""
    prices = bound.prices
    of_rows = sum(price for _, price, _ in prices.rows)
    one = prices.parts.tolist()
    sums = [*one, *(one[k] + one[(k + 1) % parts] for k in range(parts))]
    return min(prices.scale - of_rows - held for held in sums)


def test_a_bound_that_can_be_met_is_not_passed() -> None:
    """Ten parts in pairs: five units, and the bound says so."""
    bound = lp_bound(ring(10), cost_of("units"), Clock())
    assert bound is not None
    assert bound.value == 5
