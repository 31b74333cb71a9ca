"""The cheapest free place of one label: every place of a lattice near its anchor is looked at."""

from __future__ import annotations

from typing import Literal

import numpy as np

from models.quantities import BoolArray
from optimizer.report.dossier.maps.paper import FloatArray
from optimizer.report.dossier.maps.raster import CELL, boxes, sums
from optimizer.report.dossier.maps.surface import Form, Spot, Surface, Wish

Manner = Literal["clear", "across leaders", "alone"]
BESIDE = 1.4
"""A label no farther than this from what it names, mm, needs no leader."""
FAR, FOREIGN, CROSSED, AREA, LEADER = 0.22, 9.0, 9.0, 1.2, 5.0
"""Costs: a mm of distance, standing outside the unit, on lines, away from the seat, a leader."""
_REACH, _ANYWHERE = (14.0, 45.0), 1e9
"""Distances from the anchor, mm, within which places are looked for, one after the other; only
the last form of a label may stand anywhere in the county."""
_TRIES = 150
"""Places at which a leader is tried: the cheapest, and as many of all others."""
_CHUNK = 30
"""Places whose leaders are tried at a time, the cheapest first."""


def best_place(wish: Wish, surface: Surface, manner: Manner = "clear") -> Spot | None:
    """Return the cheapest place of a label that is free.

    Parameters
    ----------
    manner
        clear: of all labels and leaders; across leaders: its leader may cross others;
        alone: as if nothing were there yet.
    """
    best: Spot | None = None
    for form in wish.forms:
        if best is not None and form.cost >= best.cost:
            break
        reaches = (*_REACH, _ANYWHERE) if form is wish.forms[-1] else _REACH
        for inner, reach in zip((0.0, *reaches), reaches, strict=False):
            if best is not None and form.cost + FAR * inner >= best.cost:
                break
            found = _nearest(wish, form, surface, reach, manner)
            if found is not None:
                best = found if best is None or found.cost < best.cost else best
                break
    return best


def _nearest(wish: Wish, form: Form, surface: Surface, reach: float, manner: Manner) -> Spot | None:
    """Return the cheapest free place of one form within reach of the anchor."""
    tall, wide = (int(np.ceil(length / CELL - 1e-9)) for length in (form.height, form.width))
    x, y = wish.anchor
    around = (x - reach - form.width, y - reach - form.height)
    beyond = (x + reach + form.width, y + reach + form.height)
    window = surface.window((*around, *beyond), wish.county)
    home = surface.county[window] == wish.county
    if home.shape[0] < tall or home.shape[1] < wide:
        return None
    taken = surface.taken[window] * (manner != "alone")
    free = boxes(sums(home & ~surface.barred[window] & (taken == 0)), tall, wide) == tall * wide
    if not free.any():
        return None
    rows, columns = np.nonzero(free)
    west = surface.lattice.west + (window[1].start + columns) * CELL
    south = surface.lattice.south + (window[0].start + rows) * CELL
    low = np.stack([west, south], axis=1)
    high = low + np.array([wide, tall]) * CELL
    near = np.clip(np.array(wish.anchor), low, high)
    gap = np.hypot(*(near - wish.anchor).T)
    cells = tall * wide
    inner = boxes(sums(surface.unit[window] == wish.unit), tall, wide)[free] / cells
    inner = np.ones(len(rows)) if wish.unit < 0 else inner
    crossed = boxes(sums(surface.lines[window]), tall, wide)[free] / cells
    leads = (gap > BESIDE) & (inner < 1 - 1e-9)
    cost = form.cost + FAR * gap + FOREIGN * (1 - inner) + CROSSED * crossed
    cost += AREA * ((gap > BESIDE) & ~leads) + LEADER * leads + _manner(wish, low, high)
    if not wish.leads:
        cost = np.where(leads, np.inf, cost)
    return _first(wish, form, surface, manner, (low, high, near, leads, cost))


def _manner(wish: Wish, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the cost of where a label stands seen from its anchor, or from its former place."""
    middle = (low + high) / 2
    if wish.before is not None:
        return np.asarray(np.minimum(0.12 * np.hypot(*(middle - wish.before).T), 2.0))
    if wish.unit < 0:
        return np.asarray(0.02 * np.hypot(*(middle - wish.anchor).T))
    beside = np.abs(middle[:, 1] - wish.anchor[1]) / np.maximum(high[:, 1] - low[:, 1], 1e-9)
    left = middle[:, 0] < wish.anchor[0]
    return np.asarray(0.5 * np.minimum(beside, 1.0) + 0.15 * left)


def _first(
    wish: Wish,
    form: Form,
    surface: Surface,
    manner: Manner,
    found: tuple[FloatArray, FloatArray, FloatArray, BoolArray, FloatArray],
) -> Spot | None:
    """Return the cheapest place whose leader, where it has one, crosses nothing."""
    low, high, near, leads, cost = found
    order = np.argsort(cost, kind="stable")
    order = order[np.isfinite(cost[order])]
    far = order[_TRIES:]
    order = np.append(order[:_TRIES], far[:: max(len(far) // _TRIES, 1)])
    on = surface.texts if manner == "across leaders" else surface.taken
    for start in range(0, len(order), _CHUNK):
        some = order[start : start + _CHUNK]
        bad = np.zeros(len(some), dtype=np.bool_)
        if manner != "alone" and leads[some].any():
            bad[leads[some]] = surface.crossed(wish.anchor, near[some][leads[some]], on)
        if not bad.all():
            order = some[~bad]
            break
    else:
        return None
    i = int(order[0])
    box = (*low[i].tolist(), *high[i].tolist())
    end = tuple(near[i].tolist()) if leads[i] else None
    return Spot(wish, form, box, float(cost[i]), end)
