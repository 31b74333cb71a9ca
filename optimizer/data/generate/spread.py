"""Seats spread over villages, each in the middle of its own."""

import numpy as np

from optimizer.data.generate.arrays import Floats, Ints, lengths, nearest
from optimizer.data.ranks import rank_within

APART_KM = 1e6
"""Groups are lifted this far from each other, so the nearest seat is one of the same group."""


def spread(
    xy_km: Floats,
    group: Ints,
    counts: Ints,
    weight: Floats,
    burden_km: Floats,
    rng: np.random.Generator,
    rounds: int = 5,
) -> Ints:
    """Choose ``counts[g]`` seats in each group `g`: a fair start, then Lloyd's method.

    Parameters
    ----------
    xy_km : float array, shape (n, 2)
    group : int array, shape (n,)
    counts : int array, shape (groups,)
        At least 1 and at most the size of the group.
    weight : float array, shape (n,)
        Seats are denser where villages weigh more.
    burden_km : float array, shape (n,)
        Added to the distance from the middle: a seat avoids high ground.
    rng : numpy.random.Generator
    rounds : int
        Improvements.

    Returns
    -------
    int array, shape (counts.sum(),)
        Distinct villages, ordered by group. A seat is always the nearest to itself, so none is
        ever left without a village.
    """
    seats = _start(xy_km, group, counts, weight, rng)
    lifted = np.column_stack([xy_km, group * APART_KM])
    for _ in range(rounds):
        label = nearest(lifted, lifted[seats])
        seats = _middles(xy_km, label, len(seats), weight, burden_km)
    return seats


def _start(
    xy_km: Floats, group: Ints, counts: Ints, weight: Floats, rng: np.random.Generator
) -> Ints:
    """Return first seats: at even weights along a way that winds through each group."""
    order = _winding(xy_km, group, counts, rng)
    owner, mass = group[order], weight[order]
    total = np.bincount(group, weight)
    before = np.cumsum(total) - total
    passed = (np.cumsum(mass) - before[owner]) / total[owner] * counts[owner]
    step = np.floor(passed - 0.5) > np.floor(passed - mass / total[owner] * counts[owner] - 0.5)
    taken = rank_within(owner, ~step, rng.random(len(owner))) < counts[owner]
    return order[taken]


def _winding(xy_km: Floats, group: Ints, counts: Ints, rng: np.random.Generator) -> Ints:
    """Return all villages, group by group, along strips that run to and fro."""
    angle = rng.uniform(0, 2 * np.pi)
    axis = np.array([np.cos(angle), np.sin(angle)])
    east, north = xy_km @ axis, xy_km[:, ::-1] @ (axis * [1, -1])
    size = np.bincount(group)[group]
    strip = np.floor(rank_within(group, east) * np.sqrt(counts).round()[group] / size)
    return np.lexsort((np.where(strip % 2 == 0, north, -north), strip, group)).astype(np.int64)


def _middles(xy_km: Floats, label: Ints, count: int, weight: Floats, burden_km: Floats) -> Ints:
    """Return the village of each part that is nearest to the part's weighted mean."""
    mass = np.bincount(label, weight, minlength=count)
    moment = [np.bincount(label, weight * xy_km[:, i], minlength=count) for i in range(2)]
    mean = np.column_stack(moment) / mass[:, None]
    off_km = lengths(xy_km - mean[label]) + burden_km
    middle = np.flatnonzero(rank_within(label, off_km) == 0)
    seats = np.empty(count, dtype=np.int64)
    seats[label[middle]] = middle
    return seats
