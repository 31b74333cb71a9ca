"""Labels, the forms that they may take, and the surface that they are placed on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.quantities import BoolArray, IntArray
from optimizer.report.dossier.maps.paper import Box, FloatArray
from optimizer.report.dossier.maps.raster import CELL, Lattice

_LEADER_POINTS, _DRAWN_POINTS = 60, 120
"""Points of a leader that are looked at where it is tried, and where it stands."""
_OWN_MM = 1.0
"""So near to its anchor a leader may run over what stands there: the anchor's own mark."""


@dataclass(frozen=True)
class Form:
    """One way to write a label: width and height, mm, and what it costs to use it."""

    width: float
    height: float
    cost: float
    lines: tuple[tuple[str, float], ...] = ()
    """Texts with their sizes, points."""


@dataclass(frozen=True)
class Wish:
    """A label to be placed.

    Attributes
    ----------
    key
        What it names.
    forms
        From the most wanted to the least.
    anchor
        The point that it names, mm.
    unit, county
        Numbers of its unit (-1: any ground of the county) and of the county that it may
        not leave.
    before
        Middle of the place that it had on another map, mm; it had better stand there again.
    needed
        Whether it is missed where it has no place.
    leads
        Whether it may stand away from its unit, with a leader.
    """

    key: tuple[str, int]
    forms: tuple[Form, ...]
    anchor: tuple[float, float]
    unit: int
    county: int
    before: tuple[float, float] | None = None
    needed: bool = True
    leads: bool = True


@dataclass(frozen=True)
class Spot:
    """The place of a label: its form, its box, mm, and where its leader ends on it, if any."""

    wish: Wish
    form: Form
    box: Box
    cost: float
    leader: tuple[float, float] | None


@dataclass
class Surface:
    """What labels are placed on, cell by cell.

    Attributes
    ----------
    unit, county
        Number of the unit and of the county of each cell, -1 for none.
    barred
        Cells that no label may cover: borders of counties, and seats.
    lines
        Cells of lines that labels had better not cover.
    taken
        How many labels and leaders cover each cell.
    texts
        How many labels do.
    """

    lattice: Lattice
    unit: IntArray
    county: IntArray
    barred: BoolArray
    lines: BoolArray
    taken: IntArray = field(init=False)
    texts: IntArray = field(init=False)

    def __post_init__(self) -> None:
        """Start with nothing on it."""
        self.taken = np.zeros(self.unit.shape, dtype=np.int64)
        self.texts = np.zeros(self.unit.shape, dtype=np.int64)
        self._bounds = {
            number: (
                slice(int(rows.min()), int(rows.max()) + 1),
                slice(int(columns.min()), int(columns.max()) + 1),
            )
            for number in np.unique(self.county[self.county >= 0]).tolist()
            for rows, columns in [np.nonzero(self.county == number)]
        }

    def window(self, box: Box, county: int) -> tuple[slice, slice]:
        """Return the cells of a county, and around them, that a box reaches into."""
        here = self.lattice.window(box)
        bounds = self._bounds.get(county, (slice(0, 0), slice(0, 0)))
        rows, columns = (
            slice(max(a.start, b.start), max(min(a.stop, b.stop), a.start, b.start))
            for a, b in zip(here, bounds, strict=True)
        )
        return rows, columns

    def put(self, spot: Spot, by: int = 1) -> None:
        """Take the cells of a label and of its leader, or with -1 give them back."""
        self.taken[self.lattice.window(spot.box)] += by
        self.texts[self.lattice.window(spot.box)] += by
        if spot.leader is not None:
            rows, columns = self._along(spot.wish.anchor, spot.leader)
            np.add.at(self.taken, (rows, columns), by)

    def crossed(self, start: tuple[float, float], ends: FloatArray, on: IntArray) -> BoolArray:
        """Return which straight lines from a point run over cells that are taken."""
        share = np.linspace(0.0, 1.0, _LEADER_POINTS)[:, None, None]
        points = np.array(start) * (1 - share) + ends * share
        rows, columns = self._at(points.reshape(-1, 2))
        near = np.hypot(*(points.reshape(-1, 2) - start).T) < _OWN_MM
        hit = (on[rows, columns] > 0) & ~near
        return np.asarray(hit.reshape(_LEADER_POINTS, -1).any(axis=0))

    def _along(
        self, start: tuple[float, float], end: tuple[float, float]
    ) -> tuple[IntArray, IntArray]:
        share = np.linspace(0.0, 1.0, _DRAWN_POINTS)[:, None]
        rows, columns = self._at(np.array(start) * (1 - share) + np.array(end) * share)
        cells = np.unique(np.stack([rows, columns]), axis=1)
        return cells[0], cells[1]

    def _at(self, points: FloatArray) -> tuple[IntArray, IntArray]:
        rows, columns = self.unit.shape
        low = (points - (self.lattice.west, self.lattice.south)) / CELL
        cell = np.floor(low).astype(np.int64)
        return np.clip(cell[:, 1], 0, rows - 1), np.clip(cell[:, 0], 0, columns - 1)
