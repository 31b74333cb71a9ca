"""The ground of one sheet: a county or the whole territory, true to scale in its middle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.path import Path as Outline
from scipy.spatial import cKDTree

from models.quantities import BoolArray, IntArray
from models.territory import Territory
from optimizer.report.dossier.maps.paper import Box, Frame
from optimizer.report.dossier.maps.projection import transverse_mercator
from optimizer.report.map.base_map import BaseMap
from optimizer.report.map.cells import Cells, FloatArray
from optimizer.report.map.picture import path_of

_AROUND = 1.0
"""How much of the neighbourhood is kept, in extents of the county on each side."""


@dataclass(frozen=True)
class Land:
    """What is drawn on one sheet, km from its middle or, once on a sheet, mm.

    Attributes
    ----------
    drawn
        The villages with coordinates; cells are numbered by it.
    here
        Which of them belong to the sheet's counties.
    county
        County of each.
    xy, seats
        Points of the drawn villages and of the townships' seats.
    cells
        Their polygons, those of the neighbourhood included.
    outline
        Rings of the territory.
    inferred
        Whether borders are made from points.
    """

    drawn: IntArray
    here: BoolArray
    county: IntArray
    xy: FloatArray
    seats: FloatArray
    cells: Cells
    outline: tuple[FloatArray, ...]
    inferred: bool

    def on(self, frame: Frame) -> Land:
        """Return the land as it lies on a sheet."""
        cells = replace(self.cells, vertices=frame.to_sheet(self.cells.vertices))
        return replace(
            self,
            xy=frame.to_sheet(self.xy),
            seats=frame.to_sheet(self.seats),
            cells=cells,
            outline=tuple(frame.to_sheet(ring) for ring in self.outline),
        )

    def rings(self, group: IntArray) -> Mapping[int, Sequence[FloatArray]]:
        """Return the borders of groups of the sheet's villages; -1 is no group."""
        found = self.cells.rings(np.where(self.here, group, -1))
        return {number: rings for number, rings in found.items() if number >= 0 and rings}

    def borders(self, group: IntArray) -> FloatArray:
        """Return the segments between different groups of the sheet's villages."""
        ours = self.here[self.cells.sides] & (self.cells.sides >= 0)
        return self._some(np.asarray(ours.all(axis=1))).borders(group)

    def rim(self) -> FloatArray:
        """Return the segments between counties, and between the sheet's counties and others."""
        return self.cells.borders(self.county)

    def sides_of(self, member: BoolArray) -> FloatArray:
        """Return the segments around a part of the sheet's villages, shape (n, 2, 2)."""
        beyond = np.append(member, False)[self.cells.sides]
        return np.asarray(self.cells.vertices[self.cells.ends[beyond[:, 0] != beyond[:, 1]]])

    @property
    def extent(self) -> Box:
        """Bounds of the sheet's counties."""
        corners = np.concatenate([p for rings in self.rings(self.county).values() for p in rings])
        points = np.concatenate([corners[self.inside(corners)], self.xy[self.here]])
        rim = np.concatenate(self.outline)
        near = self.here[cKDTree(self.xy).query(rim)[1]]
        points = np.concatenate([points, rim[near]]) if self.inferred else points
        low, high = points.min(axis=0), points.max(axis=0)
        return (*low.tolist(), *high.tolist())

    def inside(self, points: FloatArray) -> BoolArray:
        """Return which points are inside the territory; true for all where borders are real."""
        if not self.inferred:
            return np.ones(len(points), dtype=np.bool_)
        return np.asarray(path_of(self.outline).contains_points(points))

    def clip(self, box: Box) -> Outline:
        """Return the outline, cut to a box."""
        from matplotlib.transforms import Bbox

        return path_of(self.outline).clip_to_bbox(Bbox.from_extents(*box))

    def _some(self, sides: BoolArray) -> Cells:
        return replace(self.cells, sides=self.cells.sides[sides], ends=self.cells.ends[sides])


def land_of(base_map: BaseMap, territory: Territory, county: int | None) -> Land:
    """Return the land of a county's sheet, or with None of the whole territory."""
    of = territory.county_of_township[territory.villages.township[base_map.drawn]]
    here = np.ones(len(of), dtype=np.bool_) if county is None else of == county
    centre = base_map.degrees(_middle(base_map, here)[None])[0]

    def to_km(points: FloatArray) -> FloatArray:
        return transverse_mercator(base_map.degrees(points), centre)

    cells = _near(replace(base_map.cells, vertices=to_km(base_map.cells.vertices)), here)
    rings = tuple(to_km(ring) for ring in base_map.rings)
    xy, seats = to_km(base_map.xy), to_km(base_map.seats)
    return Land(base_map.drawn, here, of, xy, seats, cells, rings, base_map.inferred)


def _middle(base_map: BaseMap, here: BoolArray) -> FloatArray:
    points = base_map.xy[here]
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2)


def _near(cells: Cells, here: BoolArray) -> Cells:
    """Leave out the sides that are far from the sheet's villages."""
    if here.all():
        return cells
    ours = np.append(here, False)[cells.sides].any(axis=1)
    ends = cells.vertices[cells.ends]
    low, high = (np.quantile(ends[ours].reshape(-1, 2), share, axis=0) for share in (0.02, 0.98))
    low, high = low - _AROUND * (high - low), high + _AROUND * (high - low)
    seen = ((ends.max(axis=1) >= low) & (ends.min(axis=1) <= high)).all(axis=1)
    return replace(cells, sides=cells.sides[ours | seen], ends=cells.ends[ours | seen])
