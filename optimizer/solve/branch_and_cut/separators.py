"""Node separators where a point, fractional or not, falls apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.merge.rows import RowMaker, Rows
from models.merge.villages import VillageModel
from models.quantities import IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Program

Floats = NDArray[np.float64]
LEAST = 0.02
"""By how much a point must break a separator for it to be worth a row."""


def separate(
    model: VillageModel,
    x: Floats,
    clock: Clock,
    least: float = LEAST,
    seats: IntArray | None = None,
) -> Rows:
    """Return separators that a fractional point breaks by more than `least`, as time allows.

    Parameters
    ----------
    seats
        The seats whose units are looked at; all by default.
    """
    maker = RowMaker()
    for s in range(model.seats) if seats is None else seats.tolist():
        if clock.over:
            break
        inside = model.column[:, s] >= 0
        weight = np.where(inside, x[np.maximum(model.column[:, s], 0)], 0.0)
        for v, seat, border in model.contiguity.violated(s, weight, least):
            add_separator(maker, model, v, seat, border)
    return maker.rows(model.size)


def separate_plan(model: VillageModel, chosen: IntArray) -> Rows:
    """Return separators for the pieces of a plan that do not hold their seat."""
    maker = RowMaker()
    for s, piece in model.contiguity.apart(model.seats_of(chosen)):
        border = tuple(model.contiguity.border(s, piece).tolist())
        for v in piece.tolist():
            add_separator(maker, model, v, s, border)
    return maker.rows(model.size)


def borders(model: VillageModel, program: Program) -> Rows:
    """Return, for each village and seat that are free, the least separator next to the village.

    They hold within the bounds of the program: where others may not be, borders are smaller.
    """
    may = (model.column >= 0) & program.high[np.maximum(model.column, 0)]
    contiguity = model.contiguity.within(may)
    free, maker = program.low != program.high, RowMaker()
    pairs = may & free[np.maximum(model.column, 0)]
    pairs[model.contiguity.seat, np.arange(model.seats)] = False
    for v, s in np.argwhere(pairs).tolist():
        border = contiguity.border(s, np.array([v]))
        add_separator(maker, model, v, s, tuple(border.tolist()))
    return maker.rows(model.size)


def add_separator(
    maker: RowMaker, model: VillageModel, v: int, s: int, border: tuple[int, ...]
) -> None:
    """Add x[v, s] <= sum of x[u, s] over a separator, unless columns make it void."""
    own = int(model.column[v, s])
    others = {int(model.column[u, s]) for u in border}
    if own not in others:
        maker.add([own, *sorted(others)], [1, *[-1] * len(others)], high=0)
