"""Ranking and sharing out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.data.generate.arrays import share_out
from optimizer.data.ranks import rank_within


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=40))
def test_rank_within_orders_each_group_by_itself(rows: list[tuple[int, int]]) -> None:
    """The ranks of a group are 0, 1, 2, ... in the order of a stable sort by key."""
    group = np.array([g for g, _ in rows], dtype=np.int64)
    key = np.array([k for _, k in rows], dtype=np.int64)
    rank = rank_within(group, key)
    for g in set(group.tolist()):
        members = [i for i in range(len(rows)) if rows[i][0] == g]
        assert sorted(members, key=lambda i: rank[i]) == sorted(members, key=lambda i: rows[i][1])
        assert sorted(rank[members]) == list(range(len(members)))


@given(
    st.lists(st.tuples(st.floats(0.01, 1e6), st.integers(1, 30)), min_size=1, max_size=20),
    st.data(),
)
def test_share_out_is_exact_and_within_limits(
    claims: list[tuple[float, int]], data: st.DataObject
) -> None:
    """Shares sum to the total, each 1 at least and its limit at most."""
    weights = np.array([w for w, _ in claims])
    high = np.array([h for _, h in claims])
    total = data.draw(st.integers(len(claims), int(high.sum())))
    share = share_out(weights, total, high)
    assert share.sum() == total
    assert (share >= 1).all() and (share <= high).all()


@pytest.mark.parametrize("total", [1, 7])
def test_share_out_refuses_what_cannot_be_shared(total: int) -> None:
    """Less than 1 each, or more than the limits allow, is an error."""
    with pytest.raises(ValueError, match="2 to 6"):
        share_out(np.ones(2), total, np.array([3, 3]))
