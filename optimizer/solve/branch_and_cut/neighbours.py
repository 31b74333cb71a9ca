"""Plans of one seat more or fewer than a known one: a unit cut in two, or two made one.

Whoever takes a plan from here asks whether it is one: neither connection nor limits are
looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.merge.villages import VillageModel
from models.quantities import IntArray


def neighbours(
    model: VillageModel, chosen: IntArray, cost: IntArray, more: bool
) -> Iterator[IntArray]:
    """Yield options of the villages that differ from a known plan in one unit, the cheapest first.

    Parameters
    ----------
    cost
        Of each column.
    more
        Whether a unit is cut in two, each village going to the seat where it costs less;
        otherwise two are made one.
    """
    plans = [p for p in (_cuts if more else _mergers)(model, chosen, cost) if _within(model, p)]
    yield from sorted(plans, key=lambda plan: int(cost[model.columns(plan)].sum()))


def _cuts(model: VillageModel, chosen: IntArray, cost: IntArray) -> Iterator[IntArray]:
    price = np.where(model.column >= 0, cost[model.column], np.inf)
    villages, kept = np.arange(model.villages), model.option_seat[chosen]
    now = price[villages, kept]
    seats = model.contiguity.seat
    for option in np.nonzero(model.option_column >= 0)[0]:
        seat = model.option_seat[option]
        if (kept == seat).any():
            continue
        unit = chosen == chosen[seats[seat]]
        goes = unit & (price[:, seat] < now)
        goes[seats[kept[unit][0]]] = False
        goes[seats[seat]] = True
        yield np.where(goes, option, chosen)


def _mergers(model: VillageModel, chosen: IntArray, _cost: IntArray) -> Iterator[IntArray]:
    units = np.unique(chosen)
    for gone in units:
        for stays in units:
            if gone != stays:
                yield np.where(chosen == gone, stays, chosen)


def _within(model: VillageModel, plan: IntArray) -> bool:
    """Return whether every village may be at its seat."""
    pairs = model.column[np.arange(model.villages), model.option_seat[plan]]
    return bool((pairs >= 0).all())
