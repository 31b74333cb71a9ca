"""The ground of the page: pieces, villages and the outline on a grid of whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.quantities import NO_LIMIT, IntArray
from models.territory import Territory
from optimizer.report.map.base_map import BaseMap, survey
from optimizer.report.page.basic_units import BasicUnits
from optimizer.report.page.topology import Grid, topology

STEPS = (24_000, 12_000, 6_000, 3_000)
"""Grids that are tried, the finest first."""
MOST = 160_000
"""Points that the borders of villages may have on a grid that is not the coarsest."""


@dataclass(frozen=True)
class Drawing:
    """The ground, its grid, and the piece of each cell."""

    base_map: BaseMap
    grid: Grid
    pieces: BasicUnits

    @classmethod
    def of(cls, pieces: BasicUnits) -> Drawing | None:
        """Lay the ground out; None where too little is known of positions."""
        try:
            base_map = survey(pieces.territory)
        except ValueError:
            return None
        if base_map is None:
            return None
        extent = np.concatenate([base_map.xy, *base_map.rings])
        for steps in STEPS:
            grid = Grid.over(extent, steps)
            places = grid.place(base_map.cells.vertices)
            if len(np.unique(places, axis=0)) <= MOST:
                break
        return cls(base_map, grid, pieces)

    @property
    def of_cell(self) -> IntArray:
        """Piece of each cell."""
        return self.pieces.of_village[self.base_map.drawn]

    def record(self) -> dict[str, Any]:
        """Return outline, seats and borders of pieces."""
        grid = self.grid
        return {
            "inferred": self.base_map.inferred,
            "size": list(grid.size),
            "km": grid.step,
            "outline": [grid.place(ring).ravel().tolist() for ring in self.base_map.rings],
            "seats": grid.place(self.base_map.seats).tolist(),
            "topology": topology(self.base_map.cells, self.of_cell, grid),
        }


def county_block(pieces: BasicUnits, drawing: Drawing | None, county: int) -> dict[str, Any]:
    """Return the villages of a county: what the page reads when it is looked at closely.

    Villages stand piece by piece. `ways` has the metres of the villages of a piece to a seat.
    """
    territory = pieces.territory
    here = np.nonzero(pieces.county == county)[0]
    order = np.concatenate([pieces.villages[p] for p in here.tolist()])
    villages = territory.villages
    codes = [villages.codes[v] for v in order.tolist()]
    seats = np.isin(order, territory.seats)
    block: dict[str, Any] = {
        "codes": codes,
        "names": [villages.names[v] for v in order.tolist()],
        "people": villages.population[order].tolist(),
        "ha": villages.area_ha[order].tolist(),
        "piece": pieces.of_village[order].tolist(),
        "seats": np.nonzero(seats)[0].tolist(),
        "ways": _ways(pieces, county),
    }
    if drawing is not None:
        block |= _drawn(drawing, order)
    return block


def _ways(pieces: BasicUnits, county: int) -> Mapping[str, list[int]]:
    return {
        f"{piece},{unit}": np.where(metres < NO_LIMIT, metres, -1).tolist()
        for (piece, unit), metres in pieces.metres.items()
        if pieces.county[piece] == county
    }


def _drawn(drawing: Drawing, order: IntArray) -> dict[str, Any]:
    """Return points and borders of some villages; -1 for those without a position."""
    base_map = drawing.base_map
    cell = np.full(len(drawing.pieces.of_village), -1, dtype=np.int64)
    cell[base_map.drawn] = np.arange(len(base_map.drawn))
    cells = cell[order]
    points = drawing.grid.place(base_map.xy)
    xy = np.where((cells >= 0)[:, None], points[cells], -1)
    known = np.nonzero(cells >= 0)[0]
    group = np.full(len(base_map.drawn), len(order), dtype=np.int64)
    group[cells[known]] = known
    wanted = np.zeros(len(order) + 1, dtype=bool)
    wanted[known] = True
    return {
        "xy": xy.ravel().tolist(),
        "topology": topology(base_map.cells, group, drawing.grid, wanted),
    }


def county_codes(territory: Territory) -> list[str]:
    """Return the names of the blocks."""
    return [str(c) for c in range(len(territory.counties))]
