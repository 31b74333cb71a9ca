"""Rivers and crests that part neighbours, and the bridges and passes that join them again."""

import numpy as np

from optimizer.data.generate.arrays import Bools, Floats, Ints, rank_within
from optimizer.data.generate.relief import Relief

BRIDGE_KM, PASS_KM = 11.0, 17.0
"""Along a river or a crest, one pair stays contiguous in each stretch of this length."""


def crossings(relief: Relief, xy_km: Floats, a: Ints, b: Ints) -> Bools:
    """Return the mask of the pairs with a river or a crest between them."""
    strip = relief.strip(xy_km)
    return np.asarray(strip[a] != strip[b])


def passable(relief: Relief, xy_km: Floats, a: Ints, b: Ints) -> Bools:
    """Return the mask of the pairs that stay contiguous.

    A pair that a line parts is dropped, but for the one nearest to the middle of each stretch:
    that is the bridge or the pass, an ordinary row of the contiguity table.
    """
    cross = np.flatnonzero(crossings(relief, xy_km, a, b))
    line = relief.strip(xy_km)[[a[cross], b[cross]]].max(axis=0)
    stretch_km = np.where(line % 2 == 0, BRIDGE_KM, PASS_KM)
    down = relief.along_km((xy_km[a[cross]] + xy_km[b[cross]]) / 2) / stretch_km
    whole = np.floor(down)
    _, stretch = np.unique(np.column_stack([line, whole]), axis=0, return_inverse=True)
    gate = rank_within(stretch.astype(np.int64).ravel(), np.abs(down - whole - 0.5)) == 0
    stays = np.ones(len(a), dtype=np.bool_)
    stays[cross[~gate]] = False
    return stays
