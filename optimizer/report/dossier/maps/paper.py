"""Sheets of paper, and the scale at which ground is drawn on them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""West, south, east, north."""

MM_PER_INCH, MM_PER_POINT = 25.4, 25.4 / 72
"""Millimetres of an inch and of a point."""
SIZES = {"A2": (594.0, 420.0), "A3": (420.0, 297.0)}
"""Width and height of sheets lying across, mm."""
_STEPS = (1, 1.2, 1.5, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9, 10)
"""Scales that a map may have, times a power of ten."""
_LENGTHS = (1, 2, 5, 10)
"""Lengths that the scale bar may have, times a power of ten."""
RIM = 4.0
"""Least distance of the ground from the frame of its map, mm."""


@dataclass(frozen=True)
class Paper:
    """A sheet: its name (A3), width and height, mm."""

    name: str
    width: float
    height: float


def papers(name: str) -> tuple[Paper, Paper]:
    """Return a sheet lying across and standing upright."""
    long, short = SIZES[name]
    return Paper(name, long, short), Paper(name, short, long)


@dataclass(frozen=True)
class Frame:
    """Where a map stands on its sheet, and how large.

    Attributes
    ----------
    box
        West, south, east, north on the sheet, mm.
    middle
        The point of the ground in the middle of the box, km.
    denominator
        Of the scale: 1 mm on the sheet is so many mm on the ground.
    """

    box: Box
    middle: tuple[float, float]
    denominator: float

    @property
    def mm_per_km(self) -> float:
        """Scale."""
        return 1e6 / self.denominator

    def to_sheet(self, km: FloatArray) -> FloatArray:
        """Return points of the ground, km, shape (..., 2), on the sheet, mm."""
        west, south, east, north = self.box
        at = np.array([(west + east) / 2, (south + north) / 2])
        return np.asarray((km - np.array(self.middle)) * self.mm_per_km + at)


def denominator(extent: Box, box: Box) -> float:
    """Return the least round denominator at which an extent, km, finds room in a box, mm."""
    share = max(
        (extent[2] - extent[0]) / (box[2] - box[0] - 2 * RIM),
        (extent[3] - extent[1]) / (box[3] - box[1] - 2 * RIM),
        1e-3,
    )
    power = 10.0 ** floor(log10(share * 1e6))
    return float(next(step * power for step in _STEPS if step * power >= share * 1e6 * (1 - 1e-9)))


def framed(extent: Box, box: Box, scale: float) -> Frame:
    """Return the frame of an extent, km, in the middle of a box, mm, at 1 to a scale."""
    middle = ((extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2)
    return Frame(box, middle, scale)


def bar_km(frame: Frame, most_mm: float = 42.0) -> float:
    """Return the longest round length, km, that is no longer than this on the sheet."""
    most = most_mm / frame.mm_per_km
    power = 10.0 ** floor(log10(most))
    return float(max(step * power for step in _LENGTHS if step * power <= most * (1 + 1e-9)))
