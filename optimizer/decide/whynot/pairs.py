"""The pairs of units of a plan that touch."""

from __future__ import annotations

import numpy as np

from models.plan import Plan


def adjacent_units(plan: Plan) -> list[tuple[int, int]]:
    """Return the pairs of units with villages that touch, across borders of counties too.

    Returns
    -------
    list[tuple[int, int]]
        Townships whose seats the units keep (positions), the lower first, in order.
    """
    units = np.sort(plan.unit[plan.territory.pairs], axis=1)
    different = units[(units[:, 0] != units[:, 1]) & (units[:, 0] >= 0)]
    return [(int(a), int(b)) for a, b in np.unique(different, axis=0)] if len(different) else []
