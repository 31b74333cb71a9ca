"""Which of its group each one is, for whole arrays at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.quantities import BoolArray, IntArray

Floats = NDArray[np.float64]


def rank_within(group: IntArray, *keys: Floats | IntArray | BoolArray) -> IntArray:
    """Rank the elements of each group by `keys`, the first key first.

    Parameters
    ----------
    group : int array, shape (n,)
        The group of each element.
    *keys : arrays, shape (n,)
        What to order by, ascending; ties keep the order of the input.

    Returns
    -------
    int array, shape (n,)
        0 for the first of its group, 1 for the second, and so on.
    """
    order = np.lexsort((*reversed(keys), group))
    ordered = group[order]
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.searchsorted(ordered, ordered, side="left")
    return rank


def rank_at_place(points: Floats, decimals: int) -> IntArray:
    """Return which of the points at one place each is, in their order; places are rounded."""
    _, place = np.unique(np.round(points, decimals), axis=0, return_inverse=True)
    return rank_within(place.ravel(), np.arange(len(points)))
