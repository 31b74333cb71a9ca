"""Words for arrays, and what is done with points and weights."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def nearest(places: Floats, seats: Floats) -> Ints:
    """Return the row of `seats` that is nearest to each row of `places`."""
    return np.asarray(cKDTree(seats).query(places)[1], dtype=np.int64)


def lengths(steps: Floats) -> Floats:
    """Return the Euclidean length of each row of `steps`, shape (n, 2)."""
    return np.asarray(np.hypot(steps[:, 0], steps[:, 1]), dtype=np.float64)


def share_out(weights: Floats, total: int, high: Ints) -> Ints:
    """Share `total` out in proportion to `weights`, at least 1 and at most `high` each.

    Parameters
    ----------
    weights : float array, shape (n,)
        Positive claims.
    total : int
        What the result sums to, exactly.
    high : int array, shape (n,)
        The most that each may get, at least 1.

    Returns
    -------
    int array, shape (n,)

    Raises
    ------
    ValueError
        When `total` is below ``n`` or above ``high.sum()``.
    """
    if not len(weights) <= total <= high.sum():
        raise ValueError(f"cannot share out {total}: it must be {len(weights)} to {high.sum()}")
    ideal = 1 + (total - len(weights)) * weights / weights.sum()
    share: Ints = np.minimum(np.floor(ideal).astype(np.int64), high)
    while missing := total - int(share.sum()):  # one more each, the strongest claims first
        claim = np.where(share < high, weights / (share + 1), -1.0)
        first = np.argsort(-claim, kind="stable")[: min(missing, int((claim > 0).sum()))]
        share[first] += 1
    return share
